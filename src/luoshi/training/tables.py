"""Reads the tables of an uploaded Excel or Word file, every cell at its own address; knows nothing of a class."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from luoshi.common.errors import UnmetConditionError
from luoshi.common.workbooks import open_workbook
from luoshi.engine.document import Table
from luoshi.engine.errors import ReadingError
from luoshi.engine.reading.files import read_bytes
from luoshi.engine.reading.source import Source
from luoshi.engine.reading.xlsx.workbook import is_workbook
from luoshi.engine.tables.grid import grid_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from luoshi.common.workbooks import NamedSheet

ROWS_AT_MOST = 5_000
WIDEST = 100
"""Columns that are looked at; what lies beyond is no timetable and no roster."""
MOST_COVERED = 200_000
"""Squares that merged cells of one sheet may cover; honest ones stay far below."""
_SPACE = re.compile(r"\s+")
_ASIDE = re.compile(r"[（(].{0,30}[）)]$")

Columns = dict[str, tuple[str, ...]]


class Square(NamedTuple):
    """The words of a cell, stripped, and where it stands in its table: row and column from 0, upper left if merged."""

    text: str
    row: int
    column: int

    @property
    def line(self) -> str:
        """The words in one line."""
        return _SPACE.sub(" ", self.text)

    @property
    def address(self) -> str:
        """As a spreadsheet names it.

        >>> Square("", 2, 27).address
        'AB3'
        """
        letters, column = "", self.column + 1
        while column:
            column, rest = divmod(column - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{self.row + 1}"


Squares = tuple[tuple[Square | None, ...], ...]


@dataclass(frozen=True)
class TableSheet:
    """One table: a merged cell stands in all squares that it covers; `name` only where the file has several."""

    squares: Squares
    name: str = ""

    def turned(self) -> TableSheet:
        """Rows as columns; every square still knows its own place."""
        return TableSheet(tuple(zip(*self.squares, strict=True)), self.name)

    def place(self, square: Square) -> str:
        """The address of a cell, with the table's name where there are several."""
        return f"{self.name} {square.address}" if self.name else square.address


@dataclass(frozen=True)
class TableFile:
    """The tables of a file, and all its words line by line."""

    text: str
    sheets: tuple[TableSheet, ...]


@dataclass(frozen=True)
class Row:
    """One row under the header: text per column known, empty where there is none; `line` counts from 1."""

    line: int
    cells: Mapping[str, str]
    table: str = ""

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def place(self) -> str:
        where = _("第%(line)s行") % {"line": self.line}
        return f"{self.table} {where}" if self.table else where


def read_file(file: BinaryIO, *, name: str) -> TableFile:
    """The tables of a workbook or a text document; raises `UnmetConditionError` if it cannot be read."""
    content = file.read()
    if is_workbook(Source(name, content)):
        sheets = open_workbook(BytesIO(content), name=name)
        text = "\n".join("\t".join(cells.values()) for sheet in sheets for cells in sheet.rows().values())
        return TableFile(text, _named([(sheet.name, _of_workbook(sheet)) for sheet in sheets]))
    try:
        document = read_bytes(content, name=name)
    except ReadingError as error:
        raise UnmetConditionError(
            "file_unread", _("文件“%(name)s”读不出来，请另存为.xlsx或.docx后再试。") % {"name": name}
        ) from error
    tables = [_of_document(block, document.text) for block in document.blocks if isinstance(block, Table)]
    names = [_("表%(number)s") % {"number": number} for number in range(1, len(tables) + 1)]
    return TableFile(document.text, _named(list(zip(names, tables, strict=True))))


def rows_of(
    sheet: TableSheet,
    *,
    columns: Columns,
    needed: frozenset[str],
    joined: frozenset[str] = frozenset(),
    band: str = "",
) -> list[Row]:
    """The rows under a header that names the `needed` columns; merged cells count for each of their rows.

    A `joined` column may stand in several places of the header (上午 beside 9:00-11:30): their words are put together.
    A row with one cell across counts as its `band` column, or not at all.
    """
    return list(_rows_of(sheet, columns, needed, joined, band))[:ROWS_AT_MOST]


def no_header(columns: Columns, needed: frozenset[str]) -> UnmetConditionError:
    """What is said where no table of a file can be understood."""
    wanted = "、".join(columns[column][0] for column in columns if column in needed)
    return UnmetConditionError(
        "no_header", _("没有找到表头含“%(columns)s”的表格，请对照模板修改。") % {"columns": wanted}
    )


def _rows_of(
    sheet: TableSheet, columns: Columns, needed: frozenset[str], joined: frozenset[str], band: str
) -> Iterator[Row]:
    header: dict[int, str] = {}
    for squares in sheet.squares:
        texts = [square.line if square else "" for square in squares]
        named = _header_of(texts, columns, joined)
        if needed <= set(named.values()):
            header = named
            continue
        filled = [square for square in squares if square and square.text]
        if not header or not filled:
            continue
        line = 1 + max(square.row for square in filled)
        if len(set(texts) - {""}) == 1 and len(filled) > 1:
            yield from [Row(line, {band: filled[0].line}, sheet.name)] if band else []
            continue
        cells: dict[str, list[str]] = {}
        for place, column in header.items():
            cells.setdefault(column, []).append(texts[place])
        said = {column: " ".join(dict.fromkeys(words)).strip() for column, words in cells.items()}
        yield Row(line, said, sheet.name)


def _header_of(texts: list[str], columns: Columns, joined: frozenset[str]) -> dict[int, str]:
    """Which column each square names; every column once, by its best word, unless it is joined."""
    found: dict[int, str] = {}
    for place, text in enumerate(texts):
        column = column_named(text, columns)
        if column is not None and (column in joined or column not in found.values()):
            found[place] = column
    return found


def column_named(text: str, columns: Columns) -> str | None:
    """The column whose header word this is, whatever stands in brackets behind it."""
    word = _ASIDE.sub("", text.replace(" ", ""))
    return next((column for column, words in columns.items() if word in words), None)


def _named(tables: list[tuple[str, Squares]]) -> tuple[TableSheet, ...]:
    if len(tables) == 1:
        return (TableSheet(tables[0][1]),)
    return tuple(TableSheet(squares, name) for name, squares in tables)


def _of_document(table: Table, text: str) -> Squares:
    grid = grid_of(table, text)
    return tuple(
        tuple(Square(slot.text.strip(), slot.row, slot.column) if slot else None for slot in row[:WIDEST])
        for row in grid.squares
    )


def _of_workbook(sheet: NamedSheet) -> Squares:
    """The filled rows and columns of a sheet, each cell with its own address."""
    cells = {place: text for place, text in sheet.sheet.cells.items() if place[1] < WIDEST}
    rows = sorted({row for row, _column in cells})
    columns = sorted({column for _row, column in cells})
    squares: list[list[Square | None]] = [[None] * len(columns) for _row in rows]
    for (row, column), text in cells.items():
        squares[bisect_left(rows, row)][bisect_left(columns, column)] = Square(text.strip(), row, column)
    left = MOST_COVERED
    for merge in sheet.sheet.merges:
        high = range(bisect_left(rows, merge.top), bisect_right(rows, merge.bottom))
        wide = range(bisect_left(columns, merge.left), bisect_right(columns, merge.right))
        left -= len(high) * len(wide)
        if left < 0:
            break
        text = cells.get((merge.top, merge.left), "").strip()
        for row in high:
            squares[row][wide.start : wide.stop] = [Square(text, merge.top, merge.left)] * len(wide)
    return tuple(map(tuple, squares))
