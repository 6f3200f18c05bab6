"""A table without lines around its cells, once its header and its columns are known: how far it goes, its cells."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from luoshi.engine.reading.pdf.bands import is_number
from luoshi.engine.reading.pdf.cells import PageCell, PageTable
from luoshi.engine.reading.pdf.flat_rows import FlatTable, has_a_row_between, heights_of
from luoshi.engine.reading.pdf.headings import TableHeading, header_cells
from luoshi.engine.reading.pdf.level_rows import Stack, level_cells, stack_of
from luoshi.engine.reading.pdf.rulings import Ruling
from luoshi.engine.tables.columns import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.reading.pdf.edges import Extent
    from luoshi.engine.reading.pdf.glyphs import Glyph

    Row = Sequence[Glyph]

_SLACK = 3.0
_WIDE = 0.9


@dataclass(frozen=True)
class TableBody:
    """The rows of a table on one page; `above` are those of its header, none where it goes on from the page before.

    `extent` counts in `rows`, the rows below the header; `rulings` are the horizontal strokes across the table.
    """

    above: Sequence[Row]
    rows: Sequence[Row]
    extent: Extent
    heading: TableHeading
    rulings: Sequence[Ruling]
    page: int
    is_continued: bool

    @cached_property
    def top(self) -> float:
        """The height of its upper edge."""
        row = self.above[0] if self.above else self.rows[0]
        return row[0].base + row[0].height

    @cached_property
    def floor(self) -> float | None:
        """The height of the line that closes the table; None where none does."""
        first, last = (self.rows[number][0] for number in (self.extent.kept[0], self.extent.kept[-1]))
        below = [ruling.at for ruling in self._wide if last.base - _SLACK * last.height < ruling.at < first.base]
        return min(below, default=None)

    @property
    def _wide(self) -> list[Ruling]:
        left, right = self.heading.extents[0][0], self.heading.extents[-1][1]
        return [ruling for ruling in self.rulings if ruling.end - ruling.start > _WIDE * (right - left)]

    def shortened(self) -> TableBody | None:
        """The table without what stands below its last line; None where nothing is left."""
        if self.floor is None:
            return self
        kept = tuple(number for number in self.extent.kept if self.rows[number][0].base > self.floor)
        crossing = tuple(number for number in self.extent.crossing if kept and number < kept[-1])
        return replace(self, extent=replace(self.extent, kept=kept, crossing=crossing)) if kept else None

    @property
    def is_sound(self) -> bool:
        """Whether rows have words in several columns, and numbers where numbers must be."""
        filled = [self._filled(self.rows[number]) for number in self.extent.kept]
        if not any(len(columns) > 1 for columns in filled):
            return False
        return not self.is_continued or self._counts()

    def _filled(self, row: Row) -> set[int]:
        return {bisect_right(self.extent.edges, glyph.middle) for glyph in row if not glyph.char.isspace()}

    def _counts(self) -> bool:
        places = self.heading.header.places(Column.NUMBER)
        return all(is_number(line.text) for place in places for line in self.stack.column(place))

    @cached_property
    def stack(self) -> Stack:
        return stack_of(self.rows, self.extent, page=self.page)

    @cached_property
    def margins(self) -> tuple[tuple[float, float], ...]:
        """From where to where the words of each column stand."""
        margins = []
        for number, extent in enumerate(self.heading.extents):
            lines = self.stack.column(number)
            starts, ends = [line.x0 for line in lines], [line.x1 for line in lines]
            margins.append((min(starts), max(ends)) if lines else extent)
        return tuple(margins)

    @cached_property
    def outer(self) -> tuple[float, float]:
        """The left and the right edge: what reaches farthest, words of the header or of a row."""
        extents = (*self.margins, *self.heading.extents)
        return min(left for left, _ in extents) - 1, max(right for _, right in extents) + 1

    def table(self) -> PageTable | None:
        """The table with its cells; None where its words make no rows."""
        flat = self._flat()
        if flat is not None and (grid := flat.grid()) is not None:
            return PageTable(self.page, self.top, self._xs, flat.cells(grid))
        head: list[PageCell] = header_cells(self.heading, page=self.page) if self.above else []
        first = max((cell.place.row + cell.place.rows for cell in head), default=0)
        cells = level_cells(self.stack, self.heading.header, first=first, is_continued=self.is_continued)
        return None if cells is None else PageTable(self.page, self.top, self._xs, (*head, *cells))

    @property
    def _xs(self) -> tuple[float, ...]:
        return (self.outer[0], *self.extent.edges, self.outer[1])

    def _flat(self) -> FlatTable | None:
        """The same table by the lines between its rows, where there are such."""
        if self.floor is None:
            return None
        rulings = self._framed(self.floor)
        body = [at for at in heights_of(rulings) if at < self._first_line]
        numbers = [
            line.base
            for place in self.heading.header.places(Column.NUMBER)
            for line in self.stack.column(place)
            if is_number(line.text)
        ]
        if len(body) < 2 or not has_a_row_between(body, numbers):
            return None
        crossing = [self.rows[number] for number in self.extent.crossing]
        spanning = [*crossing, *(stretch.glyphs for stretch in self.heading.parents)]
        kept = [self.rows[number] for number in self.extent.kept]
        rows = (*self.above, *kept, *crossing)
        return FlatTable(rows, self._xs, self.margins, tuple(rulings), tuple(spanning), self.page)

    @property
    def _first_line(self) -> float:
        """The height of the first line of the body."""
        return self.rows[self.extent.kept[0]][0].base

    def _framed(self, floor: float) -> list[Ruling]:
        """The strokes of the table, with one above it and one below its header where none is drawn."""
        left, right = self.outer
        ceiling = self.top + _SLACK * self.rows[0][0].height
        own = [ruling for ruling in self.rulings if floor - 1 <= ruling.at <= ceiling]
        needed = [self.top + 1] if not any(ruling.at > self.top - self.rows[0][0].height / 2 for ruling in own) else []
        if self.above:
            header, first = self.heading.bottom, self._first_line + self.rows[0][0].height
            if not any(self._first_line < ruling.at < header for ruling in own):
                needed.append((header + first) / 2)
        return [*own, *(Ruling(True, at, left, right) for at in needed)]
