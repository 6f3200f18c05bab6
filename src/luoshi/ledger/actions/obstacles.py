"""Obstacles: raised to somebody, answered, settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import need
from luoshi.ledger.models import Obstacle
from luoshi.ledger.rules import RULES

if TYPE_CHECKING:
    from luoshi.accounts.models import User


@transaction.atomic
def pass_obstacle(obstacle: Obstacle, *, to: User, by: User, seen: int | None = None) -> Obstacle:
    """Put it before somebody, usually the field leader, who is to answer."""
    require(RULES, "obstacle.answer", by, obstacle)
    obstacle = _locked(obstacle, seen)
    change_owner(obstacle, to, by=by)
    return obstacle


@transaction.atomic
def answer_obstacle(obstacle: Obstacle, *, answer: str, by: User, seen: int | None = None) -> Obstacle:
    """Say what will be done about it; the unit is told. Of two answers the later has seen the earlier one."""
    require(RULES, "obstacle.answer", by, obstacle)
    obstacle = _locked(obstacle, seen)
    before = _facts(obstacle)
    obstacle.answer = need(answer, "answer_missing", _("请填写答复内容。"))
    obstacle.answered_by, obstacle.answered_at = by, clock.now()
    _keep(obstacle, by=by, before=before)
    history.record(obstacle.measure, "obstacle.answer", by=by, params={"answer": obstacle.answer})
    telling.tell_unit(obstacle.measure, obstacle.unit, "obstacle.answered")
    return obstacle


@transaction.atomic
def settle_obstacle(obstacle: Obstacle, *, by: User) -> Obstacle:
    """It stands in the way no longer."""
    require(RULES, "obstacle.settle", by, obstacle)
    obstacle = _locked(obstacle)
    before = _facts(obstacle)
    obstacle.settled_at = clock.now()
    _keep(obstacle, by=by, before=before)
    history.record(obstacle.measure, "obstacle.settle", by=by)
    return obstacle


def change_owner(obstacle: Obstacle, to: User, *, by: User | None) -> None:
    """Let somebody else answer; the caller has locked it and checked the right."""
    before = _facts(obstacle)
    obstacle.owner = to
    _keep(obstacle, by=by, before=before)
    history.record(obstacle.measure, "obstacle.pass", by=by, params={"to": str(to)})
    telling.tell_person(obstacle.measure, to, "obstacle.passed")


def _locked(obstacle: Obstacle, seen: int | None = None) -> Obstacle:
    locked = lock(Obstacle.objects.select_related("measure__plan__owner", "unit", "owner"), obstacle.pk)
    check_unsettled(locked)
    check_version(locked, seen)
    return locked


def _facts(obstacle: Obstacle) -> dict[str, Any]:
    """What its own history compares: who has to answer is told by name."""
    settled = obstacle.settled_at.isoformat() if obstacle.settled_at else None
    return {"answer": obstacle.answer, "owner": str(obstacle.owner or ""), "settled_at": settled}


def _keep(obstacle: Obstacle, *, by: User | None, before: dict[str, Any]) -> None:
    """Save it with a history of its own, from which a second editor learns what the first has done."""
    next_version(obstacle)
    obstacle.save()
    history.record_change(obstacle, "obstacle.change", by=by, before=before, after=_facts(obstacle))


def check_unsettled(obstacle: Obstacle) -> None:
    """Refuse what comes after the settling."""
    if obstacle.settled_at:
        raise IllegalMoveError("settled_already", _("这个问题已经解决，不需要再处理。"))
