"""A workbook that came back: its rows by id, wherever columns and rows have gone; nothing is compared here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext_lazy as _

from luoshi.common.errors import UnmetConditionError
from luoshi.common.workbooks import open_workbook
from luoshi.summing_up.sheets.columns import COLUMNS, MILESTONE_COLUMNS, Column, columns_at
from luoshi.summing_up.sheets.making import FACTS_SHEET, FactName
from luoshi.summing_up.sheets.merged import fill_merged
from luoshi.summing_up.sheets.tokens import looks_like_token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from luoshi.common.workbooks import NamedSheet

HEADER_WITHIN = 20
ROWS_AT_MOST = 5_000
MILESTONES_AT_MOST = 20_000


@dataclass(frozen=True)
class Kind:
    """A kind of table: its columns, and what must be known of them for a row to be its header."""

    columns: tuple[Column, ...]
    known_at_least: int
    never_without: frozenset[str] = frozenset()


_TASKS = Kind(COLUMNS, 4)
_MILESTONES = Kind(MILESTONE_COLUMNS, 3, frozenset({"node", "reached_on"}))


@dataclass(frozen=True)
class ReturnedRow:
    """One row as it came back: `line` as the sheet counts, `token` empty where the id is gone, cells as text."""

    sheet: str
    line: int
    token: str
    code: str
    values: dict[str, str]
    is_milestone: bool = False


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
    milestones = sum(row.is_milestone for row in rows)
    if len(rows) - milestones > ROWS_AT_MOST:
        raise UnmetConditionError("too_many_rows", _("一个工作簿最多%(count)s行任务。") % {"count": ROWS_AT_MOST})
    if milestones > MILESTONES_AT_MOST:
        sentence = _("一个工作簿最多%(count)s个时间节点。")
        raise UnmetConditionError("too_many_milestones", sentence % {"count": MILESTONES_AT_MOST})
    facts: dict[str, str] = {}
    for sheet in sheets:
        facts.update(_facts_of(sheet))
    return ReturnedWorkbook(tuple(rows), facts)


def _rows_of(sheet: NamedSheet) -> list[ReturnedRow]:
    if sheet.name == FACTS_SHEET:
        return []
    rows = sheet.rows()
    headers = [(kind, *_header(rows, kind)) for kind in (_TASKS, _MILESTONES)]
    kind, top, columns = max(headers, key=lambda header: len(header[2]))
    if not columns:
        return []
    filled = [column.name for column in kind.columns if column.is_filled]
    fill_merged(sheet, rows, places={columns[name] for name in filled if name in columns})
    found = []
    for line in (line for line in rows if line > top):
        cells = rows[line]
        token = _token(cells, columns)
        code = cells.get(columns.get("code", -1), "")
        values = {name: cells[columns[name]] for name in filled if name in columns and cells.get(columns[name])}
        if token or (code and values):
            found.append(ReturnedRow(sheet.name, line + 1, token, code, values, kind is _MILESTONES))
    return found


def _header(rows: Mapping[int, Mapping[int, str]], kind: Kind) -> tuple[int, dict[str, int]]:
    """The row among the first that has the most known headings, and where each column stands."""
    near = [line for line in rows if line < HEADER_WITHIN and len(rows[line]) <= 200]
    tried = {line: columns_at(rows[line], kind.columns) for line in near}
    best = max(tried, key=lambda line: len(tried[line]), default=-1)
    if best < 0 or len(tried[best]) < kind.known_at_least or not kind.never_without <= tried[best].keys():
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
