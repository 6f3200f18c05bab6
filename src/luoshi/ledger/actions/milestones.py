"""Steps with a date on the way of a measure; a missed one turns the light yellow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.days import YEARS
from luoshi.common.errors import Difference, IllegalMoveError, StaleFormError, UnmetConditionError
from luoshi.common.fields import seen_words
from luoshi.common.versions import next_version
from luoshi.ledger.actions.door import Record, check_right, need, refresh_light, told_of
from luoshi.ledger.actions.pen import AT_ONCE, Pen, step
from luoshi.ledger.models import Measure, Milestone
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


@dataclass(frozen=True)
class Taken:
    """A step that was taken with a milestone; `was` is the day on which it counted as done before."""

    verb: str
    milestone: Milestone
    was: date | None = None


@transaction.atomic
def add_milestone(measure: Measure, *, name: str, due_on: date, by: User) -> Milestone:
    """Lay down a step and its date."""
    measure = _locked(measure, by=by)
    milestone = Milestone.objects.create(measure=measure, name=_name(name), due_on=_of_our_time(due_on))
    _check_number(measure)
    _keep(measure, [Taken("milestone.add", milestone)], by=by)
    return milestone


@transaction.atomic
def change_milestone(milestone: Milestone, *, name: str, due_on: date, by: User, seen: int | None = None) -> Milestone:
    """Change the words or the date of a step."""
    measure, milestone = _both_locked(milestone, by=by, seen=seen)
    milestone.name, milestone.due_on = _name(name), _of_our_time(due_on)
    next_version(milestone)
    milestone.save()
    _keep(measure, [Taken("milestone.change", milestone)], by=by)
    return milestone


@step
def tick_milestone(
    milestone: Milestone,
    *,
    is_done: bool,
    by: User,
    done_on: date | None = None,
    seen: int | None = None,
    paper: Record | None = None,
    pen: Pen = AT_ONCE,
) -> Milestone:
    """Say that a step is done, today or on a day that is told, or that it is not after all."""
    measure, milestone = _both_locked(milestone, by=by, seen=seen, paper=paper, pen=pen)
    was, wanted = milestone.done_on, _reached(milestone, is_done=is_done, done_on=done_on)
    if wanted == was:
        return milestone
    milestone.done_on = wanted
    next_version(milestone)
    pen.save(milestone)
    taken = Taken("milestone.done" if is_done else "milestone.reopen", milestone, was)
    _keep(measure, [taken], by=by, paper=paper, pen=pen)
    return milestone


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: User, seen: int | None = None) -> Measure:
    """Take a step away."""
    measure, milestone = _both_locked(milestone, by=by, seen=seen)
    Milestone.objects.filter(pk=milestone.pk).delete()
    _keep(measure, [Taken("milestone.remove", milestone)], by=by)
    return measure


@transaction.atomic
def set_milestones(measure: Measure, rows: Sequence[Wanted], *, by: User) -> Measure:
    """Lay the timetable down in one go; what others have added meanwhile stays, what they changed is told first."""
    measure = _locked(measure, by=by)
    known = {milestone.pk: milestone for milestone in measure.milestones.all()}
    _check_seen(measure, rows, known)
    changes = [change for row in rows for change in _carry_out(measure, row, known)]
    _check_number(measure)
    if changes:
        _keep(measure, changes, by=by)
    return measure


def _locked(measure: Measure, *, by: User, paper: Record | None = None, pen: Pen = AT_ONCE) -> Measure:
    check_right("milestone.change", by=by, subject=measure, paper=paper)
    measure = pen.measure(measure)
    check_open(measure)
    return measure


def _both_locked(
    milestone: Milestone, *, by: User, seen: int | None, paper: Record | None = None, pen: Pen = AT_ONCE
) -> tuple[Measure, Milestone]:
    """The measure and its milestone, which must still be as it was seen; None means that nothing was seen."""
    measure = _locked(milestone.measure, by=by, paper=paper, pen=pen)
    milestone = pen.milestone(milestone)
    if seen is not None and milestone.version != seen:
        raise _stale(measure, version=milestone.version)
    return measure, milestone


def check_open(measure: Measure) -> None:
    """Refuse what comes after the closing."""
    if measure.state in DONE:
        raise IllegalMoveError("done_already", _("已经办结的措施不能再修改时间节点。"))


def _check_number(measure: Measure) -> None:
    if measure.milestones.count() > MOST:
        raise UnmetConditionError("too_many", _("一项措施最多%d个时间节点，请合并一些。") % MOST)


def _keep(
    measure: Measure, steps: Sequence[Taken], *, by: User, paper: Record | None = None, pen: Pen = AT_ONCE
) -> None:
    """Recount the light and write what was done into the history of the measure."""
    refresh_light(measure, days=pen.days())
    next_version(measure)
    pen.save(measure)
    pen.record_all([_entry(measure, taken, paper) for taken in steps], by=by)


def _entry(measure: Measure, taken: Taken, paper: Record | None) -> history.Change:
    """The entry of a step; a day of completion that came or went is told as a change."""
    milestone = taken.milestone
    params = {"milestone": milestone.pk, "name": milestone.name, "due_on": milestone.due_on.isoformat()}
    params |= told_of(paper)
    if taken.verb not in {"milestone.done", "milestone.reopen"}:
        return history.Change(measure, taken.verb, params=params)
    before, after = {"done_on": _iso(taken.was)}, {"done_on": _iso(milestone.done_on)}
    return history.Change(measure, taken.verb, before, after, params)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _name(name: str) -> str:
    return need(seen_words(name), "name_missing", _("请填写时间节点的名称。"))[:200]


def _check_seen(measure: Measure, rows: Sequence[Wanted], known: Mapping[int, Milestone]) -> None:
    moved = [row for row in rows if row.milestone and _version(known.get(row.milestone)) != row.seen]
    if not moved:
        return
    now = {row.milestone: known.get(row.milestone or 0) for row in moved}
    raise _stale(measure, tuple(Difference("milestone", row.was, _in_words(now[row.milestone])) for row in moved))


def _stale(measure: Measure, differences: tuple[Difference, ...] = (), *, version: int = 0) -> StaleFormError:
    """Who was at the milestones of a measure last, and what is different now."""
    last = history.entries_of(measure).filter(verb__startswith="milestone.").last()
    by, at = (str(last.actor or ""), last.at) if last else ("", None)
    return StaleFormError(by=by, at=at, differences=differences, version=version)


def _carry_out(measure: Measure, row: Wanted, known: Mapping[int, Milestone]) -> list[Taken]:
    """Change, tick, remove or add one milestone; the steps that it took."""
    milestone = known.get(row.milestone or 0)
    if milestone is None:
        if not row.name:
            return []
        made = Milestone(measure=measure, name=_name(row.name), due_on=_day(row))
        made.done_on = _reached(made, is_done=row.is_done)
        made.save()
        return [Taken("milestone.add", made), *([Taken("milestone.done", made)] if row.is_done else [])]
    if not row.name:
        Milestone.objects.filter(pk=milestone.pk).delete()
        return [Taken("milestone.remove", milestone)]
    steps = []
    if (milestone.name, milestone.due_on) != (_name(row.name), _day(row)):
        milestone.name, milestone.due_on = _name(row.name), _day(row)
        steps.append(Taken("milestone.change", milestone))
    if bool(milestone.done_on) != row.is_done:
        was, milestone.done_on = milestone.done_on, _reached(milestone, is_done=row.is_done)
        steps.append(Taken("milestone.done" if row.is_done else "milestone.reopen", milestone, was))
    if steps:
        next_version(milestone)
        milestone.save()
    return steps


def _day(row: Wanted) -> date:
    if row.due_on is None:
        raise UnmetConditionError("day_missing", _("请填写“%(name)s”的日期。") % {"name": row.name})
    return _of_our_time(row.due_on)


def _reached(milestone: Milestone, *, is_done: bool, done_on: date | None = None) -> date | None:
    """The day on which a step counts as done: the one that is told, the one it had, or today."""
    today = clock.today()
    if not is_done:
        return None
    if done_on and done_on > today:
        sentence = _("“%(name)s”的完成日期%(day)s还没有到，请核对。")
        raise UnmetConditionError("day_ahead", sentence % {"name": milestone.name, "day": done_on.isoformat()})
    return _of_our_time(done_on or milestone.done_on or today)


def _of_our_time(day: date) -> date:
    if day.year not in YEARS:
        raise UnmetConditionError("day_far", _("“%(text)s”太久远，请核对年份。") % {"text": day.isoformat()})
    return day


def _version(milestone: Milestone | None) -> int | None:
    return milestone.version if milestone else None


def _in_words(milestone: Milestone | None) -> str:
    return f"{milestone.due_on.isoformat()} {milestone.name}" if milestone else ""
