"""Keeps a document as the engine read it: blocks and findings as plain lists in the row, blocks also back again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from luoshi.engine import document as engine
from luoshi.engine.document import Cell, Fact, Paragraph, Place, Span, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.findings import Breakdown, Measure
    from luoshi.library.models import Document

UNIT_KINDS = ("lead", "responsible", "support")
KINDS = (*UNIT_KINDS, "due", "ongoing", "recurring", "target")
"""What is found in a text: units by role, dates, words that say that work goes on or comes round, targets."""


def findings_of(found: Breakdown) -> list[Any]:
    """What the engine found, as JSON: [kind of KINDS, start, end, detail], ascending, each once."""
    rows = {row for measure in found.measures for row in _found_in(measure)}
    for indicator in found.indicators:
        values = [value for value in (indicator.baseline, *indicator.targets) if value]
        rows |= {("target", value.span.start, value.span.end, indicator.name) for value in values if len(value.span)}
    return [list(row) for row in sorted(rows, key=lambda row: (row[1], row[2], row[0]))]


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


def _found_in(measure: Measure) -> Iterator[tuple[str, int, int, str]]:
    for part in measure.parts:
        yield part.role.value, part.span.start, part.span.end, part.full_name or ""
    for deadline in measure.deadlines:
        yield "due", deadline.span.start, deadline.span.end, deadline.due_on.isoformat()
    for word in measure.ongoing:
        yield "ongoing", word.span.start, word.span.end, ""
    for word in measure.recurring:
        yield "recurring", word.span.start, word.span.end, ""
    for target in measure.targets:
        yield "target", target.span.start, target.span.end, ""


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
