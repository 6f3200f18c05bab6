"""Joins the parts of a table that goes on over pages and hands tables to the builder."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from luoshi.engine.reading.builder import GridCell
from luoshi.engine.reading.pdf.cells import PageCell, PageTable
from luoshi.engine.reading.pdf.grids import GridPlace
from luoshi.engine.reading.pdf.paragraphs import are_two_units
from luoshi.engine.reading.pdf.passages import chain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.reading.builder import TextBuilder

_NEAR = 4.0
_MOST_HEADER_ROWS = 3
_NUMBER = re.compile(r"[（(]?[\d一二三四五六七八九十百]{1,5}[)）]?[、.．]?")
_SENTENCE_ENDS = ("。", "；", "！", "？", "）", ")")


def goes_on(table: PageTable, part: PageTable) -> bool:
    """Whether `part`, the first thing on the next page, has the columns of `table`, the last thing before it."""
    return _fits(table.xs, part.xs) or _fits(part.xs, table.xs)


def join(table: PageTable, part: PageTable) -> PageTable:
    """One table; a header that the second part repeats is dropped, a row broken by the page is made whole."""
    xs = table.xs if len(table.xs) >= len(part.xs) else part.xs
    above = _spread(table, xs)
    below = _without_header(above, _spread(part, xs))
    if below:
        above = _joined(above, below)
    return PageTable(table.page, table.top, xs, tuple(above))


def add_table(builder: TextBuilder, table: PageTable) -> None:
    """Append a table and note where the words of each cell come from."""
    cells = sorted(table.cells, key=lambda cell: (cell.place.row, cell.place.column))
    at = builder.length
    builder.add_table(
        [
            GridCell(cell.passage.text, cell.place.row, cell.place.column, cell.place.rows, cell.place.columns)
            for cell in cells
        ],
        page=table.page,
    )
    for cell in cells:
        cell.passage.note_origins(builder, at)
        at += len(cell.passage.text) + 1


def _fits(wide: Sequence[float], narrow: Sequence[float]) -> bool:
    """Whether every edge of `narrow` is an edge of `wide` and both reach equally far, moved sideways or not."""
    moved = wide[0] - narrow[0]
    if abs(wide[-1] - narrow[-1] - moved) > _NEAR:
        return False
    return all(min(abs(edge + moved - other) for other in wide) <= _NEAR for edge in narrow)


def _spread(table: PageTable, xs: tuple[float, ...]) -> list[PageCell]:
    """The cells with their columns counted by the edges `xs`."""
    if len(xs) == len(table.xs):
        return list(table.cells)
    moved = xs[0] - table.xs[0]
    at = [min(range(len(xs)), key=lambda number: abs(xs[number] - edge - moved)) for edge in table.xs]
    return [replace(cell, place=_spread_place(cell.place, at)) for cell in table.cells]


def _spread_place(place: GridPlace, at: Sequence[int]) -> GridPlace:
    start, end = at[place.column], at[place.column + place.columns]
    return GridPlace(place.row, start, place.rows, max(end - start, 1))


def _rows(cells: Sequence[PageCell]) -> int:
    return max((cell.place.row + cell.place.rows for cell in cells), default=0)


def _row(cells: Sequence[PageCell], row: int) -> dict[int, PageCell]:
    """The cells that start in a row, by column."""
    return {cell.place.column: cell for cell in cells if cell.place.row == row}


def _words(row: dict[int, PageCell]) -> dict[int, str]:
    return {column: "".join(cell.passage.text.split()) for column, cell in row.items()}


def _without_header(above: Sequence[PageCell], below: Sequence[PageCell]) -> list[PageCell]:
    repeated = 0
    while repeated < _MOST_HEADER_ROWS:
        words = _words(_row(below, repeated))
        if not any(words.values()) or words != _words(_row(above, repeated)):
            break
        repeated += 1
    reach = max((cell.place.rows for cell in _row(below, 0).values()), default=1) if repeated else 0
    return [cell for cell in below if cell.place.row >= max(repeated, reach)]


def _joined(above: list[PageCell], below: list[PageCell]) -> list[PageCell]:
    """The cells of both parts; those at the top of the second that go on from the first grow into it."""
    first = min(cell.place.row for cell in below)
    top = _row(below, first)
    over = {column: _cell_above(above, cell) for column, cell in top.items()}
    is_broken = _breaks_a_row(top, over)
    grown: dict[int, PageCell] = {}
    gone: set[int] = set()
    for column, cell in top.items():
        upper = over[column]
        if upper is not None and (is_broken or _belongs_above(cell, upper)):
            grown[id(upper)] = _grown(upper, cell, rows=cell.place.rows - is_broken)
            gone.add(id(cell))
    down = _rows(above) - first - is_broken
    moved = [
        replace(cell, place=replace(cell.place, row=cell.place.row + down)) for cell in below if id(cell) not in gone
    ]
    return [grown.get(id(cell), cell) for cell in above] + moved


def _cell_above(above: Sequence[PageCell], cell: PageCell) -> PageCell | None:
    """The cell of equal width that ends the upper part in this column."""
    end = _rows(above)
    return next(
        (
            upper
            for upper in above
            if upper.place.column == cell.place.column
            and upper.place.columns == cell.place.columns
            and upper.place.row + upper.place.rows == end
        ),
        None,
    )


def _belongs_above(cell: PageCell, upper: PageCell) -> bool:
    """An empty group cell in the first columns goes on from the page before."""
    return not cell.passage.text and bool(upper.passage.text) and cell.place.column <= 1


def _breaks_a_row(top: dict[int, PageCell], over: dict[int, PageCell | None]) -> bool:
    """Whether the page broke a row: its number is not repeated, or its few words go on unfinished words above."""
    pairs = [(cell, upper) for column, cell in top.items() if (upper := over[column]) is not None]
    written = [(cell, upper) for cell, upper in pairs if cell.passage.text]
    if len(pairs) < max(len(top), 2) or not written:
        return False
    if any(_goes_without_number(upper, cell) for cell, upper in pairs):
        return True
    if pairs[0] in written or 2 * len(written) > len(top):
        return False
    return all(upper.passage.text and not upper.passage.text.endswith(_SENTENCE_ENDS) for _, upper in written)


def _goes_without_number(upper: PageCell, cell: PageCell) -> bool:
    """A row's number above, nothing below it: a new row would have a number, too."""
    is_number = _NUMBER.fullmatch(upper.passage.text) is not None
    return is_number and not cell.passage.text and upper.place.rows == cell.place.rows == 1


def _grown(cell: PageCell, rest: PageCell, *, rows: int) -> PageCell:
    """A cell with the words of its continuation, `rows` rows longer."""
    place = replace(cell.place, rows=cell.place.rows + rows)
    if not rest.passage.text:
        return replace(cell, place=place)
    above, below = cell.passage.text, rest.passage.text
    between = "" if not above or (cell.is_full and not are_two_units(above, below)) else "\n"
    return PageCell(place, chain((cell.passage, rest.passage), between), rest.is_full)
