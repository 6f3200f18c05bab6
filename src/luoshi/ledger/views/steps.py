"""The form of one step of one measure: a page of its own, or a dialog over the page where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common.forms import carry_out
from luoshi.ledger.actions.steps import offer_for, take
from luoshi.ledger.forms.steps import StepForm
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.offers import offers_for
from luoshi.ledger.verbs import STEPS
from luoshi.ledger.views.asking import IN_DIALOG, back_to, measure_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Measure


@login_required
def step(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Ask for what the step needs, then take it."""
    measure = measure_of(request, pk)
    if verb not in STEPS:
        raise Http404
    offer = offer_for(measure, verb, by=request.user)
    is_sent = request.method == "POST"
    sent = (request.POST, request.FILES) if is_sent else ()
    form = StepForm(*sent, offer=offer, user=request.user, plan=measure.plan, auto_id=IN_DIALOG)
    if is_sent and form.is_valid() and carry_out(form, lambda: _take(request, form, measure)):
        messages.success(request, _("%(code)s：已%(verb)s。") % {"code": measure.code, "verb": offer.step.label})
        return back_to(request, measure)
    part = "ledger/step.html#form" if request.htmx else "ledger/step.html"
    return render(request, part, {"form": form, "measure": measure, "step": offer.step, "offer": offer})


@login_required
@require_safe
def steps(request: SignedInRequest, pk: int) -> HttpResponse:
    """The menu of a row: the steps that one may take now."""
    measure = measure_of(request, pk)
    context = {"measure": measure, "offers": offers_for(request.user, measure)}
    return render(request, "ledger/steps.html", context)


@login_required
@require_safe
def options(request: SignedInRequest) -> HttpResponse:
    """What a field for picking a measure offers for the text typed so far."""
    text = request.GET.get(request.htmx.trigger_name or "q", "").strip()
    visible = measures_visible_to(request.user)
    found = visible.filter(code__icontains=text) | visible.filter(text__icontains=text)
    return render(request, "ledger/options.html", {"rows": found.order_by("plan", "number")[:20]})


def _take(request: SignedInRequest, form: StepForm, measure: Measure) -> bool:
    taken = take(measure, form.offer.step.verb, by=request.user, values=form.values, paper=form.paper())
    return taken is not None
