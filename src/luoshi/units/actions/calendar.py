"""Writes of the working calendar, and the hook for what has to be counted again afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.units.models import CalendarYear, DayException
from luoshi.units.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from luoshi.accounts.models import User

LONGEST_SPAN = 40
"""Days that may be set at once: more than any holiday, less than a slip of the year."""

# Called inside the transaction with the first and the last day that changed: what later apps have computed from the
# calendar is computed again.
after_change: list[Callable[[date, date], object]] = []


@transaction.atomic
def set_days(first: date, last: date, *, is_working: bool, note: str, by: User) -> int:
    """Say of each day of a span whether people work on it, whatever the notices say; returns how many days."""
    require(RULES, "calendar.change", by)
    count = (last - first).days + 1
    if not (1 <= count <= LONGEST_SPAN and 2000 < first.year < 2100):
        raise UnmetConditionError("span_wrong", _("结束日期不能早于开始日期，一次最多设置%d天。") % LONGEST_SPAN)
    for day in (first + timedelta(days=number) for number in range(count)):
        DayException.objects.update_or_create(day=day, defaults={"is_working": is_working, "note": note})
        _note(day, "calendar.set", by=by, is_working=is_working, note=note)
    _recount(first, last)
    return count


@transaction.atomic
def clear_day(day: date, *, by: User) -> None:
    """Let the notices count for a day again."""
    require(RULES, "calendar.change", by)
    removed, _kinds = DayException.objects.filter(day=day).delete()
    if removed:
        _note(day, "calendar.clear", by=by)
        _recount(day, day)


@transaction.atomic
def declare_entered(year: int, *, is_entered: bool, by: User) -> None:
    """Say that a year whose notice is not built in was entered by hand: its dates are no guess any more."""
    require(RULES, "calendar.change", by)
    row, _created = CalendarYear.objects.get_or_create(year=year)
    if row.is_entered != is_entered:
        CalendarYear.objects.filter(year=year).update(is_entered=is_entered)
        history.record(row, "calendar.entered" if is_entered else "calendar.open", by=by)


def _recount(first: date, last: date) -> None:
    for recount in after_change:
        recount(first, last)


def _note(day: date, verb: str, *, by: User, **params: bool | str) -> None:
    year, _created = CalendarYear.objects.get_or_create(year=day.year)
    history.record(year, verb, by=by, params={"day": day.isoformat(), **params})
