"""The page of an indicator: the measures that serve it, the values it has reached; and the way from a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import clock
from luoshi.common.forms import carry_out
from luoshi.common.numbers import whole, wholes
from luoshi.common.rules import require
from luoshi.ledger.actions import serving as actions
from luoshi.ledger.forms.serving import ReachedValueForm, ServeForm
from luoshi.ledger.models import Contribution, ReachedValue
from luoshi.ledger.queries import indicators as queries
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.reports import reports_visible_to
from luoshi.ledger.rules import RULES
from luoshi.ledger.views.asking import Question, ask, measure_of, sent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Indicator, Measure


@login_required
@require_safe
def indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    """One indicator: baseline, target, what it has reached, and through which measures."""
    shown = _indicator(request, pk)
    context = queries.page_of(shown, request.user, clock.today())
    return render(request, "ledger/indicator.html", {"indicator": shown, "plan": shown.plan, **context})


@login_required
@require_POST
def serve(request: SignedInRequest, pk: int) -> HttpResponse:
    """The measures that were ticked, or named by their code, serve the indicator."""
    shown = _indicator(request, pk)
    visible = measures_visible_to(request.user).select_related("plan__owner")
    chosen = list(visible.filter(pk__in=wholes(request.POST.getlist("measure"))))
    if code := request.POST.get("code", "").replace("\x00", "").strip():
        chosen += visible.filter(code__iexact=code)
    count = actions.serve(shown, chosen, by=request.user)
    said = _("已登记。") if count else _("没有新登记的措施，请核对编号。")
    messages.add_message(request, messages.SUCCESS if count else messages.WARNING, said)
    return _back(request, shown)


@login_required
def choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """The indicators that a measure serves, ticked in a list."""
    shown = measure_of(request, pk)
    require(RULES, "indicator.serve", request.user, shown)
    form = ServeForm(**sent(request), measure=shown, user=request.user)
    question = Question(_("选择指标"), _("已登记。"), quote=shown.text, verb=_("登记"))
    return ask(request, shown, form, lambda: _serve_all(request, form, shown), question)


@login_required
@require_POST
def unserve(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Contribution.objects.filter(measure__in=measures_visible_to(request.user))
    found = get_object_or_404(rows.select_related("measure__plan__owner", "indicator__plan__owner"), pk=pk)
    actions.unserve(found, by=request.user)
    return _back(request, found.indicator)


@login_required
def add_value(request: SignedInRequest, pk: int) -> HttpResponse:
    """A value from a place other than a report."""
    shown = _indicator(request, pk)
    require(RULES, "indicator.value", request.user, shown)
    form = ReachedValueForm(request.POST or None)
    if form.is_valid():
        made = carry_out(form, lambda: actions.add_value(shown, by=request.user, **form.cleaned_data))
        if made:
            return redirect("ledger:indicator", shown.pk)
    return render(request, "ledger/reached_value.html", {"form": form, "indicator": shown, "plan": shown.plan})


@login_required
@require_POST
def take_value(request: SignedInRequest, pk: int) -> HttpResponse:
    """A value that a report tells."""
    shown = _indicator(request, pk)
    require(RULES, "indicator.value", request.user, shown)
    rows = reports_visible_to(request.user).select_related("measure")
    report = rows.filter(pk__in=wholes([request.POST.get("report", "")])).first()
    if report is None:
        messages.warning(request, _("这份报告已经不在，请从列表中另选。"))
    else:
        actions.take_value(shown, report, text=request.POST.get("text", ""), by=request.user)
    return redirect("ledger:indicator", shown.pk)


@login_required
@require_POST
def remove_value(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = ReachedValue.objects.filter(indicator__in=queries.indicators_visible_to(request.user))
    value = get_object_or_404(rows.select_related("indicator__plan__owner"), pk=pk)
    actions.remove_value(value, by=request.user)
    return redirect("ledger:indicator", value.indicator_id)


def _indicator(request: SignedInRequest, pk: int) -> Indicator:
    visible = queries.indicators_visible_to(request.user).select_related("plan__owner", "plan__document")
    return get_object_or_404(visible, pk=pk)


def _serve_all(request: SignedInRequest, form: ServeForm, shown: Measure) -> int:
    return sum(actions.serve(one, [shown], by=request.user) for one in form.cleaned_data["indicators"])


def _back(request: SignedInRequest, shown: Indicator) -> HttpResponse:
    """To the measure's page where one came from there."""
    number = whole(request.POST.get("from_measure"))
    return redirect("ledger:measure", number) if number is not None else redirect("ledger:indicator", shown.pk)
