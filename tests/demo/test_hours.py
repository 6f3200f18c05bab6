"""When things happened in the demonstration, whatever time of day it is loaded."""

from __future__ import annotations

from datetime import date, time

import pytest

from luoshi.common import clock
from luoshi.demo import hours


@pytest.mark.parametrize(("day", "working"), [(20, 20), (21, 20), (22, 20), (23, 23)])
def test_what_falls_on_a_weekend_happened_on_friday(day: int, working: int) -> None:
    assert hours.working_day(date(2026, 11, day)) == date(2026, 11, working)


def test_many_people_act_at_their_own_time_in_office_hours() -> None:
    with hours.on_day(date(2026, 11, 22), 8, 30):
        moments = []
        for number in range(340):
            with hours.in_turn(number):
                moments.append(clock.now().replace(second=0, microsecond=0))

    assert {moment.date() for moment in moments} == {date(2026, 11, 20)}
    assert len({moment.time() for moment in moments}) == 340
    assert (min(moments).time(), max(moments).time()) == (time(8, 40), time(16, 59))
