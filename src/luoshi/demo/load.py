"""Loads the demonstration into an empty installation, in one transaction: all of it or nothing."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from luoshi.accounts.models import User
from luoshi.common import history
from luoshi.common.collector import resting_collector
from luoshi.demo import hours
from luoshi.demo.city import build_city
from luoshi.demo.story import tell_story
from luoshi.units.queries.calendar import asked_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from luoshi.ledger.models import Plan

_BUILT = timedelta(days=260)
"""Before the story begins."""


def is_empty() -> bool:
    """Whether nobody has been entered yet."""
    return not User.objects.exists()


@transaction.atomic
def load_demonstration(today: date) -> Plan:
    """The invented city with its plan; the same every time for the same day."""
    with history.together(), asked_once(), resting_collector(), _without_savepoints():
        with hours.on_day(today - _BUILT, 9):
            city = build_city()
        return tell_story(city, today)


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """All of it or nothing: no step is ever undone alone."""
    connection.savepoint = lambda: None  # type: ignore[method-assign]  # there is no switch, and two thousand are dear
    try:
        yield
    finally:
        del connection.savepoint
