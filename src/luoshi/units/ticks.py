"""What the clock does for posts: successors take over on their first day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from luoshi.common.jobs import Job, register
from luoshi.units.actions.posts import take_over_due

if TYPE_CHECKING:
    from datetime import datetime


def _take_over(_now: datetime) -> int:
    return take_over_due()


register(Job("units.take_over", timedelta(minutes=10), _take_over))
