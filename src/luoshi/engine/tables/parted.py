"""Reads rows that stand in one line each, their cells parted by tabs or bars, as copies from spreadsheets have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.tables.columns import PEOPLE, UNITS, Column
from luoshi.engine.tables.groups import group_at
from luoshi.engine.tables.ledger_rows import CellLine, GroupLine, TableLine
from luoshi.engine.tables.pieces import DRAWN, Piece, parted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.document import Span
    from luoshi.engine.tables.header import Header

_RULE = re.compile(r"[|:\-\s\u2500-\u257f]+")
"""The line between header and body of a Markdown table, or between the rows of a drawn one."""
_LONGEST_GROUP = 60
_NO_END = tuple("，、,：:")
_MOST_ODD = 0.2
"""Share of lines that may have another number of cells than the header before the lines count as broken."""


def parted_lines(
    body: Sequence[Piece], header: Header, sign: str, text: str
) -> tuple[tuple[TableLine, ...], Piece | None]:
    """The lines of a table, and its last line; None for the latter where the lines do not fit the header."""
    lines: list[TableLine] = []
    last: Piece | None = None
    odd = waiting = fitting = 0  # a line of one cell is odd only if the table goes on after it
    above: CellLine | None = None
    begins = True
    for piece in body:
        if _RULE.fullmatch(piece.text):
            begins = True
            continue
        if sign == DRAWN and not begins:  # the second line of a drawn row
            continue
        begins = False
        cells = parted(piece, sign)
        filled = [cell for cell in cells if not cell.is_placeholder]
        if len(filled) == 1 and _is_heading(filled[0]):
            lines.append(GroupLine(group_at(text, filled[0].span)))
            above = None
        elif spans := _spans(cells, header, above):
            above = CellLine(spans)
            lines.append(above)
            fitting, last = fitting + 1, piece
            odd, waiting = odd + waiting, 0
        elif len(cells) > 1:
            odd += 1
        else:
            waiting += 1
    return tuple(lines), last if odd <= _MOST_ODD * fitting else None


def _spans(cells: Sequence[Piece], header: Header, above: CellLine | None) -> tuple[Span | None, ...] | None:
    """The cells of a row under their headings; None if they do not fit there.

    Cells merged from above are missing where the copy wrote them once: what stands in the row moves to the right, and
    the number and all that lies behind it are those of the row above.
    """
    width = len(header.headings)
    given = [None if cell.is_placeholder else cell for cell in cells[:width]]
    while given and given[-1] is None:
        given.pop()
    is_whole = _fits(cells, header)
    if above is None or not 1 < len(given) < width:
        return _padded(given, width) if is_whole else None
    fits = [_fit(given, header, by) for by in range(width - len(given) + 1)]
    by = max(range(len(fits)), key=fits.__getitem__)
    if by == 0 or fits[by] <= max(fits[0], 0):
        return _padded(given, width) if is_whole else None
    merged = {*header.places(Column.NUMBER), *range(by + len(given), width)}
    moved = _padded([*[None] * by, *given], width)
    return tuple(above.cells[at] if span is None and at in merged else span for at, span in enumerate(moved))


def _padded(cells: Sequence[Piece | None], width: int) -> tuple[Span | None, ...]:
    spans = tuple(None if cell is None else cell.span for cell in cells)
    return (*spans, *[None] * (width - len(cells)))


def _fit(cells: Sequence[Piece | None], header: Header, by: int) -> int:
    """How well the cells read under the headings that lie `by` columns to the right."""
    return sum(_fits_heading(cell, header, index + by) for index, cell in enumerate(cells) if cell)


def _fits_heading(cell: Piece, header: Header, index: int) -> int:
    kinds = set(header.headings[index].columns)
    if index == header.main:
        return -1 if cell.is_ordinal or cell.lists_units or cell.is_person else 1
    for wanted, agrees in (
        ({Column.NUMBER}, cell.is_ordinal),
        (UNITS, cell.lists_units),
        ({Column.DUE}, cell.is_date),
        (PEOPLE, cell.is_person),
    ):
        if kinds & wanted:
            return 1 if agrees else -1
    return 0


def _fits(cells: Sequence[Piece], header: Header) -> bool:
    """As many cells as headings, or fewer because merged cells at the right are missing."""
    if len(cells) == len(header.headings):
        return True
    numbers = header.places(Column.NUMBER)
    return (header.main or 0) < len(cells) < len(header.headings) and any(
        cells[index].is_ordinal for index in numbers if index < len(cells)
    )


def _is_heading(cell: Piece) -> bool:
    ends = cell.words.endswith(_NO_END)
    return cell.length <= _LONGEST_GROUP and not ends and not cell.ends_sentence and not cell.is_ordinal
