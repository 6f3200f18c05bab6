"""Reads of the working calendar."""

from __future__ import annotations

import calendar
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from luoshi.units.models import CalendarYear, DayException
from luoshi.units.working_days import WorkingCalendar, announced_years, holiday_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

_kept: ContextVar[WorkingCalendar | None] = ContextVar("kept_calendar", default=None)


def working_calendar() -> WorkingCalendar:
    """The calendar as it stands, with one query."""
    return _kept.get() or WorkingCalendar(dict(DayException.objects.values_list("day", "is_working")))


@contextmanager
def asked_once() -> Iterator[None]:
    """Ask for the calendar once where much is done in a row and nothing of it changes the calendar."""
    token = _kept.set(working_calendar())
    try:
        yield
    finally:
        _kept.reset(token)


def is_settled(year: int) -> bool:
    """Whether the holidays of a year are known: built in, or entered by the office."""
    return year in announced_years() or CalendarYear.objects.filter(year=year, is_entered=True).exists()


def exceptions_in(year: int) -> QuerySet[DayException]:
    """The days of a year that the office has set itself."""
    return DayException.objects.filter(day__year=year)


@dataclass(frozen=True)
class ShownDay:
    """A day as the calendar page shows it."""

    day: date
    is_working: bool
    is_exception: bool
    holiday: str

    @property
    def is_unusual(self) -> bool:
        """Whether it differs from the plain week."""
        return self.is_working != (self.day.isoweekday() <= 5)


@dataclass(frozen=True)
class ShownMonth:
    """A month in weeks from Monday; None stands for a day of another month."""

    month: int
    weeks: tuple[tuple[ShownDay | None, ...], ...]
    working_days: int


def months_of(year: int) -> list[ShownMonth]:
    """The year as the page shows it."""
    days = working_calendar()
    return [_month(year, month, days) for month in range(1, 13)]


def _month(year: int, month: int, days: WorkingCalendar) -> ShownMonth:
    weeks = tuple(
        tuple(_shown(date(year, month, day), days) if day else None for day in week)
        for week in calendar.monthcalendar(year, month)
    )
    working = sum(shown.is_working for week in weeks for shown in week if shown)
    return ShownMonth(month, weeks, working)


def _shown(day: date, days: WorkingCalendar) -> ShownDay:
    return ShownDay(day, days.is_working(day), days.is_exception(day), holiday_name(day))
