"""Cuts a document into the lines that an outline is made of; a text that lost its line breaks gets them back."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from luoshi.engine.clauses import ClauseKind
from luoshi.engine.document import Paragraph, Place, Span
from luoshi.engine.outlining.lost_breaks import cuts_at_titles, cuts_behind_brackets, cuts_of, nests
from luoshi.engine.outlining.markers import Marker, Style, parse_marker
from luoshi.engine.outlining.wrapping import joined_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.document import Document

_LOST_BREAKS = 600
"""A paragraph longer than this (characters) may have lost its line breaks; shorter ones enumerate on purpose."""
_SHORT_TEXT, _FEW_LINES = 200, 3
"""In a text of so few lines a paragraph of this length has lost them; a text of one paragraph has in any case."""
_BARE_NUMBER = re.compile(r"(\d{1,3})[ \t\u3000]{1,8}(?=[\u4e00-\u9fff“《])(?![年月日号个条项])")
_ATTACHED = re.compile(r"附\s?件\s?[:：]\s?[1１一][.．、]")
_MOST_ATTACHED = 30
_LEAST_COUNT = 3
_BARE = "marker.bare_number"
_BLANKS = " \t\r\n\x0b\x0c\u3000\xa0\u200b"
_LEADING_BLANKS = "\ufeff" + _BLANKS
_BOLD = "**"
"""The sign of bold print in Markdown; around a whole line, or before what is a heading in bold, no words either."""
_HASHES = re.compile(r"#{1,6}\s+")
"""The signs of a Markdown heading, no part of its words."""


class Line(NamedTuple):
    """One line of the text without the white space around it; `words` is what follows the marker."""

    span: Span
    text: str
    marker: Marker | None
    level: int | None = None
    tabled: bool = False

    @property
    def words(self) -> Span:
        """The span without the marker."""
        return Span(self.span.start + (self.marker.length if self.marker else 0), self.span.end)


def find_lines(document: Document) -> tuple[Line, ...]:
    """The lines of the body in order; tables and footnotes give none."""
    paragraphs = tuple(
        block for block in document.blocks if isinstance(block, Paragraph) and block.place is not Place.FOOTNOTE
    )
    if document.format == "txt":
        paragraphs = joined_paragraphs(document.text, paragraphs)
    lost = _LOST_BREAKS if len(paragraphs) > _FEW_LINES else _SHORT_TEXT if len(paragraphs) > 1 else 0
    lines = tuple(itertools.chain.from_iterable(_lines_of(document.text, paragraph, lost) for paragraph in paragraphs))
    return _with_bare_numbers(_without_attachment_numbers(lines))


def _without_attachment_numbers(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """附件：1.任务分解 / 2.项目清单: the further lines of such a list are no clauses."""
    kept = list(lines)
    for i, line in enumerate(lines):
        if line.marker or not _ATTACHED.match(line.text):
            continue
        for number, following in enumerate(lines[i + 1 : i + _MOST_ATTACHED], start=2):
            marker = following.marker
            if marker is None or marker.number != number or following.text[-1] in "。；;：:":
                break
            kept[i + number - 1] = following._replace(marker=None)
    return tuple(kept)


def _with_bare_numbers(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """1 新建…, 2 改造…, 3 …: numbers that only a space follows count if at least three lines count on."""
    bare = {i: found for i, line in enumerate(lines) if not line.marker and (found := _BARE_NUMBER.match(line.text))}
    numbers = [int(found[1]) for found in bare.values()]
    if numbers[:_LEAST_COUNT] != list(range(1, _LEAST_COUNT + 1)):
        return lines
    return tuple(
        line._replace(
            marker=Marker(Style.ARABIC, ClauseKind.NUMBERED, bare[i][1], int(bare[i][1]), bare[i].end(), _BARE)
        )
        if i in bare
        else line
        for i, line in enumerate(lines)
    )


def _lines_of(text: str, paragraph: Paragraph, lost: int) -> Iterator[Line]:
    span = trimmed(text, paragraph.span)
    hashes = _HASHES.match(span.of(text)) if paragraph.level is not None else None
    if hashes:
        span = Span(span.start + hashes.end(), span.end)
    if text.startswith(_BOLD, span.start, span.end):
        end = span.end - len(_BOLD) if text.endswith(_BOLD, span.start, span.end) else span.end
        span = trimmed(text, Span(min(span.start + len(_BOLD), end), end))
    for piece in _pieces(text, span, lost):
        words = piece.of(text)
        if words:
            yield Line(piece, words, parse_marker(words), level=paragraph.level)


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends (ideographic space and byte order mark included)."""
    start, end = span
    if start < end and text[start] not in _LEADING_BLANKS and text[end - 1] not in _BLANKS:
        return span
    words = text[start:end]
    lead = len(words) - len(words.lstrip(_LEADING_BLANKS))
    tail = len(words.rstrip(_BLANKS))
    return Span(start + lead, start + max(lead, tail))


def _pieces(text: str, span: Span, lost: int) -> tuple[Span, ...]:
    """The paragraph itself, or its stretches where markers that count on stand in the midst of it."""
    words = span.of(text)
    cuts = (
        (cuts_of(words) if len(words) >= lost or nests(words) else [])
        or cuts_behind_brackets(words)
        or cuts_at_titles(words)
    )
    if not cuts:
        return (trimmed(text, span),)
    edges = [0, *cuts, len(span)]
    return tuple(
        piece
        for start, end in itertools.pairwise(edges)
        if len(piece := trimmed(text, Span(span.start + start, span.start + end)))
    )
