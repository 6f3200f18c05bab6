"""A table as rows and columns: every square knows its cell, merged cells stand in all the squares they cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from luoshi.engine.document import Span
from luoshi.engine.outlining.lines import trimmed
from luoshi.engine.tables.columns import compact

if TYPE_CHECKING:
    from luoshi.engine.document import Cell, Table

MOST_SQUARES = 400_000
"""Rows times columns; a table that claims more gives an empty grid."""


class Slot(NamedTuple):
    """One cell as a grid sees it: `span` without the white space at its ends, place of its upper left square."""

    span: Span
    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def is_blank(self) -> bool:
        return not self.text


@dataclass(frozen=True, slots=True)
class Grid:
    """The squares of a table, `squares[row][column]`; None where the file has no cell."""

    span: Span
    squares: tuple[tuple[Slot | None, ...], ...]

    @property
    def width(self) -> int:
        return len(self.squares[0]) if self.squares else 0

    @property
    def height(self) -> int:
        return len(self.squares)

    def filled(self, row: int) -> tuple[Slot, ...]:
        """The different cells with words that stand in a row, cells reaching down from above included."""
        return tuple(dict.fromkeys(slot for slot in self.squares[row] if slot and slot.text))

    def rows(self, top: int, bottom: int) -> Grid:
        """The grid down to row `bottom`, its span beginning at row `top`; rows keep their numbers."""
        if (top, bottom) == (0, self.height):
            return self
        spans = [slot.span for row in self.squares[top:bottom] for slot in row if slot and slot.text]
        span = Span(min(spans).start, max(span.end for span in spans)) if spans else self.span
        return Grid(span, self.squares[:bottom])


def grid_of(table: Table, text: str) -> Grid:
    """Spread the cells of a table over its squares; claims beyond the last row and column are cut."""
    height = 1 + max((cell.row for cell in table.cells), default=-1)
    width = 1 + max((cell.column for cell in table.cells), default=-1)
    if height * width > MOST_SQUARES:
        return Grid(table.span, ())
    squares: list[list[Slot | None]] = [[None] * width for _ in range(height)]
    left = 4 * MOST_SQUARES
    for cell in table.cells:
        left -= min(cell.rows, height) * min(cell.columns, width)
        _spread(cell if left > 0 else cell._replace(rows=1, columns=1), text, squares)
    return Grid(table.span, tuple(tuple(row) for row in squares))


def _spread(cell: Cell, text: str, squares: list[list[Slot | None]]) -> None:
    span = trimmed(text, cell.span)
    words = span.of(text)
    slot = Slot(span, words if compact(words) else "", cell.row, cell.column, cell.rows, cell.columns)
    for row in squares[cell.row : cell.row + max(cell.rows, 1)]:
        for column in range(cell.column, min(cell.column + max(cell.columns, 1), len(row))):
            there = row[column]
            if there is None or there.is_blank:
                row[column] = slot
