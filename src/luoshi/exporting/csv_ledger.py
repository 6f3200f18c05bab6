"""A ledger as .csv that Excel and WPS open by double click: UTF-8 with a byte order mark, CRLF, no formulas."""

from __future__ import annotations

import csv
from datetime import date
from io import TextIOWrapper
from typing import TYPE_CHECKING

from luoshi.exporting.cells import guarded
from luoshi.exporting.columns import columns
from luoshi.wording import gettext as _

if TYPE_CHECKING:
    from typing import BinaryIO

    from luoshi.exporting.entries import Value
    from luoshi.exporting.facts import Failure
    from luoshi.exporting.portions import Portion


class CsvLedger:
    """Writes one row a measure into a stream, the same columns as the sheet."""

    def __init__(self, stream: BinaryIO, *, many: bool) -> None:
        self._text = TextIOWrapper(stream, encoding="utf-8-sig", newline="", errors="replace")
        self._rows = csv.writer(self._text, lineterminator="\r\n")
        self._rows.writerow(_(column.title) for column in columns(many=many))

    def add(self, portion: Portion) -> None:
        for row in portion.rows:
            self._rows.writerow(_cell(value) for value in row.values)

    def add_failure(self, failure: Failure) -> None:
        """A sheet without a second page has no place for files that were not read; the command tells them."""

    def close(self) -> None:
        self._text.flush()
        self._text.detach()

    def abandon(self) -> None:
        """Let go of the stream without closing it."""
        self._text.detach()


def _cell(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else guarded(value)
