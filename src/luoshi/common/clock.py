"""What time it is, asked in one place, so that a demonstration or a test can name the day."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator

_named: ContextVar[date | None] = ContextVar("named_day", default=None)
_named_time: ContextVar[tuple[time, datetime] | None] = ContextVar("named_time", default=None)
"""A time of the day, and the moment of the wall clock from which it runs on."""


def now() -> datetime:
    """The moment, aware; on the day that the settings name, if they name one."""
    moment = timezone.now()
    named, told = _named_day(), _named_time.get()
    if named and told:
        at, since = told
        return timezone.make_aware(datetime.combine(named, at)) + (moment - since)
    if named:
        return timezone.localtime(moment).replace(year=named.year, month=named.month, day=named.day)
    return moment


def today() -> date:
    """The date in the time zone of the installation."""
    return _named_day() or timezone.localtime(timezone.now()).date()


def start_of(day: date) -> datetime:
    """The moment at which a day begins in the time zone of the installation."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _named_day() -> date | None:
    if named := _named.get():
        return named
    written = settings.LUOSHI_TODAY
    return _read_day(written) if written else None


@lru_cache(maxsize=8)
def _read_day(written: str) -> date:
    """Asked for by every rule and every light of a page or a job."""
    return date.fromisoformat(written)


@contextmanager
def on_day(day: date, *, at: time | None = None) -> Iterator[None]:
    """Let a day count as today for a while, and the clock run from a time on: for telling what was long ago."""
    before, before_time = _named.set(day), _named_time.set((at, timezone.now()) if at else None)
    try:
        yield
    finally:
        _named_time.reset(before_time)
        _named.reset(before)
