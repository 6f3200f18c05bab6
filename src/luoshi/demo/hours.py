"""When things happened in the story: on working days and in office hours, whatever time of day it is told."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from luoshi.common import clock

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

_MORNING, _AFTERNOON = 8 * 60 + 40, 14 * 60 + 10
_HALF_DAY = 170
"""Minutes of the morning and of the afternoon in which something can have happened."""
_STEP = 37
"""Without a common divisor with the minutes of a day, so that one thing after the other finds its own."""


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def on_day(day: date, hour: int, minute: int = 0) -> AbstractContextManager[None]:
    """Let things happen on a working day at a time of the day."""
    return clock.on_day(working_day(day), at=time(hour, minute))


def later(hour: int, minute: int = 0) -> AbstractContextManager[None]:
    """Let things happen later on the day that is told of."""
    return clock.on_day(clock.today(), at=time(hour, minute))


def in_turn(number: int) -> AbstractContextManager[None]:
    """Let what many people do on the day that is told of happen to each at another time."""
    minute = number * _STEP % (2 * _HALF_DAY)
    begins = _MORNING if minute < _HALF_DAY else _AFTERNOON - _HALF_DAY
    return later(*divmod(begins + minute, 60))
