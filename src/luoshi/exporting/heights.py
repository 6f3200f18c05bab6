"""How high a row must be so that a spreadsheet shows every line of it; wrapped rows are not measured on opening."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from luoshi.exporting.cells import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable

HIGHEST = 409.0
"""Excel's limit, in points."""
LINE, TIGHT_LINE = 14.25, 10.5
"""Points a line takes at 10.5 and at 7.5 points."""
TIGHT_PER_DIGIT = 7.5 / 10.5
"""How wide a tight character is, in ordinary ones."""
_PADDING = 5.0
_MARGIN = 1.5
"""Digits of a column's width that the cell's edges and unbreakable ends of lines take."""


def lines(text: str, width: float) -> int:
    """Lines that `text` fills in a column `width` digits wide, punctuation that may not begin a line allowed for."""
    room = max(width - _MARGIN, 2.0)
    if 2 * len(text) <= room and "\n" not in text:
        return 1  # most cells: nothing is measured
    wrapped = sum(max(1, ceil(display_width(line) / room)) for line in text.split("\n"))
    return wrapped + wrapped // 12


def row_height(cells: Iterable[tuple[str, float]], *, line: float) -> float:
    """Points for a row of (text, column width), `line` points a line; may be above `HIGHEST`."""
    return max((lines(text, width) for text, width in cells), default=1) * line + _PADDING
