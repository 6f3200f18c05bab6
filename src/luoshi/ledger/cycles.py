"""When the next report of a cycle is due: pure functions of the day."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

from luoshi.ledger.states import Cycle

_MONTHS = {
    Cycle.MONTHLY: tuple(range(1, 13)),
    Cycle.QUARTERLY: (1, 4, 7, 10),
    Cycle.HALF_YEARLY: (1, 7),
}


def next_report_day(cycle: str, cycle_day: int, *, after: date) -> date | None:
    """The first report day later than `after`; None where the plan has no cycle.

    A month without that day has its report on its last day.

    >>> next_report_day(Cycle.MONTHLY, 28, after=date(2026, 4, 28))
    datetime.date(2026, 5, 28)
    >>> next_report_day(Cycle.QUARTERLY, 20, after=date(2026, 11, 2))
    datetime.date(2027, 1, 20)
    >>> next_report_day(Cycle.MONTHLY, 31, after=date(2026, 2, 1))
    datetime.date(2026, 2, 28)
    """
    if cycle == Cycle.NONE:
        return None
    return next(day for day in _days(Cycle(cycle), cycle_day, from_year=after.year) if day > after)


def last_report_day(cycle: str, cycle_day: int, *, on: date) -> date | None:
    """The latest report day up to and with `on`; None where the plan has no cycle.

    >>> last_report_day(Cycle.MONTHLY, 28, on=date(2026, 5, 3))
    datetime.date(2026, 4, 28)
    """
    if cycle == Cycle.NONE:
        return None
    past = [day for day in _days(Cycle(cycle), cycle_day, from_year=on.year - 1) if day <= on]
    return past[-1]


@lru_cache(maxsize=256)
def _days(cycle: Cycle, cycle_day: int, *, from_year: int) -> tuple[date, ...]:
    """All report days of three years; thousands of measures of a plan ask for the same ones."""
    months = [(year, month) for year in range(from_year, from_year + 3) for month in _MONTHS[cycle]]
    return tuple(date(*month, min(cycle_day, calendar.monthrange(*month)[1])) for month in months)
