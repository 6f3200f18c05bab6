"""The page of the full-text search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.library.queries import search as queries
from luoshi.library.queries.documents import documents_visible_to
from luoshi.library.rules import RULES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """The clauses that hold what was typed, best first, with the hits marked."""
    require(RULES, "document.list", request.user)
    text = request.GET.get("q", "").strip()[: queries.LONGEST]
    page = page_of(request, queries.places_of(text, documents_visible_to(request.user)), size=25)
    context = {"q": text, "page": page, "found": queries.found_in(text, list(page))}
    return render(request, "library/search.html#found" if request.htmx else "library/search.html", context)
