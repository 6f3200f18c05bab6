"""Steps with a date on the way of a measure; a missed one turns the light yellow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import Difference, IllegalMoveError, StaleFormError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.ledger.actions.door import need, refresh_light
from luoshi.ledger.models import Measure, Milestone
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import DONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from luoshi.accounts.models import User

MOST = 50
"""Milestones of one measure; more than that is a plan of its own."""


@dataclass(frozen=True)
class Wanted:
    """One row of a timetable as somebody has written it: a known milestone as it was `seen`, or a new one.

    Without a name a known one is taken away. `was` is how it read when the form was opened.
    """

    name: str
    due_on: date | None
    is_done: bool = False
    milestone: int | None = None
    seen: int | None = None
    was: str = ""


@transaction.atomic
def add_milestone(measure: Measure, *, name: str, due_on: date, by: User) -> Milestone:
    """Lay down a step and its date."""
    measure = _locked(measure, by=by)
    milestone = Milestone.objects.create(measure=measure, name=_name(name), due_on=due_on)
    _keep(measure, [("milestone.add", milestone)], by=by)
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
    _keep(measure, [("milestone.change", milestone)], by=by)
    return milestone


@transaction.atomic
def tick_milestone(milestone: Milestone, *, is_done: bool, by: User) -> Milestone:
    """Say that a step is done, or that it is not after all."""
    measure = _locked(milestone.measure, by=by)
    milestone = lock(Milestone.objects.filter(measure=measure), milestone.pk)
    milestone.done_on = clock.today() if is_done else None
    next_version(milestone)
    milestone.save()
    _keep(measure, [("milestone.done" if is_done else "milestone.reopen", milestone)], by=by)
    return milestone


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: User) -> Measure:
    """Take a step away."""
    measure = _locked(milestone.measure, by=by)
    milestone = lock(Milestone.objects.filter(measure=measure), milestone.pk)
    Milestone.objects.filter(pk=milestone.pk).delete()
    _keep(measure, [("milestone.remove", milestone)], by=by)
    return measure


@transaction.atomic
def set_milestones(measure: Measure, rows: Sequence[Wanted], *, by: User) -> Measure:
    """Lay the timetable down in one go; what others have added meanwhile stays, what they changed is told first."""
    measure = _locked(measure, by=by)
    known = {milestone.pk: milestone for milestone in measure.milestones.all()}
    _check_seen(measure, rows, known)
    changes = [change for row in rows for change in _carry_out(measure, row, known)]
    if measure.milestones.count() > MOST:
        raise UnmetConditionError("too_many", _("一项措施最多%d个时间节点，请合并一些。") % MOST)
    if changes:
        _keep(measure, changes, by=by)
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


def _keep(measure: Measure, steps: Sequence[tuple[str, Milestone]], *, by: User) -> None:
    """Recount the light and write what was done into the history of the measure."""
    refresh_light(measure)
    next_version(measure)
    measure.save(update_fields=["yellow_on", "red_on", "version"])
    changes = [
        history.Change(measure, verb, params={"name": step.name, "due_on": step.due_on.isoformat()})
        for verb, step in steps
    ]
    history.record_many(changes, by=by)


def _name(name: str) -> str:
    return need(name, "name_missing", _("请填写时间节点的名称。"))[:200]


def _check_seen(measure: Measure, rows: Sequence[Wanted], known: Mapping[int, Milestone]) -> None:
    moved = [row for row in rows if row.milestone and _version(known.get(row.milestone)) != row.seen]
    if not moved:
        return
    last = history.entries_of(measure).filter(verb__startswith="milestone.").last()
    now = {row.milestone: known.get(row.milestone or 0) for row in moved}
    differences = tuple(Difference("milestone", row.was, _in_words(now[row.milestone])) for row in moved)
    raise StaleFormError(
        by=str(last.actor) if last and last.actor else "", at=last.at if last else None, differences=differences
    )


def _carry_out(measure: Measure, row: Wanted, known: Mapping[int, Milestone]) -> list[tuple[str, Milestone]]:
    """Change, tick, remove or add one milestone; the steps that it took."""
    milestone = known.get(row.milestone or 0)
    if milestone is None:
        if not row.name:
            return []
        made = Milestone(measure=measure, name=_name(row.name), due_on=_day(row), done_on=_done_on(row, None))
        made.save()
        return [("milestone.add", made), *([("milestone.done", made)] if row.is_done else [])]
    if not row.name:
        Milestone.objects.filter(pk=milestone.pk).delete()
        return [("milestone.remove", milestone)]
    steps = []
    if (milestone.name, milestone.due_on) != (_name(row.name), _day(row)):
        milestone.name, milestone.due_on = _name(row.name), _day(row)
        steps.append(("milestone.change", milestone))
    if bool(milestone.done_on) != row.is_done:
        milestone.done_on = _done_on(row, milestone.done_on)
        steps.append(("milestone.done" if row.is_done else "milestone.reopen", milestone))
    if steps:
        next_version(milestone)
        milestone.save()
    return steps


def _day(row: Wanted) -> date:
    if row.due_on is None:
        raise UnmetConditionError("day_missing", _("请填写“%(name)s”的日期。") % {"name": row.name})
    return row.due_on


def _done_on(row: Wanted, before: date | None) -> date | None:
    return (before or clock.today()) if row.is_done else None


def _version(milestone: Milestone | None) -> int | None:
    return milestone.version if milestone else None


def _in_words(milestone: Milestone | None) -> str:
    return f"{milestone.due_on.isoformat()} {milestone.name}" if milestone else ""
