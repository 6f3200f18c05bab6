"""Finds where an essay says whose words follow: 《…》指出, 报告强调, 书记要求, “…”（《…》）."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.lexicon import any_of, load_table
from luoshi.engine.quotations.people import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from luoshi.engine.quotations.marks import Titled
    from luoshi.engine.quotations.people import People

_REACH = 80
_SENTENCE_END = frozenset("。！？!?；;\r\n")


@dataclass(frozen=True, slots=True)
class Claim:
    """A source as the essay names it: `title` where it gives one, else the `noun` (报告, 书记) and its `sort`.

    `sort` is title, document, meeting, speaker, any, own where the writer quotes himself, person where somebody
    speaks who speaks for no office, or "" where nobody is named (还强调).
    """

    text: str
    span: Span
    sort: str
    title: str = ""
    noun: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A claim together with the place where its words begin: past the verb and the comma or colon after it."""

    claim: Claim
    begins: int


@dataclass(frozen=True, slots=True)
class ParagraphTitles:
    """The titles of a paragraph, made ready for being asked what stands where."""

    starts: tuple[int, ...]
    reach: tuple[int, ...]
    ends: tuple[int, ...]
    outermost: tuple[Titled, ...]
    by_start: dict[int, Titled]

    @classmethod
    def of(cls, titled: Sequence[Titled]) -> ParagraphTitles:
        """Of all titles, in the order of the text: where each starts and how far those so far reach."""
        outermost = sorted((title for title in titled if title.depth == 0), key=lambda title: title.outer.end)
        return cls(
            tuple(title.outer.start for title in titled),
            tuple(accumulate((title.outer.end for title in titled), max)),
            tuple(title.outer.end for title in outermost),
            tuple(outermost),
            {title.outer.start: title for title in outermost},
        )

    def hold(self, at: int) -> bool:
        """Whether this place lies in a title."""
        before = bisect_right(self.starts, at)
        return bool(before) and self.reach[before - 1] > at

    def within(self, start: int, end: int) -> list[Titled]:
        """The outermost titles that end after `start` and not after `end`."""
        return list(self.outermost[bisect_right(self.ends, start) : bisect_right(self.ends, end)])

    def last(self, start: int, end: int) -> Titled | None:
        """The last outermost title that ends after `start` and not after `end`."""
        number = bisect_right(self.ends, end)
        return self.outermost[number - 1] if number and self.ends[number - 1] > start else None

    def opening(self, at: int) -> Titled | None:
        """The outermost title that opens exactly here."""
        return self.by_start.get(at)


def find_attributions(essay: str, paragraph: Span, titles: ParagraphTitles, people: People) -> Iterator[Attribution]:
    """The attributions of a paragraph, in order; one that names nobody (又强调) takes over the one before."""
    previous: Claim | None = None
    for match in _verb().finditer(essay, paragraph.start, paragraph.end):
        if titles.hold(match.start()):
            continue
        kind = _verbs()[match.group("verb")]
        claim = person_speaking(essay, paragraph, match.start(), titles, people)
        if claim is None and kind != "talk":
            strong = kind == "strong"
            claim = _claim_before(essay, paragraph, match.start(), titles, strong=strong, previous=previous)
        if claim is None:
            continue
        yield Attribution(claim, match.end())
        previous = claim


def claim_beside(essay: str, paragraph: Span, outer: Span, titles: ParagraphTitles) -> Claim | None:
    """The source that stands directly beside a passage: 《…》中的“…”, “…”（《…》）."""
    before = essay[max(paragraph.start, outer.start - 12) : outer.start]
    if link := _LINK_BEFORE.search(before):
        at = outer.start - len(before) + link.start()
        if title := titles.last(at - 1, at):
            return _title_claim(essay, title, "claim.title_beside")
        if noun := _noun_claim(essay, paragraph, at):
            return noun
    if (link := _LINK_AFTER.match(essay, outer.end, paragraph.end)) and (title := titles.opening(link.end())):
        return _title_claim(essay, title, "claim.title_after")
    return None


