"""The filled cells of one sheet, wherever they stand, and the ranges that are merged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.reading.xlsx.number_formats import GENERAL, plain_number, shown
from luoshi.engine.reading.xlsx.stream import walk
from luoshi.engine.reading.xlsx.strings import RichText, clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from luoshi.engine.reading.xlsx.workbook import Workbook

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, first and last row and column, from 0, both inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells that show something, by row and column from 0."""

    cells: dict[tuple[int, int], str]
    merges: tuple[Merge, ...]


def read_sheet(xml: bytes, workbook: Workbook) -> Sheet:
    """Read the cells of a sheet; formulas give the value last computed, errors their word (#REF!).

    Nothing is believed of the range that the sheet says it covers. Raises `ReadingError`: damaged, hostile,
    too_much_inside.
    """
    cells = _Cells(workbook)
    walk(xml, cells)
    return Sheet(cells.found, tuple(cells.merges))


class _Cells(RichText):
    """Walks through `<sheetData>` and `<mergeCells>`."""

    def __init__(self, workbook: Workbook) -> None:
        super().__init__(workbook.budget)
        self.found: dict[tuple[int, int], str] = {}
        self.merges: list[Merge] = []
        self._workbook = workbook
        self._row = self._column = -1
        self._kind = "n"
        self._style: str | None = None

    def opens(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "v":
            self._listens = True
        elif tag == "row":
            self._row, self._column = _row_number(attributes.get("r")) or self._row + 1, -1
        elif tag == "mergeCell":
            self._add_merge(attributes.get("ref", ""))
        else:
            super().opens(tag, attributes)

    def closes(self, tag: str) -> None:
        if tag == "c":
            self._end_cell()
        elif tag == "v":
            self._listens = False
        else:
            super().closes(tag)

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        place = reference(attributes.get("r", ""))
        self._row, self._column = place or (max(self._row, 0), self._column + 1)
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s")
        self._pieces.clear()

    def _end_cell(self) -> None:
        text = _words("".join(self._pieces), self._kind, self._style, self._workbook) if self._pieces else ""
        self._pieces.clear()
        if not text:
            return
        self.found[self._row, self._column] = text
        self.budget.spend(cells=1, characters=len(text))

    def _add_merge(self, text: str) -> None:
        if merge := _merge(text):
            self.budget.spend(merges=1)
            self.merges.append(merge)


def reference(text: str) -> tuple[int, int] | None:
    """Row and column from 0: B3 → (2, 1)."""
    found = _REFERENCE.fullmatch(text)
    if found is None:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)) - 1, column - 1


def _merge(text: str) -> Merge | None:
    first, _, last = text.replace("$", "").partition(":")
    start, end = reference(first), reference(last)
    if start is None or end is None:
        return None
    rows, columns = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return Merge(rows[0], columns[0], rows[1], columns[1])


def _row_number(text: str | None) -> int:
    """The row from 0; for the first row, and where none is told, 0."""
    return int(text) - 1 if _is_number(text) and text else 0


def _is_number(text: str | None) -> bool:
    return bool(text) and str(text).isdecimal() and len(str(text)) < 9


def _words(value: str, kind: str, style: str | None, workbook: Workbook) -> str:
    if kind == "n":
        return _number(value, style, workbook)
    if kind == "s":
        known = _is_number(value) and int(value) < len(workbook.strings)
        return workbook.strings[int(value)] if known else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, "")
    return clean(value.removesuffix("T00:00:00") if kind == "d" else value)


def _number(value: str, style: str | None, workbook: Workbook) -> str:
    try:
        number = float(value)
    except ValueError:
        return clean(value)
    if not abs(number) < 1e300:
        return clean(value)
    pattern = GENERAL
    if style and _is_number(style) and int(style) < len(workbook.patterns):
        pattern = workbook.patterns[int(style)]
    return plain_number(number) if pattern == GENERAL else shown(number, pattern, from_1904=workbook.from_1904)
