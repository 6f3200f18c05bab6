"""Joins the parts of a table that goes on over pages and hands tables to the builder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from luoshi.engine.reading.builder import GridCell
from luoshi.engine.reading.pdf.grids import GridPlace
from luoshi.engine.reading.pdf.pages import PageCell, PageTable
from luoshi.engine.reading.pdf.passages import Passage, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.reading.builder import TextBuilder

_NEAR = 4.0
_MOST_HEADER_ROWS = 3
_SENTENCE_ENDS = ("。", "；", "！", "？", "）", ")")


def goes_on(table: PageTable, part: PageTable) -> bool:
    """Whether `part`, the first thing on the next page, has the columns of `table`, the last thing before it."""
    return _fits(table.xs, part.xs) or _fits(part.xs, table.xs)


def join(table: PageTable, part: PageTable) -> PageTable:
    """One table; a header that the second part repeats is dropped, a row broken by the page is made whole."""
    xs = table.xs if len(table.xs) >= len(part.xs) else part.xs
    above = _spread(table, xs)
    below = _without_header(above, _spread(part, xs))
    if not below:
        return replace(table, xs=xs, cells=tuple(above))
    above, below = _with_broken_row_whole(above, below)
    down = _rows(above) - min((cell.place.row for cell in below), default=0)
    moved = [replace(cell, place=replace(cell.place, row=cell.place.row + down)) for cell in below]
    return PageTable(table.page, table.top, xs, tuple(above + moved))


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


def _with_broken_row_whole(above: list[PageCell], below: list[PageCell]) -> tuple[list[PageCell], list[PageCell]]:
    """Empty cells at the top of a page belong to those above them; words too, if the page broke their row."""
    first = min(cell.place.row for cell in below)
    top = _row(below, first)
    over = {column: _cell_above(above, cell) for column, cell in top.items()}
    if _breaks_a_row(top, over):
        glued = {id(over[column]): cell for column, cell in top.items() if over[column] is not None}
        return [_glued(cell, glued.get(id(cell))) for cell in above], [
            cell for cell in below if cell.place.row != first
        ]
    end = _rows(above)
    longer: dict[int, int] = {}
    for column, cell in top.items():
        upper = over[column]
        if upper is not None and _belongs_above(cell, upper, column):
            longer[id(upper)] = end - upper.place.row + cell.place.rows
    dropped = {id(cell) for column, cell in top.items() if id(over[column]) in longer}
    stretched = [
        replace(cell, place=replace(cell.place, rows=longer[id(cell)])) if id(cell) in longer else cell
        for cell in above
    ]
    return stretched, [cell for cell in below if id(cell) not in dropped]


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


def _belongs_above(cell: PageCell, upper: PageCell, column: int) -> bool:
    """An empty group cell in the first columns goes on from the page before."""
    return not cell.passage.text and bool(upper.passage.text) and column <= 1


def _breaks_a_row(top: dict[int, PageCell], over: dict[int, PageCell | None]) -> bool:
    """The first column is empty, and the words that there are go on unfinished words above."""
    if len(top) < 2 or None in over.values() or any(cell.place.rows > 1 for cell in top.values()):
        return False
    written = [column for column, cell in top.items() if cell.passage.text]
    if not written or min(top) in written or 2 * len(written) > len(top) + 1:
        return False
    upper_texts = [upper.passage.text for column in written if (upper := over[column]) is not None]
    return all(upper_texts) and not any(text.endswith(_SENTENCE_ENDS) for text in upper_texts)


def _glued(cell: PageCell, rest: PageCell | None) -> PageCell:
    if rest is None or not rest.passage.text:
        return cell
    start = len(cell.passage.text)
    pieces = tuple(Piece(start + piece.start, piece.length, piece.page, piece.index) for piece in rest.passage.pieces)
    return replace(cell, passage=Passage(cell.passage.text + rest.passage.text, cell.passage.pieces + pieces))
