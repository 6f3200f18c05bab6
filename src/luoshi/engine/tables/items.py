"""Parts a cell that holds several numbered measures into them, and takes the number off a single one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.clauses import ClauseKind
from luoshi.engine.document import Span
from luoshi.engine.outlining.lines import trimmed
from luoshi.engine.outlining.markers import Marker, Style, parse_marker

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\n\r\v\f]+")
_INLINE = re.compile(r"(?<=[。；;！])[ \t\u3000]{0,8}(?=\d{1,2}[.．、](?!\d)|（\d{1,2}）|\(\d{1,2}\))")
_INLINE_STYLES = frozenset({Style.ARABIC, Style.ARABIC_BRACKETED})
_SHORTEST_INLINE = 8
"""Characters an item within a line has on average at least, so that 1.水；2.电 stays one measure."""


@dataclass(frozen=True, slots=True)
class Item:
    """A measure within a cell: its printed number, "" for an unnumbered cell, and its words without the number."""

    number: str
    words: Span


def items_of(text: str, cell: Span) -> tuple[Item, ...]:
    """The measures of a cell: several if it is numbered from its beginning and the numbers count on, else one."""
    cell = trimmed(text, cell)
    first = _numbered(text, cell)
    if first is None:
        return (Item("", cell),)
    starts = _counting(text, cell, first, _line_starts(text, cell))
    if len(starts) < 2 and first.style in _INLINE_STYLES:
        starts = _counting(text, cell, first, _inline_starts(text, cell))
        if len(cell) < _SHORTEST_INLINE * len(starts):
            starts = starts[:1]
    ends = [start for start, _ in starts[1:]] + [cell.end]
    return tuple(
        Item(marker.printed, trimmed(text, Span(start + marker.length, end)))
        for (start, marker), end in zip(starts, ends, strict=True)
    )


def _counting(text: str, cell: Span, first: Marker, starts: Iterator[int]) -> list[tuple[int, Marker]]:
    """The places, from the first on, whose numbers go on in the same way: 1. 2. 3."""
    found = [(cell.start, first)]
    for start in starts:
        marker = _numbered(text, Span(start, cell.end))
        if marker and marker.style is first.style and marker.number == found[-1][1].number + 1:
            found.append((start, marker))
    return found


def _numbered(text: str, span: Span) -> Marker | None:
    """The number at the beginning of a stretch that goes on after it."""
    marker = parse_marker(text[span.start : min(span.end, span.start + 40)])
    if marker is None or marker.kind is not ClauseKind.NUMBERED or marker.length >= len(span):
        return None
    return marker


def _line_starts(text: str, cell: Span) -> Iterator[int]:
    for line in _LINE.finditer(text, cell.start, cell.end):
        start = trimmed(text, Span(line.start(), line.end())).start
        if start > cell.start:
            yield start


def _inline_starts(text: str, cell: Span) -> Iterator[int]:
    for place in _INLINE.finditer(text, cell.start, cell.end):
        yield place.end()
