"""Makes the clauses that linked reading compares out of a document that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.linking.report import LinkClause, LinkDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.clauses import Clause, Outline
    from luoshi.engine.document import Document


def link_document(key: str, document: Document, outline: Outline) -> LinkDocument:
    """The document under `key` with its numbered clauses that have words of their own."""
    clauses = tuple(clause for top in outline.parts for clause in _clauses(document, top, ()))
    return LinkDocument(
        key=key,
        title=document.title.value if document.title else document.name,
        clauses=clauses,
        doc_number=document.doc_number.value if document.doc_number else "",
    )


def _clauses(document: Document, top: Clause, above: tuple[str, ...]) -> Iterator[LinkClause]:
    """A clause and those below it, each with the headings above it."""
    waiting = [(top, above)]
    while waiting:
        clause, headings = waiting.pop()
        own = [document.words(clause.heading), *(document.words(span) for span in clause.body)]
        if clause.path and any(own):
            yield LinkClause(clause.path, "\n".join(own), " ".join(headings[-2:]))
        waiting.extend((child, (*headings, own[0][:_HEADING])) for child in reversed(clause.children))


_HEADING = 40
