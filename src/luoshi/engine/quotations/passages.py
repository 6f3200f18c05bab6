"""Finds the passages of an essay that are to be looked up: between marks and after an attribution."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.quotations.claims import Attribution, Claim, claim_beside, find_attributions
from luoshi.engine.quotations.folding import words_of
from luoshi.engine.quotations.marks import ELLIPSIS, Marks, Quoted, sentence_end
from luoshi.engine.quotations.report import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TERM = 8
"""A marked passage of fewer words that nobody is said to have spoken is a term (“一网通办”), not a quotation."""
_SHORTEST_ATTRIBUTED = 8
_DIRECT = 3
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


def find_passages(essay: str, marks: Marks) -> list[Found]:
    """The passages between marks and after attributions, in the order of the text."""
    found: list[Found] = []
    inside_titles = [title.outer for title in marks.titled]
    for paragraph in marks.paragraphs:
        titled = [title for title in marks.titled if paragraph.contains(title.outer)]
        quoted = [
            one
            for one in marks.quoted
            if one.depth == 0
            and paragraph.contains(one.outer)
            and not any(span.contains(one.outer) for span in inside_titles)
        ]
        attributions = list(find_attributions(essay, paragraph, titled))
        attributions = [one for one in attributions if not _stands_inside(one, quoted)]
        for one in quoted:
            claim, direct = _claim_of(essay, paragraph, one, attributions)
            beside = claim_beside(essay, paragraph, one.outer, titled)
            if beside and not (claim and direct):
                claim, direct = beside, True
            found.append(_marked(essay, one, claim, direct=direct))
        found += _attributed(essay, paragraph, quoted, attributions)
    return sorted(found, key=lambda one: (one.outer.start, -one.outer.end))


def parts_of(essay: str, span: Span) -> list[Span]:
    """The passage cut at its ellipses; parts without words are left out."""
    parts: list[Span] = []
    start = span.start
    for match in ELLIPSIS.finditer(essay, span.start, span.end):
        parts.append(Span(start, match.start()))
        start = match.end()
    parts.append(Span(start, span.end))
    return [part for part in parts if len(words_of(part.of(essay)))]


def _stands_inside(attribution: Attribution, quoted: Sequence[Quoted]) -> bool:
    return any(one.inner.start < attribution.begins <= one.inner.end for one in quoted)


def _claim_of(
    essay: str, paragraph: Span, one: Quoted, attributions: Sequence[Attribution]
) -> tuple[Claim | None, bool]:
    """The nearest attribution before the passage in its sentence, and whether it stands directly before it."""
    for attribution in reversed(attributions):
        if attribution.begins > one.outer.start + 1:
            continue
        between = essay[attribution.begins : one.outer.start]
        if len(between.strip()) <= _DIRECT:
            return attribution.claim, True
        if sentence_end(essay, attribution.begins, paragraph.end) >= one.outer.start:
            return attribution.claim, False
        return None, False
    return None, False


def _marked(essay: str, one: Quoted, claim: Claim | None, *, direct: bool) -> Found:
    """A passage in marks; a short one is a term unless an attribution stands directly before it.

    What the writer himself said (我在小组会上说) is treated like a term: it need not stand anywhere.
    """
    short = len(words_of(one.inner.of(essay))) < TERM
    term = (short and not direct) or (claim is not None and claim.sort == "own")
    rule = "marked.term" if term else claim.rule if claim else "marked.alone"
    return Found(Kind.MARKED, one.inner, one.outer, rule, None if term else claim, term)


def _attributed(
    essay: str, paragraph: Span, quoted: Sequence[Quoted], attributions: Sequence[Attribution]
) -> Iterator[Found]:
    """What follows an attribution without marks, to the end of its sentence or to the next attribution."""
    for number, attribution in enumerate(attributions):
        start = attribution.begins
        if attribution.claim.sort == "own":
            continue
        end = sentence_end(essay, start, paragraph.end)
        if number + 1 < len(attributions):
            end = min(end, max(start, attributions[number + 1].claim.span.start))
        if any(one.outer.start < end and start < one.outer.end and _is_quotation(essay, one) for one in quoted):
            continue
        if any(0 <= one.outer.start - start <= _DIRECT for one in quoted):
            continue
        clause = _CLAUSE.match(essay[start:end])
        span = Span(start + clause.end(), end) if clause else Span(start, end)
        if len(words_of(span.of(essay))) >= _SHORTEST_ATTRIBUTED:
            yield Found(Kind.ATTRIBUTED, span, span, attribution.claim.rule, attribution.claim)


def _is_quotation(essay: str, one: Quoted) -> bool:
    return len(words_of(one.inner.of(essay))) >= TERM
