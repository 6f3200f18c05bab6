"""Says what about a measure wants a second look, and how sure the engine is of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from luoshi.engine.annotations.units import is_unit
from luoshi.engine.findings import Doubt, Measure, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def weigh(measure: Measure) -> Measure:
    """The measure with its doubts, and a confidence between 0 and 1."""
    doubts = tuple(_doubts(measure))
    return replace(measure, doubts=doubts, confidence=round(max(0.1, 1.0 - sum(_WEIGHT[doubt] for doubt in doubts)), 2))


def _doubts(measure: Measure) -> Iterator[Doubt]:
    leads = measure.units(Role.LEAD)
    if not measure.parts:
        yield Doubt.NO_UNIT
    elif not leads:
        yield Doubt.NO_LEAD
    elif len(leads) > 1:
        yield Doubt.SEVERAL_LEADS
    if any(not is_unit(part.name) for part in measure.parts):
        yield Doubt.UNIT_UNKNOWN
    if len(measure.due) > 1:
        yield Doubt.TWO_DATES
    if len(measure.text) > _LONG:
        yield Doubt.VERY_LONG
    if len(measure.text) < _SHORT:
        yield Doubt.VERY_SHORT
