"""Working days: the State Council's notices, weekends where there is none yet, and the office's own exceptions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import chinese_calendar

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE_DAY = timedelta(days=1)


@cache
def announced_years() -> range:
    """The years whose holiday notices are built in."""
    return range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)


@lru_cache(maxsize=4_000)
def _is_announced(day: date) -> bool:
    """Whether the notices make it a working day: asked again and again for the days around now."""
    return bool(chinese_calendar.is_workday(day))


@dataclass(frozen=True)
class WorkingCalendar:
    """The calendar as it stands: exceptions (day → is working) go before the notices."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether people work on this day.

        >>> WorkingCalendar().is_working(date(2026, 2, 14)), WorkingCalendar().is_working(date(2026, 2, 17))
        (True, False)
        """
        if day in self.exceptions:
            return self.exceptions[day]
        if day.year in announced_years():
            return _is_announced(day)
        return day.isoweekday() <= 5

    def add_working_days(self, start: date, count: int) -> date:
        """The working day that lies `count` working days after `start` (before it, if negative); 0 is the next one.

        >>> WorkingCalendar().add_working_days(date(2026, 9, 29), 3)
        datetime.date(2026, 10, 9)
        >>> WorkingCalendar().add_working_days(date(2026, 10, 9), -3)
        datetime.date(2026, 9, 29)
        """
        day, step = start, ONE_DAY if count >= 0 else -ONE_DAY
        if count == 0:
            while not self.is_working(day):
                day += ONE_DAY
            return day
        left = abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and with `end`; negative if `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working(start + ONE_DAY * n) for n in range(1, (end - start).days + 1))

    def is_exception(self, day: date) -> bool:
        """Whether the office has set this day itself."""
        return day in self.exceptions


def holiday_name(day: date) -> str:
    """The English name of the holiday a day belongs to by the built-in notices, or an empty string."""
    if day.year not in announced_years():
        return ""
    name = chinese_calendar.get_holiday_detail(day)[1]
    return str(name or "")
