"""Steps with a date on the way of a measure; a missed one turns the light yellow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.ledger.actions.door import need, refresh_light
from luoshi.ledger.models import Measure, Milestone
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import DONE

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User


@transaction.atomic
def add_milestone(measure: Measure, *, name: str, due_on: date, by: User) -> Milestone:
    """Lay down a step and its date."""
    measure = _locked(measure, by=by)
    milestone = Milestone.objects.create(measure=measure, name=_name(name), due_on=due_on)
    _keep(measure, "milestone.add", by=by, milestone=milestone)
    return milestone


@transaction.atomic
def change_milestone(milestone: Milestone, *, name: str, due_on: date, by: User, seen: int | None = None) -> Milestone:
    """Change the words or the date of a step."""
    measure = _locked(milestone.measure, by=by)
    milestone = lock(Milestone.objects.filter(measure=measure), milestone.pk)
    check_version(milestone, seen)
    milestone.name, milestone.due_on = _name(name), due_on
    next_version(milestone)
    milestone.save()
    _keep(measure, "milestone.change", by=by, milestone=milestone)
    return milestone


@transaction.atomic
def tick_milestone(milestone: Milestone, *, is_done: bool, by: User) -> Milestone:
    """Say that a step is done, or that it is not after all."""
    measure = _locked(milestone.measure, by=by)
    milestone = lock(Milestone.objects.filter(measure=measure), milestone.pk)
    milestone.done_on = clock.today() if is_done else None
    next_version(milestone)
    milestone.save()
    _keep(measure, "milestone.done" if is_done else "milestone.reopen", by=by, milestone=milestone)
    return milestone


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: User) -> Measure:
    """Take a step away."""
    measure = _locked(milestone.measure, by=by)
    milestone = lock(Milestone.objects.filter(measure=measure), milestone.pk)
    Milestone.objects.filter(pk=milestone.pk).delete()
    _keep(measure, "milestone.remove", by=by, milestone=milestone)
    return measure


def _locked(measure: Measure, *, by: User) -> Measure:
    require(RULES, "milestone.change", by, measure)
    measure = lock(Measure.objects.select_related("plan__owner", "plan__profile"), measure.pk)
    check_open(measure)
    return measure


def check_open(measure: Measure) -> None:
    """Refuse what comes after the closing."""
    if measure.state in DONE:
        raise IllegalMoveError("done_already", _("已经办结的措施不能再修改时间节点。"))


def _keep(measure: Measure, verb: str, *, by: User, milestone: Milestone) -> None:
    refresh_light(measure)
    next_version(measure)
    measure.save(update_fields=["yellow_on", "red_on", "version"])
    params = {"name": milestone.name, "due_on": milestone.due_on.isoformat()}
    history.record(measure, verb, by=by, params=params)


def _name(name: str) -> str:
    return need(name, "name_missing", _("请填写时间节点的名称。"))[:200]
