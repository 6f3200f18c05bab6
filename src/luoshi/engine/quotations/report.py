"""What the quotation check says: passages of an essay, their verdicts, their sources, and faults of the marks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luoshi.engine.document import Span


class Kind(StrEnum):
    """How a passage shows that it is taken from elsewhere; UNMARKED does not show it at all."""

    MARKED = "marked"
    ATTRIBUTED = "attributed"
    UNMARKED = "unmarked"
    TITLE = "title"


class Verdict(StrEnum):
    """What became of the passage when it was looked up; EXACT stands only where every word is the same."""

    EXACT = "exact"
    EXACT_BUT_PUNCTUATION = "exact_but_punctuation"
    ALTERED = "altered"
    JOINED = "joined"
    WRONG_ATTRIBUTION = "wrong_attribution"
    NOT_FOUND = "not_found"


class Fault(StrEnum):
    """What is odd about the marks of an essay."""

    REVERSED = "reversed"
    UNBALANCED = "unbalanced"
    NESTED = "nested"
    STRAIGHT = "straight"
    MASK = "mask"
    ELLIPSIS = "ellipsis"
    TRADITIONAL = "traditional"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to know about the marks at `span` of the essay."""

    fault: Fault
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference: `quoted` words at `span` of the essay stand for `original` words at `source` of the document.

    `op` is replace, insert (the essay has more) or delete (the essay has less).
    """

    op: str
    quoted: str
    original: str
    span: Span
    source: Span


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A stretch of a library document: its key, its title, the path of the clause, the span in its text."""

    document: str
    title: str
    clause: str
    span: Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage of the essay and what was found.

    `claimed_source` is the source as the essay names it, "" where it names none; `claimed_documents` are the
    library documents it may mean. `places` has one place a part where the passage was joined or has an ellipsis.
    """

    text: str
    span: Span
    kind: Kind
    verdict: Verdict
    rule: str
    claimed_source: str = ""
    claimed_documents: tuple[str, ...] = ()
    source: SourcePlace | None = None
    places: tuple[SourcePlace, ...] = ()
    difference: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotationReport:
    """All passages of one essay in the order of the text, and the oddities of its marks.

    `retold` is what ordinary people say between marks and no document has: nothing to check, but not the writer's.
    """

    quotations: tuple[Quotation, ...]
    marks: tuple[Mark, ...]
    retold: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the essay uses words of others by right or says so: what resemblance leaves out."""
        told = (Verdict.NOT_FOUND,)
        checked = (
            quotation.span
            for quotation in self.quotations
            if quotation.kind in {Kind.MARKED, Kind.TITLE} or quotation.verdict not in told
        )
        return tuple(sorted([*checked, *self.retold]))


def as_json(report: QuotationReport, *, essay: str = "", library: str = "") -> dict[str, object]:
    """The report in the form that `luoshi quotations --format json` prints."""
    return {
        "essay": essay,
        "library": library,
        "quotations": [_quotation_as_json(quotation) for quotation in report.quotations],
        "marks": [
            {"fault": mark.fault.value, "text": mark.text, "start": mark.span.start, "end": mark.span.end}
            for mark in report.marks
        ],
    }


def _quotation_as_json(quotation: Quotation) -> dict[str, object]:
    return {
        "text": quotation.text,
        "start": quotation.span.start,
        "end": quotation.span.end,
        "kind": quotation.kind.value,
        "verdict": quotation.verdict.value,
        "rule": quotation.rule,
        "claimed_source": quotation.claimed_source or None,
        "source": _place_as_json(quotation.source) if quotation.source else None,
        "places": [_place_as_json(place) for place in quotation.places],
        "difference": [_edit_as_json(edit) for edit in quotation.difference],
    }


def _place_as_json(place: SourcePlace) -> dict[str, object]:
    return {
        "document": place.document,
        "title": place.title,
        "clause": place.clause,
        "start": place.span.start,
        "end": place.span.end,
    }


def _edit_as_json(edit: Edit) -> dict[str, object]:
    return {
        "op": edit.op,
        "quoted": edit.quoted,
        "original": edit.original,
        "start": edit.span.start,
        "end": edit.span.end,
        "source_start": edit.source.start,
        "source_end": edit.source.end,
    }
