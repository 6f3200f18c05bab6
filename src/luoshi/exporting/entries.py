"""A ledger's rows: what each column says of a measure, the same for the table on the screen, .xlsx and .csv."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from luoshi.wording import gettext as _
from luoshi.wording.findings import doubt_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.document import Document, Span
    from luoshi.engine.findings import Breakdown, Measure, Role, Target

Value = str | int | date
"""What a cell holds; an empty cell holds ""."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure on its way into a ledger; `number` counts from 1 through its document."""

    document: Document
    measure: Measure
    number: int


def entries(breakdown: Breakdown) -> Iterator[Entry]:
    for number, measure in enumerate(breakdown.measures, start=1):
        yield Entry(breakdown.document, measure, number)


def page_of(document: Document, span: Span) -> int | None:
    """The page on which a stretch of the text begins, or None where the format has no pages."""
    for origin in document.origins:
        if origin.span.start <= span.start < origin.span.end:
            return origin.page
    return next((block.page for block in document.blocks if block.span.contains(span)), None)


def place_words(document: Document, span: Span) -> str:
    """Where a stretch stands, for people: page where there is one, and characters counted from 1."""
    characters = _("第{first}—{last}字").format(first=span.start + 1, last=span.end)
    page = page_of(document, span)
    return characters if page is None else _("第{page}页").format(page=page) + " " + characters


def headings(entry: Entry) -> str:
    """The titles above the measure; its own run-in title stands in its words already."""
    measure = entry.measure
    return " / ".join(title for title in measure.headings if not measure.text.lstrip().startswith(title))


def units(entry: Entry, role: Role) -> str:
    return "、".join(entry.measure.units(role))


def due(entry: Entry) -> Value:
    """The date as a date; of several dates all, as text, for it is not ours to choose."""
    dates = entry.measure.due
    if len(dates) == 1:
        return dates[0]
    return "\n".join(day.isoformat() for day in dates)


def due_words(entry: Entry) -> str:
    return "\n".join(day.isoformat() for day in entry.measure.due)


def rhythm(entry: Entry) -> str:
    """What the text says of work that goes on or comes round: 持续推进；每季度."""
    words = [word.text for word in (*entry.measure.ongoing, *entry.measure.recurring)]
    return "；".join(dict.fromkeys(words))


def target_words(target: Target) -> str:
    return target.text.strip()


def targets(entry: Entry) -> str:
    return "；\n".join(dict.fromkeys(target_words(target) for target in entry.measure.targets))


def doubts(entry: Entry) -> str:
    return "\n".join(doubt_sentences(entry.measure))
