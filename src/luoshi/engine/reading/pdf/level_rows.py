"""Makes the cells of a table without lines out of its rows of characters: what is level with each other is one row."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.reading.pdf.bands import Anchor, Gauge, Section, gauge_of
from luoshi.engine.reading.pdf.cells import PageCell, cell_of
from luoshi.engine.reading.pdf.grids import GridPlace
from luoshi.engine.reading.pdf.lines import make_lines
from luoshi.engine.reading.pdf.merging import RowPlaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from luoshi.engine.reading.pdf.edges import Extent
    from luoshi.engine.reading.pdf.glyphs import Glyph
    from luoshi.engine.reading.pdf.lines import Line
    from luoshi.engine.tables.header import Header

    Row = Sequence[Glyph]
    Columns = tuple[tuple[Line, ...], ...]


_RARE = 2.0
"""Cells set from the bottom are rare: what makes them likely must be clear."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The body of a table from the top: sections of rows and, as single lines, the group rows between them."""

    parts: tuple[Columns | Line, ...]

    @property
    def sections(self) -> list[Columns]:
        return [part for part in self.parts if isinstance(part, tuple)]

    def column(self, number: int) -> list[Line]:
        """All lines of a column."""
        return [line for section in self.sections for line in section[number]]


def stack_of(rows: Sequence[Row], extent: Extent, *, page: int) -> Stack:
    """The rows of a table, taken apart by column between its group rows."""
    parts: list[Columns | Line] = []
    waiting: list[Row] = []
    crossing = set(extent.crossing)
    for number in sorted((*extent.kept, *extent.crossing)):
        if number not in crossing:
            waiting.append(rows[number])
            continue
        if waiting:
            parts.append(_columns(waiting, extent.edges, page))
            waiting = []
        parts += make_lines(rows[number], page=page)
    if waiting:
        parts.append(_columns(waiting, extent.edges, page))
    return Stack(tuple(parts))


def _columns(rows: Sequence[Row], edges: Sequence[float], page: int) -> Columns:
    glyphs: list[list[Glyph]] = [[] for _ in range(len(edges) + 1)]
    for row in rows:
        for glyph in row:
            glyphs[bisect_right(edges, glyph.middle)].append(glyph)
    return tuple(tuple(make_lines(found, page=page)) for found in glyphs)


def level_cells(stack: Stack, header: Header, *, first: int, is_continued: bool) -> list[PageCell] | None:
    """The cells of the body, rows counted from `first`; None where nothing makes rows of it."""
    columns = [stack.column(number) for number in range(len(header.headings))]
    gauge = gauge_of(columns, header)
    if gauge is None:
        return None
    margins = [
        (min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0))
        for lines in columns
    ]
    anchor = _anchor(stack, gauge, is_continued=is_continued)
    cells: list[PageCell] = []
    row = first
    for number, part in enumerate(stack.parts):
        if not isinstance(part, tuple):
            cells.append(cell_of(GridPlace(row, 0, 1, len(columns)), [part], part.x0, part.x1))
            row += 1
            continue
        section = _section(part, gauge, is_continued=is_continued and not number)
        places = RowPlaces(section, tuple(section.cuts(anchor)[1]), anchor)
        cells += _placed(places, margins, row)
        row += places.count
    return cells


def _anchor(stack: Stack, gauge: Gauge, *, is_continued: bool) -> Anchor:
    """How the cells are aligned: the way in which the rows come out best."""

    def cost(anchor: Anchor) -> float:
        return sum(
            _section(part, gauge, is_continued=is_continued and not number).cuts(anchor)[0]
            for number, part in enumerate(stack.parts)
            if isinstance(part, tuple)
        )

    return min(Anchor, key=lambda anchor: cost(anchor) + (_RARE if anchor is Anchor.BOTTOM else 0))


def _section(columns: Columns, gauge: Gauge, *, is_continued: bool) -> Section:
    heights = tuple(tuple(-line.base for line in lines) for lines in columns)
    return Section(gauge, columns, heights, is_continued=is_continued)


def _placed(places: RowPlaces, margins: Sequence[tuple[float, float]], first: int) -> Iterator[PageCell]:
    """The cells of a section, blank ones too, so that a row without words in a column has a cell there."""
    for column, lines in enumerate(places.section.columns):
        stretches = places.stretches(column)
        filled: set[int] = set()
        for stretch in stretches:
            place = GridPlace(first + stretch.top, column, stretch.bottom - stretch.top, 1)
            yield cell_of(place, lines[stretch.start : stretch.end], *margins[column])
            filled.update(range(stretch.top, stretch.bottom))
        for row in range(places.count):
            if row not in filled:
                yield cell_of(GridPlace(first + row, column, 1, 1), [], 0, 0)
