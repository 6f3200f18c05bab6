"""Lays a passage beside the place where it may stand, word for word, and tells every difference."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from luoshi.engine.document import Span
from luoshi.engine.quotations.folding import MASK, Words, surface_of, words_of
from luoshi.engine.quotations.report import Edit, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.quotations.library import Library
    from luoshi.engine.quotations.lookup import Window
    from luoshi.engine.quotations.segments import Shelf

MASKED_MOST = 24
"""How many characters a mask may stand for."""
_MARGIN = 48
_LONG, _EDGE = 500, 150
"""Of a long passage only its ends tell where it begins and ends: trying every place costs the cube of its length."""


@dataclass(frozen=True)
class Passage:
    """A stretch of an essay, as words with their offsets in the essay."""

    essay: str
    span: Span

    @cached_property
    def words(self) -> Words:
        words = words_of(self.span.of(self.essay))
        return Words(words.text, words.offsets + self.span.start)

    def part(self, start: int, end: int) -> Span:
        """Where the words from `start` to `end` stand in the essay; empty ones stand before the next word."""
        return stretch(self.words, start, end, self.span.end)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage laid beside a stretch of a document: EXACT, EXACT_BUT_PUNCTUATION or ALTERED with its edits."""

    shelf: Shelf
    span: Span
    verdict: Verdict
    similarity: float
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Excerpt:
    """Some text of a document around a window, as words with their offsets in the document."""

    shelf: Shelf
    text: str
    start: int

    @cached_property
    def words(self) -> Words:
        words = words_of(self.text)
        return Words(words.text, words.offsets + self.start)

    def raw(self, span: Span) -> str:
        return self.text[span.start - self.start : span.end - self.start]


