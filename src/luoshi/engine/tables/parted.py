"""Reads rows that stand in one line each, their cells parted by tabs or bars, as copies from spreadsheets have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.tables.groups import group_at
from luoshi.engine.tables.ledger_rows import CellLine, GroupLine, TableLine
from luoshi.engine.tables.pieces import Piece, parted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.tables.header import Header

_RULE = re.compile(r"[|:\-\s]+")
"""The line between header and body of a Markdown table."""
_LONGEST_GROUP = 60
_MOST_ODD = 0.2
"""Share of lines that may have another number of cells than the header before the lines count as broken."""


def parted_lines(
    body: Sequence[Piece], header: Header, sign: str, text: str
) -> tuple[tuple[TableLine, ...], Piece | None]:
    """The lines of a table, and its last line; None for the latter where the lines do not fit the header."""
    lines: list[TableLine] = []
    last: Piece | None = None
    odd = fitting = 0
    for piece in body:
        if _RULE.fullmatch(piece.text):
            continue
        cells = parted(piece, sign)
        filled = [cell for cell in cells if not cell.is_placeholder]
        if len(filled) == 1 and _is_heading(filled[0]):
            lines.append(GroupLine(group_at(text, filled[0].span)))
        elif len(cells) == len(header.headings):
            lines.append(CellLine(tuple(None if cell.is_placeholder else cell.span for cell in cells)))
            fitting, last = fitting + 1, piece
        elif len(cells) == 1:
            break
        else:
            odd += 1
    return tuple(lines), last if odd <= _MOST_ODD * fitting else None


def _is_heading(cell: Piece) -> bool:
    return cell.length <= _LONGEST_GROUP and not cell.ends_sentence and not cell.is_ordinal
