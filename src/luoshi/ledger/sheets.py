"""The ledger as a sheet: exactly the rows and columns that the page shows, every cell safe to open."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from luoshi.exporting.cells import guarded, is_like_formula, plain
from luoshi.exporting.heights import HIGHEST, LINE, row_height

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from luoshi.ledger.models import Contribution, Measure
    from luoshi.ledger.queries.columns import Column

_CELL = {"font_name": "宋体", "font_size": 10.5, "text_wrap": True, "valign": "vcenter", "border": 1}
_HEAD = {**_CELL, "bold": True, "align": "center", "bg_color": "#DDEBF7"}
BOM = "\ufeff"
_ONE_LINE = row_height((), line=LINE)


def as_csv(measures: Iterable[Measure], columns: Sequence[Column]) -> bytes:
    """UTF-8 with a byte order mark, CRLF; what looks like a formula gets an apostrophe."""
    target = StringIO()
    rows = csv.writer(target, lineterminator="\r\n")
    rows.writerow(str(column.label) for column in columns)
    rows.writerows([_text(column.value(measure)) for column in columns] for measure in measures)
    return (BOM + target.getvalue()).encode("utf-8", errors="replace")


def as_xlsx(
    measures: Iterable[Measure], columns: Sequence[Column], *, title: str, results: Iterable[Contribution] = ()
) -> bytes:
    """A sheet with a frozen head and a filter, ready to print; numbers and dates as such, all else as text.

    `results` stand on a second sheet, a row for each measure and indicator: see `queries.indicators.results_of`.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        looks = _looks(book)
        sheet = book.add_worksheet(title[:31])
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, str(column.label), looks["head"])
        last = 0
        for last, measure in enumerate(measures, 1):
            _write_row(sheet, last, [(column.value(measure), column.width) for column in columns], looks)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        _set_up_page(sheet)
        _write_results(book, list(results), looks)
    return target.getvalue()


def _write_results(book: Any, results: list[Contribution], looks: dict[str, Any]) -> None:
    """Which indicators the measures serve, and what these have reached, with the source."""
    if not results:
        return
    sheet = book.add_worksheet(_("支撑指标"))
    for index, (label, width, _value) in enumerate(_RESULTS):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, str(label), looks["head"])
    for row, one in enumerate(results, 1):
        _write_row(sheet, row, [(value(one), width) for _label, width, value in _RESULTS], looks)
    sheet.autofilter(0, 0, len(results), len(_RESULTS) - 1)
    _set_up_page(sheet)


def _latest(one: Any, name: str) -> object:
    return getattr(one.indicator.counted[0], name) if one.indicator.counted else ""


def _printed(value: str, year: int | None) -> str:
    return f"{value}（{year}）" if value and year else value


_RESULTS: tuple[tuple[Any, int, Callable[[Any], object]], ...] = (
    (_lazy("编号"), 16, lambda one: one.measure.code),
    (_lazy("措施"), 50, lambda one: one.measure.text),
    (_lazy("指标"), 26, lambda one: one.indicator.name),
    (_lazy("计量单位"), 10, lambda one: one.indicator.unit_of_measure),
    (_lazy("基数"), 14, lambda one: _printed(one.indicator.baseline, one.indicator.baseline_year)),
    (pgettext_lazy("one", "目标值"), 16, lambda one: _printed(one.indicator.target, one.indicator.target_year)),
    (_lazy("最近实际值"), 14, lambda one: _latest(one, "text")),
    (_lazy("截至日期"), 12, lambda one: _latest(one, "as_of")),
    (_lazy("来源"), 30, lambda one: _latest(one, "source")),
    (_lazy("方案"), 30, lambda one: one.indicator.plan.name),
)


def _write_row(sheet: Any, row: int, cells: Sequence[tuple[object, float]], looks: dict[str, Any]) -> None:
    """One row, as high as its words need."""
    words = [(value, width) for value, width in cells if isinstance(value, str) and value]
    if (height := row_height(words, line=LINE)) > _ONE_LINE:
        sheet.set_row(row, min(height, HIGHEST))
    for index, (value, _width) in enumerate(cells):
        _write(sheet, row, index, value, looks)


def _looks(book: Any) -> dict[str, Any]:
    kinds = {"head": _HEAD, "text": _CELL, "date": {**_CELL, "num_format": "yyyy-mm-dd"}}
    return {name: book.add_format(kind) for name, kind in kinds.items()} | {
        "quoted": book.add_format({**_CELL, "quote_prefix": True})
    }


def _write(sheet: Any, row: int, column: int, value: object, looks: dict[str, Any]) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, looks["text"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, looks["date"])
    elif not value:
        sheet.write_blank(row, column, None, looks["text"])
    else:
        text = plain(str(value))
        text = f" {text}" if text.startswith("<r>") else text  # the library takes <r> for its own marks
        sheet.write_string(row, column, text, looks["quoted" if is_like_formula(text) else "text"])


def _set_up_page(sheet: Any) -> None:
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else guarded(plain(str(value)))