_LINK_BEFORE = re.compile(
    r"(?:中|里|上|内|当中)?(?:的|关于|提出的|明确的|规定的|强调的|所说的|所讲的|要求的|写的)?[：:，,]?\s?$"
)
_LINK_AFTER = re.compile(r"[。，,]?\s?(?:（|\(|——)(?:摘自|引自|见|出自|选自|语出)?(?=《)")


def person_speaking(essay: str, paragraph: Span, at: int, titles: ParagraphTitles, people: People) -> Claim | None:
    """The ordinary person whose words follow at `at`, or whom 他 there stands for."""
    span = None
    if not people.is_nobody(max(paragraph.start, at - _REACH), at):
        start = _sentence_start(essay, paragraph, at)
        span = people.speaking(start, at, _sources_in(essay, start, at, titles))
    if span is None and (pronoun := _PRONOUN.search(essay, max(paragraph.start, at - _NEAR), at)):
        since = max(0, pronoun.start() - _MEMORY)
        ordinary = people.means_ordinary(since, pronoun.start(), _sources_in(essay, since, pronoun.start(), titles))
        span = Span(*pronoun.span()) if ordinary else None
    return Claim(span.of(essay), span, "person", rule="claim.person") if span else None


def person_after(essay: str, paragraph: Span, outer: Span, titles: ParagraphTitles, people: People) -> Claim | None:
    """“…”，一位村民对我说: the ordinary person who is named behind the words."""
    match = _BEHIND.match(essay, outer.end, paragraph.end)
    if not match or titles.last(outer.end, match.end()):
        return None
    verb = next((verb for verb in _verb_alone().finditer(essay, match.start("clause"), match.end())), None)
    if verb is None:
        return None
    begins = match.start("clause")
    span = people.speaking(begins, verb.start(), _sources_in(essay, begins, verb.start(), titles))
    return Claim(span.of(essay), span, "person", rule="claim.person_after") if span else None


_PRONOUN = re.compile(r"(?:他|她|对方)(?!们)[^，。：；！？\n的]{0,10}$")
_MEMORY = 300
_NEAR = 12
_BEHIND = re.compile(r"[，。,！!]?(?:这|这句话|这话)?是?(?P<clause>[^，。！？；：\s“”《]{2,24})(?=[，。！？；：\s]|$)")


def _sources_in(essay: str, start: int, at: int, titles: ParagraphTitles) -> list[Source]:
    """The titles, document numbers and source nouns of a stretch."""
    titled = [Source(title.outer, leader=False) for title in titles.within(start, at)]
    numbered = [Source(Span(*match.span()), leader=False) for match in _NUMBER.finditer(essay, start, at)]
    nouns = [
        Source(Span(*match.span()), leader=_sources()[match.group()] == "speaker")
        for match in _source().finditer(essay, start, at)
    ]
    return [*titled, *numbered, *nouns]


def _noun_claim(essay: str, paragraph: Span, at: int) -> Claim | None:
    """报告中的“…”: a source noun that ends exactly here; one that names a person needs a verb."""
    window = essay[max(paragraph.start, at - 12) : at]
    match = _source_at_end().search(window)
    if not match:
        return None
    noun = match.group()
    sort = _sources()[noun]
    if sort not in {"document", "any"} or not _LINK_STRONG.match(essay, at, at + 6):
        return None
    start = at - len(window) + match.start()
    return Claim(noun, Span(start, at), sort, noun=noun, rule="claim.noun_beside")


_LINK_STRONG = re.compile(r"中|里|上|内|当中|提出的|明确的|规定的|强调的|所说的|要求的|关于")


def _claim_before(
    essay: str, paragraph: Span, at: int, titles: ParagraphTitles, *, strong: bool, previous: Claim | None
) -> Claim | None:
    """Who the subject of a verb at `at` is; None where it is the author or, for a weak verb, nobody."""
    start = _sentence_start(essay, paragraph, at)
    own = _last(_own(), essay, start, at)
    readings = (
        _title_before(essay, start, at, titles),
        _number_before(essay, start, at),
        _noun_before(essay, start, at),
    )
    candidates = [claim for claim in readings if claim]
    nearest = max(candidates, key=lambda claim: (claim.sort == "number", claim.span.end), default=None)
    if nearest and (own is None or own < nearest.span.start):
        return nearest if _is_near(essay, nearest, at, strong=strong) else None
    if own is not None:
        return Claim("", Span(own, at), "own", rule="claim.own")
    if previous and _CARRIES_ON.search(essay, start, at):
        return previous
    return Claim("", Span(at, at), "", rule="claim.nobody") if strong and at - start > 0 else None


