"""Finds the indicators of a document: goals that can be measured, in the prose of its goals sections and in tables."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from luoshi.engine.document import Paragraph
from luoshi.engine.indicator_prose import find_prose_indicators
from luoshi.engine.indicator_tables import find_table_indicators
from luoshi.engine.tables.find import find_grid_tables
from luoshi.engine.timeframe import find_time_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.document import Document, Span
    from luoshi.engine.findings import Indicator
    from luoshi.engine.tables.find import GridTable

_MOST_ALIKE = 20  # indicators of one name and unit with other values for the same year


def find_indicators(
    document: Document, goal_spans: tuple[Span, ...], *, grid_tables: tuple[GridTable, ...] | None = None
) -> tuple[Indicator, ...]:
    """The indicators of `document`, in the order of the text; what is printed twice counts once.

    They come from its tables (`grid_tables`, where the caller has them already), and from the prose of its goals
    sections `goal_spans`. A row of a table keeps the unit as printed there (亿元, 1800); prose gives plain numbers (元,
    180000000000).
    """
    known = find_grid_tables(document) if grid_tables is None else grid_tables
    tables = sorted(find_table_indicators(document, known), key=lambda found: found.span)
    frame = find_time_frame(document.title.value if document.title else "", document.signed_on, document.text)
    paragraphs = [block.span for block in document.blocks if isinstance(block, Paragraph)]
    prose = [
        found
        for goals in goal_spans
        for found in find_prose_indicators(document.text, paragraphs, goals, frame)
        if not _lies_in(found, tables)
    ]
    return tuple(_merged(sorted((*tables, *prose), key=lambda found: found.span)))


def _merged(indicators: list[Indicator]) -> Iterator[Indicator]:
    """Each indicator once; where the same name has values for other years, they become one."""
    merged: dict[tuple[str, str, int], Indicator] = {}
    for found in indicators:
        place = 0
        while (held := merged.get((found.name, found.unit, place))) and not _adds_years(held, found):
            if _says_no_more(held, found) or place == _MOST_ALIKE:
                break
            place += 1
        key = (found.name, found.unit, place)
        if held is None:
            merged[key] = found
        elif _adds_years(held, found):
            merged[key] = replace(held, targets=held.targets + found.targets)
    yield from merged.values()


def _adds_years(held: Indicator, found: Indicator) -> bool:
    return not {value.year for value in held.targets} & {value.year for value in found.targets}


def _says_no_more(held: Indicator, found: Indicator) -> bool:
    known = {(value.year, value.value) for value in held.targets}
    return all((value.year, value.value) in known for value in found.targets)


def _lies_in(found: Indicator, tables: list[Indicator]) -> bool:
    """Whether a finding in prose is a line of a table that was read already."""
    i = bisect_right(tables, found.span.end, key=lambda row: row.span.start) - 1
    return i >= 0 and found.span.start < tables[i].span.end
