"""Decisions on extensions, and the findings of verifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common.forms import carry_out
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.ledger.actions.checking import record_finding
from luoshi.ledger.actions.door import Paper
from luoshi.ledger.actions.extending import check_undecided, decide_extension
from luoshi.ledger.forms.details import DecisionForm, FindingForm
from luoshi.ledger.queries import registers
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import Decision
from luoshi.ledger.views.asking import Question, ask, sent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Extension, Verification


@login_required
@require_safe
def extensions(request: SignedInRequest) -> HttpResponse:
    """What waits for a decision, then what has been decided."""
    require(RULES, "reviews.see", request.user)
    page = page_of(request, registers.extensions_by_need(registers.extensions_visible_to(request.user)))
    rows = [{"extension": extension, "may_decide": _may_decide(request, extension)} for extension in page]
    return render(request, "ledger/extensions.html", {"page": page, "rows": rows})


@login_required
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Grant or deny; a supervisor records what was decided on paper."""
    rows = registers.extensions_visible_to(request.user)
    extension = get_object_or_404(rows.select_related("measure__plan__owner", "measure__accountable", "unit"), pk=pk)
    by_paper = not RULES["extension.decide"](request.user, extension)
    if by_paper:
        require(RULES, "record_paper", request.user, extension)
    form = DecisionForm(**sent(request), by_paper=by_paper)
    quote = f"{extension.unit}：{extension.due_before} → {extension.due_wanted}\n{extension.reason}"
    question = Question(
        _("决定延期申请"),
        _("已决定，并通知申请单位。"),
        quote=quote,
        verb=_("作出决定"),
        check=lambda: check_undecided(extension),
    )
    return ask(request, extension.measure, form, lambda: _decide(request, form, extension), question)


@login_required
@require_safe
def verifications(request: SignedInRequest) -> HttpResponse:
    """Findings that are owed, and those that wait to be accepted."""
    require(RULES, "checks.see", request.user)
    page = page_of(request, registers.verifications_waiting(registers.verifications_visible_to(request.user)))
    return render(request, "ledger/verifications.html", {"page": page})


@login_required
def verify(request: SignedInRequest, pk: int) -> HttpResponse:
    """Words, a grade, and point by point what is fulfilled."""
    rows = registers.verifications_visible_to(request.user)
    verification = get_object_or_404(rows.select_related("measure__plan__owner", "measure__accountable"), pk=pk)
    require(RULES, "verify", request.user, verification)
    measure = verification.measure
    points = list(measure.points.prefetch_related("evidence__file"))
    initial = {"finding": verification.finding, "grade": verification.grade}
    form = FindingForm(**sent(request), points=points, initial=initial)
    if form.is_valid() and carry_out(form, lambda: _record(request, form, verification)) is not None:
        messages.success(request, _("已提交%(code)s的核查意见。") % {"code": measure.code})
        return redirect("ledger:measure", measure.pk)
    context = {"form": form, "verification": verification, "measure": measure}
    return render(request, "ledger/verify.html", context)


def _may_decide(request: SignedInRequest, extension: Extension) -> bool:
    if extension.decision != Decision.OPEN:
        return False
    return any(RULES[verb](request.user, extension) for verb in ("extension.decide", "record_paper"))


def _decide(request: SignedInRequest, form: DecisionForm, extension: Extension) -> Extension:
    given = form.cleaned_data
    paper = Paper(given["approver"], given["approved_on"]) if form.by_paper else None
    return decide_extension(extension, granted=given["granted"], answer=given["answer"], by=request.user, paper=paper)


def _record(request: SignedInRequest, form: FindingForm, verification: Verification) -> Verification:
    given = form.cleaned_data
    return record_finding(
        verification, by=request.user, finding=given["finding"], grade=given["grade"], points=form.points()
    )
