"""The quotation check of a text against the documents that somebody may see: verdicts, places, differences, mends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.quotations import Fault, Kind, Verdict, check_quotations
from luoshi.library.originals import library_of
from luoshi.library.queries.documents import documents_in_reach_by_post, documents_visible_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.accounts.models import User
    from luoshi.engine.document import Span
    from luoshi.engine.quotations import Edit, Library, Mark, Quotation, QuotationReport, SourcePlace
    from luoshi.training.essays import Essay, Place

RIGHT, UNSURE, WRONG = "is-right", "is-unsure", "is-wrong"
_TONES = {
    Verdict.EXACT: RIGHT,
    Verdict.EXACT_BUT_PUNCTUATION: UNSURE,
    Verdict.ALTERED: WRONG,
    Verdict.JOINED: UNSURE,
    Verdict.WRONG_ATTRIBUTION: WRONG,
    Verdict.NOT_FOUND: UNSURE,
}
_FAULT_TONES = {Fault.REVERSED: WRONG, Fault.UNBALANCED: WRONG, Fault.STRAIGHT: UNSURE}
"""The other oddities of marks are told, and are no fault."""
_NEAR_TITLE = "title.near"
_END = re.compile(r"[，。；：、！？,;:!?]+$")
LONGEST_SOURCE = 400


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a passage beside the original: the same in both, only here ("gone"), only there ("came")."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the words stand in the library, with the words there."""

    document: int
    title: str
    clause: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Mend:
    """One click's worth of change: `words` as they stand become `fix`."""

    kind: str
    words: str
    fix: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage or a mark of the text and what is to be said about it; `code` picks the sentence."""

    code: str
    tone: str
    text: str
    start: int
    end: int
    places: tuple[Place, ...]
    claimed: str = ""
    pieces: tuple[Piece, ...] = ()
    sources: tuple[Source, ...] = ()
    mends: tuple[Mend, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.tone == RIGHT

    @property
    def places_text(self) -> str:
        """The places as the page's script reads them."""
        return " ".join(f"{one.part}:{one.field}:{one.start}:{one.end}" for one in self.places)


@dataclass(frozen=True)
class Findings:
    """All findings of a text in its order, and the report behind them."""

    all: tuple[Finding, ...]
    report: QuotationReport

    @property
    def open(self) -> list[Finding]:
        """What the author may want to look at."""
        return [one for one in self.all if not one.is_right]

    @property
    def right(self) -> list[Finding]:
        """What agrees with the original."""
        return [one for one in self.all if one.is_right]


def find_quotations(essay: Essay, viewer: User) -> Findings:
    """Check a text against the library as the viewer sees it."""
    library = _library_for(viewer)
    report = check_quotations(essay.text, library)
    found = [
        *(_of_quotation(one, essay, library) for one in report.quotations),
        *(_of_mark(one, essay) for one in report.marks),
    ]
    return Findings(tuple(sorted(found, key=lambda one: (one.start, -one.end))), report)


def _library_for(viewer: User) -> Library:
    """Whole libraries for a post; of those opened for a class only the documents that were opened."""
    by_post = documents_in_reach_by_post(viewer)
    owners = by_post.order_by().values_list("owner_id", flat=True).distinct()
    opened = documents_visible_to(viewer).exclude(pk__in=by_post.order_by().values("pk"))
    return library_of(owners, single=opened.order_by().values_list("pk", "version"))


def _of_quotation(one: Quotation, essay: Essay, library: Library) -> Finding:
    places = tuple(essay.places(one.span.start, one.span.end))
    sources = tuple(_source(place, library) for place in one.places or ((one.source,) if one.source else ()))
    is_unmarked = one.kind is Kind.UNMARKED
    is_short_form = one.kind is Kind.TITLE and one.verdict is Verdict.ALTERED and not one.rule.endswith(_NEAR_TITLE)
    tone = UNSURE if is_short_form or (is_unmarked and one.verdict is Verdict.EXACT) else _TONES[one.verdict]
    return Finding(
        code="title.short_form" if is_short_form else f"{one.kind.value}.{one.verdict.value}",
        tone=tone,
        text=one.text,
        start=one.span.start,
        end=one.span.end,
        places=places,
        claimed=one.claimed_source,
        pieces=tuple(_pieces(one)) if one.verdict is Verdict.ALTERED else (),
        sources=sources,
        mends=tuple(_mends(one, sources)) if len(places) == 1 and not is_short_form else (),
    )


def _of_mark(mark: Mark, essay: Essay) -> Finding:
    places = tuple(essay.places(mark.span.start, mark.span.end))
    mends: tuple[Mend, ...] = ()
    if mark.fault in {Fault.REVERSED, Fault.STRAIGHT} and len(places) == 1 and len(mark.text) > 1:
        inner = mark.text[1:-1]
        pair = "‘’" if mark.text[0] in "‘’'＇" else "“”"
        mends = (Mend("turn", mark.text, f"{pair[0]}{inner}{pair[1]}"),)
    tone = _FAULT_TONES.get(mark.fault, RIGHT)
    return Finding(f"mark.{mark.fault.value}", tone, mark.text, mark.span.start, mark.span.end, places, mends=mends)


def _source(place: SourcePlace, library: Library) -> Source:
    words = place.span.of(library.text(library.shelves[place.document]))
    return Source(
        int(place.document), place.title, place.clause, place.span.start, place.span.end, words[:LONGEST_SOURCE]
    )


def _pieces(one: Quotation) -> Iterator[Piece]:
    """The passage with what is only here and what is only in the original, in the order of reading."""
    at = one.span.start
    for edit in _edits(one):
        yield Piece(one.text[at - one.span.start : edit.span.start - one.span.start])
        if edit.quoted:
            yield Piece(edit.quoted, "gone")
        if edit.original:
            yield Piece(edit.original, "came")
        at = edit.span.end
    yield Piece(one.text[at - one.span.start :])


def _mends(one: Quotation, sources: tuple[Source, ...]) -> Iterator[Mend]:
    if one.verdict is Verdict.ALTERED and one.difference:
        yield Mend("original", one.text, _restored(one))
    elif one.verdict is Verdict.EXACT_BUT_PUNCTUATION and len(sources) == 1 and one.kind is not Kind.TITLE:
        fix = _punctuated(one.text, sources[0].words)
        if fix != one.text:
            yield Mend("original", one.text, fix)
    if one.kind in {Kind.UNMARKED, Kind.ATTRIBUTED} and one.verdict is Verdict.EXACT:
        end = _END.search(one.text)
        words, tail = (one.text[: end.start()], end.group()) if end else (one.text, "")
        yield Mend("marks", one.text, f"“{words}”{tail}")


def _restored(one: Quotation) -> str:
    """The passage with the words of the original."""
    text, start = one.text, one.span.start
    for edit in reversed(_edits(one)):
        text = text[: edit.span.start - start] + edit.original + text[edit.span.end - start :]
    return text.replace("\n", "")


def _punctuated(text: str, original: str) -> str:
    """The original's words; at its end the passage keeps the mark that its own sentence needs."""
    end = _END.search(text)
    words = _END.sub("", original.replace("\n", ""))
    return words + (end.group() if end else "")


def _edits(one: Quotation) -> list[Edit]:
    inside: list[Edit] = [edit for edit in one.difference if _within(edit.span, one.span)]
    return sorted(inside, key=lambda edit: (edit.span.start, edit.span.end))


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
