"""Finds the quotation marks, title marks, ellipses and masks of an essay and tells which open and which close.

Marks are often turned round (”…“), missing or straight. Within a paragraph every mark gets the part (open, close,
stray) that makes the whole cheapest: a mark used against its shape, an unclosed one and a stray one all cost.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.quotations.report import Fault, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

ELLIPSIS = re.compile(r"[…⋯]+|\.{3,12}|。{3,12}|．{3,12}")
MASKS = re.compile(r"[*＊]+|[×✕╳]{2,}|(?<![A-Za-z])[xXｘＸ]{2,}(?![A-Za-z])|[■□●▇█_＿]{2,}")
_PARAGRAPH = re.compile(r"[^\r\n]+")
_SENTENCE_END = re.compile(r"[。！？!?]")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])['’](?=[A-Za-z])")

_TITLE_MARK = re.compile(r"[《》〈〉]")
_FAMILIES = ('“”"＂〝〞', "‘’'＇", "「」", "『』")
_OPENING = frozenset("“‘「『〝")
_CLOSING = frozenset("”’」』〞")
_STRAIGHT = frozenset("\"'＂＇")
_OPENS_AFTER = frozenset("：:，,（(、；;。！？!?")
_CLOSES_BEFORE = frozenset("，,。；;、！!？?）):：》")

_AGAINST_SHAPE = 2.0
_AGAINST_PLACE = 1.5
_LEFT_OVER = 3.0
_UNCLOSED = 2.9
_DEEPER = 1.5
_DEEPEST = 2
_LONGEST_TITLE = 500
"""Marks further apart enclose no title; without this limit titles nested in titles would cost the square of them."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quotation marks: `inner` without, `outer` with the marks; `closed` is False where no mark ends it.

    `depth` is 0 for marks that stand in no others.
    """

    inner: Span
    outer: Span
    depth: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Titled:
    """A title between 《》 or 〈〉: `inner` without the marks, `depth` 0 for the outermost."""

    inner: Span
    outer: Span
    depth: int


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of an essay, in the order of the text."""

    paragraphs: tuple[Span, ...]
    quoted: tuple[Quoted, ...]
    titled: tuple[Titled, ...]
    faults: tuple[Mark, ...]


def read_marks(essay: str) -> Marks:
    """Pair the marks of the essay, paragraph by paragraph, so that a missing one spoils no other paragraph."""
    paragraphs = tuple(Span(*match.span()) for match in _PARAGRAPH.finditer(essay))
    titled: list[Titled] = []
    quoted: list[Quoted] = []
    faults: list[Mark] = []
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        goes_on = following is not None and following.of(essay).lstrip()[:1] in _OPENING
        titled += _titles(essay, paragraph, faults)
        for family in _FAMILIES:
            quoted += _quotes(essay, paragraph, family, faults, goes_on=goes_on)
    quoted.sort(key=lambda one: (one.outer.start, -one.outer.end))
    return Marks(paragraphs, tuple(_nested(essay, quoted, faults)), tuple(titled), tuple(_ordered(faults)))


def sentence_ends(essay: str, paragraph: Span) -> list[int]:
    """Past the end of every sentence of a paragraph, ascending."""
    return [match.end() for match in _SENTENCE_END.finditer(essay, paragraph.start, paragraph.end)]


def _sentence_end(essay: str, start: int, limit: int) -> int:
    """Past the end of the sentence in which `start` stands, at most `limit`."""
    match = _SENTENCE_END.search(essay, start, limit)
    return match.end() if match else limit


def _titles(essay: str, paragraph: Span, faults: list[Mark]) -> Iterator[Titled]:
    """Titles with the titles inside them; one that is not closed ends nothing else."""
    stack: list[int] = []
    found: list[tuple[int, int, int]] = []
    for match in _TITLE_MARK.finditer(essay, paragraph.start, paragraph.end):
        at = match.start()
        if essay[at] in "《〈":
            stack.append(at)
        elif stack:
            found.append((stack.pop(), at, len(stack)))
        else:
            faults.append(Mark(Fault.UNBALANCED, Span(at, at + 1), essay[at]))
    faults.extend(Mark(Fault.UNBALANCED, Span(at, at + 1), essay[at]) for at in stack)
    lost = len(stack)
    for start, end, depth in sorted(found):
        if end - start <= _LONGEST_TITLE:
            yield Titled(Span(start + 1, end), Span(start, end + 1), max(0, depth - lost))


