"""The light of a measure: from which day it is yellow, from which red. Computed, never typed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from luoshi.ledger.states import AT_REST, AT_WORK, OPEN, Judgement, Light, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from luoshi.units.working_days import WorkingCalendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Clock:
    """What the light of one measure depends on; all days are the last on which nothing is late yet."""

    state: str
    due_on: date | None
    sign_by: date | None
    next_report_on: date | None
    milestones: tuple[date, ...]
    warning_days: int


def colour_days(clock: Clock, days: WorkingCalendar) -> tuple[date | None, date | None]:
    """The days from which the light is yellow and red; None where it never will be.

    Red: the date in force has passed. Yellow: due within the warning time and closing not requested, a milestone
    missed, a cycle's report day passed, or unsigned past its clock.
    """
    if clock.state not in OPEN:
        return None, None
    red = clock.due_on + ONE_DAY if clock.due_on else None
    return min(_yellow(clock, days), default=None), red


def light_on(state: str, yellow_on: date | None, red_on: date | None, day: date) -> Light:
    """The light on a day."""
    if state in AT_REST:
        return Light.GREY
    if state in OPEN:
        if red_on and red_on <= day:
            return Light.RED
        if yellow_on and yellow_on <= day:
            return Light.YELLOW
    return Light.GREEN


def is_contradicted(light: str, judgement: str) -> bool:
    """Whether the supervisor sees a measure otherwise than its light does.

    >>> is_contradicted(Light.GREEN, Judgement.DOUBTFUL), is_contradicted(Light.GREEN, Judgement.CONFIDENT)
    (True, False)
    """
    expected = {Light.GREEN: Judgement.CONFIDENT, Light.YELLOW: Judgement.UNSURE, Light.RED: Judgement.DOUBTFUL}
    return bool(judgement) and light in expected and expected[Light(light)] != judgement


def _yellow(clock: Clock, days: WorkingCalendar) -> Iterable[date]:
    if clock.state in AT_WORK:
        if clock.due_on:
            yield days.add_working_days(clock.due_on, -clock.warning_days)
        if clock.state == State.ASSIGNED and clock.sign_by:
            yield clock.sign_by + ONE_DAY
        if clock.state != State.ASSIGNED and clock.next_report_on:
            yield clock.next_report_on + ONE_DAY
        for milestone in clock.milestones:
            yield milestone + ONE_DAY
