"""A workbook that came back: its rows by id, wherever columns and rows have gone; nothing is compared here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext_lazy as _

from luoshi.common.errors import UnmetConditionError
from luoshi.common.workbooks import open_workbook
from luoshi.summing_up.sheets.columns import FILLED, columns_at
from luoshi.summing_up.sheets.making import FACTS_SHEET, FactName
from luoshi.summing_up.sheets.merged import fill_merged
from luoshi.summing_up.sheets.tokens import looks_like_token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from luoshi.common.workbooks import NamedSheet

HEADER_WITHIN = 20
ROWS_AT_MOST = 5_000
_KNOWN_AT_LEAST = 4
"""So many columns must be known for a row to be the header."""


@dataclass(frozen=True)
class ReturnedRow:
    """One row as it came back: `line` as the sheet counts, `token` empty where the id is gone, cells as text."""

    sheet: str
    line: int
    token: str
    code: str
    values: dict[str, str]


@dataclass(frozen=True)
class ReturnedWorkbook:
    """The rows of all sheets that have any, and what the workbook says of itself."""

    rows: tuple[ReturnedRow, ...]
    facts: dict[str, str]


def read_returned(file: BinaryIO, *, name: str = "") -> ReturnedWorkbook:
    """Read a returned workbook; raises `UnmetConditionError` with one sentence if it is none, or too long."""
    sheets = open_workbook(file, name=name)
    rows = [row for sheet in sheets for row in _rows_of(sheet)]
    if not rows:
        raise UnmetConditionError(
            "not_a_return", _("这里面没有找到从本系统下载的任务表。请上传单位填好的原表，不要改动第一行表头。")
        )
    if len(rows) > ROWS_AT_MOST:
        raise UnmetConditionError("too_many_rows", _("一个工作簿最多%(count)s行任务。") % {"count": ROWS_AT_MOST})
    facts: dict[str, str] = {}
    for sheet in sheets:
        facts.update(_facts_of(sheet))
    return ReturnedWorkbook(tuple(rows), facts)


def _rows_of(sheet: NamedSheet) -> list[ReturnedRow]:
    rows = sheet.rows()
    top, columns = _header(rows)
    if not columns or sheet.name == FACTS_SHEET:
        return []
    fill_merged(sheet, rows, places={columns[name] for name in FILLED if name in columns})
    found = []
    for line in (line for line in rows if line > top):
        cells = rows[line]
        token = _token(cells, columns)
        code = cells.get(columns.get("code", -1), "")
        values = {name: cells[columns[name]] for name in FILLED if name in columns and cells.get(columns[name])}
        if token or (code and values):
            found.append(ReturnedRow(sheet.name, line + 1, token, code, values))
    return found


def _header(rows: Mapping[int, Mapping[int, str]]) -> tuple[int, dict[str, int]]:
    """The row among the first that has the most known headings, and where each column stands."""
    tried = {line: columns_at(rows[line]) for line in rows if line < HEADER_WITHIN and len(rows[line]) <= 200}
    best = max(tried, key=lambda line: len(tried[line]), default=-1)
    if best < 0 or len(tried[best]) < _KNOWN_AT_LEAST:
        return -1, {}
    return best, tried[best]


def _token(cells: Mapping[int, str], columns: Mapping[str, int]) -> str:
    """The id of a row: in its column, or in whichever cell looks like one."""
    text = cells.get(columns.get("token", -1), "")
    if text:
        return text
    return next((cell for cell in cells.values() if looks_like_token(cell)), "")


def _facts_of(sheet: NamedSheet) -> dict[str, str]:
    """What stands beside a label that our own sheet of facts uses."""
    names = {str(name.label): name.value for name in FactName}
    found = {}
    for cells in sheet.rows().values():
        words = list(cells.values())
        if len(words) >= 2 and words[0] in names:
            found[names[words[0]]] = words[1]
    return found
