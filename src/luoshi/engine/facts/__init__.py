"""Finds what a document says of itself: title, number, issuers, addressees, date of signature."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from luoshi.engine.facts.addressees import find_addressees
from luoshi.engine.facts.dates import find_signed_on
from luoshi.engine.facts.issuers import find_issuers
from luoshi.engine.facts.lines import fact_lines
from luoshi.engine.facts.numbers import find_doc_number
from luoshi.engine.facts.titles import find_title
from luoshi.engine.script import Print, is_traditional, simplified_content

if TYPE_CHECKING:
    from datetime import date

    from luoshi.engine.document import Content, Fact, Span

__all__ = ["Facts", "find_facts"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found; each fact with its place, None or empty where the document does not say it."""

    title: Fact | None = None
    doc_number: Fact | None = None
    issuers: tuple[Fact, ...] = ()
    addressees: Fact | None = None
    signed_on: date | None = None
    signed_on_span: Span | None = None


def find_facts(content: Content) -> Facts:
    """The facts of a document. Dates are those of signature (成文日期), not of printing or publication.

    A text in traditional characters is read in its simplified form; the facts have its own characters.
    """
    if is_traditional(content.text):
        return _as_printed(_facts(simplified_content(content)), Print(content.text))
    return _facts(content)


def _as_printed(facts: Facts, own: Print) -> Facts:
    return replace(
        facts,
        title=own.fact(facts.title),
        doc_number=own.fact(facts.doc_number),
        issuers=tuple(fact for one in facts.issuers if (fact := own.fact(one))),
        addressees=own.fact(facts.addressees),
    )


def _facts(content: Content) -> Facts:
    lines = fact_lines(content)
    title = find_title(content.text, lines)
    after_title = [line for line in lines if title is None or line.span.start >= title.span.end]
    addressees = find_addressees(after_title) or find_addressees(lines)
    signed_on, signed_span = find_signed_on(lines)
    return Facts(
        title=title,
        doc_number=find_doc_number(lines, addressees),
        issuers=find_issuers(lines, title, signed_span),
        addressees=addressees,
        signed_on=signed_on,
        signed_on_span=signed_span,
    )
