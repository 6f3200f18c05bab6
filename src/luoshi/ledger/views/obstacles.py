"""The register of obstacles: who is to answer what, answers, what has been settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.ledger.actions import obstacles as actions
from luoshi.ledger.forms.details import PassForm
from luoshi.ledger.forms.words import ObstacleAnswerForm
from luoshi.ledger.queries.registers import obstacles_visible_to, register_of
from luoshi.ledger.rules import RULES
from luoshi.ledger.views.asking import Question, ask, sent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Obstacle


@login_required
@require_safe
def register(request: SignedInRequest) -> HttpResponse:
    """Open ones, all of them, or those put before oneself."""
    require(RULES, "reviews.see", request.user)
    which = request.GET.get("which", "")
    rows = obstacles_visible_to(request.user)
    still_open = rows.filter(settled_at=None)
    mine = still_open.filter(owner=request.user)
    counts = {"open": still_open.count(), "mine": mine.count(), "all": rows.count()}
    page = page_of(request, register_of({"all": rows, "mine": mine}.get(which, still_open)))
    context = {"page": page, "which": which, "counts": counts, "rows": [_row(request, row) for row in page]}
    return render(request, "ledger/obstacles.html", context)


@login_required
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what will be done about it."""
    obstacle = _obstacle(request, pk)
    require(RULES, "obstacle.answer", request.user, obstacle)
    form = ObstacleAnswerForm(**sent(request), initial={"answer": obstacle.answer, "version": obstacle.version})
    question = Question(
        _("答复困难问题"),
        _("已答复，并通知提出单位。"),
        quote=obstacle.text,
        verb=_("答复"),
        check=lambda: actions.check_unsettled(obstacle),
    )
    return ask(request, obstacle.measure, form, lambda: _answer(request, form, obstacle), question)


@login_required
def hand_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put it before somebody who is to answer."""
    obstacle = _obstacle(request, pk)
    require(RULES, "obstacle.answer", request.user, obstacle)
    form = PassForm(**sent(request), plan=obstacle.measure.plan, initial={"version": obstacle.version})
    question = Question(
        _("转请答复"), _("已转请答复。"), quote=obstacle.text, check=lambda: actions.check_unsettled(obstacle)
    )
    return ask(request, obstacle.measure, form, lambda: _pass(request, form, obstacle), question)


@login_required
@require_POST
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """It stands in the way no longer."""
    obstacle = _obstacle(request, pk)
    actions.settle_obstacle(obstacle, by=request.user)
    messages.success(request, _("已标为解决。"))
    return redirect("ledger:obstacles")


def _obstacle(request: SignedInRequest, pk: int) -> Obstacle:
    rows = obstacles_visible_to(request.user).select_related("measure__plan__owner", "measure__accountable", "unit")
    return get_object_or_404(rows, pk=pk)


def _row(request: SignedInRequest, obstacle: Obstacle) -> dict[str, object]:
    is_open = obstacle.settled_at is None
    return {
        "obstacle": obstacle,
        "may_answer": is_open and RULES["obstacle.answer"](request.user, obstacle),
        "may_settle": is_open and RULES["obstacle.settle"](request.user, obstacle),
    }


def _answer(request: SignedInRequest, form: ObstacleAnswerForm, obstacle: Obstacle) -> Obstacle:
    words, seen = form.cleaned_data["answer"], form.cleaned_data["version"]
    return actions.answer_obstacle(obstacle, answer=words, seen=seen, by=request.user)


def _pass(request: SignedInRequest, form: PassForm, obstacle: Obstacle) -> Obstacle:
    to, seen = form.cleaned_data["to"], form.cleaned_data["version"]
    return actions.pass_obstacle(obstacle, to=to, seen=seen, by=request.user)
