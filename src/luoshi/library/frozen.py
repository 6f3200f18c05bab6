"""Keeps a document as the engine read it: blocks as plain lists in the row, and back into the engine's types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from luoshi.engine import document as engine
from luoshi.engine.document import Cell, Fact, Paragraph, Place, Span, Table

if TYPE_CHECKING:
    from luoshi.library.models import Document


def blocks_of(document: engine.Document) -> list[Any]:
    """The blocks as JSON: ["p", start, end, level, label, place, page] and ["t", start, end, page, cells]."""
    return [_packed(block) for block in document.blocks]


def engine_document(row: Document) -> engine.Document:
    """The document as it was read, with the facts as they stand now; nothing is read again."""
    return engine.Document(
        name=row.name,
        format=row.format,
        digest=row.file.sha256 if row.file else "",
        text=row.text,
        blocks=tuple(_unpacked(block) for block in row.blocks),
        title=Fact(row.title, Span(0, 0), "fact.row"),
        doc_number=Fact(row.doc_number, Span(0, 0), "fact.row") if row.doc_number else None,
        signed_on=row.signed_on,
        reader=row.reader,
    )


def _packed(block: engine.Block) -> list[Any]:
    if isinstance(block, Paragraph):
        return ["p", block.span.start, block.span.end, block.level, block.label, block.place.value, block.page]
    cells = [[c.span.start, c.span.end, c.row, c.column, c.rows, c.columns] for c in block.cells]
    return ["t", block.span.start, block.span.end, block.page, cells]


def _unpacked(block: list[Any]) -> engine.Block:
    if block[0] == "p":
        _, start, end, level, label, place, page = block
        return Paragraph(Span(start, end), level=level, label=label, place=Place(place), page=page)
    _, start, end, page, cells = block
    return Table(Span(start, end), tuple(Cell(Span(c[0], c[1]), *c[2:]) for c in cells), page=page)
