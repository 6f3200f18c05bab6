"""Gives what was found in the simplified form of a text back as the document prints it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from luoshi.engine.breakdown.digests import ID_LENGTH, digest_of
from luoshi.engine.findings import Breakdown
from luoshi.engine.script import Print

if TYPE_CHECKING:
    from luoshi.engine.document import Document
    from luoshi.engine.findings import Indicator, IndicatorValue, Measure


def as_printed(found: Breakdown, document: Document) -> Breakdown:
    """The breakdown of `document` whose findings, found in its simplified form, have its own characters."""
    own = Print(document.text)
    return Breakdown(
        document,
        tuple(_measure(measure, document.text, own) for measure in found.measures),
        tuple(_indicator(indicator, document.text, own) for indicator in found.indicators),
    )


def _measure(measure: Measure, text: str, own: Print) -> Measure:
    words = measure.span.of(text)
    digest = digest_of(words)
    return replace(
        measure,
        id=digest[:ID_LENGTH] + measure.id[ID_LENGTH:],
        digest=digest,
        text=words,
        clause=own.loosely(measure.clause),
        headings=tuple(own.loosely(heading) for heading in measure.headings),
        parts=tuple(
            part._replace(
                name=own.words(part.name, part.span),
                full_name=own.loosely(part.full_name) if part.full_name else None,
            )
            for part in measure.parts
        ),
        deadlines=tuple(found._replace(text=found.span.of(text)) for found in measure.deadlines),
        ongoing=tuple(found._replace(text=found.span.of(text)) for found in measure.ongoing),
        recurring=tuple(found._replace(text=found.span.of(text)) for found in measure.recurring),
        targets=tuple(
            found._replace(text=found.span.of(text), unit=own.words(found.unit, found.span))
            for found in measure.targets
        ),
    )


def _indicator(indicator: Indicator, text: str, own: Print) -> Indicator:
    def plain(value: IndicatorValue) -> IndicatorValue:
        return replace(value, text=value.span.of(text))

    return replace(
        indicator,
        name=own.words(indicator.name, indicator.span),
        unit=own.loosely(indicator.unit),
        nature=own.loosely(indicator.nature),
        baseline=plain(indicator.baseline) if indicator.baseline else None,
        targets=tuple(map(plain, indicator.targets)),
    )
