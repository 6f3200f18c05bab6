"""Fragments for the reading page: what the clauses of a document are used for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from luoshi.common import clock
from luoshi.ledger.queries.traces import measures_from, uses_of
from luoshi.library.queries.documents import clauses_visible_to, documents_visible_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def clause_measures(request: SignedInRequest, pk: int) -> HttpResponse:
    """The measures that come from one clause."""
    clause = get_object_or_404(clauses_visible_to(request.user), pk=pk)
    measures = measures_from(clause, request.user, clock.today())
    return render(request, "ledger/clause_measures.html", {"measures": measures})


@login_required
@require_safe
def clause_counts(request: SignedInRequest, pk: int) -> JsonResponse:
    """How many measures come from each clause of a document: `{clause: count}`."""
    document = get_object_or_404(documents_visible_to(request.user).only("pk"), pk=pk)
    return JsonResponse({str(clause): count for clause, count in uses_of(document, request.user).items()})
