"""Tells which library documents an essay means when it names a title, a short form, or just 报告."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.quotations.alignment import Excerpt, Passage, align
from luoshi.engine.quotations.folding import surface_of, words_of
from luoshi.engine.quotations.report import Verdict
from luoshi.engine.quotations.titles import title_noun
from luoshi.engine.quotations.verdicts import Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.quotations.claims import Claim
    from luoshi.engine.quotations.library import Library
    from luoshi.engine.quotations.marks import Titled
    from luoshi.engine.quotations.segments import Shelf
    from luoshi.engine.quotations.titles import TitleHit

_DECLARED = re.compile(
    r"[（(](?:以下|下称|下)?(?:统?简?称)?(?:为)?[：:]?[《“\"「](?P<short>[^《》“”\"「」]{2,30})[》”\"」][）)]"
)
_HEAD = 2000
_MOST_CLAIMED = 5000
_LONGEST_PREFIX = 8


@dataclass(frozen=True)
class Resolver:
    """Resolves the names in one essay against the titles of one library."""

    essay: str
    titled: Sequence[Titled]
    library: Library

    def judge_title(self, title: Titled) -> Judgement:
        """The verdict on a title: as the library prints it, otherwise, shortened, or not there."""
        text = title.inner.of(self.essay)
        hits = self._hits.get(text) or []
        if not hits:
            return Judgement(Verdict.NOT_FOUND, "title.unknown")
        best = min(hits, key=lambda hit: (hit.inner, surface_of(hit.name) != surface_of(text)))
        places = ((best.shelf, self._place(best)),)
        if best.how in {"title.name", "title.mask", "title.declared"}:
            same = best.how != "title.name" or surface_of(best.name) == surface_of(text)
            return Judgement(Verdict.EXACT if same else Verdict.EXACT_BUT_PUNCTUATION, best.how, places)
        beside = align(Passage(self.essay, title.inner), Excerpt(best.shelf, best.name, 0))
        return Judgement(Verdict.ALTERED, best.how, places, beside.edits if beside else ())

    def claimed(self, claim: Claim | None) -> list[Shelf]:
        """The documents that a claim may mean, none where it names none that the library has."""
        if claim is None:
            return []
        if claim.sort == "title":
            return _shelves(self._hits.get(claim.title) or [])
        if claim.sort == "number":
            return self._numbered(words_of(claim.title).text)
        noun = title_noun(claim.noun)
        if not noun:
            return []
        ends, mentioned = self._mentioned(noun)
        if before := bisect_right(ends, claim.span.start):
            return _shelves(self._hits[mentioned[before - 1].inner.of(self.essay)])
        holding = self.library.titles.holding(words_of(noun).text)
        return holding if len(holding) <= _MOST_CLAIMED else []

    def _numbered(self, words: str) -> list[Shelf]:
        """The document with this number; words may stand before it without a gap (按照云政发〔2024〕17号)."""
        found = (self.library.titles.exact(words[start:]) for start in range(_LONGEST_PREFIX))
        return _shelves(next((hits for hits in found if hits), []))

    def _mentioned(self, noun: str) -> tuple[list[int], list[Titled]]:
        """The titles in the essay that hold the word and that the library has, by their end; and these ends."""
        if noun not in self._by_noun:
            held = [title for title in self._known if noun in title.inner.of(self.essay)]
            self._by_noun[noun] = [title.outer.end for title in held], held
        return self._by_noun[noun]

    @cached_property
    def _by_noun(self) -> dict[str, tuple[list[int], list[Titled]]]:
        return {}

    @cached_property
    def _known(self) -> list[Titled]:
        """The outermost titles that the library has, by their end."""
        known = [title for title in self.titled if title.depth == 0 and self._hits.get(title.inner.of(self.essay))]
        return sorted(known, key=lambda title: title.outer.end)

    @cached_property
    def _hits(self) -> dict[str, list[TitleHit]]:
        """For every title that the essay prints, the documents it may mean."""
        hits: dict[str, list[TitleHit]] = {}
        for title in sorted(self.titled, key=lambda one: one.outer.start):
            text = title.inner.of(self.essay)
            if text not in hits:
                declared = self._declared.get(words_of(text).text)
                hits[text] = self._found(text) if declared is None else _renamed(hits.get(declared) or [])
        return hits

    def _found(self, text: str) -> list[TitleHit]:
        titles = self.library.titles
        words = words_of(text).text
        return titles.exact(words) or titles.masked(words) or titles.near(words) or titles.shortened(words)

    @cached_property
    def _declared(self) -> dict[str, str]:
        """Short forms that the essay itself declares: words of the short form → the title they stand for."""
        declared: dict[str, str] = {}
        for title in self.titled:
            if title.depth == 0 and (match := _DECLARED.match(self.essay, title.outer.end)):
                declared[words_of(match.group("short")).text] = title.inner.of(self.essay)
        return declared

    def _place(self, hit: TitleHit) -> Span:
        """Where the name stands at the head of the document, an empty span where it does not."""
        segment = self.library.segments[hit.shelf.segment]
        start, end = segment.bounds(hit.shelf.number)
        at = segment.slice(start, min(end, start + _HEAD)).find(hit.name)
        return Span(at, at + len(hit.name)) if at >= 0 else Span(0, 0)


def _renamed(hits: Sequence[TitleHit]) -> list[TitleHit]:
    return [replace(hit, how="title.declared") for hit in hits]


def _shelves(hits: Sequence[TitleHit]) -> list[Shelf]:
    return sorted({hit.shelf for hit in hits if not hit.inner})
