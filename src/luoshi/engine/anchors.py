"""Holds a passage by its words and what stands around it, and finds it again in a later version of the text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from luoshi.engine.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTEXT = 32
"""Characters kept before and after a passage."""
_SEED = 6
_MOST_PLACES = 50
_LEAST_LIKENESS = 75.0
_SHORTEST_CHANGED = 12
"""Passages shorter than this are found word for word or not at all."""
_WINDOWS = 3


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage: its words, and what stood before and after them."""

    quote: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage was found; not `is_exact` if its words have changed."""

    span: Span
    is_exact: bool = True


def anchor_of(text: str, start: int, end: int) -> Anchor:
    """The anchor of a stretch of a text."""
    return Anchor(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def find_anchor(text: str, anchor: Anchor, *, near: int = 0) -> Place | None:
    """The passage in this text; of several the one whose surroundings agree best, then the nearest to `near`.

    Word for word first, then whatever the white space, then with changed words; None if it is gone.
    """
    if not anchor.quote.strip():
        return None
    places = list(_exact(text, anchor.quote)) or list(_spaced(text, anchor.quote))
    if places:
        best = max(places, key=lambda span: (_agreement(text, span, anchor), -abs(span.start - near)))
        return Place(best)
    changed = _changed(text, anchor)
    return Place(changed, is_exact=False) if changed else None


def _exact(text: str, quote: str) -> Iterator[Span]:
    at = text.find(quote)
    found = 0
    while at >= 0 and found < _MOST_PLACES:
        yield Span(at, at + len(quote))
        found += 1
        at = text.find(quote, at + 1)


def _spaced(text: str, quote: str) -> Iterator[Span]:
    """The same characters with other white space between them."""
    wanted = "".join(quote.split())
    places = [at for at, character in enumerate(text) if not character.isspace()]
    squeezed = "".join(text[at] for at in places)
    for span in _exact(squeezed, wanted):
        yield Span(places[span.start], places[span.end - 1] + 1)


def _agreement(text: str, span: Span, anchor: Anchor) -> int:
    """How many characters before and after the place are as they were."""
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return _common(before[::-1], anchor.prefix[::-1]) + _common(after, anchor.suffix)


def _common(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _changed(text: str, anchor: Anchor) -> Span | None:
    """Where most of the words stand in the same order: places that many short pieces of the quote point to."""
    quote = anchor.quote
    if len(quote) < _SHORTEST_CHANGED:
        return None
    votes: Counter[int] = Counter()
    for at in range(0, len(quote) - _SEED + 1, 2):
        for span in _exact(text, quote[at : at + _SEED]):
            votes[max(0, span.start - at) // _SEED] += 1
    spans = [_trimmed(text, quote, vote * _SEED) for vote, _count in votes.most_common(_WINDOWS)]
    scored = [(fuzz.ratio(quote, text[span.start : span.end]), span) for span in spans if len(span)]
    score, best = max(scored, key=lambda one: one[0], default=(0.0, None))
    return best if score >= _LEAST_LIKENESS else None


def _trimmed(text: str, quote: str, start: int) -> Span:
    """The stretch around a place that answers to the quote, without what is not in it at either end."""
    room = len(quote) // 4 + _SEED
    low, high = max(0, start - room), min(len(text), start + len(quote) + room)
    blocks = fuzz.partial_ratio_alignment(quote, text[low:high])
    return Span(low + blocks.dest_start, low + blocks.dest_end) if blocks else Span(low, low)
