"""Small documents for the tests of tables: rows with merged cells, and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.document import Document
from luoshi.engine.reading.builder import GridCell, TextBuilder
from luoshi.engine.tables.find import find_task_tables

if TYPE_CHECKING:
    from luoshi.engine.tables.columns import Column
    from luoshi.engine.tables.task_table import TaskRow, TaskTable

Rows = list[list[str]]
ABOVE, LEFT = "^", "<"
"""In a square: it belongs to the cell above, to the cell on the left."""


def grid_cells(rows: Rows) -> list[GridCell]:
    """Cells as a reader makes them; a square with ^ or < belongs to its neighbour's cell."""
    found: list[GridCell] = []
    for row, squares in enumerate(rows):
        for column, text in enumerate(squares):
            if text not in (ABOVE, LEFT):
                found.append(GridCell(text, row, column, _high(rows, row, column), _wide(squares, column)))
    return found


def _high(rows: Rows, row: int, column: int) -> int:
    return 1 + next((n for n, below in enumerate(rows[row + 1 :]) if below[column] != ABOVE), len(rows) - row - 1)


def _wide(squares: list[str], column: int) -> int:
    right = squares[column + 1 :]
    return 1 + next((n for n, text in enumerate(right) if text != LEFT), len(right))


def document(*blocks: str | Rows) -> Document:
    """A document of paragraphs (a string, one a line) and tables (rows) in this order."""
    builder = TextBuilder()
    for block in blocks:
        if isinstance(block, str):
            for line in block.split("\n"):
                builder.add_paragraph(line)
        else:
            builder.add_table(grid_cells(block))
    content = builder.content()
    return Document("x", "txt", "", content.text, content.blocks)


def tables(*blocks: str | Rows) -> tuple[TaskTable, ...]:
    return find_task_tables(document(*blocks))


def rows_of(*blocks: str | Rows, columns: tuple[Column, ...] = ()) -> list[tuple[str, ...]]:
    """For each measure of all tables: its path, its words, and the words of the asked columns ("" where blank)."""
    doc = document(*blocks)
    return [
        (row.path, doc.words(row.text), *(_words(doc, row, column) for column in columns))
        for table in find_task_tables(doc)
        for row in table.rows
    ]


def _words(doc: Document, row: TaskRow, column: Column) -> str:
    span = row.cell(column)
    return doc.words(span) if span else ""
