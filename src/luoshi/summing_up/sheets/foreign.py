"""An office's own ledger with any header: its sheets, what each column seems to hold, and its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext_lazy as _

from luoshi.common.errors import UnmetConditionError
from luoshi.common.workbooks import open_workbook
from luoshi.engine.document import Span
from luoshi.engine.tables.columns import Column, heading_words
from luoshi.engine.tables.grid import Grid, Slot
from luoshi.engine.tables.header import find_header
from luoshi.summing_up.sheets.guessing import guess_by_cells
from luoshi.summing_up.sheets.merged import fill_merged
from luoshi.summing_up.states import LedgerField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from luoshi.common.workbooks import NamedSheet
    from luoshi.engine.tables.header import Header

WIDEST = 60
"""Columns that a ledger may have; what lies beyond is left out."""
ROWS_AT_MOST = 5_000
_HEADER_WITHIN = 12
_SAMPLES = 3
_YEAR = re.compile(r"(20\d\d)\s*年")
_BY_KIND = {
    Column.NUMBER: LedgerField.KEY,
    Column.GROUP: LedgerField.GROUP,
    Column.TARGET: LedgerField.AIM,
    Column.LEAD: LedgerField.LEAD,
    Column.RESPONSIBLE: LedgerField.RESPONSIBLE,
    Column.SUPPORT: LedgerField.SUPPORT,
    Column.LEADER: LedgerField.LEADER,
    Column.PERSON: LedgerField.PERSON,
    Column.DUE: LedgerField.DUE,
    Column.PROGRESS: LedgerField.PROGRESS,
}
# Headings of what only a ledger in use has, which the tables of a plan do not know.
_OWN_WORDS = {
    LedgerField.KEY: ("任务编号", "台账编号", "流水号"),
    LedgerField.GROUP: ("一级指标", "二级指标", "类别", "大类", "板块", "任务类别", "所属板块"),
    LedgerField.TEXT: ("督办事项", "任务", "措施", "具体措施", "工作内容", "事项"),
    LedgerField.STATE: ("状态", "办理状态", "完成状态", "当前状态", "是否完成", "完成情况", "办结情况", "进度状态"),
    LedgerField.CLAIMED: ("完成进度", "进度", "完成率", "完成比例", "完成百分比", "自报进度", "形象进度"),
    LedgerField.PROGRESS: ("进展", "进展情况", "工作进展", "最新进展", "落实情况", "办理情况", "推进情况"),
}
_OWN = {word: field for field, words in _OWN_WORDS.items() for word in words}


@dataclass(frozen=True)
class ForeignColumn:
    """A column: its place, its heading, what it seems to hold, and some of its cells."""

    place: int
    heading: str
    guess: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class ForeignSheet:
    """A sheet with a table: columns from left to right, rows by line (from 1) with their cells by place.

    `year` is the one that the title names, for dates that are written without.
    """

    name: str
    columns: tuple[ForeignColumn, ...]
    rows: Mapping[int, Mapping[int, str]]
    year: int | None = None


def read_ledger(file: BinaryIO, *, name: str = "") -> list[ForeignSheet]:
    """The sheets that hold a table, the likeliest first; raises `UnmetConditionError` if none does."""
    sheets = [found for sheet in open_workbook(file, name=name) if (found := _sheet(sheet))]
    sheets = [replace(sheet, year=sheet.year or _year_in(name)) for sheet in sheets]
    if not sheets:
        raise UnmetConditionError("no_table", _("这个工作簿里没有找到表格：至少要有一行表头和一行任务。"))
    if any(len(sheet.rows) > ROWS_AT_MOST for sheet in sheets):
        raise UnmetConditionError("too_many_rows", _("一个工作簿最多%(count)s行任务。") % {"count": ROWS_AT_MOST})
    return sorted(sheets, key=lambda sheet: -_weight(sheet))


def _weight(sheet: ForeignSheet) -> int:
    known = sum(bool(column.guess) for column in sheet.columns)
    has_text = any(column.guess == LedgerField.TEXT for column in sheet.columns)
    return 1000 * has_text + 10 * known + min(len(sheet.rows), 9)


def _sheet(sheet: NamedSheet) -> ForeignSheet | None:
    rows = {
        line: {place: text for place, text in cells.items() if place < WIDEST} for line, cells in sheet.rows().items()
    }
    fill_merged(sheet, rows, places=range(WIDEST))
    top = sorted(rows)[:_HEADER_WITHIN]
    if len(rows) < 2:
        return None
    header = find_header(_grid(sheet, rows, top))
    if header:
        first, headings, guesses = top[header.bottom - 1], _headings(header), _guesses(header)
    else:
        first = max(top, key=lambda line: len(set(rows[line].values())))
        headings, guesses = dict(rows[first]), {}
    body = {line + 1: cells for line, cells in rows.items() if line > first and cells}
    guesses = _once({place: guesses.get(place) or _guess(headings[place]) for place in sorted(headings)})
    guesses = guess_by_cells(dict(sorted(headings.items())), guesses, body)
    columns = tuple(
        ForeignColumn(place, heading, guesses.get(place, ""), _samples(body, place))
        for place, heading in sorted(headings.items())
    )
    above = " ".join(text for line in top if line < first for text in rows[line].values())
    return ForeignSheet(sheet.name, columns, body, _year_in(above)) if body and len(columns) > 1 else None


def _grid(sheet: NamedSheet, rows: Mapping[int, Mapping[int, str]], top: list[int]) -> Grid:
    """The first rows as the engine's finder of headers sees them; merged cells stand in all they cover."""
    at = {line: index for index, line in enumerate(top)}
    width = 1 + max((place for line in top for place in rows[line]), default=0)
    squares: list[list[Slot | None]] = [[None] * width for _ in top]
    covered = {
        (line, place): (merge.top, merge.left, merge.bottom, merge.right)
        for merge in sheet.sheet.merges
        for line in top
        if merge.top <= line <= merge.bottom
        for place in range(merge.left, min(merge.right + 1, width))
    }
    for line in top:
        for place, text in rows[line].items():
            merge = covered.get((line, place), (line, place, line, place))
            corner = at.get(merge[0], at[line])
            high = sum(merge[0] <= other <= merge[2] for other in top)
            slot = Slot(Span(0, 0), text, corner, merge[1], max(high, 1), merge[3] - merge[1] + 1)
            squares[at[line]][place] = slot
    return Grid(Span(0, 0), tuple(tuple(row) for row in squares))