def excerpt(library: Library, window: Window, length: int) -> Excerpt:
    """The text around a window in which a passage of `length` characters may stand."""
    segment = library.segments[window.shelf.segment]
    first, last = segment.bounds(window.shelf.number)
    start = max(first, first + window.start - _MARGIN - length // 6)
    end = min(last, first + window.start + length + length // 2 + 2 * _MARGIN)
    return Excerpt(window.shelf, segment.slice(start, max(start, end)), start - first)


def align(passage: Passage, beside: Excerpt) -> Hit | None:
    """The best place for the passage in the excerpt, whatever its quality; None where either has no words."""
    words, others = passage.words.text, beside.words.text
    if not words or not others:
        return None
    return _find_exact(passage, beside) or _find_near(passage, beside)


def stretch(words: Words, start: int, end: int, past: int) -> Span:
    """From the first to the last of some words, in the text they come from."""
    if start < end:
        return Span(int(words.offsets[start]), int(words.offsets[end - 1]) + 1)
    at = int(words.offsets[start]) if start < len(words) else past
    return Span(at, at)


def _find_exact(passage: Passage, beside: Excerpt) -> Hit | None:
    """The place with the same words, one with the same punctuation before others."""
    words, others = passage.words, beside.words
    surface = surface_of(passage.part(0, len(words)).of(passage.essay))
    found: Hit | None = None
    at = others.text.find(words.text)
    while at >= 0:
        span = stretch(others, at, at + len(words), 0)
        if any(_cut_numbers(others.text, at, at + len(words))):
            pass
        elif MASK in words.text or surface_of(beside.raw(span)) == surface:
            return Hit(beside.shelf, span, Verdict.EXACT, 1.0)
        else:
            found = found or Hit(beside.shelf, span, Verdict.EXACT_BUT_PUNCTUATION, 1.0)
        at = others.text.find(words.text, at + 1)
    return found


def _cut_numbers(words: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether a number is cut through at the start or at the end: 5% out of 15% is another number."""
    front = start > 0 and words[start].isdigit() and words[start - 1] in _IN_NUMBERS
    back = end < len(words) and words[end - 1].isdigit() and words[end] in _IN_NUMBERS
    return front, back


_IN_NUMBERS = frozenset("0123456789.")


def _find_near(passage: Passage, beside: Excerpt) -> Hit | None:
    """The stretch with the fewest differences; what a mask stands for is none."""
    words, others = passage.words.text, beside.words.text
    start, end = _nearest(words, others)
    front, back = _cut_numbers(others, start, end) if start < end else (False, False)
    start = max(0, start - front - (words[0] == MASK and start > 0))
    end = min(len(others), end + back + (words[-1] == MASK))
    blocks = list(_blocks(words, others[start:end]))
    edits: list[Edit] = []
    cost = 0
    masked = False
    for left, right, begin, finish in blocks:
        if _is_masked(words[left:right], others[start + begin : start + finish]):
            masked = True
            continue
        cost += max(right - left, finish - begin)
        edits.append(_edit(passage, beside, (left, right), (start + begin, start + finish)))
    similarity = 1 - cost / max(len(words), end - start, 1)
    span = stretch(beside.words, start, end, beside.start)
    if edits or not masked:
        return Hit(beside.shelf, span, Verdict.ALTERED, similarity, tuple(edits))
    same = _same_between_masks(passage, beside, start, blocks, end - start)
    return Hit(beside.shelf, span, Verdict.EXACT if same else Verdict.EXACT_BUT_PUNCTUATION, 1.0)


def _nearest(words: str, others: str) -> tuple[int, int]:
    """From where to where in `others` the stretch reaches that is nearest to `words`."""
    if len(words) >= len(others):
        return 0, len(others)
    if len(words) > _LONG:
        start = _nearest(words[:_EDGE], others[: len(others) - len(words) + 2 * _EDGE])[0]
        behind = min(start + len(words) - 2 * _EDGE, len(others) - _EDGE)
        return start, behind + _nearest(words[-_EDGE:], others[behind:])[1]
    rough = fuzz.partial_ratio_alignment(words, others)
    if rough is None:
        return 0, len(others)
    slack = max(12, len(words) // 3)
    low, high = max(0, rough.dest_start - slack), min(len(others), rough.dest_end + slack)
    latest = min(rough.dest_end - 1, rough.dest_start + slack)
    start = min(
        range(low, latest + 1),
        key=lambda at: (Indel.distance(words, others[at : rough.dest_end]), abs(at - rough.dest_start)),
        default=low,
    )
    earliest = max(start + 1, rough.dest_end - slack)
    end = min(
        range(earliest, high + 1),
        key=lambda at: (Indel.distance(words, others[start:at]), abs(at - start - len(words))),
    )
    return start, end


def _blocks(words: str, others: str) -> Iterator[tuple[int, int, int, int]]:
    """The stretches that differ, neighbours put together: start and end in `words`, start and end in `others`."""
    open_block: tuple[int, int, int, int] | None = None
    for code in Levenshtein.opcodes(words, others):
        if code.tag == "equal":
            if open_block:
                yield open_block
            open_block = None
        elif open_block:
            open_block = (open_block[0], code.src_end, open_block[2], code.dest_end)
        else:
            open_block = (code.src_start, code.src_end, code.dest_start, code.dest_end)
    if open_block:
        yield open_block


def _is_masked(quoted: str, original: str) -> bool:
    """One side is a mask and nothing else, the other some words it may stand for."""
    pairs = ((quoted, original), (original, quoted))
    return any(mask == MASK and 0 < len(words) <= MASKED_MOST for mask, words in pairs)


def _same_between_masks(
    passage: Passage, beside: Excerpt, start: int, blocks: list[tuple[int, int, int, int]], length: int
) -> bool:
    """Whether the punctuation agrees in all stretches between the masks."""
    size = len(passage.words)
    lefts = [0, *(right for _, right, _, _ in blocks)], [*(left for left, _, _, _ in blocks), size]
    rights = [0, *(finish for *_, finish in blocks)], [*(begin for _, _, begin, _ in blocks), length]
    for one, two, three, four in zip(*lefts, *rights, strict=True):
        mine = passage.part(one, two).of(passage.essay)
        theirs = beside.raw(stretch(beside.words, start + three, start + four, beside.start))
        if surface_of(mine) != surface_of(theirs):
            return False
    return True


def _edit(passage: Passage, beside: Excerpt, mine: tuple[int, int], theirs: tuple[int, int]) -> Edit:
    span = passage.part(*mine)
    source = stretch(beside.words, *theirs, beside.start + len(beside.text))
    op = "delete" if mine[0] == mine[1] else "insert" if theirs[0] == theirs[1] else "replace"
    return Edit(op, span.of(passage.essay), beside.raw(source), span, source)
