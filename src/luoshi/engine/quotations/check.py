"""The quotation check: an essay and a library in, every passage with its verdict out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.quotations.alignment import Excerpt, Passage, align
from luoshi.engine.quotations.copying import SHORTEST_RUN, bridged, find_runs
from luoshi.engine.quotations.folding import has_traditional, to_simplified
from luoshi.engine.quotations.lookup import FoldedEssay, Frequencies, Query, find_windows
from luoshi.engine.quotations.marks import ELLIPSIS, MASKS, read_marks
from luoshi.engine.quotations.passages import TERM, Found, find_passages, parts_of
from luoshi.engine.quotations.report import Fault, Kind, Mark, Quotation, QuotationReport, Verdict
from luoshi.engine.quotations.resolving import Resolver
from luoshi.engine.quotations.segments import GRAM
from luoshi.engine.quotations.verdicts import SAME, Judge, Judgement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from luoshi.engine.quotations.copying import Run
    from luoshi.engine.quotations.library import Library
    from luoshi.engine.quotations.lookup import Window
    from luoshi.engine.quotations.segments import Shelf


def check_quotations(essay: str, library: Library) -> QuotationReport:
    """Look every passage of `essay` up in `library`.

    Passages come in the order of the text, those between marks without their marks. A marked passage of fewer than
    eight words is a term unless an attribution stands directly before it; a term is reported only where it is found.
    """
    check = _Check(essay, library)
    return check.report()


def _is_told(one: Found, judgement: Judgement, words: int) -> bool:
    """Whether a passage is reported: terms and what people said only where the library has them.

    What somebody retold in his own words (indirect speech) is his, however near it comes to a document.
    """
    if judgement.verdict in SAME and (one.kind is Kind.MARKED or not one.is_retold or words >= SHORTEST_RUN):
        return True
    if one.is_retold:
        return one.kind is Kind.MARKED and judgement.verdict is not Verdict.NOT_FOUND and words >= SHORTEST_RUN
    return not one.term and words >= GRAM


class _Check:
    """One essay beside one library."""

    def __init__(self, essay: str, library: Library) -> None:
        self._essay = essay
        self._library = library
        self._plain = to_simplified(essay)
        self._marks = read_marks(self._plain)
        self._folded = FoldedEssay(essay)
        self._frequencies = Frequencies.of(self._folded, library)
        self._resolver = Resolver(essay, self._marks.titled, library)

    def report(self) -> QuotationReport:
        found = find_passages(self._plain, self._marks)
        titles = [
            self._quotation(Found(Kind.TITLE, title.inner, title.outer, "title"), self._resolver.judge_title(title), [])
            for title in self._marks.titled
        ]
        told = list(self._looked_up(found))
        copied = list(self._copied(found, told))
        quotations = sorted([*titles, *told, *copied], key=lambda one: (one.span.start, -one.span.end))
        spans = {one.span for one in told}
        retold = [one.span for one in found if one.kind is Kind.MARKED and one.is_retold and one.span not in spans]
        return QuotationReport(tuple(quotations), tuple(self._faults(quotations)), tuple(retold))

    def _looked_up(self, found: Sequence[Found]) -> Iterator[Quotation]:
        """Marked and attributed passages, looked up all at once."""
        parts = [[Passage(self._essay, span) for span in parts_of(self._essay, one.span)] for one in found]
        claimed = [self._resolver.claimed(one.claim) for one in found]
        queries = [(part.span, shelves) for some, shelves in zip(parts, claimed, strict=True) for part in some]
        windows = iter(self._windows(queries))
        judge = Judge(self._library, lambda spans: self._windows([(span, ()) for span in spans]))
        for one, some, shelves in zip(found, parts, claimed, strict=True):
            near = [next(windows) for _ in some]
            if not some:
                continue
            judgement = judge.judge(some, near, shelves, free=one.kind is Kind.ATTRIBUTED or one.is_retold)
            if judgement.verdict not in SAME and len(some) == 1 and len(some[0].words) < TERM:
                lost = judge.judge_term(some[0])
                if lost:
                    yield self._quotation(one, lost, shelves)
                    continue
            if _is_told(one, judgement, sum(len(part.words) for part in some)):
                yield self._quotation(one, judgement, shelves)

    def _windows(self, asked: Sequence[tuple[Span, Sequence[Shelf]]]) -> list[list[Window]]:
        """Where stretches of the essay may stand, with the documents that each claims."""
        queries = [Query(*self._folded.folded_range(span), frozenset(shelves)) for span, shelves in asked]
        return find_windows(self._folded, self._library, self._frequencies, queries)

    def _copied(self, found: Sequence[Found], told: Sequence[Quotation]) -> Iterator[Quotation]:
        """Unmarked runs outside of whatever is marked, or attributed and found."""
        taken = [one.outer for one in found if one.kind is Kind.MARKED]
        taken += [title.outer for title in self._marks.titled]
        taken += [one.span for one in told if one.kind is Kind.ATTRIBUTED and one.verdict is not Verdict.NOT_FOUND]
        for group in bridged(find_runs(self._folded, self._library, self._frequencies, taken)):
            yield self._run(group)

    def _run(self, group: Sequence[Run]) -> Quotation:
        """Runs that belong together as one passage, with what lies between them as its difference."""
        offsets = self._folded.offsets
        span = Span(int(offsets[group[0].start]), int(offsets[group[-1].end - 1]) + 1)
        shelf, start, end = group[0].shelf, group[0].source_start, group[-1].source_end
        segment = self._library.segments[shelf.segment]
        first, _ = segment.bounds(shelf.number)
        beside = Excerpt(shelf, segment.slice(first + start, first + end), start)
        hit = align(Passage(self._essay, span), beside)
        found = Found(Kind.UNMARKED, span, span, "unmarked")
        verdict, edits = (hit.verdict, hit.edits) if hit else (Verdict.EXACT, ())
        return self._quotation(found, Judgement(verdict, "run", ((shelf, Span(start, end)),), edits), [])

    def _quotation(self, one: Found, judgement: Judgement, claimed: Sequence[Shelf]) -> Quotation:
        places = tuple(self._library.place(shelf, span) for shelf, span in judgement.places)
        return Quotation(
            text=one.span.of(self._essay),
            span=one.span,
            kind=one.kind,
            verdict=judgement.verdict,
            rule=f"{one.rule}/{judgement.rule}",
            claimed_source=one.claim.text if one.claim else "",
            claimed_documents=tuple(self._library.shelved(shelf).key for shelf in claimed),
            source=places[0] if places else None,
            places=places if len(places) > 1 else (),
            difference=judgement.edits,
        )

    def _faults(self, quotations: Sequence[Quotation]) -> Iterator[Mark]:
        """The faults of the marks, and what in the passages wants a word: masks, ellipses, traditional characters."""
        marks = set(self._marks.faults)
        for one in quotations:
            for fault, pattern in ((Fault.MASK, MASKS), (Fault.ELLIPSIS, ELLIPSIS)):
                for match in pattern.finditer(self._essay, one.span.start, one.span.end):
                    marks.add(Mark(fault, Span(*match.span()), match.group()))
            if has_traditional(one.text):
                marks.add(Mark(Fault.TRADITIONAL, one.span, one.text))
        yield from sorted(marks, key=lambda mark: (mark.span, mark.fault))