def _quotes(essay: str, paragraph: Span, family: str, faults: list[Mark], *, goes_on: bool) -> Iterator[Quoted]:
    """The pairs of one family of marks in a paragraph, and what an opening mark without a closing one begins."""
    places = [match.start() for match in _family(family).finditer(essay, paragraph.start, paragraph.end)]
    if family[0] == "‘":
        places = [at for at in places if not _APOSTROPHE.match(essay, at)]
    stack: list[int] = []
    lost: list[int] = []
    for at, part in zip(places, _parts(essay, places, paragraph), strict=True):
        if part == "open":
            stack.append(at)
        elif part == "close":
            start = stack.pop()
            faults.extend(_pair_faults(essay, Span(start, at + 1)))
            yield Quoted(Span(start + 1, at), Span(start, at + 1), len(stack))
        else:
            lost.append(at)
    for at in [*lost, *stack]:
        to_be_continued = goes_on and at == places[-1] and essay[at] in _OPENING
        if not to_be_continued:
            faults.append(Mark(Fault.UNBALANCED, Span(at, at + 1), essay[at]))
        if essay[at] not in _CLOSING:
            number = bisect_right(places, at)
            following = places[number] if number < len(places) else paragraph.end
            end = paragraph.end if to_be_continued else _sentence_end(essay, at + 1, following)
            yield Quoted(Span(at + 1, end), Span(at, end), 0, closed=False)


@cache
def _family(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}]")


def _pair_faults(essay: str, pair: Span) -> Iterator[Mark]:
    """What is odd about the two marks at the ends of `pair`."""
    first, last = essay[pair.start], essay[pair.end - 1]
    if first in _STRAIGHT or last in _STRAIGHT:
        yield Mark(Fault.STRAIGHT, pair, pair.of(essay))
    if first in _CLOSING or last in _OPENING:
        yield Mark(Fault.REVERSED, pair, pair.of(essay))


def _parts(essay: str, places: list[int], paragraph: Span) -> list[str]:
    """The cheapest reading of the marks: open, close or stray for each."""
    costs = [0.0, inf, inf]
    steps: list[tuple[str, str, str]] = []
    for at in places:
        costs, step = _step(costs, *_costs(essay, at, paragraph))
        steps.append(step)
    depth = min(range(_DEEPEST + 1), key=lambda deep: costs[deep] + _UNCLOSED * deep)
    parts: list[str] = []
    for step in reversed(steps):
        part = step[depth]
        parts.append(part)
        depth += _BACK[part]
    return parts[::-1]


_BACK = {"open": -1, "close": 1, "stray": 0}


def _step(costs: list[float], opening: float, closing: float) -> tuple[list[float], tuple[str, str, str]]:
    """The cheapest way to every depth with one mark more, and what the mark is on that way."""
    none, one, two = costs
    outside = min((none + _LEFT_OVER, "stray"), (one + closing, "close"), key=_price)
    inside = min((none + opening, "open"), (one + _LEFT_OVER, "stray"), (two + closing, "close"), key=_price)
    deepest = min((one + opening + _DEEPER, "open"), (two + _LEFT_OVER, "stray"), key=_price)
    return [outside[0], inside[0], deepest[0]], (outside[1], inside[1], deepest[1])


_price = itemgetter(0)


def _costs(essay: str, at: int, paragraph: Span) -> tuple[float, float]:
    """What it costs to read the mark at this place as opening and as closing."""
    glyph = essay[at]
    before = essay[at - 1] if at > paragraph.start else "。"
    after = essay[at + 1] if at + 1 < paragraph.end else "。"
    looks_open = before in _OPENS_AFTER and after not in _CLOSES_BEFORE
    looks_closed = after in _CLOSES_BEFORE and before not in "：:"
    opening = (_AGAINST_SHAPE if glyph in _CLOSING else 0.0) + (_AGAINST_PLACE if looks_closed else 0.0)
    closing = (_AGAINST_SHAPE if glyph in _OPENING else 0.0) + (_AGAINST_PLACE if looks_open else 0.0)
    return opening, closing


def _nested(essay: str, quoted: list[Quoted], faults: list[Mark]) -> Iterator[Quoted]:
    """The pairs with the depth they have among the marks of all families."""
    ends: list[int] = []
    for one in quoted:
        while ends and ends[-1] <= one.outer.start:
            ends.pop()
        if ends:
            faults.append(Mark(Fault.NESTED, one.outer, one.outer.of(essay)))
        yield Quoted(one.inner, one.outer, len(ends), one.closed)
        ends.append(one.outer.end)


def _ordered(faults: list[Mark]) -> list[Mark]:
    return sorted(faults, key=lambda mark: (mark.span.start, mark.span.end, mark.fault))
