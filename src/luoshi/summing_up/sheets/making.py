"""Makes the workbook that a unit fills in: protected but for the coloured cells, with drop-downs, ready to print."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING, Any

from luoshi.exporting.cells import is_like_formula, plain
from luoshi.exporting.heights import HIGHEST, LINE, row_height
from luoshi.summing_up.sheets.columns import BY_NAME, COLUMNS, MILESTONE_COLUMNS, Column
from luoshi.summing_up.sheets.guide import GUIDE, MILESTONES
from luoshi.summing_up.sheets.tokens import checksum

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TASKS_SHEET, MILESTONES_SHEET, GUIDE_SHEET, FACTS_SHEET = "任务", "节点", "填报说明", "基本信息"
YES = "是"
HEADER_ROW = 2
"""Title and note stand above it."""
LONGEST_TEXT = 2000
_FONT = {"font_name": "宋体", "font_size": 10.5}
_CELL = {**_FONT, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#BFBFBF"}
_OPEN = {"locked": False, "bg_color": "#FFF6D6"}
_SHUT = {"bg_color": "#F2F2F2", "font_color": "#7F7F7F"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {**_FONT, "bold": True, "font_size": 14},
    "note": {**_FONT, "font_color": "#595959"},
    "head": {**_CELL, "bold": True, "align": "center", "bg_color": "#DDEBF7"},
    "head open": {**_CELL, "bold": True, "align": "center", "bg_color": "#FFE699"},
    "text": _CELL,
    "short": {**_CELL, "align": "center"},
    "shut": {**_CELL, **_SHUT, "align": "center"},
    "open": {**_CELL, **_OPEN},
    "open date": {**_CELL, **_OPEN, "num_format": "yyyy-mm-dd", "align": "center"},
    "open choice": {**_CELL, **_OPEN, "align": "center"},
    "token": {**_FONT, "font_color": "#BFBFBF", "font_size": 8},
    "label": {**_CELL, "bold": True, "bg_color": "#F2F2F2"},
}
_SHORT = frozenset({"code", "role", "due", "planned"})
_DATES = frozenset({"promised", "due_wanted"})
_REACHED = "reached_on"
_NOTE = "已经完成的时间节点，填上完成的日期；没有完成的空着。"
_CHOICES = {"sign": ["是", "否"], "close": [YES], "refuse": [YES]}
_CENTRED = frozenset({*_CHOICES, "claimed"})
_PRINTED_AT = 57
"""Percent: what is reported every time then fills one A4 page across, the rarer steps the next."""
_LAST_ON_FIRST_PAGE = "asked_for"


class FactName(StrEnum):
    """What the sheet of facts says, by its label."""

    label: str

    def __new__(cls, value: str, label: str) -> FactName:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    PLAN = "plan", "方案"
    UNIT = "unit", "单位"
    UNIT_NUMBER = "unit_number", "单位编号"
    OFFICE = "office", "督办单位"
    MADE_ON = "made_on", "生成日期"
    CYCLE = "cycle", "本期报送截止"
    COUNT = "count", "任务数"
    CHECKSUM = "checksum", "校验码"


@dataclass(frozen=True)
class FillRow:
    """One measure of the unit, or one milestone: its id, what is shown or filled in beforehand, the open cells."""

    token: str
    shown: Mapping[str, str | int | date]
    open_cells: frozenset[str]


@dataclass(frozen=True)
class FillBook:
    """Everything that one workbook says; `facts` are shown on the last sheet, `milestones` on one of their own."""

    title: str
    note: str
    rows: Sequence[FillRow]
    facts: Mapping[FactName, str] = field(default_factory=dict)
    milestones: Sequence[FillRow] = ()


def make_workbook(book: FillBook) -> bytes:
    """The workbook as .xlsx; the same content gives the same bytes."""
    target = BytesIO()
    import xlsxwriter  # a run of the clock makes no workbook

    with xlsxwriter.Workbook(target, {"in_memory": True, "default_format_properties": _FONT}) as made:
        looks = {name: made.add_format(properties) for name, properties in _LOOKS.items()}
        looks["quoted"] = made.add_format({**_CELL, "quote_prefix": True})
        looks["open quoted"] = made.add_format({**_CELL, **_OPEN, "quote_prefix": True})
        _add_tasks(made, looks, book)
        if book.milestones:
            _add_milestones(made, looks, book)
        _add_guide(made, looks, (*GUIDE[:-3], MILESTONES, *GUIDE[-3:]) if book.milestones else GUIDE)
        _add_facts(made, looks, book)
        made.set_properties({"title": plain(book.title)[:255], "created": datetime(2000, 1, 1)})  # noqa: DTZ001 - no time zone in a workbook
    return target.getvalue()


def _add_tasks(made: Any, looks: Mapping[str, Any], book: FillBook) -> None:
    sheet = made.add_worksheet(TASKS_SHEET)
    last = _add_table(sheet, looks, COLUMNS, book.rows, head=(book.title, book.note))
    _add_validations(sheet, last)
    _set_up_page(sheet, book.title)
    sheet.set_print_scale(_PRINTED_AT)
    sheet.set_v_pagebreaks([_place(_LAST_ON_FIRST_PAGE) + 1])


def _add_milestones(made: Any, looks: Mapping[str, Any], book: FillBook) -> None:
    sheet = made.add_worksheet(MILESTONES_SHEET)
    last = _add_table(sheet, looks, MILESTONE_COLUMNS, book.milestones, head=(book.title, _NOTE))
    place = len(MILESTONE_COLUMNS) - 1
    rule = {"validate": "date", "criteria": "between", "minimum": date(2020, 1, 1), "maximum": "=TODAY()"}
    words = {"input_message": "完成的那一天，如2026-05-31", "error_message": "请填日期，如2026-05-31，不能晚于今天。"}
    sheet.data_validation(HEADER_ROW + 1, place, last, place, rule | words)
    _set_up_page(sheet, book.title)
    sheet.fit_to_pages(1, 0)


def _add_table(
    sheet: Any, looks: Mapping[str, Any], columns: Sequence[Column], rows: Sequence[FillRow], *, head: tuple[str, str]
) -> int:
    """Title and note, headings, rows, all protected but for the open cells; returns the last line."""
    for index, column in enumerate(columns):
        hidden = {"hidden": True} if column.name == "token" else {}
        sheet.set_column(index, index, column.width, None, hidden)
        sheet.write_string(HEADER_ROW, index, column.heading, looks["head open" if column.is_filled else "head"])
    sheet.write_string(0, 1, plain(head[0]), looks["title"])
    sheet.write_string(1, 1, plain(head[1]), looks["note"])
    sheet.set_row(0, 24)
    sheet.set_row(HEADER_ROW, 32)
    for line, row in enumerate(rows, HEADER_ROW + 1):
        _add_row(sheet, looks, columns, line, row)
    last = HEADER_ROW + max(len(rows), 1)
    sheet.freeze_panes(HEADER_ROW + 1, 3)
    sheet.autofilter(HEADER_ROW, 1, last, len(columns) - 1)
    sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True, "format_cells": False})
    return last


def _add_row(sheet: Any, looks: Mapping[str, Any], columns: Sequence[Column], line: int, row: FillRow) -> None:
    texts = [(str(row.shown.get(column.name, "")), column.width) for column in columns if column.name != "token"]
    sheet.set_row(line, min(max(row_height(texts, line=LINE), 2 * LINE), HIGHEST))
    for index, column in enumerate(columns):
        value = row.token if column.name == "token" else row.shown.get(column.name, "")
        _write(sheet, looks, (line, index), value, _look(column, row))


def _look(column: Column, row: FillRow) -> str:
    if column.name == "token":
        return "token"
    if not column.is_filled:
        return "short" if column.name in _SHORT else "text"
    if column.name not in row.open_cells:
        return "shut"
    return (
        "open date"
        if column.name in _DATES or column.name == _REACHED
        else "open choice"
        if column.name in _CENTRED
        else "open"
    )


def _write(sheet: Any, looks: Mapping[str, Any], place: tuple[int, int], value: str | int | date, look: str) -> None:
    """Numbers and dates as such; everything else as text, and for good if it looks like a formula."""
    if isinstance(value, int):
        sheet.write_number(*place, value, looks[look])
    elif isinstance(value, date):
        dated = looks[look] if look == "open date" else None
        if dated is None:
            sheet.write_string(*place, value.isoformat(), looks[look])
        else:
            sheet.write_datetime(*place, value, dated)
    elif not value:
        sheet.write_blank(*place, None, looks[look])
    else:
        quoted = {"text": "quoted", "open": "open quoted"}.get(look, look) if is_like_formula(value) else look
        sheet.write_string(*place, plain(f" {value}" if value.startswith("<r>") else value), looks[quoted])


def _add_validations(sheet: Any, last: int) -> None:
    """Drop-downs and limits, with the sentence that the program shows when something else is typed."""
    first = HEADER_ROW + 1
    for name, choices in _CHOICES.items():
        column = _place(name)
        rule: dict[str, Any] = {
            "validate": "list",
            "source": choices,
            "error_title": "请选择",
            "error_message": "请从下拉列表中选择。",
        }
        sheet.data_validation(first, column, last, column, rule)
    share = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100}
    words = {"input_title": "自报进度", "input_message": "0到100的整数", "error_message": "请填0到100的整数。"}
    sheet.data_validation(first, _place("claimed"), last, _place("claimed"), share | words)
    for name in sorted(_DATES):
        rule = {"validate": "date", "criteria": ">", "value": date(2020, 1, 1)}
        words = {"input_message": "如2026-12-31", "error_message": "请填日期，如2026-12-31。"}
        sheet.data_validation(first, _place(name), last, _place(name), rule | words)
    long = {"validate": "length", "criteria": "<=", "value": LONGEST_TEXT, "error_message": f"最多{LONGEST_TEXT}字。"}
    for name in ("done", "obstacle", "asked_for"):
        sheet.data_validation(first, _place(name), last, _place(name), long)


def _add_guide(made: Any, looks: Mapping[str, Any], guide: Sequence[tuple[str, str]]) -> None:
    sheet = made.add_worksheet(GUIDE_SHEET)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 84)
    for line, (label, words) in enumerate(guide):
        sheet.set_row(line, row_height([(words, 84)], line=LINE) + 4)
        sheet.write_string(line, 0, label, looks["label"])
        sheet.write_string(line, 1, words, looks["text"])
    sheet.protect()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _add_facts(made: Any, looks: Mapping[str, Any], book: FillBook) -> None:
    sheet = made.add_worksheet(FACTS_SHEET)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 60)
    counted = {FactName.COUNT: str(len(book.rows)), FactName.CHECKSUM: checksum([row.token for row in book.rows])}
    for line, (name, value) in enumerate((dict(book.facts) | counted).items()):
        sheet.write_string(line, 0, name.label, looks["label"])
        sheet.write_string(line, 1, plain(value), looks["text"])
    sheet.protect()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _set_up_page(sheet: Any, title: str) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    sheet.repeat_rows(HEADER_ROW)
    sheet.repeat_columns(_place("code"), _place("text"))
    sheet.set_footer("&L" + plain(title)[:60].replace("&", "&&") + "&R第 &P 页，共 &N 页")


def _place(name: str) -> int:
    return COLUMNS.index(BY_NAME[name])
