"""Opens a ledger of any kind for writing: whole at the end, or not there at all."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Protocol

from luoshi.exporting.portions import portion_of
from luoshi.exporting.whole_files import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from luoshi.engine.findings import Breakdown
    from luoshi.exporting.facts import Failure
    from luoshi.exporting.portions import Portion

KINDS = ("xlsx", "csv", "json")


class Ledger(Protocol):
    """Takes portions of its own kind one by one; nothing is kept but what the kind of file needs."""

    def add(self, portion: Portion) -> None: ...

    def add_failure(self, failure: Failure) -> None: ...

    def close(self) -> None: ...

    def abandon(self) -> None: ...


def ledger_into(stream: BinaryIO, kind: str, *, many: bool) -> Ledger:
    """A ledger of a kind of `KINDS` that writes into `stream`; `many` documents get a column of their own."""
    if kind == "xlsx":
        from luoshi.exporting.xlsx_ledger import XlsxLedger  # the library takes a moment to load

        return XlsxLedger(stream, many=many)
    if kind == "csv":
        from luoshi.exporting.csv_ledger import CsvLedger

        return CsvLedger(stream, many=many)
    from luoshi.exporting.json_ledger import JsonLedger

    return JsonLedger(stream, many=many)


def ledger_bytes(breakdown: Breakdown, kind: str) -> bytes:
    """A whole ledger of one document."""
    stream = BytesIO()
    ledger = ledger_into(stream, kind, many=False)
    ledger.add(portion_of(breakdown, kind, many=False))
    ledger.close()
    return stream.getvalue()


@contextmanager
def open_ledger(target: Path, kind: str, *, many: bool) -> Iterator[Ledger]:
    """A ledger that becomes the file `target` when the block ends well.

    Raises `OSError` where the file cannot be written.
    """
    with whole_file(target) as stream:
        ledger = ledger_into(stream, kind, many=many)
        try:
            yield ledger
        except BaseException:
            ledger.abandon()
            raise
        ledger.close()
