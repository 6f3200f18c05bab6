"""Tells whether a passage is put together from several places, each word for word."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from luoshi.engine.quotations.alignment import Excerpt, stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.document import Span
    from luoshi.engine.quotations.segments import Shelf

_SHORTEST = 6
_MOST_PIECES = 6
_MOST_LOOSE = 2
_NEIGHBOURS = 30
_LOOSE = frozenset("和与及并且又也要的以而，、；")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words `start` to `end` of a passage that stand at `span` of a document; its paragraph begins at `paragraph`."""

    start: int
    end: int
    shelf: Shelf
    span: Span
    paragraph: int


def assemble(words: str, excerpts: Sequence[Excerpt]) -> list[Piece]:
    """The pieces of a passage, if the whole of it comes from two or more places; else an empty list.

    Pieces of at least six words, at most two connecting words (和, 并) between them; pieces that lie next to one
    another in a document are one place with words left out or turned round, which is an alteration, no joining.
    """
    pieces: list[Piece] = []
    at, loose = 0, 0
    while at < len(words):
        piece = _longest(words, at, excerpts)
        if piece:
            pieces.append(piece)
            at, loose = piece.end, 0
            continue
        loose += 1
        if loose > _MOST_LOOSE or words[at] not in _LOOSE or len(pieces) > _MOST_PIECES:
            return []
        at += 1
    return pieces if _places(pieces) > 1 else []


def uncovered(words: str, excerpts: Sequence[Excerpt], piece: int = _SHORTEST) -> list[tuple[int, int]]:
    """The stretches of a passage that stand in none of the excerpts, pieces of fewer than `piece` words not counted."""
    texts = [beside.words.text for beside in excerpts]
    gaps: list[tuple[int, int]] = []
    at, open_from = 0, 0
    while at < len(words):
        length = max((_reach(words, at, others, piece) for others in texts), default=0)
        if length:
            gaps.append((open_from, at))
            open_from = at + length
        at += length or 1
    gaps.append((open_from, len(words)))
    return [(start, end) for start, end in gaps if start < end]


def _reach(words: str, at: int, others: str, piece: int) -> int:
    """How many words from `at` on stand together in `others`, 0 for fewer than a piece."""
    length = piece
    if at + piece > len(words) or words[at : at + piece] not in others:
        return 0
    while at + length < len(words) and words[at : at + length + 1] in others:
        length += 1
    return length


def _longest(words: str, at: int, excerpts: Sequence[Excerpt]) -> Piece | None:
    """The longest piece from `at` on that stands in one of the excerpts."""
    best: Piece | None = None
    length = _SHORTEST
    for beside in excerpts:
        others = beside.words.text
        while at + length <= len(words) and (place := others.find(words[at : at + length])) >= 0:
            while at + length < len(words) and others.startswith(words[at : at + length + 1], place):
                length += 1
            span = stretch(beside.words, place, place + length, 0)
            paragraph = beside.start + beside.text.rfind("\n", 0, span.start - beside.start) + 1
            best = Piece(at, at + length, beside.shelf, span, paragraph)
            length += 1
    return best


def _places(pieces: Sequence[Piece]) -> int:
    """How many places the pieces come from."""
    return 1 + sum(not _are_neighbours(one, other) for one, other in pairwise(pieces)) if pieces else 0


def _are_neighbours(one: Piece, other: Piece) -> bool:
    same_paragraph = one.shelf == other.shelf and one.paragraph == other.paragraph
    return same_paragraph and _gap(one.span, other.span) <= _NEIGHBOURS


def _gap(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end)
