"""Takes one PDF page apart into its lines, its boxes and its tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from luoshi.engine.reading.pdf.cells import PageTable, cells_of
from luoshi.engine.reading.pdf.columns import Column, strips_of
from luoshi.engine.reading.pdf.glyphs import Glyph, take_glyphs
from luoshi.engine.reading.pdf.grids import Grid, find_grids
from luoshi.engine.reading.pdf.lines import Line, make_line, make_lines, rows_of
from luoshi.engine.reading.pdf.rulings import find_rulings
from luoshi.engine.reading.pdf.unruled import Sheet, UnruledTables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BAND = 8.0
_LEGIBLE_SHARE = 1 / 500
"""Of the height of its page: 1.7 points on A4, a third of the smallest print of a footnote."""


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

    `printed` counts its characters, `legible` those of them that are large enough for an eye, `unmapped` those of which
    the file does not say what they mean.
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
    legible: int
    unmapped: int


def take_page(page: Any, textpage: Any, *, number: int, unruled: UnruledTables) -> Page:
    """Everything that is printed on a page; `unruled` has seen the pages before it."""
    taken = take_glyphs(textpage)
    left, bottom, right, top = page.get_bbox()
    corners = [taken.turn(left, bottom), taken.turn(right, top)]
    (left, right), (bottom, top) = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    rulings = find_rulings(page, taken.turn) if taken.glyphs else []
    grids = [grid for grid in find_grids(rulings) if not _is_page_frame(grid, top - bottom)]
    running, inside = _parted(taken.glyphs, grids)
    sheet = Sheet(number, left, right, bottom, top, rulings)
    found, rows = unruled.take(rows_of(running), sheet)
    boxes: list[Box] = []
    tables: list[PageTable] = []
    for grid, glyphs in zip(grids, inside, strict=True):
        if not glyphs:
            continue
        if len(grid.xs) == 2:
            framed, rest = unruled.take(rows_of(glyph for cell in glyphs for glyph in cell), sheet)
            found += framed
            if rest:
                lines = [line for row in rest if (line := make_line(row, page=number)) is not None]
                boxes.append(Box(number, rest[0][0].base + rest[0][0].height if framed else grid.ys[0], tuple(lines)))
        else:
            tables.append(PageTable(number, grid.ys[0], grid.xs, cells_of(grid, glyphs, number)))
    strips = tuple(LineStrip(strip.column, tuple(_made(strip.rows, number))) for strip in strips_of(rows))
    least = (top - bottom) * _LEGIBLE_SHARE
    return Page(
        number,
        left,
        bottom,
        right,
        top,
        strips,
        tuple(boxes),
        (*tables, *found),
        printed=len(taken.glyphs),
        legible=sum(glyph.height >= least for glyph in taken.glyphs),
        unmapped=taken.unmapped,
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
