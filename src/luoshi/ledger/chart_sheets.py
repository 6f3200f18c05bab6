"""The construction chart as a workbook, as clerks draw it: a row a measure, a column a month, cells filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils.translation import gettext as _

from luoshi.exporting.cells import is_like_formula, plain
from luoshi.exporting.heights import HIGHEST, LINE, row_height
from luoshi.ledger.states import Light
from luoshi.ledger.timetables import Scale, Sign, Span, span_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from luoshi.ledger.queries.chart import Line
    from luoshi.ledger.timetables import Axis, Period

_CELL = {"font_name": "宋体", "font_size": 10.5, "text_wrap": True, "valign": "vcenter", "border": 1}
_MIDDLE = {**_CELL, "align": "center", "text_wrap": False}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
    "note": {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"},
    "head": {**_CELL, "bold": True, "align": "center", "bg_color": "#DDEBF7"},
    "group": {**_CELL, "bold": True, "bg_color": "#F2F2F2"},
    "text": _CELL,
    "quoted": {**_CELL, "quote_prefix": True},
    "date": {**_MIDDLE, "num_format": "yyyy-mm-dd"},
    "empty": _MIDDLE,
    "now": {**_MIDDLE, "left": 5, "left_color": "#B42318"},
    Span.PLANNED: {**_MIDDLE, "bg_color": "#9DC3E6"},
    Span.EXTENDED: {**_MIDDLE, "bg_color": "#FFE699"},
    Span.OVERRUN: {**_MIDDLE, "bg_color": "#F4B6AE"},
    Span.ENDLESS: {**_MIDDLE, "bg_color": "#DEEAF6"},
}
_SPAN_MARKS = {Span.PLANNED: "━", Span.EXTENDED: "┅", Span.OVERRUN: "!", Span.ENDLESS: "→"}
_SIGN_MARKS = {Sign.DONE: "◆", Sign.LATE: "▲", Sign.AHEAD: "◇"}
_HEAD_ROWS = (2, 3)
_WIDTHS = (14, 44, 18, 6, 10, 12, 12, 12, 30)


@dataclass(frozen=True)
class _Page:
    """The sheet that is written, its looks, its axis, and the day on which it is made."""

    sheet: Any
    looks: dict[str, Any]
    axis: Axis
    today: date

    @property
    def columns(self) -> int:
        return len(_WIDTHS) + len(self.axis.periods)


def as_xlsx(lines: Iterable[Line], axis: Axis, *, told: Sequence[str], today: date) -> bytes:
    """One sheet, ready to print across: what was asked above, a heading where a group begins, the legend below."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        looks = {name: book.add_format(kind) for name, kind in _LOOKS.items()}
        page = _Page(book.add_worksheet(_("施工图")), looks, axis, today)
        _write_head(page, told)
        row = _HEAD_ROWS[1]
        for line in lines:
            if line.group:
                row += 1
                _merge(page, row, 0, page.columns - 1, f"{plain(line.group.label)}  {line.group.count}", "group")
            row += 1
            _write_line(page, row, line)
        page.sheet.write_string(row + 1, 0, _legend(), looks["note"])
        _set_up(page)
    return target.getvalue()


def steps_in_words(line: Line) -> str:
    """The milestones as lines: mark, date, name."""
    return "\n".join(f"{_SIGN_MARKS[step.sign]} {step.milestone.due_on} {step.milestone.name}" for step in line.steps)


def _write_head(page: _Page, told: Sequence[str]) -> None:
    _merge(page, 0, 0, page.columns - 1, _("施工图"), "title")
    made = _("制表日期：%(day)s") % {"day": page.today.isoformat()}
    page.sheet.write_string(1, 0, plain(_("；").join([*told, made])), page.looks["note"])
    names = (
        _("编号"),
        _("具体措施任务"),
        _("主责单位"),
        _("灯"),
        _("状态"),
        _("开始"),
        _("首次完成时限"),
        _("完成时限"),
        _("时间节点"),
    )
    top, bottom = _HEAD_ROWS
    for column, name in enumerate(names):
        page.sheet.merge_range(top, column, bottom, column, name, page.looks["head"])
    column = len(names)
    for year, periods in groupby(page.axis.periods, key=lambda period: period.starts_on.year):
        count = len(list(periods))
        _merge(page, top, column, column + count - 1, str(_("%(year)s年") % {"year": year}), "head")
        column += count
    for column, period in enumerate(page.axis.periods, len(names)):
        page.sheet.write_string(bottom, column, _period_name(period), page.looks["head"])


def _write_line(page: _Page, row: int, line: Line) -> None:
    measure: Any = line.measure
    due: date | str = measure.due_on or (_("长期坚持") if measure.standing_wanted else "")
    first = measure.first_due_on if measure.first_due_on != measure.due_on else None
    values = (
        measure.code,
        measure.text,
        str(measure.accountable or ""),
        str(Light(measure.light).label),
        str(measure.get_state_display()),
        measure.assigned_on,
        first,
        due,
        steps_in_words(line),
    )
    texts = [(str(value or ""), width) for value, width in zip(values, _WIDTHS, strict=True)]
    page.sheet.set_row(row, min(row_height(texts, line=LINE), HIGHEST))
    for column, value in enumerate(values):
        _write(page, row, column, value)
    for column, period in enumerate(page.axis.periods, len(values)):
        span = span_in(period, line.stretches)
        marks = "".join(_SIGN_MARKS[step.sign] for step in line.steps if _is_in(step.milestone.due_on, period))
        text = marks or (_SPAN_MARKS[span] if span else "")
        look = span or ("now" if _is_in(page.today, period) else "empty")
        page.sheet.write_string(row, column, text, page.looks[look])


def _write(page: _Page, row: int, column: int, value: object) -> None:
    if isinstance(value, date):
        page.sheet.write_datetime(row, column, value, page.looks["date"])
    elif not value:
        page.sheet.write_blank(row, column, None, page.looks["text"])
    else:
        text = plain(str(value))
        page.sheet.write_string(row, column, text, page.looks["quoted" if is_like_formula(text) else "text"])


def _merge(page: _Page, row: int, first: int, last: int, text: str, look: str) -> None:
    """Cells in a row made one; a single cell cannot be merged."""
    if first == last:
        page.sheet.write_string(row, first, text, page.looks[look])
    else:
        page.sheet.merge_range(row, first, row, last, text, page.looks[look])


def _set_up(page: _Page) -> None:
    for column, width in enumerate(_WIDTHS):
        page.sheet.set_column(column, column, width)
    page.sheet.set_column(len(_WIDTHS), page.columns - 1, 4.5)
    page.sheet.freeze_panes(_HEAD_ROWS[1] + 1, 2)
    page.sheet.repeat_rows(_HEAD_ROWS[0], _HEAD_ROWS[1])
    page.sheet.set_paper(8)  # A3
    page.sheet.set_landscape()
    page.sheet.fit_to_pages(1, 0)


def _period_name(period: Period) -> str:
    names = {Scale.MONTH: _("%(number)s月"), Scale.QUARTER: _("%(number)s季"), Scale.YEAR: _("全年")}
    return str(names[period.scale] % {"number": period.number})


def _is_in(day: date, period: Period) -> bool:
    return period.starts_on <= day <= period.ends_on


def _legend() -> str:
    return str(
        _("图例：━ 计划工期　┅ 延长工期　! 超过时限　→ 没有终期　◇ 节点未到　◆ 节点完成　▲ 节点逾期　左侧粗线 今天所在")
    )
