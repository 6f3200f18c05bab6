"""Writes of the working calendar, and the hook for what has to be counted again afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from luoshi.common import history
from luoshi.common.rules import require
from luoshi.units.models import CalendarYear, DayException
from luoshi.units.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from luoshi.accounts.models import User

# Called inside the transaction with the day that changed: dates that later apps have computed are computed again.
after_change: list[Callable[[date], None]] = []


@transaction.atomic
def set_day(day: date, *, is_working: bool, note: str, by: User) -> DayException:
    """Say of a day whether people work on it, whatever the notices say."""
    require(RULES, "calendar.change", by)
    exception, _created = DayException.objects.update_or_create(
        day=day, defaults={"is_working": is_working, "note": note}
    )
    _note(day, "calendar.set", by=by, is_working=is_working, note=note)
    return exception


@transaction.atomic
def clear_day(day: date, *, by: User) -> None:
    """Let the notices count for a day again."""
    require(RULES, "calendar.change", by)
    removed, _kinds = DayException.objects.filter(day=day).delete()
    if removed:
        _note(day, "calendar.clear", by=by)


def _note(day: date, verb: str, *, by: User, **params: bool | str) -> None:
    year, _created = CalendarYear.objects.get_or_create(year=day.year)
    history.record(year, verb, by=by, params={"day": day.isoformat(), **params})
    for recount in after_change:
        recount(day)
