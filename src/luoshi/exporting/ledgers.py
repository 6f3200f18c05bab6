"""Opens a ledger of any kind for writing: whole at the end, or not there at all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from luoshi.exporting.whole_files import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from luoshi.engine.findings import Breakdown
    from luoshi.exporting.facts import Failure

FORMATS = ("xlsx", "csv", "json")


class Ledger(Protocol):
    """Takes breakdowns one by one; nothing is kept but what the kind of file needs."""

    def add(self, breakdown: Breakdown) -> None: ...

    def add_failure(self, failure: Failure) -> None: ...

    def close(self) -> None: ...

    def abandon(self) -> None: ...


def ledger_into(stream: BinaryIO, format: str, *, many: bool) -> Ledger:  # noqa: A002 -- the word of the command line
    """A ledger of a format of `FORMATS` that writes into `stream`; `many` documents get a column of their own."""
    if format == "xlsx":
        from luoshi.exporting.xlsx_ledger import XlsxLedger  # the library takes a moment to load

        return XlsxLedger(stream, many=many)
    if format == "csv":
        from luoshi.exporting.csv_ledger import CsvLedger

        return CsvLedger(stream, many=many)
    from luoshi.exporting.json_ledger import JsonLedger

    return JsonLedger(stream, many=many)


@contextmanager
def open_ledger(target: Path, format: str, *, many: bool) -> Iterator[Ledger]:  # noqa: A002 -- as above
    """A ledger that becomes the file `target` when the block ends well.

    Raises `OSError` where the file cannot be written.
    """
    with whole_file(target) as stream:
        ledger = ledger_into(stream, format, many=many)
        try:
            yield ledger
        except BaseException:
            ledger.abandon()
            raise
        ledger.close()
