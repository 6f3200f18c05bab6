"""Finds the passages of an essay that are to be looked up: between marks and after an attribution."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from sys import maxsize
from typing import TYPE_CHECKING, TypeVar

from luoshi.engine.document import Span
from luoshi.engine.quotations.claims import (
    Attribution,
    Claim,
    ParagraphTitles,
    claim_beside,
    find_attributions,
    person_after,
    person_speaking,
)
from luoshi.engine.quotations.folding import words_of
from luoshi.engine.quotations.marks import ELLIPSIS, Marks, Quoted, Titled, sentence_ends
from luoshi.engine.quotations.people import People
from luoshi.engine.quotations.report import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Marked = TypeVar("_Marked", Quoted, Titled)

TERM = 8
"""A marked passage of fewer words that nobody is said to have spoken is a term (“一网通办”), not a quotation."""
_SHORTEST_ATTRIBUTED = 8
_DIRECT = 3
_NEAREST = 80
_LONGEST_PART = 2_000
_NEARBY = 10
_SAYING = re.compile(
    r"[：:]$|的?(?:[那这一两几]?句话|心里话|口头禅|心声|嘱托|叮嘱|提问|追问|发问|感慨|感叹)(?:就?是|叫|)[：:，]?$"
)
_CLAUSE = re.compile(r"^\s*(?:要|必须|应当|应该|应|需要|我们要|各级要|务必)(?=[^求点素闻道件紧])")


@dataclass(frozen=True, slots=True)
class Found:
    """A passage to be looked up; `span` is without its marks, `outer` with them."""

    kind: Kind
    span: Span
    outer: Span
    rule: str
    claim: Claim | None = None
    term: bool = False

    @property
    def is_retold(self) -> bool:
        """Whether an ordinary person says it: it need not stand anywhere."""
        return self.claim is not None and self.claim.sort == "person"


def find_passages(essay: str, marks: Marks) -> list[Found]:
    """The passages between marks and after attributions, in the order of the text."""
    found: list[Found] = []
    outermost = _outside_titles([one for one in marks.quoted if one.depth == 0 and len(one.inner)], marks.titled)
    titles, people = _by_paragraph(marks.paragraphs, marks.titled), People(essay)
    for paragraph, titled, quoted in zip(
        marks.paragraphs, titles, _by_paragraph(marks.paragraphs, outermost), strict=True
    ):
        found += _in_paragraph(essay, paragraph, ParagraphTitles.of(titled), people, quoted)
    return sorted(found, key=lambda one: (one.outer.start, -one.outer.end))


def parts_of(essay: str, span: Span) -> list[Span]:
    """The passage cut at its ellipses, and where it is very long at ends of sentences; parts without words left out."""
    parts: list[Span] = []
    start = span.start
    for match in ELLIPSIS.finditer(essay, span.start, span.end):
        parts += _shorter(essay, Span(start, match.start()))
        start = match.end()
    parts += _shorter(essay, Span(start, span.end))
    return [part for part in parts if len(words_of(part.of(essay)))]


def _shorter(essay: str, span: Span) -> Iterator[Span]:
    """A very long stretch in pieces: laying words beside words costs the square of their number."""
    start = span.start
    while span.end - start > _LONGEST_PART:
        cut = 1 + max(essay.rfind(mark, start, start + _LONGEST_PART) for mark in "。！？；\n")
        cut = cut if cut > start else start + _LONGEST_PART
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


def _outside_titles(quoted: Sequence[Quoted], titled: Sequence[Titled]) -> list[Quoted]:
    """Those that stand in no title."""
    starts = [title.outer.start for title in titled]
    ends = list(accumulate((title.outer.end for title in titled), max))
    return [
        one
        for one, before in ((one, bisect_right(starts, one.outer.start)) for one in quoted)
        if not before or ends[before - 1] < one.outer.end
    ]


def _by_paragraph(paragraphs: Sequence[Span], marked: Sequence[_Marked]) -> Iterator[list[_Marked]]:
    """What stands in each paragraph; both come in the order of the text."""
    at = 0
    for paragraph in paragraphs:
        first = at
        while at < len(marked) and marked[at].outer.start < paragraph.end:
            at += 1
        yield list(marked[first:at])


def _in_paragraph(
    essay: str, paragraph: Span, titles: ParagraphTitles, people: People, quoted: Sequence[Quoted]
) -> Iterator[Found]:
    starts = [one.outer.start for one in quoted]
    attributions = [
        one
        for one in find_attributions(essay, paragraph, titles, people)
        if not _stands_inside(one, quoted, bisect_left(starts, one.begins))
    ]
    ends = sentence_ends(essay, paragraph)
    begins = [attribution.begins for attribution in attributions]
    for one in quoted:
        before = bisect_right(begins, one.outer.start + 1)
        claim, direct = _claim_of(essay, one, attributions[before - 1], ends) if before else (None, False)
        beside = claim_beside(essay, paragraph, one.outer, titles)
        if beside and not (claim and direct):
            claim, direct = beside, True
        if not direct:
            claim = _person_beside(essay, paragraph, one.outer, titles, people, claim)
        yield _marked(essay, one, claim, direct=direct)
    for number, attribution in enumerate(attributions):
        limit = min(_first(ends, attribution.begins + 1), paragraph.end)
        if number + 1 < len(attributions):
            limit = min(limit, max(attribution.begins, attributions[number + 1].claim.span.start))
        first = max(0, bisect_right(starts, attribution.begins) - 1)
        last = bisect_right(starts, max(limit, attribution.begins + _DIRECT))
        yield from _attributed(essay, attribution, limit, quoted[first:last])


def _stands_inside(attribution: Attribution, quoted: Sequence[Quoted], before: int) -> bool:
    """Whether it begins in the last passage that opens `before` it; passages do not lie over one another."""
    inner = quoted[before - 1].inner if before else Span(0, 0)
    return inner.start < attribution.begins <= inner.end


def _first(ends: Sequence[int], at: int) -> int:
    """The first end of a sentence from here on."""
    number = bisect_left(ends, at)
    return ends[number] if number < len(ends) else maxsize


def _claim_of(essay: str, one: Quoted, attribution: Attribution, ends: Sequence[int]) -> tuple[Claim | None, bool]:
    """The nearest attribution before the passage if it stands in its sentence, and whether directly before it."""
    between = essay[attribution.begins : min(one.outer.start, attribution.begins + _NEAREST)]
    if one.outer.start - attribution.begins < _NEAREST and len(between.strip()) <= _DIRECT:
        return attribution.claim, True
    if _first(ends, attribution.begins + 1) >= one.outer.start:
        return attribution.claim, False
    return None, False


def _person_beside(
    essay: str, paragraph: Span, outer: Span, titles: ParagraphTitles, people: People, claim: Claim | None
) -> Claim | None:
    """老支书有句话：“…”, or “…”，老支书常说; else the claim that stands further off."""
    before = essay[max(paragraph.start, outer.start - _NEARBY) : outer.start]
    if link := _SAYING.search(before):
        at = outer.start - len(before) + link.start()
        claim = person_speaking(essay, paragraph, at, titles, people) or claim
    return claim or person_after(essay, paragraph, outer, titles, people)


def _marked(essay: str, one: Quoted, claim: Claim | None, *, direct: bool) -> Found:
    """A passage in marks; a short one is a term unless an attribution stands directly before it.

    What the writer himself said (我在小组会上说) is treated like a term: it need not stand anywhere.
    """
    term = (not direct and not _is_quotation(essay, one)) or (claim is not None and claim.sort == "own")
    rule = "marked.term" if term else claim.rule if claim else "marked.alone"
    return Found(Kind.MARKED, one.inner, one.outer, rule, None if term else claim, term)


def _attributed(essay: str, attribution: Attribution, end: int, quoted: Sequence[Quoted]) -> Iterator[Found]:
    """What follows an attribution without marks up to `end`; `quoted` is what stands there in marks."""
    start = attribution.begins
    if attribution.claim.sort == "own":
        return
    if any(one.outer.start < end and start < one.outer.end and _is_quotation(essay, one) for one in quoted):
        return
    if any(0 <= one.outer.start - start <= _DIRECT for one in quoted):
        return
    clause = _CLAUSE.match(essay[start:end])
    span = Span(start + clause.end(), end) if clause else Span(start, end)
    if len(words_of(span.of(essay))) >= _SHORTEST_ATTRIBUTED:
        yield Found(Kind.ATTRIBUTED, span, span, attribution.claim.rule, attribution.claim)


def _is_quotation(essay: str, one: Quoted) -> bool:
    return len(one.inner) >= TERM and len(words_of(one.inner.of(essay))) >= TERM
