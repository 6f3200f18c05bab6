"""Reads the table of an uploaded Excel or Word file by the words of its header; nothing of a class is known here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext_lazy as _

from luoshi.common.errors import UnmetConditionError
from luoshi.engine.document import Table
from luoshi.engine.errors import ReadingError
from luoshi.engine.reading.files import read_bytes
from luoshi.engine.tables.grid import grid_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from luoshi.engine.document import Document
    from luoshi.engine.tables.grid import Grid

ROWS_AT_MOST = 5_000
_SPACE = re.compile(r"\s+")
_ASIDE = re.compile(r"[（(].{0,30}[）)]$")

Columns = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Row:
    """One row under the header: text per column known, empty where there is none; `line` counts from 1."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


def read_file(file: BinaryIO, *, name: str) -> Document:
    """The file as the engine reads it; raises `UnmetConditionError` if it cannot."""
    try:
        return read_bytes(file.read(), name=name)
    except ReadingError as error:
        raise UnmetConditionError(
            "file_unread", _("文件“%(name)s”读不出来，请另存为.xlsx或.docx后再试。") % {"name": name}
        ) from error


def rows_of(
    document: Document, *, columns: Columns, needed: frozenset[str], joined: frozenset[str] = frozenset()
) -> list[Row]:
    """The rows of every table whose header names the `needed` columns; merged cells count for each of their rows.

    A `joined` column may stand in several places of the header (上午 beside 9:00-11:30): their words are put together.
    Raises `UnmetConditionError` if no table has such a header.
    """
    tables = (grid_of(block, document.text) for block in document.blocks if isinstance(block, Table))
    rows = [row for grid in tables for row in _rows_of(grid, columns, needed, joined)]
    if not rows:
        wanted = "、".join(columns[column][0] for column in columns if column in needed)
        raise UnmetConditionError(
            "no_header", _("没有找到表头含“%(columns)s”的表格，请对照模板修改。") % {"columns": wanted}
        )
    return rows[:ROWS_AT_MOST]


def _rows_of(grid: Grid, columns: Columns, needed: frozenset[str], joined: frozenset[str]) -> Iterator[Row]:
    header: dict[int, str] = {}
    for number, squares in enumerate(grid.squares):
        texts = [_SPACE.sub(" ", slot.text).strip() if slot else "" for slot in squares]
        named = _named(texts, columns, joined)
        if needed <= set(named.values()):
            header = named
        elif header and len(set(filter(None, texts))) > 1:
            cells: dict[str, list[str]] = {}
            for place, column in header.items():
                cells.setdefault(column, []).append(texts[place])
            yield Row(number + 1, {column: " ".join(dict.fromkeys(words)).strip() for column, words in cells.items()})


def _named(texts: list[str], columns: Columns, joined: frozenset[str]) -> dict[int, str]:
    """Which column each square names; every column once, by its best word, unless it is joined."""
    found: dict[int, str] = {}
    for place, text in enumerate(texts):
        word = _ASIDE.sub("", text.replace(" ", ""))
        column = next((column for column, words in columns.items() if word in words), None)
        if column is not None and (column in joined or column not in found.values()):
            found[place] = column
    return found
