"""Takes one PDF page apart into its lines, its boxes and its tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from luoshi.engine.reading.pdf.columns import Column, strips_of
from luoshi.engine.reading.pdf.glyphs import Glyph, take_glyphs
from luoshi.engine.reading.pdf.grids import Grid, GridPlace, find_grids
from luoshi.engine.reading.pdf.layout import layout_of_cell
from luoshi.engine.reading.pdf.lines import Line, make_line, make_lines, rows_of
from luoshi.engine.reading.pdf.paragraphs import PlacedLine, group_lines
from luoshi.engine.reading.pdf.passages import Passage, chain, write_lines
from luoshi.engine.reading.pdf.rulings import find_rulings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST_PADDING = 1.0
_LITTLE_ROOM = 1.5
_BAND = 8.0


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell of a ruled table with its words; `is_full` where its last line has no room left, so that it may go on."""

    place: GridPlace
    passage: Passage
    is_full: bool


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled table, or the part of it that stands on one page; `xs` are its vertical edges in points."""

    page: int
    top: float
    xs: tuple[float, ...]
    cells: tuple[PageCell, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Text with a frame around it."""

    page: int
    top: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LineStrip:
    """Lines of running text that are read one after the other."""

    column: Column
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart: running text in strips in reading order, boxes, tables; edges in points.

    `printed` counts its characters, `unmapped` those of which the file does not say what they mean.
    """

    number: int
    left: float
    bottom: float
    right: float
    top: float
    strips: tuple[LineStrip, ...]
    boxes: tuple[Box, ...]
    tables: tuple[PageTable, ...]
    printed: int
    unmapped: int


def take_page(page: Any, textpage: Any, *, number: int) -> Page:
    """Everything that is printed on a page."""
    taken = take_glyphs(textpage)
    left, bottom, right, top = page.get_bbox()
    corners = [taken.turn(left, bottom), taken.turn(right, top)]
    (left, right), (bottom, top) = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    grids = find_grids(find_rulings(page, taken.turn)) if taken.glyphs else []
    grids = [grid for grid in grids if not _is_page_frame(grid, top - bottom)]
    running, inside = _parted(taken.glyphs, grids)
    boxes: list[Box] = []
    tables: list[PageTable] = []
    for grid, glyphs in zip(grids, inside, strict=True):
        if not glyphs:
            continue
        if len(grid.xs) == 2:
            boxes.append(Box(number, grid.ys[0], tuple(_lines_by_cell(grid, glyphs, number))))
        else:
            tables.append(PageTable(number, grid.ys[0], grid.xs, _cells(grid, glyphs, number)))
    strips = tuple(LineStrip(strip.column, tuple(_made(strip.rows, number))) for strip in strips_of(rows_of(running)))
    return Page(
        number, left, bottom, right, top, strips, tuple(boxes), tuple(tables), len(taken.glyphs), taken.unmapped
    )


def _made(rows: Iterable[Sequence[Glyph]], number: int) -> Iterator[Line]:
    return (line for row in rows if (line := make_line(row, page=number)) is not None)


def _is_page_frame(grid: Grid, height: float) -> bool:
    return len(grid.places) == 1 and grid.height > 0.7 * height


def _parted(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> tuple[list[Glyph], list[list[list[Glyph]]]]:
    """The glyphs outside of all tables, and those of each cell of each table that has any."""
    running: list[Glyph] = []
    inside: list[list[list[Glyph]]] = [[[] for _ in grid.places] for grid in grids]
    near = _by_band(grids)
    for glyph in glyphs:
        y = glyph.base + 0.35 * glyph.height
        for number in near.get(int(y // _BAND), ()):
            cell = grids[number].cell_at(glyph.middle, y)
            if cell is not None:
                inside[number][cell].append(glyph)
                break
        else:
            running.append(glyph)
    return running, [cells if any(map(_has_words, cells)) else [] for cells in inside]


def _by_band(grids: Sequence[Grid]) -> dict[int, list[int]]:
    """Which grids reach into which horizontal band of the page, so that a glyph is not held against all of them."""
    bands: dict[int, list[int]] = defaultdict(list)
    for number, grid in enumerate(grids):
        for band in range(int(grid.ys[-1] // _BAND), int(grid.ys[0] // _BAND) + 1):
            bands[band].append(number)
    return bands


def _has_words(glyphs: Iterable[Glyph]) -> bool:
    return any(not glyph.char.isspace() for glyph in glyphs)


def _lines_by_cell(grid: Grid, glyphs: Sequence[Sequence[Glyph]], number: int) -> list[Line]:
    return [line for cell in range(len(grid.places)) for line in make_lines(glyphs[cell], page=number)]


def _cells(grid: Grid, glyphs: Sequence[Sequence[Glyph]], page: int) -> tuple[PageCell, ...]:
    lines = [make_lines(cell, page=page) for cell in glyphs]
    padding = _padding(grid, lines)
    return tuple(_cell(place, lines[number], *grid.extent(number), padding) for number, place in enumerate(grid.places))


def _cell(place: GridPlace, lines: Sequence[Line], left: float, right: float, padding: float) -> PageCell:
    if not lines:
        return PageCell(place, Passage("", ()), is_full=False)
    layout = layout_of_cell(lines, left=left + padding, right=right - padding)
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
