"""The home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.desk import queries
from luoshi.units.queries.people import own_posts

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    context = {
        "news": queries.news_for(request.user),
        "first_steps": queries.first_steps_for(request.user),
        "posts": own_posts(request.user),
    }
    return render(request, "desk/home.html", context)
