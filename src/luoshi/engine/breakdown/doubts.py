"""Says what about a measure wants a second look, and how sure the engine is of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.annotations.units import is_unit
from luoshi.engine.findings import Doubt, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.findings import Deadline, UnitPart

_WEIGHT = {
    Doubt.NO_UNIT: 0.3,
    Doubt.UNIT_UNKNOWN: 0.15,
    Doubt.TWO_DATES: 0.1,
    Doubt.NO_VERB: 0.2,
    Doubt.VERY_LONG: 0.1,
    Doubt.VERY_SHORT: 0.1,
    Doubt.NO_LEAD: 0.0,
    Doubt.SEVERAL_LEADS: 0.0,
}
"""How much each doubt takes off; a missing or a second lead is for the clerk to settle and no doubt of reading."""
_LONG, _SHORT = 900, 8
"""Characters."""


def find_doubts(words: str, parts: tuple[UnitPart, ...], deadlines: tuple[Deadline, ...]) -> tuple[Doubt, ...]:
    """What is doubtful about a measure of these words, units and dates."""
    return tuple(_doubts(words, parts, deadlines))


def confidence_of(doubts: tuple[Doubt, ...]) -> float:
    """Between 0 and 1: the fewer and the lighter the doubts, the higher."""
    return round(max(0.1, 1.0 - sum(_WEIGHT[doubt] for doubt in doubts)), 2)


def _doubts(words: str, parts: tuple[UnitPart, ...], deadlines: tuple[Deadline, ...]) -> Iterator[Doubt]:
    leads = [part.role for part in parts].count(Role.LEAD)
    if not parts:
        yield Doubt.NO_UNIT
    elif not leads:
        yield Doubt.NO_LEAD
    elif leads > 1:
        yield Doubt.SEVERAL_LEADS
    if not all(is_unit(part.name) for part in parts):
        yield Doubt.UNIT_UNKNOWN
    if len({deadline.due_on for deadline in deadlines}) > 1:
        yield Doubt.TWO_DATES
    if len(words) > _LONG:
        yield Doubt.VERY_LONG
    if len(words) < _SHORT:
        yield Doubt.VERY_SHORT
