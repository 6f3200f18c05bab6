"""Finds tables around whose cells no lines are drawn: the header by its words, the columns by the blanks between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from luoshi.engine.reading.pdf.edges import Extent, blanks_between, find_extent, stands_together
from luoshi.engine.reading.pdf.furniture import is_plain_page_number
from luoshi.engine.reading.pdf.headings import TableHeading, find_heading, has_wide_blank
from luoshi.engine.reading.pdf.table_body import TableBody

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.reading.pdf.cells import PageTable
    from luoshi.engine.reading.pdf.glyphs import Glyph
    from luoshi.engine.reading.pdf.rulings import Ruling

    Row = Sequence[Glyph]

_MOST_ROWS = 400
"""On one page; where there are more it holds no words to read."""
_MOST_IN_VAIN = 120
"""Rows of a page that look as if they headed a table."""
_MARGIN = 0.16
_MOST_FURNITURE = 2
_LONGEST_FURNITURE = 40
_SET_OFF = 2.0
_LOOKED_AT = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page offers: its number, its edges in points, the strokes drawn on it."""

    page: int
    left: float
    right: float
    bottom: float
    top: float
    rulings: Sequence[Ruling]

    @property
    def width(self) -> float:
        return self.right - self.left

    def footers(self, rows: Sequence[Row]) -> int:
        """How many of the last rows are page numbers and the like."""
        count = 0
        while count < min(_MOST_FURNITURE, len(rows)) and self._is_footer(rows, len(rows) - 1 - count):
            count += 1
        return count

    def _is_footer(self, rows: Sequence[Row], at: int) -> bool:
        row = rows[at]
        if row[0].base > self.bottom + _MARGIN * (self.top - self.bottom) or len(row) > _LONGEST_FURNITURE:
            return False
        words = "".join(glyph.char for glyph in row).strip()
        if is_plain_page_number(words) or (words.isdecimal() and row[0].x0 > self.left + _MARGIN * self.width):
            return True
        steps = [above[0].base - below[0].base for above, below in pairwise(rows[max(at - _LOOKED_AT, 0) : at + 1])]
        return stands_together(row) and (not steps or steps[-1] > _SET_OFF * max(median(steps), row[0].height))

    def is_at_head(self, row: Row) -> bool:
        """Whether a row may be a running head."""
        return row[0].base > self.top - _MARGIN * (self.top - self.bottom) and len(row) <= _LONGEST_FURNITURE

    def across(self, left: float, right: float) -> list[Ruling]:
        """The horizontal strokes in this stretch of the page's width."""
        return [
            ruling for ruling in self.rulings if ruling.is_horizontal and ruling.start < right and ruling.end > left
        ]


@dataclass(frozen=True, slots=True)
class _Open:
    """A table that reached the foot of its page: it may go on on the next one."""

    page: int
    xs: tuple[float, ...]
    extent: Extent
    heading: TableHeading


@dataclass(frozen=True, slots=True)
class _Found:
    """A table and where on its page it begins and ends."""

    table: PageTable
    body: TableBody
    rows: frozenset[int]


class UnruledTables:
    """Takes the tables without lines out of pages, one page after the other, because a table may go on over pages."""

    def __init__(self) -> None:
        self._open: _Open | None = None

    def take(self, rows: Sequence[list[Glyph]], sheet: Sheet) -> tuple[list[PageTable], list[list[Glyph]]]:
        """The tables among the rows of a page, and the rows that belong to none."""
        before = self._open if self._open is not None and self._open.page == sheet.page - 1 else None
        tables: list[PageTable] = []
        used: set[int] = set()
        last = len(rows) - sheet.footers(rows)
        at = 0
        patience = _MOST_IN_VAIN
        while at < last <= _MOST_ROWS and patience:
            patience -= has_wide_blank(rows[at])
            found = _found_at(rows[:last], at, max(used, default=-1) + 1, sheet, before)
            if found is None:
                at += 1
                continue
            tables.append(found.table)
            used |= found.rows
            at = max(used) + 1
            if at == last:
                self._open = _Open(sheet.page, found.table.xs, found.body.extent, found.body.heading)
        return tables, [row for number, row in enumerate(rows) if number not in used]


def _found_at(rows: Sequence[Row], at: int, ceiling: int, sheet: Sheet, before: _Open | None) -> _Found | None:
    """The table whose header is found at row `at`, or that goes on there; rows above `ceiling` are taken."""
    heading = find_heading(rows, at, ceiling=ceiling) if has_wide_blank(rows[at]) else None
    if heading is None:
        return _going_on(rows, at, sheet, before) if before is not None else None
    blanks = blanks_between(heading.extents)
    extent = find_extent(rows[heading.end :], blanks) if blanks else None
    if extent is None:
        return None
    if before is None or before.heading.words != heading.words:
        return _made(rows, heading.start, heading.end, extent, heading, sheet)
    found = _made(rows, heading.start, heading.end, extent, heading, sheet, is_continued=True)
    return replace(found, table=replace(found.table, xs=before.xs)) if found else None


def _going_on(rows: Sequence[Row], at: int, sheet: Sheet, before: _Open) -> _Found | None:
    """The rest of a table from the page before, whose header is not repeated; only page numbers may stand above it."""
    if at > _MOST_FURNITURE or not all(map(sheet.is_at_head, rows[:at])):
        return None
    extent = find_extent(rows[at:], [[blank] for blank in before.extent.blanks])
    found = _made(rows, at, at, extent, before.heading, sheet, is_continued=True) if extent is not None else None
    return replace(found, table=replace(found.table, xs=before.xs)) if found else None


def _made(
    rows: Sequence[Row],
    at: int,
    first: int,
    extent: Extent,
    heading: TableHeading,
    sheet: Sheet,
    *,
    is_continued: bool = False,
) -> _Found | None:
    rulings = sheet.across(heading.extents[0][0], heading.extents[-1][1])
    body = TableBody(rows[at:first], rows[first:], extent, heading, rulings, sheet.page, is_continued).shortened()
    if body is None or not body.is_sound:
        return None
    table = body.table()
    if table is None:
        return None
    numbers = {first + number for number in (*body.extent.kept, *body.extent.crossing)}
    return _Found(table, body, frozenset(numbers | set(range(at, first))))
