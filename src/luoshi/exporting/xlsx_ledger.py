"""A ledger as .xlsx that a clerk would keep: filter, frozen head, wrapped text, ready to print, two more sheets."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from luoshi.exporting.cells import is_like_formula, plain
from luoshi.exporting.columns import Look, columns
from luoshi.exporting.facts import fact_titles, failure_row, indicator_titles
from luoshi.exporting.heights import HIGHEST, LINE, row_height
from luoshi.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from luoshi.exporting.columns import Column
    from luoshi.exporting.entries import Value
    from luoshi.exporting.facts import Failure
    from luoshi.exporting.portions import Portion, Row

_ROWS = 1_048_576
"""Excel's limit for one sheet."""
_FONT = {"font_name": "宋体", "font_size": 10.5}
_CELL = {**_FONT, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#BFBFBF"}
_LOOKS: dict[str, dict[str, Any]] = {
    Look.TEXT: _CELL,
    Look.CENTRED: {**_CELL, "align": "center"},
    Look.SMALL: {**_CELL, "font_size": 8, "font_color": "#7F7F7F"},
    "tight": {**_CELL, "font_size": 7.5},
    "left": {**_CELL, "align": "left"},
    "label": {**_CELL, "bold": True, "bg_color": "#F2F2F2"},
    "head": {**_CELL, "bold": True, "align": "center", "bg_color": "#DDEBF7"},
}
_UNKNOWN_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 -- a workbook's properties have no time zone
_HEAD_HEIGHT = 32
_LABEL_WIDTH, _FACT_WIDTH = 20, 90
_MANY_FACT_WIDTHS = (28, 40, 20, 24, 30, 12, 10, 8, 10, 10, 10, 8, 24, 20, 14)
_INDICATOR_WIDTHS = (6, 40, 12, 16, 24, 10, 10, 22)
_DOCUMENT_WIDTH = 24
_HEADER_WORDS = 100


class XlsxLedger:
    """Writes into a stream; with `many` documents row by row, so that memory does not grow with the ledger.

    The same breakdowns give the same bytes. `close` finishes the file; `abandon` lets go of everything unfinished.
    """

    def __init__(self, stream: BinaryIO, *, many: bool, rows: int = _ROWS) -> None:
        self._folder = TemporaryDirectory(prefix="luoshi-", ignore_cleanup_errors=True) if many else None
        self._stream = stream
        self._made: BinaryIO | Path = Path(self._folder.name) / "book" if self._folder else BytesIO()
        self._book = xlsxwriter.Workbook(self._made, _options(self._folder.name if self._folder else None))
        self._book.use_zip64()
        self._formats = {look: self._book.add_format(properties) for look, properties in _LOOKS.items()}
        self._special: dict[tuple[str, str], Any] = {}
        self._many = many
        self._columns = columns(many=many)
        self._documents = 0
        self._title = ""
        self._signed_on: date | None = None
        self._rows = rows
        self._ledgers: list[Any] = []
        self._sheet, self._row = self._new_ledger_sheet(), 1
        self._facts = self._new_list_sheet(_("文件信息"), self._fact_widths(), is_table=many)
        self._fact_row = 0
        self._indicators = self._new_list_sheet(_("指标"), self._indicator_widths(), is_table=True)
        self._indicator_row = 0
        self._write_row(self._indicators, 0, indicator_titles(many=many), look="head")

    def add(self, portion: Portion) -> None:
        self._title = self._title or portion.title
        self._signed_on = self._signed_on or portion.signed_on
        self._documents += 1
        for row in portion.rows:
            self._add_measure(row)
        self._add_facts(portion.facts)
        for indicator in portion.indicators:
            self._indicator_row += 1
            self._write_row(self._indicators, self._indicator_row, indicator, widths=self._indicator_widths())

    def add_failure(self, failure: Failure) -> None:
        """Say on the second sheet which file is missing in the ledger, and why."""
        self._add_facts(failure_row(failure))

    def close(self) -> None:
        self._finish_ledger_sheet()
        if not self._indicator_row:
            self._write_row(self._indicators, 1, ["", _("没有发现指标。")], widths=self._indicator_widths())
        title = self._title if self._documents == 1 else _("任务台账（{count} 份文件）").format(count=self._documents)
        for sheet in self._ledgers:
            sheet.set_header(_header(title))
        self._book.set_properties({"title": plain(title)[:255], "created": _created(self._signed_on)})
        try:
            self._book.close()
        except FileCreateError as error:
            raise error.args[0] from error  # the OSError that the library wraps
        self._hand_over()

    def _hand_over(self) -> None:
        """The library writes into a place of its own first: a full disk at the target stays a plain error there."""
        if isinstance(self._made, Path):
            with self._made.open("rb") as made:
                shutil.copyfileobj(made, self._stream)
        else:
            self._stream.write(cast("BytesIO", self._made).getbuffer())
        if self._folder:
            self._folder.cleanup()

    def abandon(self) -> None:
        if self._folder:
            for sheet in self._book.worksheets():
                sheet._opt_close()  # the library has no public way to let go of a book without writing it
            self._folder.cleanup()

    def _new_ledger_sheet(self) -> Any:
        number = len(self._ledgers) + 1
        sheet = self._book.add_worksheet(_("任务台账") if number == 1 else f"{_('任务台账')} {number}")
        self._ledgers.append(sheet)
        for index, column in enumerate(self._columns):
            sheet.set_column(index, index, column.width)
        sheet.set_row(0, _HEAD_HEIGHT)
        for index, column in enumerate(self._columns):
            sheet.write_string(0, index, _(column.title), self._formats["head"])
        sheet.freeze_panes(1, 3 if self._many else 2)
        sheet.repeat_rows(0)
        _set_up_page(sheet, landscape=True)
        return sheet

    def _finish_ledger_sheet(self) -> None:
        last = max(self._row - 1, 1)
        self._sheet.autofilter(0, 0, last, len(self._columns) - 1)
        self._sheet.print_area(0, 0, last, sum(1 for column in self._columns if column.on_paper) - 1)

    def _add_measure(self, row: Row) -> None:
        if self._row >= self._rows:
            self._finish_ledger_sheet()
            self._sheet, self._row = self._new_ledger_sheet(), 1
        self._sheet.set_row(self._row, row.height)
        for index, (value, column) in enumerate(zip(row.values, self._columns, strict=True)):
            self._write(self._sheet, self._row, index, value, _look(column, is_tight=row.is_tight))
        self._row += 1

    def _add_facts(self, row: Sequence[Value]) -> None:
        """One document: label and value below each other; many: a table with a row each."""
        if self._many:
            if self._fact_row == 0:
                self._write_row(self._facts, 0, fact_titles(), look="head")
            self._fact_row += 1
            self._write_row(self._facts, self._fact_row, row, widths=_MANY_FACT_WIDTHS)
            return
        for label, value in zip(fact_titles(), row, strict=True):
            self._write_row(self._facts, self._fact_row, [label, value], widths=self._fact_widths(), look="left")
            self._write(self._facts, self._fact_row, 0, label, "label")
            self._fact_row += 1

    def _new_list_sheet(self, name: str, widths: Sequence[float], *, is_table: bool) -> Any:
        sheet = self._book.add_worksheet(name)
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        if is_table:
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
        _set_up_page(sheet, landscape=is_table)
        return sheet

    def _fact_widths(self) -> Sequence[float]:
        return _MANY_FACT_WIDTHS if self._many else (_LABEL_WIDTH, _FACT_WIDTH)

    def _indicator_widths(self) -> Sequence[float]:
        return (6, _DOCUMENT_WIDTH, *_INDICATOR_WIDTHS[1:]) if self._many else _INDICATOR_WIDTHS

    def _write_row(
        self, sheet: Any, row: int, values: Sequence[Value], *, widths: Sequence[float] = (), look: str = Look.TEXT
    ) -> None:
        texts = [(str(value), width) for value, width in zip(values, widths, strict=False)]
        sheet.set_row(row, min(row_height(texts, line=LINE), HIGHEST) if widths else _HEAD_HEIGHT)
        for index, value in enumerate(values):
            self._write(sheet, row, index, value, look)

    def _write(self, sheet: Any, row: int, column: int, value: Value, look: str) -> None:
        """Numbers as numbers, dates as dates, everything else as text whatever it looks like."""
        if isinstance(value, int):
            sheet.write_number(row, column, value, self._formats[look])
        elif isinstance(value, date) and value.year >= 1900:
            sheet.write_datetime(row, column, value, self._format(look, "date"))
        elif not isinstance(value, date) and not value:
            sheet.write_blank(row, column, None, self._formats[look])
        else:
            self._write_text(sheet, row, column, str(value), look)

    def _write_text(self, sheet: Any, row: int, column: int, text: str, look: str) -> None:
        """A text like a formula is marked as text for good, so that editing the cell does not wake it."""
        cell_format = self._format(look, "text") if is_like_formula(text) else self._formats[look]
        sheet.write_string(row, column, f" {text}" if text.startswith("<r>") else text, cell_format)

    def _format(self, look: str, special: str) -> Any:
        if (look, special) not in self._special:
            extra: dict[str, Any] = {"num_format": "yyyy-mm-dd"} if special == "date" else {"quote_prefix": True}
            self._special[look, special] = self._book.add_format({**_LOOKS[look], **extra})
        return self._special[look, special]


def _options(folder: str | None) -> dict[str, Any]:
    """Row by row into temporary files where a ledger may be long; in memory, and nothing to clean up, where not."""
    rows = {"constant_memory": True, "tmpdir": folder} if folder else {"in_memory": True}
    return {**rows, "default_format_properties": _FONT}


def _look(column: Column, *, is_tight: bool) -> str:
    return "tight" if is_tight and column.look is Look.TEXT else column.look


def _set_up_page(sheet: Any, *, landscape: bool) -> None:
    sheet.set_paper(9)  # A4
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_footer("&C" + _("第 {page} 页，共 {pages} 页").format(page="&P", pages="&N"))


def _header(title: str) -> str:
    """Excel takes 255 characters, & begins a code, and a digit right after the size would count as part of it."""
    words = plain(title).replace("\n", " ")
    words = words if len(words) <= _HEADER_WORDS else words[: _HEADER_WORDS - 1] + "…"
    return "&C&14 " + words.replace("&", "&&")


def _created(day: date | None) -> datetime:
    """The day on which the document was signed: a file made twice of one document is the same file."""
    return datetime(day.year, day.month, day.day) if day and day.year >= 1900 else _UNKNOWN_DAY  # noqa: DTZ001 -- as above
