"""Reads rows that stand in one line each, their cells parted by tabs or bars, as copies from spreadsheets have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.tables.columns import Column
from luoshi.engine.tables.groups import group_at
from luoshi.engine.tables.ledger_rows import CellLine, GroupLine, TableLine
from luoshi.engine.tables.pieces import Piece, parted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.tables.header import Header

_RULE = re.compile(r"[|:\-\s]+")
"""The line between header and body of a Markdown table."""
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
    for piece in body:
        if _RULE.fullmatch(piece.text):
            continue
        cells = parted(piece, sign)
        filled = [cell for cell in cells if not cell.is_placeholder]
        if len(filled) == 1 and _is_heading(filled[0]):
            lines.append(GroupLine(group_at(text, filled[0].span)))
        elif _fits(cells, header):
            spans = [None if cell.is_placeholder else cell.span for cell in cells]
            lines.append(CellLine((*spans, *[None] * (len(header.headings) - len(spans)))))
            fitting, last = fitting + 1, piece
            odd, waiting = odd + waiting, 0
        elif len(cells) > 1:
            odd += 1
        else:
            waiting += 1
    return tuple(lines), last if odd <= _MOST_ODD * fitting else None


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
