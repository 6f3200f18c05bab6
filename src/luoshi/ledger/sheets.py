"""The ledger as a sheet: exactly the rows and columns that the page shows, every cell safe to open."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import xlsxwriter

from luoshi.exporting.cells import guarded, is_like_formula, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from luoshi.ledger.models import Measure
    from luoshi.ledger.queries.columns import Column

_CELL = {"font_name": "宋体", "font_size": 10.5, "text_wrap": True, "valign": "vcenter", "border": 1}
_HEAD = {**_CELL, "bold": True, "align": "center", "bg_color": "#DDEBF7"}
BOM = "\ufeff"


def as_csv(measures: Iterable[Measure], columns: Sequence[Column]) -> bytes:
    """UTF-8 with a byte order mark, CRLF; what looks like a formula gets an apostrophe."""
    target = StringIO()
    rows = csv.writer(target, lineterminator="\r\n")
    rows.writerow(str(column.label) for column in columns)
    rows.writerows([_text(column.value(measure)) for column in columns] for measure in measures)
    return (BOM + target.getvalue()).encode("utf-8", errors="replace")


def as_xlsx(measures: Iterable[Measure], columns: Sequence[Column], *, title: str) -> bytes:
    """One sheet with a frozen head and a filter, ready to print; numbers and dates as such, all else as text."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        looks = _looks(book)
        sheet = book.add_worksheet(title[:31])
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, str(column.label), looks["head"])
        last = 0
        for last, measure in enumerate(measures, 1):
            for index, column in enumerate(columns):
                _write(sheet, last, index, column.value(measure), looks)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        _set_up_page(sheet)
    return target.getvalue()


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
