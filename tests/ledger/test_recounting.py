"""A change of the working calendar moves the lights that depend on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from luoshi.ledger.actions.door import refresh_light
from luoshi.ledger.states import State
from luoshi.units.actions.calendar import clear_day, set_days

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure


@pytest.fixture
def due_in_march(measure_in: Callable[..., Measure]) -> Measure:
    """At work, due on Wednesday, 3 March 2027; the warning begins ten working days before."""
    measure = measure_in(State.IN_PROGRESS, due_on=date(2027, 3, 3), first_due_on=date(2027, 3, 3), next_report_on=None)
    refresh_light(measure)
    measure.save()
    assert measure.yellow_on == date(2027, 2, 17)
    return measure


def test_a_holiday_that_is_entered_moves_the_warning(due_in_march: Measure, administrator: User) -> None:
    set_days(date(2027, 2, 22), date(2027, 2, 26), is_working=False, note="春节", by=administrator)

    due_in_march.refresh_from_db()

    assert due_in_march.yellow_on == date(2027, 2, 10)


def test_a_day_given_back_moves_it_again(due_in_march: Measure, administrator: User) -> None:
    set_days(date(2027, 2, 22), date(2027, 2, 22), is_working=False, note="", by=administrator)
    clear_day(date(2027, 2, 22), by=administrator)

    due_in_march.refresh_from_db()

    assert due_in_march.yellow_on == date(2027, 2, 17)
