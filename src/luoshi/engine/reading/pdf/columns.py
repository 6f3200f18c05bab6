"""Tells a page that is set in two columns and puts its rows into the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.reading.pdf.glyphs import Glyph

    Row = list[Glyph]

_FEWEST_ROWS = 6
_MOST_CANDIDATES = 20
_FULL_SHARE = 0.7


class Column(Enum):
    """Over which part of the page's width rows stand."""

    WHOLE = "whole"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows, from top to bottom, that are read one after the other before the eye moves to another column."""

    column: Column
    rows: tuple[Row, ...]


def strips_of(rows: Sequence[Row]) -> list[Strip]:
    """The rows of a page in reading order; one strip where the page has no columns."""
    gutter = _find_gutter(rows)
    if gutter is None:
        return [Strip(Column.WHOLE, tuple(rows))] if rows else []
    strips: list[Strip] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        if _crosses(row, gutter):
            strips += _columns(left, right)
            strips.append(Strip(Column.WHOLE, (row,)))
            left, right = [], []
        else:
            left.append([glyph for glyph in row if glyph.middle < gutter])
            right.append([glyph for glyph in row if glyph.middle >= gutter])
    return _joined(strips + _columns(left, right))


def _columns(left: list[Row], right: list[Row]) -> list[Strip]:
    sides = ((Column.LEFT, left), (Column.RIGHT, right))
    return [Strip(column, kept) for column, rows in sides if (kept := tuple(row for row in rows if row))]


def _joined(strips: list[Strip]) -> list[Strip]:
    joined: list[Strip] = []
    for strip in strips:
        if joined and joined[-1].column is strip.column is Column.WHOLE:
            joined[-1] = Strip(Column.WHOLE, joined[-1].rows + strip.rows)
        else:
            joined.append(strip)
    return joined


def _crosses(row: Row, gutter: float) -> bool:
    """Whether words run over the gutter, or a lone line is centred on it."""
    if any(glyph.x0 < gutter < glyph.x1 for glyph in row):
        return True
    gap = next((b.x0 - a.x1 for a, b in pairwise(row) if a.middle < gutter <= b.middle), None)
    return gap is not None and gap < row[0].height


def _find_gutter(rows: Sequence[Row]) -> float | None:
    """The place of a blank strip down the middle, with mostly full lines on both sides of it."""
    if len(rows) < _FEWEST_ROWS:
        return None
    left = min(row[0].x0 for row in rows)
    right = max(row[-1].x1 for row in rows)
    gaps = [gap for row in rows for gap in _middle_gaps(row, left, right)]
    if len(gaps) < max(_FEWEST_ROWS, len(rows) // 2):
        return None
    gaps.sort()
    for gutter in gaps[:: max(1, len(gaps) // _MOST_CANDIDATES)]:
        if _parts_columns(rows, gutter, left, right):
            return gutter
    return None


def _middle_gaps(row: Row, left: float, right: float) -> list[float]:
    third = (right - left) / 3
    places = ((a.x1 + b.x0) / 2 for a, b in pairwise(row) if b.x0 - a.x1 > 1.2 * a.height and not a.char.isspace())
    return [place for place in places if left + third < place < right - third]


def _parts_columns(rows: Sequence[Row], gutter: float, left: float, right: float) -> bool:
    split = [row for row in rows if row[0].middle < gutter < row[-1].middle and not _crosses(row, gutter)]
    if len(split) < max(_FEWEST_ROWS, len(rows) // 2):
        return False
    ends = [max(glyph.x1 for glyph in row if glyph.middle < gutter) - left for row in split]
    starts = [row[-1].x1 - min(glyph.x0 for glyph in row if glyph.middle >= gutter) for row in split]
    return median(ends) > _FULL_SHARE * (gutter - left) and median(starts) > _FULL_SHARE * (right - gutter)
