"""Tells tables that hold rows and columns from those that only place things on a page, and reads the former."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.reading.builder import GridCell
from luoshi.engine.reading.html.elements import HEADINGS
from luoshi.engine.reading.html.words import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_MOST_FIELDS = 200_000
_FEW_CELLS = 3
_MANY_LINES_OF_FEW = 4
_MANY_LINES = 8
_MOST_SHARE = 0.6
_WHOLE = re.compile(r"\s{0,4}([0-9]{1,6})")


def is_layout(table: HtmlElement) -> bool:
    """Whether a table only wraps text: one column, tables or headings in cells, or one cell that has it all."""
    if table.get("role") == "presentation":
        return True
    if any(True for _ in table.iterdescendants("table", *HEADINGS)):
        return True
    if all(column == 0 for _, column, _ in _cells(table)):
        return True
    sizes = {cell: size for _, _, cell in _cells(table) if (size := _size(cell))}
    if len(sizes) <= 1:
        return True
    largest = max(sizes, key=lambda cell: sizes[cell])
    if sizes[largest] <= _MOST_SHARE * sum(sizes.values()):
        return False
    return len(lines_of(largest)) >= (_MANY_LINES_OF_FEW if len(sizes) <= _FEW_CELLS else _MANY_LINES)


def read_table(table: HtmlElement) -> list[GridCell]:
    """The cells of a table in their rows and columns, merged cells once."""
    taken: dict[tuple[int, int], bool] = {}
    cells: list[GridCell] = []
    rows = list(_rows(table))
    for row, tr in enumerate(rows):
        column = 0
        for cell in tr.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            down = min(_reach(cell, "rowspan") or len(rows), len(rows) - row)
            across = min(_reach(cell, "colspan") or 1, 1_000)
            if len(taken) + down * across > _MOST_FIELDS:
                down = across = 1
            for field in range(row, row + down):
                taken.update(((field, column + step), True) for step in range(across))
            cells.append(GridCell("\n".join(lines_of(cell)), row, column, down, across))
            column += across
    return cells


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """The rows of this table, not those of tables inside it."""
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from part.iterchildren("tr")


def _cells(table: HtmlElement) -> Iterator[tuple[int, int, HtmlElement]]:
    for row, tr in enumerate(_rows(table)):
        for column, cell in enumerate(tr.iterchildren("td", "th")):
            yield row, column, cell


def _reach(cell: HtmlElement, name: str) -> int:
    found = _WHOLE.match(cell.get(name) or "1")
    return int(found.group(1)) if found else 1


def _size(cell: HtmlElement) -> int:
    return sum(len(words.strip()) for words in cell.itertext())
