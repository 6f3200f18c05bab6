"""A step for many measures at once: first what can go and what cannot, then all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.ledger.actions.steps import BULK_AT_MOST, bulk_offer, take_all, try_out
from luoshi.ledger.forms.bulk import SelectionForm
from luoshi.ledger.forms.filters import wanted_of
from luoshi.ledger.forms.steps import StepForm
from luoshi.ledger.queries.burden import burden_of
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.passing import passing
from luoshi.ledger.rules import RULES
from luoshi.ledger.verbs import STEPS

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Measure


@login_required
@require_POST
def bulk(request: SignedInRequest) -> HttpResponse:
    """Show who can go and who cannot; on the second sending take the step with all of them."""
    require(RULES, "ledger.see", request.user)
    selection = SelectionForm(request.POST)
    if not selection.is_valid():
        raise Http404
    measures = _chosen(request, selection)
    if not measures:
        messages.error(request, _("请先勾选要办理的措施。"))
        return redirect("ledger:ledger")
    form = _form(request, selection, measures)
    if form.is_valid() and (count := carry_out(form, lambda: _take(request, form, measures))):
        messages.success(request, _("已%(verb)s%(count)d项。") % {"verb": form.offer.step.label, "count": count})
        return redirect(f"{reverse('ledger:ledger')}?{selection.cleaned_data['query']}")
    return render(request, "ledger/bulk.html", _check_context(request, selection, form, measures))


def _form(request: SignedInRequest, selection: SelectionForm, measures: list[Measure]) -> StepForm:
    """The form of the step; bound only at the second sending."""
    sent = (request.POST, request.FILES) if selection.cleaned_data["confirmed"] else ()
    offer = bulk_offer(measures, selection.cleaned_data["verb"], by=request.user)
    return StepForm(*sent, offer=offer, user=request.user, plan=measures[0].plan)


def _chosen(request: SignedInRequest, selection: SelectionForm) -> list[Measure]:
    """The measures ticked, or all of the filter; only what the person sees, at most so many."""
    given = selection.cleaned_data
    if given["all"]:
        rows = passing(request.user, wanted_of(request.user, given["query"]))
    else:
        rows = measures_visible_to(request.user).filter(pk__in=given["pk"])
    wanted = rows.select_related("plan__owner", "plan__profile", "accountable").prefetch_related("parts")
    return list(wanted.order_by("plan", "number")[:BULK_AT_MOST])


def _take(request: SignedInRequest, form: StepForm, measures: list[Measure]) -> int:
    return take_all(measures, form.offer.step.verb, by=request.user, values=form.values, paper=form.paper())


def _check_context(
    request: SignedInRequest, selection: SelectionForm, form: StepForm, measures: list[Measure]
) -> dict[str, Any]:
    values = form.values if form.is_bound and form.is_valid() else {}
    verdicts = try_out(measures, form.offer.step.verb, by=request.user, values=values, by_paper=form.offer.by_paper)
    ready = [verdict for verdict in verdicts if verdict.can_go]
    return {
        "form": form,
        "burden": burden_of([verdict.measure for verdict in ready], form.offer.step.verb),
        "step": STEPS[selection.cleaned_data["verb"]],
        "query": selection.cleaned_data["query"],
        "ready": ready,
        "refused": [verdict for verdict in verdicts if not verdict.can_go],
        "at_most": BULK_AT_MOST if len(measures) == BULK_AT_MOST else 0,
    }
