"""What time it is, asked in one place, so that a demonstration or a test can name the day."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator

_named: ContextVar[date | None] = ContextVar("named_day", default=None)


def now() -> datetime:
    """The moment, aware; on the day that the settings name, if they name one."""
    moment = timezone.now()
    if named := _named_day():
        local = timezone.localtime(moment)
        return local.replace(year=named.year, month=named.month, day=named.day)
    return moment


def today() -> date:
    """The date in the time zone of the installation."""
    return _named_day() or timezone.localtime(timezone.now()).date()


def _named_day() -> date | None:
    return _named.get() or (date.fromisoformat(settings.LUOSHI_TODAY) if settings.LUOSHI_TODAY else None)


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Let a day count as today for a while: for telling a story that began long ago."""
    before = _named.set(day)
    try:
        yield
    finally:
        _named.reset(before)