def _is_near(essay: str, claim: Claim, at: int, *, strong: bool) -> bool:
    """A weak verb (明确, 说) belongs to the source only when it stands close to it."""
    between = essay[claim.span.end : at]
    if strong:
        return len(between) <= _NEAR_STRONG and between.count("，") <= 1
    return len(between) <= (_NEAR_TITLE if claim.sort == "title" else _NEAR_NOUN) and "，" not in between


_NEAR_STRONG, _NEAR_TITLE, _NEAR_NOUN = 30, 20, 4
_CARRIES_ON = re.compile(r"还|又|也|并|同时|再次|进一步|特别")


def _sentence_start(essay: str, paragraph: Span, at: int) -> int:
    start = max(paragraph.start, at - _REACH)
    return next((place + 1 for place in range(at - 1, start - 1, -1) if essay[place] in _SENTENCE_END), start)


def _title_before(essay: str, start: int, at: int, titles: ParagraphTitles) -> Claim | None:
    """The last title that ends before the verb; a topic between them (《…》围绕教育) does no harm."""
    title = titles.last(start, at)
    return _title_claim(essay, title, "claim.title_verb") if title else None


def _number_before(essay: str, start: int, at: int) -> Claim | None:
    """The last document number before the verb: 滨政办发〔2023〕41号文件要求."""
    found = None
    for match in _NUMBER.finditer(essay, start, at):
        found = match
    if not found:
        return None
    return Claim(found.group(), Span(*found.span()), "number", title=found.group(), rule="claim.number_verb")


_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}[〔\[［（(](?:19|20)\d{2}[〕\]］）)]\s?\d{1,4}\s?号")


def _title_claim(essay: str, title: Titled, rule: str) -> Claim:
    return Claim(title.outer.of(essay), title.outer, "title", title=title.inner.of(essay), rule=rule)


def _noun_before(essay: str, start: int, at: int) -> Claim | None:
    """The last source noun before the verb, outside of titles."""
    found = None
    for match in _source().finditer(essay, start, at):
        found = match
    if not found or essay.find("》", found.end(), at) >= 0:
        return None
    noun = found.group()
    return Claim(noun, Span(*found.span()), _sources()[noun], noun=noun, rule="claim.noun_verb")


def _last(pattern: re.Pattern[str], essay: str, start: int, end: int) -> int | None:
    places = [match.start() for match in pattern.finditer(essay, start, end)]
    return places[-1] if places else None


@cache
def _verb() -> re.Pattern[str]:
    """A verb of saying with the comma or colon, or the mark, by which the words begin."""
    verbs = any_of("quotation_verbs")
    return re.compile(rf"(?P<verb>{verbs})(?:了|道|过|的是|到)?(?:[，,：:]\s{{0,3}}|(?=[“”\"「『＂‘]))")


@cache
def _verb_alone() -> re.Pattern[str]:
    """A verb of saying with which a clause ends, or what is said of the words: 老支书常说的一句话."""
    return re.compile(rf"{any_of('quotation_verbs')}(?:了|道|过|的[\u4e00-\u9fff]{{0,6}}|着)?$")


@cache
def _verbs() -> dict[str, str]:
    return {row[0]: row[1] for row in load_table("quotation_verbs")}


@cache
def _sources() -> dict[str, str]:
    return {row[0]: row[1] for row in load_table("quotation_sources")}


@cache
def _source() -> re.Pattern[str]:
    return re.compile(any_of("quotation_sources"))


@cache
def _source_at_end() -> re.Pattern[str]:
    return re.compile(rf"{any_of('quotation_sources')}$")


@cache
def _own() -> re.Pattern[str]:
    return re.compile(any_of("quotation_own"))
