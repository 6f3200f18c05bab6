"""Finds indicators in tables: those of the file, and those that a web copy flattened to one cell a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.document import Paragraph, Span
from luoshi.engine.indicator_values import (
    CellText,
    build,
    is_nature,
    is_serial,
    is_unit,
    is_value,
    read_values,
    value_columns,
)
from luoshi.engine.tables.columns import Column, columns_named, settled

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from luoshi.engine.document import Document
    from luoshi.engine.findings import Indicator, IndicatorValue
    from luoshi.engine.indicator_values import ValueColumn
    from luoshi.engine.tables.find import GridTable
    from luoshi.engine.tables.grid import Slot

_VALUES = (Column.VALUE, Column.TARGET)
_LONGEST_LINE = 40
_MOST_HEADS = 12
_MOST_WAITING = 6  # lines of a name and of the group names before it
_UNREAD = 8  # lines without a row after which a flattened table is over


def find_table_indicators(document: Document, grid_tables: tuple[GridTable, ...]) -> Iterator[Indicator]:
    """The rows of the indicator tables of `document`: of those among `grid_tables`, and of those flattened to lines."""
    for table in grid_tables:
        if table.header.is_of_indicators:
            yield from _of_grid(table, document)
    yield from _of_lines(document)


def _of_grid(table: GridTable, document: Document) -> Iterator[Indicator]:
    header = table.header
    names = header.places(Column.INDICATOR)
    places = header.places(*_VALUES)
    columns = value_columns([header.headings[place].words for place in places], document.signed_on)
    unit_at = next(iter(header.places(Column.UNIT_OF_MEASURE)), None)
    nature_at = next(iter(header.places(Column.NATURE)), None)
    for grid, start in table.pages:
        for row in grid.squares[start:]:
            name = _name_of(row, names)
            cells = [row[place] for place in places]
            values = _values(columns, [_cell(slot) for slot in cells])
            if name is None or not values:
                continue
            found = build(name, _words(row, unit_at), values, nature=_words(row, nature_at), rule="indicator.table")
            if found:
                yield found


def _name_of(row: Sequence[Slot | None], names: Sequence[int]) -> CellText | None:
    """The indicator's name; of 一级指标 and 二级指标 the last that has words."""
    slots = [slot for place in names if (slot := row[place]) and slot.text]
    return CellText(slots[-1].text, slots[-1].span) if slots else None


def _cell(slot: Slot | None) -> CellText | None:
    return CellText(slot.text, slot.span) if slot and slot.text else None


def _words(row: Sequence[Slot | None], place: int | None) -> str:
    slot = row[place] if place is not None else None
    return "".join(slot.text.split()) if slot else ""


def _values(
    columns: Sequence[ValueColumn | None], cells: Sequence[CellText | None]
) -> list[tuple[ValueColumn, IndicatorValue]]:
    return [
        (column, value)
        for column, cell in zip(columns, cells, strict=True)
        if column and cell
        for value in read_values(cell, column.year)
    ]


@dataclass(frozen=True, slots=True)
class _Flat:
    """The header of a flattened table: what stands in the lines behind a row's name, and whether rows are numbered."""

    behind: tuple[Column, ...]
    heads: tuple[str, ...]
    is_numbered: bool
    is_grouped: bool
    end: int


def _of_lines(document: Document) -> Iterator[Indicator]:
    lines = _lines(document)
    at = 0
    while at < len(lines):
        header = _header_at(lines, at)
        if header is None:
            at += 1
            continue
        at = header.end
        columns = value_columns(header.heads, document.signed_on)
        at = yield from _rows(lines, header, columns, at)


def _lines(document: Document) -> list[CellText]:
    spans = [block.span for block in document.blocks if isinstance(block, Paragraph)]
    return [CellText(words.strip(), span) for span in spans if (words := document.words(span)).strip()]


def _header_at(lines: Sequence[CellText], at: int) -> _Flat | None:
    """The header that begins at a line, if that line and those behind it are heads of an indicator table."""
    kinds: list[Column] = []
    heads: list[str] = []
    for line in lines[at : at + _MOST_HEADS]:
        named = columns_named(line.text) if len(line.text) <= _LONGEST_LINE else ()
        if not named:
            break
        kinds.append(named[0])
        heads.append(line.text)
    if Column.INDICATOR not in kinds:
        return None
    kinds = [column for (column,) in settled(tuple((kind,) for kind in kinds))]
    name = max(i for i, kind in enumerate(kinds) if kind is Column.INDICATOR)
    behind = tuple(kinds[name + 1 :])
    if not any(kind in _VALUES for kind in behind):
        return None
    return _Flat(
        behind,
        tuple(head for kind, head in zip(behind, heads[name + 1 :], strict=True) if kind in _VALUES),
        Column.NUMBER in kinds[:name],
        Column.GROUP in kinds[:name],
        at + len(kinds),
    )


def _rows(
    lines: Sequence[CellText], header: _Flat, columns: Sequence[ValueColumn | None], at: int
) -> Generator[Indicator, None, int]:
    """The rows of a flattened table; returns the line at which it is over."""
    waiting: list[CellText] = []
    while at < len(lines) and len(waiting) <= _UNREAD:
        cells = lines[at : at + len(header.behind)]
        if waiting and _fits(cells, header.behind) and (name := _waiting_name(waiting, header)):
            yield from _row(name, cells, header.behind, columns)
            waiting, at = [], at + len(cells)
            continue
        if len(lines[at].text) > _LONGEST_LINE:
            break
        waiting.append(lines[at])
        at += 1
    return at


def _fits(cells: Sequence[CellText], behind: tuple[Column, ...]) -> bool:
    if len(cells) < len(behind):
        return False
    return all(_may_be(kind, cell.text) for kind, cell in zip(behind, cells, strict=True))


def _may_be(kind: Column, words: str) -> bool:
    if kind in _VALUES:
        return is_value(words)
    if kind is Column.UNIT_OF_MEASURE:
        return is_unit("".join(words.split()))
    return is_nature(words) if kind is Column.NATURE else len(words) <= _LONGEST_LINE


def _waiting_name(waiting: Sequence[CellText], header: _Flat) -> CellText | None:
    """The name among the lines before a row's values: what follows its number; else all, or the last of groups."""
    serials = [i for i, line in enumerate(waiting) if is_serial(line.text)]
    if header.is_numbered and not serials:
        return None
    lines = list(waiting[serials[-1] + 1 :]) if serials else list(waiting[-_MOST_WAITING:])
    if header.is_grouped and not serials:
        first = len(lines) - 1
        while first > 0 and lines[first].text[0] in "（(":
            first -= 1
        lines = lines[first:]
    if not lines:
        return None
    return CellText("".join(line.text for line in lines), Span(lines[0].span.start, lines[-1].span.end))


def _row(
    name: CellText, cells: Sequence[CellText], behind: tuple[Column, ...], columns: Sequence[ValueColumn | None]
) -> Iterator[Indicator]:
    by_kind = list(zip(behind, cells, strict=True))
    values = _values(columns, [cell for kind, cell in by_kind if kind in _VALUES])
    unit = next(("".join(cell.text.split()) for kind, cell in by_kind if kind is Column.UNIT_OF_MEASURE), "")
    nature = next((cell.text for kind, cell in by_kind if kind is Column.NATURE), "")
    found = build(name, unit, values, nature=nature, rule="indicator.flattened") if values else None
    if found:
        yield found
