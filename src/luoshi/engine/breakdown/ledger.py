"""Puts the ledger together: candidates of text and tables become measures with dates, targets, ids and doubts."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from luoshi.engine.breakdown.candidates import Candidate, find_candidates
from luoshi.engine.breakdown.digests import ID_LENGTH, digest_of
from luoshi.engine.breakdown.doubts import confidence_of, find_doubts
from luoshi.engine.breakdown.printed import as_printed
from luoshi.engine.breakdown.rows import find_row_candidates
from luoshi.engine.deadlines import find_deadlines, find_ongoing, find_recurring
from luoshi.engine.findings import Breakdown, Measure
from luoshi.engine.indicators import find_indicators
from luoshi.engine.outlining import outline
from luoshi.engine.script import is_traditional, simplified_document
from luoshi.engine.tables.find import find_grid_tables, find_task_tables
from luoshi.engine.targets import find_targets
from luoshi.engine.timeframe import TimeFrame, find_time_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.document import Document, Span
    from luoshi.engine.findings import Target

_YEAR = re.compile(r"\d{4}|十[三四五六七]五|二[〇零]")
_NUMBERED_YEAR = re.compile(r"〔(20\d\d)〕")


def break_down(document: Document) -> Breakdown:
    """What a document asks for.

    Returns the measures in the order of the text (a text printed twice counts once) and the indicators of its goals
    sections. A document that asks for nothing gives an empty ledger. A text in traditional characters is read in its
    simplified form; what is found has the characters and the places of the text.
    """
    if is_traditional(document.text):
        return as_printed(_broken_down(simplified_document(document)), document)
    return _broken_down(document)


def _broken_down(document: Document) -> Breakdown:
    clauses = outline(document)
    grid_tables = find_grid_tables(document)
    tables = find_task_tables(document, grid_tables=grid_tables)
    found = find_candidates(document, clauses, tuple(table.span for table in tables))
    rows = find_row_candidates(document, clauses, tables, rules=found.rules)
    candidates = sorted((*found.candidates, *rows), key=lambda candidate: candidate.span)
    title = document.title.value if document.title else ""
    frames: dict[str, TimeFrame] = {}
    measures: list[Measure] = []
    seen: Counter[str] = Counter()
    printed: set[tuple[str, str]] = set()
    for candidate in candidates:
        if candidate.part_title not in frames:
            frames[candidate.part_title] = _frame(document, candidate.part_title, title)
        digest = digest_of(candidate.span.of(document.text))
        if (candidate.path, digest) in printed:
            continue
        printed.add((candidate.path, digest))
        seen[digest] += 1
        again = f"-{seen[digest]}" if seen[digest] > 1 else ""
        frame = frames[candidate.part_title]
        measures.append(_measure(document.text, candidate, frame, id=digest[:ID_LENGTH] + again, digest=digest))
    return Breakdown(document, tuple(measures), find_indicators(document, found.goals, grid_tables=grid_tables))


def _frame(document: Document, part_title: str, title: str) -> TimeFrame:
    """The years of a part: by its own title, the document's, the day of signing, or the year of its number."""
    named = next((name for name in (part_title, title) if _YEAR.search(name)), "")
    number = document.doc_number.value if document.doc_number else ""
    if not named and document.signed_on is None and (year := _NUMBERED_YEAR.search(number)):
        named = f"{year[1]}年"
    return find_time_frame(named, document.signed_on, document.text)


def _further_targets(
    text: str, places: tuple[Span, ...], frame: TimeFrame, told: tuple[Target, ...]
) -> Iterator[Target]:
    """The targets of the columns beside the words; one that the words tell already counts once."""
    known = {(target.value, target.unit) for target in told}
    for place in places:
        for target in find_targets(text, place, frame):
            if (target.value, target.unit) not in known:
                known.add((target.value, target.unit))
                yield target


def _measure(text: str, candidate: Candidate, frame: TimeFrame, *, id: str, digest: str) -> Measure:  # noqa: A002 - the field's own name
    words = candidate.span.of(text)
    places: tuple[Span, ...] = (candidate.span, *candidate.times)
    by_place = [find_deadlines(text, place, frame) for place in places]
    deadlines = tuple(itertools.chain.from_iterable(by_place))
    targets = find_targets(text, candidate.span, frame, deadlines=by_place[0])
    doubts = find_doubts(words, candidate.parts, deadlines)
    return Measure(
        id=id,
        clause=candidate.path,
        headings=candidate.headings,
        text=words,
        span=candidate.span,
        rule=candidate.rule,
        digest=digest,
        annotations=candidate.annotations,
        parts=candidate.parts,
        deadlines=deadlines,
        ongoing=tuple(found for place in places for found in find_ongoing(text, place)),
        recurring=tuple(found for place in places for found in find_recurring(text, place)),
        targets=(*targets, *_further_targets(text, candidate.results, frame, targets)),
        confidence=confidence_of(doubts),
        doubts=doubts,
    )
