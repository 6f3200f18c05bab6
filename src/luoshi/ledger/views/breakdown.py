"""The breakdown page: the text beside its drafts, what is still to be settled, what others have changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import clock
from luoshi.common.forms import carry_out
from luoshi.common.numbers import wholes
from luoshi.common.rules import require
from luoshi.ledger.actions import drafting
from luoshi.ledger.actions.naming import give_rest
from luoshi.ledger.actions.parts import confirm_parts
from luoshi.ledger.actions.preparing import accept_suggestions
from luoshi.ledger.actions.submitting import NotReadyError, submit_plan
from luoshi.ledger.doubts import Doubt
from luoshi.ledger.forms.drafts import LocalForm, SelectionForm, UnitForm
from luoshi.ledger.queries import breakdown as queries
from luoshi.ledger.queries.indicators import indicators_of_plan
from luoshi.ledger.queries.likeness import find_alike
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.names import Meaning, unknown_names
from luoshi.ledger.queries.plans import suggested_due
from luoshi.ledger.queries.text_pane import coverage_of, lines_of
from luoshi.ledger.rules import RULES
from luoshi.ledger.views.plans import drafts_changed, plan_or_404, rights_on

if TYPE_CHECKING:
    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Plan
    from luoshi.ledger.queries.breakdown import Row
    from luoshi.ledger.queries.text_pane import Coverage

_SEEN = re.compile(r"(\d{1,12})\.(\d{1,9})")


@login_required
@require_safe
def breakdown(request: SignedInRequest, pk: int) -> HttpResponse:
    """Text on the left, drafts on the right."""
    plan = _studied(request, pk)
    rows = queries.rows_of(plan, request.user)
    context = {
        **_text_context(plan, rows),
        **_preparation_context(request, plan, rows),
        "rows": rows[: queries.WHOLE_AT_FIRST],
        "short": rows[queries.WHOLE_AT_FIRST :],
        "away": queries.away_of(plan, request.user),
        "indicators": indicators_of_plan(plan.pk),
    }
    return render(request, "ledger/breakdown.html", context)


@login_required
@require_safe
def whole_rows(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rows that the page has in words alone, with all that can be done with them."""
    plan = _studied(request, pk)
    wanted = wholes(request.GET.get("drafts", "").split())[: queries.WHOLE_AT_ONCE]
    rows = queries.rows_among(plan, request.user, wanted)
    return render(request, "ledger/draft_changes.html", {"may": rights_on(request, plan), "changed": rows})


