"""The indicators of a plan: corrected, added, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.ledger.actions import indicators as actions
from luoshi.ledger.forms.plans import IndicatorForm
from luoshi.ledger.models import Indicator
from luoshi.ledger.queries.measures import plans_visible_to
from luoshi.ledger.rules import RULES
from luoshi.ledger.views.plans import plan_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """An indicator that was not found in the text."""
    plan = plan_or_404(request, pk)
    require(RULES, "plan.change", request.user, plan)
    form = IndicatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = carry_out(form, lambda: actions.add_indicator(plan, by=request.user, **_values(form)))
        if made:
            return redirect("ledger:plan", plan.pk)
    return render(request, "ledger/indicator_form.html", {"form": form, "plan": plan})


@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _indicator(request, pk)
    require(RULES, "plan.change", request.user, shown.plan)
    form = IndicatorForm(request.POST or None, instance=shown, initial={"version": shown.version})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        if carry_out(form, lambda: actions.change_indicator(shown, seen=seen, by=request.user, **_values(form))):
            return redirect("ledger:plan", shown.plan_id)
    return render(request, "ledger/indicator_form.html", {"form": form, "plan": shown.plan, "indicator": shown})


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _indicator(request, pk)
    actions.remove_indicator(shown, by=request.user)
    return redirect("ledger:plan", shown.plan_id)


def _indicator(request: SignedInRequest, pk: int) -> Indicator:
    rows = Indicator.objects.filter(plan__in=plans_visible_to(request.user)).select_related("plan__owner")
    return get_object_or_404(rows, pk=pk)


def _values(form: IndicatorForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in actions.FIELDS}
