"""A breakdown as JSON: every finding with its place, its rule and what was made of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from luoshi import __version__
from luoshi.engine.findings import Role
from luoshi.exporting.entries import page_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from luoshi.engine.clauses import Clause, Outline
    from luoshi.engine.document import Document, Fact, Span
    from luoshi.engine.findings import (
        Breakdown,
        Deadline,
        Indicator,
        IndicatorValue,
        Measure,
        Target,
        TimeWord,
        UnitPart,
    )
    from luoshi.exporting.facts import Failure
    from luoshi.exporting.portions import Portion

SCHEMA = "luoshi.breakdown/1"
OUTLINE_SCHEMA = "luoshi.outline/1"

Form = dict[str, Any]
"""An object as `json` writes it: spans are [start, end) in characters of "text", dates ISO 8601, doubts codes."""


def breakdown_form(breakdown: Breakdown) -> Form:
    """The whole breakdown; measures stand in the order of the text."""
    document = breakdown.document
    return {
        "schema": SCHEMA,
        "made_by": f"luoshi {__version__}",
        **_document_form(document),
        "measures": [
            measure_form(document, measure, number) for number, measure in enumerate(breakdown.measures, start=1)
        ],
        "indicators": [_indicator_form(indicator) for indicator in breakdown.indicators],
        "text": document.text,
    }


def measure_form(document: Document, measure: Measure, number: int) -> Form:
    """One measure; `lead`, `responsible`, `support` hold names as printed, `parts` the same with full names."""
    return {
        "id": measure.id,
        "number": number,
        "clause": measure.clause,
        "headings": list(measure.headings),
        "text": measure.text,
        "lead": list(measure.units(Role.LEAD)),
        "responsible": list(measure.units(Role.RESPONSIBLE)),
        "support": list(measure.units(Role.SUPPORT)),
        "due": [day.isoformat() for day in measure.due],
        "ongoing": bool(measure.ongoing),
        "recurring": bool(measure.recurring),
        "targets": [_target_form(target) for target in measure.targets],
        "parts": [_part_form(part) for part in measure.parts],
        "deadlines": [_deadline_form(deadline) for deadline in measure.deadlines],
        "ongoing_words": [_word_form(word) for word in measure.ongoing],
        "recurring_words": [_word_form(word) for word in measure.recurring],
        "span": _span(measure.span),
        "page": page_of(document, measure.span),
        "annotations": [_span(span) for span in measure.annotations],
        "rule": measure.rule,
        "digest": measure.digest,
        "confidence": round(measure.confidence, 4),
        "doubts": [str(doubt) for doubt in measure.doubts],
    }


def outline_form(document: Document, outline: Outline) -> Form:
    """The parts of the document with their trees of clauses; `heading_text` is what the span `heading` covers."""
    return {
        "schema": OUTLINE_SCHEMA,
        **_document_form(document),
        "parts": [_clause_form(document, part) for part in outline.parts],
    }


def to_bytes(form: Form) -> bytes:
    """UTF-8, a line for every measure and fact; broken characters come out as escapes, so that it is valid JSON."""
    members = ",\n".join(f" {_line(key)}: {_lines(value)}" for key, value in form.items())
    return f"{{\n{members}\n}}\n".encode("utf-8", errors="backslashreplace")


def _lines(value: object) -> str:
    """A list of objects with each on a line of its own, anything else on one line."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"  {_line(one)}" for one in value) + "\n ]"
    return _line(value)


def _line(value: object) -> str:
    """Without indentation, because only that is written by the fast encoder."""
    return json.dumps(value, ensure_ascii=False)


class JsonLedger:
    """Writes documents into a stream: one as an object of its own, `many` as {"documents": […], "failed": […]}."""

    def __init__(self, stream: BinaryIO, *, many: bool) -> None:
        self._stream = stream
        self._many = many
        self._written = 0
        self._failed: list[Form] = []

    def add(self, portion: Portion) -> None:
        if self._many:
            self._stream.write(b",\n" if self._written else b'{"schema": "%s", "documents": [\n' % SCHEMA.encode())
        self._stream.write(portion.form.rstrip() if self._many else portion.form)
        self._written += 1

    def add_failure(self, failure: Failure) -> None:
        self._failed.append({"document": failure.name, "code": failure.code, "cause": failure.sentence})

    def close(self) -> None:
        if not self._many:
            return
        if not self._written:
            self._stream.write(b'{"schema": "%s", "documents": [' % SCHEMA.encode())
        self._stream.write(b'\n], "failed": ' + to_bytes_of_list(self._failed) + b"}\n")

    def abandon(self) -> None:
        """Nothing to let go of."""


def to_bytes_of_list(forms: Iterable[Form]) -> bytes:
    return json.dumps(list(forms), ensure_ascii=False).encode("utf-8", errors="backslashreplace")


def _document_form(document: Document) -> Form:
    return {
        "document": document.name,
        "format": document.format,
        "digest": document.digest,
        "reader": document.reader,
        "title": document.title.value if document.title else None,
        "doc_number": document.doc_number.value if document.doc_number else None,
        "signed_on": document.signed_on.isoformat() if document.signed_on else None,
        "issuers": [fact.value for fact in document.issuers],
        "addressees": document.addressees.value if document.addressees else None,
        "facts": {
            "title": _fact_form(document.title),
            "doc_number": _fact_form(document.doc_number),
            "issuers": [_fact_form(fact) for fact in document.issuers],
            "addressees": _fact_form(document.addressees),
            "signed_on": {"span": _span(document.signed_on_span)} if document.signed_on_span else None,
        },
    }


def _fact_form(fact: Fact | None) -> Form | None:
    return None if fact is None else {"value": fact.value, "span": _span(fact.span), "rule": fact.rule}


def _part_form(part: UnitPart) -> Form:
    return {
        "name": part.name,
        "full_name": part.full_name or part.name,
        "role": str(part.role),
        "span": _span(part.span),
        "rule": part.rule,
    }


def _deadline_form(deadline: Deadline) -> Form:
    return {
        "due_on": deadline.due_on.isoformat(),
        "text": deadline.text,
        "span": _span(deadline.span),
        "rule": deadline.rule,
    }


def _word_form(word: TimeWord) -> Form:
    return {"text": word.text, "span": _span(word.span), "rule": word.rule}


def _target_form(target: Target) -> Form:
    return {
        "text": target.text,
        "value": target.value,
        "value_to": target.value_to,
        "unit": target.unit,
        "comparator": str(target.comparator),
        "due_on": target.due_on.isoformat() if target.due_on else None,
        "span": _span(target.span),
        "rule": target.rule,
    }


def _indicator_form(indicator: Indicator) -> Form:
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "baseline": _value_form(indicator.baseline) if indicator.baseline else None,
        "targets": [_value_form(value) for value in indicator.targets],
        "clause": indicator.clause,
        "nature": indicator.nature,
        "span": _span(indicator.span),
        "rule": indicator.rule,
    }


def _value_form(value: IndicatorValue) -> Form:
    return {
        "text": value.text,
        "value": value.value,
        "comparator": str(value.comparator),
        "year": value.year,
        "span": _span(value.span),
    }


def _clause_form(document: Document, clause: Clause) -> Form:
    return {
        "kind": str(clause.kind),
        "marker": clause.marker,
        "path": clause.path,
        "heading_text": document.words(clause.heading),
        "heading": _span(clause.heading),
        "span": _span(clause.span),
        "body": [_span(span) for span in clause.body],
        "rule": clause.rule,
        "children": [_clause_form(document, child) for child in clause.children],
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
