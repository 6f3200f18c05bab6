"""A document's portion of a ledger, ready to be written: made beside the reading, small enough to hand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.exporting.cells import plain
from luoshi.exporting.columns import columns
from luoshi.exporting.entries import entries
from luoshi.exporting.facts import fact_row, indicator_row
from luoshi.exporting.heights import HIGHEST, LINE, TIGHT_LINE, TIGHT_PER_DIGIT, row_height
from luoshi.exporting.json_ledger import breakdown_form, to_bytes

if TYPE_CHECKING:
    from datetime import date

    from luoshi.engine.findings import Breakdown
    from luoshi.exporting.columns import Column
    from luoshi.exporting.entries import Entry, Value


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: its cells in the order of the columns, the row's height in points, and whether to set it smaller."""

    values: tuple[Value, ...]
    height: float = 0.0
    is_tight: bool = False


@dataclass(frozen=True, slots=True)
class Portion:
    """What one document adds to a ledger of a kind: rows for sheets, `form` (one JSON object) for .json."""

    title: str
    signed_on: date | None = None
    rows: tuple[Row, ...] = ()
    facts: tuple[Value, ...] = ()
    indicators: tuple[tuple[Value, ...], ...] = ()
    form: bytes = b""


def portion_of(breakdown: Breakdown, kind: str, *, many: bool) -> Portion:
    """The portion for a ledger of `kind` (xlsx, csv, json); with `many` documents its rows name theirs."""
    document = breakdown.document
    title = document.title.value if document.title else document.name
    if kind == "json":
        return Portion(title, document.signed_on, form=to_bytes(breakdown_form(breakdown)))
    shape = columns(many=many)
    if kind == "csv":
        return Portion(title, document.signed_on, tuple(Row(_values(entry, shape)) for entry in entries(breakdown)))
    indicators = (
        indicator_row(breakdown, indicator, number, many=many)
        for number, indicator in enumerate(breakdown.indicators, start=1)
    )
    return Portion(
        title,
        document.signed_on,
        tuple(_measured(_values(entry, shape), shape) for entry in entries(breakdown)),
        tuple(_clean(value) for value in fact_row(breakdown)),
        tuple(tuple(_clean(value) for value in row) for row in indicators),
    )


def _values(entry: Entry, shape: tuple[Column, ...]) -> tuple[Value, ...]:
    return tuple(_clean(column.value(entry)) for column in shape)


def _clean(value: Value) -> Value:
    return plain(value) if isinstance(value, str) else value


def _measured(values: tuple[Value, ...], shape: tuple[Column, ...]) -> Row:
    """With the height that shows every line; what is too high for any row is set smaller."""
    cells = [(str(value), column.width) for value, column in zip(values, shape, strict=True)]
    height = row_height(cells, line=LINE)
    if height <= HIGHEST:
        return Row(values, height)
    tight = row_height([(text, width / TIGHT_PER_DIGIT) for text, width in cells], line=TIGHT_LINE)
    return Row(values, min(tight, HIGHEST), is_tight=True)