@login_required
@require_safe
def text(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text pane anew: the stretches of the drafts have moved."""
    plan = _studied(request, pk)
    context = _text_context(plan, queries.rows_of(plan, request.user))
    return render(request, "ledger/breakdown.html#text", context)


@login_required
@require_safe
def preparation(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is still to be settled, with the chips."""
    plan = _studied(request, pk)
    rows = queries.rows_of(plan, request.user)
    context = {**_preparation_context(request, plan, rows), "coverage": _coverage(plan, rows)}
    return render(request, "ledger/breakdown.html#preparation", context)


@login_required
def changes(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rows that differ from the versions that the page shows; those under edit are only told of.

    Sent as a form: the versions of a thousand rows are longer than an address may be.
    """
    plan = _studied(request, pk)
    told = request.POST if request.method == "POST" else request.GET
    seen = {int(found[1]): int(found[2]) for found in _SEEN.finditer(told.get("seen", ""))}
    editing = set(wholes(told.get("editing", "").split()))
    now = queries.versions_of(plan, request.user)
    if now == seen:
        return HttpResponse(status=204)
    order = list(now)
    rows = queries.rows_among(plan, request.user, [key for key in order if seen.get(key) != now[key]])
    context = {
        "plan": plan,
        "may": rights_on(request, plan),
        "changed": [row for row in rows if row.measure.pk in seen and row.measure.pk not in editing],
        "noted": queries.last_changes(row.measure for row in rows if row.measure.pk in editing & seen.keys()),
        "added": [(row, _before(row, order)) for row in rows if row.measure.pk not in seen],
        "gone": [key for key in seen if key not in now],
    }
    response = render(request, "ledger/draft_changes.html", context)
    response["HX-Trigger"] = "drafts-changed, text-changed"
    return response


@login_required
@require_safe
def alike(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which drafts repeat open measures of the same units: looked for once the page stands."""
    plan = _studied(request, pk)
    rows = [row for row in queries.rows_of(plan, request.user) if row.is_draft]
    found = find_alike([row.measure for row in rows], measures_visible_to(request.user))
    shown = [row for row in queries.with_alike(rows, found) if row.alike]
    return render(request, "ledger/draft_alike.html", {"rows": shown, "doubt": Doubt.LIKE_OTHERS})


@login_required
@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything as suggested."""
    plan = _changed(request, pk)
    accept_suggestions(plan, by=request.user)
    return _answer(request, plan, _("已按建议处理，请再看一遍后提交审核。"))


@login_required
@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = _changed(request, pk)
    count = confirm_parts(plan, by=request.user)
    return _answer(request, plan, _("已确认%(count)s项措施的主责单位。") % {"count": count})


@login_required
def rest(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who is accountable for the measures that name no unit."""
    plan = _changed(request, pk)
    form = UnitForm(request.POST or None, user=request.user, initial={"unit": plan.owner})
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data["unit"]
        if carry_out(form, lambda: (give_rest(plan, unit, by=request.user),)):
            return _answer(request, plan, "")
    part = "ledger/draft_rest.html#form" if request.htmx else "ledger/draft_rest.html"
    return render(request, part, {"plan": plan, "form": form})


@login_required
@require_POST
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft from the words that were marked."""
    plan = _changed(request, pk)
    form = SelectionForm(request.POST)
    start, end = (form.cleaned_data["start"], form.cleaned_data["end"]) if form.is_valid() else (0, 0)
    drafting.add_from_selection(plan, start=start, end=end, by=request.user)
    return _answer(request, plan, "")


@login_required
def add_local(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft that the document does not hold, with the reason for it."""
    plan = _changed(request, pk)
    form = LocalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = carry_out(form, lambda: drafting.add_by_hand(plan, by=request.user, **form.cleaned_data))
        if made:
            return _answer(request, plan, "")
    part = "ledger/draft_local.html#form" if request.htmx else "ledger/draft_local.html"
    return render(request, part, {"plan": plan, "form": form})


@login_required
@require_POST
def join(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make one draft of those that were chosen."""
    plan = _changed(request, pk)
    chosen = wholes(request.POST.getlist("draft"))
    measures = list(measures_visible_to(request.user).filter(plan=plan, pk__in=chosen).select_related("plan__owner"))
    drafting.join_measures(measures, by=request.user)
    return _answer(request, plan, "")


@login_required
@require_POST
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand the whole plan in for review, or say what is missing where."""
    plan = _changed(request, pk)
    try:
        count = submit_plan(plan, by=request.user)
    except NotReadyError as refusal:
        context = {"plan": plan, "error": refusal, "missing": refusal.missing}
        return render(request, "ledger/plan_missing.html", context, status=refusal.status)
    messages.success(request, _("已提交%(count)s项，待审核。") % {"count": count})
    return redirect("ledger:review", plan.pk)


def _studied(request: SignedInRequest, pk: int) -> Plan:
    plan = plan_or_404(request, pk)
    require(RULES, "plan.study", request.user, plan)
    return plan


def _changed(request: SignedInRequest, pk: int) -> Plan:
    plan = plan_or_404(request, pk)
    require(RULES, "plan.change", request.user, plan)
    return plan


def _answer(request: SignedInRequest, plan: Plan, sentence: str) -> HttpResponse:
    """The page fetches what has changed; a browser without scripts gets the page anew."""
    if request.htmx:
        return drafts_changed()
    if sentence:
        messages.success(request, sentence)
    return redirect("ledger:breakdown", plan.pk)


def _text_context(plan: Plan, rows: list[Row]) -> dict[str, Any]:
    coverage = _coverage(plan, rows)
    lines = lines_of(plan.document, queries.stretches_of(rows), coverage) if plan.document and coverage else []
    return {"plan": plan, "lines": lines, "coverage": coverage}


def _coverage(plan: Plan, rows: list[Row]) -> Coverage | None:
    return coverage_of(plan.document, queries.stretches_of(rows)) if plan.document else None


def _preparation_context(request: SignedInRequest, plan: Plan, rows: list[Row]) -> dict[str, Any]:
    names = unknown_names(plan)
    return {
        "plan": plan,
        "may": rights_on(request, plan),
        "tally": queries.tally_of(rows),
        "names": names,
        "has_proposals": any(name.proposal is not Meaning.LEAVE for name in names),
        "fields_hinted": sum(1 for row in rows if row.is_draft and row.hint.field),
        "suggested_due": suggested_due(plan, clock.today()),
    }


def _before(row: Row, order: list[int]) -> int | None:
    """The draft behind which a new one stands."""
    at = order.index(row.measure.pk)
    return order[at - 1] if at else None
