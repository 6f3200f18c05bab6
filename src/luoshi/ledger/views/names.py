"""Printed names that no unit is known for: what each means, for the whole plan or for one part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from luoshi.common.errors import RuleError
from luoshi.common.rules import require
from luoshi.ledger.actions.naming import NameChoice, all_areas, all_departments, settle_names
from luoshi.ledger.forms.names import NamesForm
from luoshi.ledger.queries.names import Meaning, areas_of, departments_of, place_of, unknown_names
from luoshi.ledger.rules import RULES
from luoshi.ledger.views.drafts import answer_row, part_or_404
from luoshi.ledger.views.plans import drafts_changed, plan_or_404
from luoshi.units.queries.units import units_visible_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.forms.names import GivenName
    from luoshi.ledger.models import Plan


@login_required
def names(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every unknown name with what is proposed; one sending settles all of them."""
    plan = plan_or_404(request, pk)
    require(RULES, "plan.name_units", request.user, plan)
    form, error = NamesForm(request.POST), None
    if request.method == "POST":
        try:
            settle_names(plan, _choices(request, plan, form.given), by=request.user, remember=form.remembers)
        except RuleError as refusal:
            error = refusal
        else:
            return drafts_changed() if request.htmx else redirect("ledger:breakdown", plan.pk)
    place = place_of(plan.owner)
    context = {
        "plan": plan,
        "place": place,
        "names": unknown_names(plan),
        "areas": areas_of(place).count(),
        "departments": departments_of(place).count(),
        "error": error,
    }
    return render(request, "ledger/plan_names.html#form" if request.htmx else "ledger/plan_names.html", context)


@login_required
@require_POST
def name_part(request: SignedInRequest, pk: int) -> HttpResponse:
    """What one printed name means; it holds wherever the plan prints it."""
    part = part_or_404(request, pk)
    plan = part.measure.plan
    form = NamesForm(request.POST)
    choices = _choices(request, plan, form.given)
    return answer_row(
        request,
        part.measure,
        lambda: settle_names(plan, choices, by=request.user, remember=form.remembers),
        is_moved=True,
    )


def _choices(request: SignedInRequest, plan: Plan, given: list[GivenName]) -> list[NameChoice]:
    """The answers as the action takes them; a name left alone is no choice."""
    units = units_visible_to(request.user).filter(closed_on=None).in_bulk([name.unit for name in given if name.unit])
    choices = []
    for name in given:
        if name.meaning is Meaning.UNIT and name.unit in units:
            choices.append(NameChoice(name.printed, units=(units[name.unit],)))
        elif name.meaning is Meaning.NEW:
            choices.append(NameChoice(name.printed, new_name=name.new_name))
        elif name.meaning is Meaning.AREAS:
            choices.append(NameChoice(name.printed, units=all_areas(plan)))
        elif name.meaning is Meaning.DEPARTMENTS:
            choices.append(NameChoice(name.printed, units=all_departments(plan)))
        elif name.meaning is Meaning.REMOVE:
            choices.append(NameChoice(name.printed, is_no_unit=True))
    return choices
