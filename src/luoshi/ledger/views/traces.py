"""Fragments for pages of other rooms: what the clauses of a document are used for, how a unit stands."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from luoshi.common import clock
from luoshi.ledger.queries.filters import LedgerFilter, filtered
from luoshi.ledger.queries.ledger import counts_of
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.traces import measures_from, uses_of
from luoshi.ledger.rules import RULES
from luoshi.library.queries.documents import clauses_visible_to, documents_visible_to
from luoshi.units.queries.units import units_visible_to

if TYPE_CHECKING:
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


@login_required
@require_safe
def unit_lights(request: SignedInRequest, pk: int) -> HttpResponse:
    """How many measures of a unit and those below it show which light, each with its list."""
    if not RULES["ledger.see"](request.user):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)  # the page of a unit opens for more people than the ledger
    unit = get_object_or_404(units_visible_to(request.user), pk=pk)
    wanted, today = LedgerFilter(unit=unit.pk), clock.today()
    found = filtered(measures_visible_to(request.user), wanted, user=request.user, today=today)
    context = {"unit": unit, "counts": counts_of(found, wanted, today, by=request.user)}
    return render(request, "ledger/unit_lights.html", context)
