"""Makes what the library holds of a document out of a document that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.quotations.segments import LibraryDocument

if TYPE_CHECKING:
    from luoshi.engine.clauses import Outline
    from luoshi.engine.document import Document


def library_document(key: str, document: Document, outline: Outline) -> LibraryDocument:
    """The document under `key`, with its clauses; it can be cited by its title and its number."""
    clauses = ((clause.span.start, clause.path) for clause in outline.walk() if clause.path)
    return LibraryDocument(
        key=key,
        title=document.title.value if document.title else document.name.rpartition(".")[0] or document.name,
        text=document.text,
        clauses=tuple(sorted(clauses, key=lambda clause: clause[0])),
        names=(document.doc_number.value,) if document.doc_number else (),
    )
