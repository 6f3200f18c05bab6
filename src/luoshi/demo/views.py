"""One-click sign-in per role: only where the settings say that this is the demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from luoshi.accounts.models import User
from luoshi.demo.city import one_click_people

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who can be tried, as a part of the sign-in page."""
    _only_in_the_demonstration()
    return render(request, "demo/people.html", {"people": one_click_people()})


@require_POST
def sign_in(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as one of the cast, and as nobody else."""
    _only_in_the_demonstration()
    if username not in {trial.username for trial in one_click_people()}:
        raise Http404
    person = get_object_or_404(User, username=username, is_active=True)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("desk:home")


def _only_in_the_demonstration() -> None:
    if not settings.LUOSHI_DEMO:
        raise Http404
