"""The geometry of a timetable: an axis of months, quarters or years, and where on it the time of a measure lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone

from luoshi.ledger.states import AT_REST, OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from luoshi.ledger.models import Measure, Milestone

ONE_DAY = timedelta(days=1)
LONGEST = 15 * 12
"""So many months an axis shows at most: a date typed wrongly must not press everything else together."""


class Scale(IntEnum):
    """How many months one period of the axis holds."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12


_MONTHS_AT_MOST = {Scale.MONTH: 24, Scale.QUARTER: 72}


class Span(StrEnum):
    """What one stretch of time is to a measure."""

    PLANNED = "planned"  # from the assignment to the first due date
    EXTENDED = "extended"  # from the first due date to the one in force
    OVERRUN = "overrun"  # past the date in force
    ENDLESS = "endless"  # no end date


class Sign(StrEnum):
    """How a milestone stands."""

    DONE = "done"
    LATE = "late"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Period:
    """One month, quarter or year of the axis, both days included."""

    starts_on: date
    ends_on: date
    scale: Scale

    @property
    def number(self) -> int:
        """Which month or quarter of its year; the year itself where the axis counts years."""
        return self.starts_on.year if self.scale == Scale.YEAR else (self.starts_on.month - 1) // self.scale + 1


@dataclass(frozen=True)
class Axis:
    """A row of periods without gaps."""

    periods: tuple[Period, ...]

    @property
    def starts_on(self) -> date:
        return self.periods[0].starts_on

    @property
    def ends_on(self) -> date:
        return self.periods[-1].ends_on

    @property
    def scale(self) -> Scale:
        return self.periods[0].scale

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def share(self, day: date) -> float:
        """How far along the axis a day begins, from 0 to 1; what lies outside stands at the edge."""
        whole = (self.ends_on - self.starts_on).days + 1
        return min(max((day - self.starts_on).days / whole, 0.0), 1.0)


@dataclass(frozen=True)
class Stretch:
    """A stretch of a measure's time, both days included."""

    span: Span
    starts_on: date
    ends_on: date


def axis_over(first: date, last: date) -> Axis:
    """The axis that holds both days, in months if they are few enough, else in quarters or years.

    >>> axis_over(date(2026, 4, 20), date(2026, 6, 1)).periods[0].ends_on
    datetime.date(2026, 4, 30)
    >>> [period.number for period in axis_over(date(2026, 5, 1), date(2029, 5, 1)).periods[:3]]
    [2, 3, 4]
    """
    begin, end = _month(first), min(_month(max(first, last)) + 1, _month(first) + LONGEST)
    scale = next((scale for scale, most in _MONTHS_AT_MOST.items() if end - begin <= most), Scale.YEAR)
    begin -= begin % scale
    return Axis(tuple(_period(month, scale) for month in range(begin, end, scale)))


def stretches_of(measure: Measure, *, until: date, today: date) -> list[Stretch]:
    """The time of a measure from its assignment on; what has no end goes on `until`."""
    start, due, first = measure.assigned_on, measure.due_on, measure.first_due_on
    if start is None:
        return []
    if due is None or first is None:
        found: list[tuple[Span, date, date | None]] = [(Span.ENDLESS, start, _stopped(measure) or until)]
    else:
        found = [
            (Span.PLANNED, start, min(first, due)),
            (Span.EXTENDED, max(start, first + ONE_DAY), due),
            (Span.OVERRUN, max(start, due + ONE_DAY), _overrun_until(measure, today)),
        ]
    return [Stretch(span, begin, end) for span, begin, end in found if end is not None and begin <= end]


def sign_of(milestone: Milestone, *, is_open: bool, today: date) -> Sign:
    """Done, missed, or still ahead; nothing is missed any more once the measure has ended."""
    if milestone.done_on:
        return Sign.DONE
    return Sign.LATE if is_open and milestone.due_on < today else Sign.AHEAD


def span_in(period: Period, stretches: Iterable[Stretch]) -> Span | None:
    """What a measure does in a period: of several things the one that is furthest along."""
    within = [
        found.span for found in stretches if found.starts_on <= period.ends_on and period.starts_on <= found.ends_on
    ]
    return within[-1] if within else None


def _stopped(measure: Measure) -> date | None:
    """When a measure ended or was laid to rest."""
    if measure.state in AT_REST:
        return timezone.localtime(measure.state_since).date()
    return measure.closed_on


def _overrun_until(measure: Measure, today: date) -> date | None:
    return today - ONE_DAY if measure.state in OPEN else measure.closed_on


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _period(month: int, scale: Scale) -> Period:
    def first_of(number: int) -> date:
        return date(number // 12, number % 12 + 1, 1)

    return Period(first_of(month), first_of(month + scale) - ONE_DAY, scale)
