"""Puts a sheet into the text: titles above the table as paragraphs, then the table, empty rows and columns left out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from luoshi.engine.reading.builder import GridCell, TextBuilder

if TYPE_CHECKING:
    from luoshi.engine.reading.xlsx.sheet import Merge, Sheet


_MOST_COVERED = 2_000_000
"""Cells looked at for all merged ranges together; honest ranges do not overlap and stay far below."""


def add_sheet(builder: TextBuilder, sheet: Sheet) -> None:
    """Append a sheet. The rows above the first with two filled cells are titles; a sheet of such rows is text."""
    merged = _by_corner(sheet)
    cells = _visible(sheet, merged)
    rows = sorted({row for row, _ in cells})
    titles = _titles(cells, rows)
    first = rows[titles] if titles < len(rows) else rows[-1] + 1
    for place in sorted(place for place in cells if place[0] < first):
        builder.add_paragraph(cells[place])
    body = {place: text for place, text in cells.items() if place[0] >= first}
    if body:
        builder.add_table(_grid_cells(body, merged))


def _by_corner(sheet: Sheet) -> dict[tuple[int, int], Merge]:
    return {(merge.top, merge.left): merge for merge in sheet.merges}


def _visible(sheet: Sheet, merged: dict[tuple[int, int], Merge]) -> dict[tuple[int, int], str]:
    """The cells without those that a merged range covers; Excel does not show them."""
    hidden: set[tuple[int, int]] = set()
    by_row: dict[int, list[int]] = {}
    for row, column in sheet.cells:
        by_row.setdefault(row, []).append(column)
    rows = sorted(by_row)
    left = _MOST_COVERED
    for corner, merge in merged.items():
        covered = rows[bisect_left(rows, merge.top) : bisect_right(rows, merge.bottom)]
        left -= sum(len(by_row[row]) for row in covered)
        if left < 0:
            break
        for row in covered:
            hidden.update(
                (row, column)
                for column in by_row[row]
                if merge.left <= column <= merge.right and (row, column) != corner
            )
    return {place: text for place, text in sheet.cells.items() if place not in hidden}


def _titles(cells: dict[tuple[int, int], str], rows: list[int]) -> int:
    """How many of the first rows hold one cell only."""
    filled: dict[int, int] = {}
    for row, _ in cells:
        filled[row] = filled.get(row, 0) + 1
    return next((index for index, row in enumerate(rows) if filled[row] > 1), len(rows))


def _grid_cells(cells: dict[tuple[int, int], str], merged: dict[tuple[int, int], Merge]) -> list[GridCell]:
    """The cells with rows and columns counted anew, those without any words left out of the count."""
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    row_at = {row: index for index, row in enumerate(rows)}
    column_at = {column: index for index, column in enumerate(columns)}
    found: list[GridCell] = []
    for (row, column), text in cells.items():
        merge = merged.get((row, column))
        high = bisect_right(rows, merge.bottom) - row_at[row] if merge else 1
        wide = bisect_right(columns, merge.right) - column_at[column] if merge else 1
        found.append(GridCell(text, row_at[row], column_at[column], high, wide))
    return found
