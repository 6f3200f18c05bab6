"""Obstacles: raised to somebody, answered, settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError
from luoshi.common.rules import require
from luoshi.common.versions import lock, next_version
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import need
from luoshi.ledger.models import Obstacle
from luoshi.ledger.rules import RULES

if TYPE_CHECKING:
    from luoshi.accounts.models import User


@transaction.atomic
def pass_obstacle(obstacle: Obstacle, *, to: User, by: User) -> Obstacle:
    """Put it before somebody, usually the field leader, who is to answer."""
    require(RULES, "obstacle.answer", by, obstacle)
    obstacle = _locked(obstacle)
    obstacle.owner = to
    next_version(obstacle)
    obstacle.save()
    history.record(obstacle.measure, "obstacle.pass", by=by, params={"to": str(to)})
    telling.tell_person(obstacle.measure, to, "obstacle.passed")
    return obstacle


@transaction.atomic
def answer_obstacle(obstacle: Obstacle, *, answer: str, by: User) -> Obstacle:
    """Say what will be done about it; the unit is told."""
    require(RULES, "obstacle.answer", by, obstacle)
    obstacle = _locked(obstacle)
    obstacle.answer = need(answer, "answer_missing", _("请填写答复内容。"))
    obstacle.answered_by, obstacle.answered_at = by, clock.now()
    next_version(obstacle)
    obstacle.save()
    history.record(obstacle.measure, "obstacle.answer", by=by, params={"answer": obstacle.answer})
    telling.tell_unit(obstacle.measure, obstacle.unit, "obstacle.answered")
    return obstacle


@transaction.atomic
def settle_obstacle(obstacle: Obstacle, *, by: User) -> Obstacle:
    """It stands in the way no longer."""
    require(RULES, "obstacle.settle", by, obstacle)
    obstacle = _locked(obstacle)
    obstacle.settled_at = clock.now()
    next_version(obstacle)
    obstacle.save()
    history.record(obstacle.measure, "obstacle.settle", by=by)
    return obstacle


def _locked(obstacle: Obstacle) -> Obstacle:
    locked = lock(Obstacle.objects.select_related("measure__plan__owner", "unit"), obstacle.pk)
    check_unsettled(locked)
    return locked


def check_unsettled(obstacle: Obstacle) -> None:
    """Refuse what comes after the settling."""
    if obstacle.settled_at:
        raise IllegalMoveError("settled_already", _("这个问题已经解决，不需要再处理。"))