def _headings(header: Header) -> dict[int, str]:
    return {place: heading.words for place, heading in enumerate(header.headings) if heading.words}


def _guesses(header: Header) -> dict[int, str]:
    """What the engine makes of the headings: the main column is the measure, 任务 beside 措施 its heading."""
    found: dict[int, str] = {}
    for place, kinds in enumerate(header.kinds):
        words = header.headings[place].words
        if words in _OWN:
            found[place] = _OWN[words].value
        elif place == header.main:
            found[place] = LedgerField.TEXT.value
        elif place in header.names:
            found[place] = LedgerField.GROUP.value
        elif kinds and kinds[0] in _BY_KIND:
            found[place] = _BY_KIND[kinds[0]].value
    if header.main is not None:
        found = {place: field for place, field in found.items() if field != LedgerField.TEXT or place == header.main}
        found[header.main] = LedgerField.TEXT.value
    return found


def _guess(heading: str) -> str:
    field = _OWN.get(heading_words(heading))
    return field.value if field else ""


def _once(guesses: Mapping[int, str]) -> dict[int, str]:
    """Nothing but units and headings may stand in two columns; the first one counts."""
    several = {LedgerField.LEAD, LedgerField.RESPONSIBLE, LedgerField.SUPPORT, LedgerField.GROUP}
    taken: set[str] = set()
    found = {}
    for place, guess in guesses.items():
        found[place] = "" if guess in taken else guess
        taken |= {guess} - several
    return found


def _year_in(text: str) -> int | None:
    """The year that a title names: 2026年督办台账."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def _samples(rows: Mapping[int, Mapping[int, str]], place: int) -> tuple[str, ...]:
    cells = (cells[place] for cells in rows.values() if cells.get(place))
    different = dict.fromkeys(cell for cell, _line in zip(cells, range(50), strict=False))
    return tuple(different)[:_SAMPLES]
