"""The cells of a table on a page, with their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.reading.pdf.layout import layout_of_cell
from luoshi.engine.reading.pdf.lines import Line, make_lines
from luoshi.engine.reading.pdf.paragraphs import PlacedLine, group_lines
from luoshi.engine.reading.pdf.passages import Passage, chain, write_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.reading.pdf.glyphs import Glyph
    from luoshi.engine.reading.pdf.grids import Grid, GridPlace

_MOST_PADDING = 1.0
_LITTLE_ROOM = 1.5


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell with its words; `is_full` where its last line has no room left, so that it may go on."""

    place: GridPlace
    passage: Passage
    is_full: bool


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table, or the part of it that stands on one page; `xs` are its vertical edges in points."""

    page: int
    top: float
    xs: tuple[float, ...]
    cells: tuple[PageCell, ...]


def cells_of(grid: Grid, glyphs: Sequence[Sequence[Glyph]], page: int) -> tuple[PageCell, ...]:
    """The cells of a ruled table from the glyphs in each."""
    lines = [make_lines(cell, page=page) for cell in glyphs]
    padding = _padding(grid, lines)
    extents = [grid.extent(number) for number in range(len(grid.places))]
    return tuple(
        cell_of(place, lines[number], extents[number][0] + padding, extents[number][1] - padding)
        for number, place in enumerate(grid.places)
    )


def cell_of(place: GridPlace, lines: Sequence[Line], left: float, right: float) -> PageCell:
    """The cell of these lines, which stand between the margins `left` and `right`."""
    if not lines:
        return PageCell(place, Passage("", ()), is_full=False)
    layout = layout_of_cell(lines, left=left, right=right)
    paragraphs = group_lines(PlacedLine(line, layout) for line in lines)
    return PageCell(place, chain(map(write_lines, paragraphs), "\n"), is_full=layout.tail(lines[-1]) < _LITTLE_ROOM)


def _padding(grid: Grid, lines: Sequence[Sequence[Line]]) -> float:
    """How near the words of this table come to the edges of its cells."""
    near = [
        min(line.x0 - grid.extent(cell)[0], _MOST_PADDING * line.em)
        for cell, cell_lines in enumerate(lines)
        for line in cell_lines
    ]
    return max(min(near, default=0.0), 0.0)
