"""The library as the quotation check sees it: segments to search, and documents by key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from luoshi.engine.quotations.report import SourcePlace
from luoshi.engine.quotations.segments import MOST_CHARACTERS, LibraryDocument, Segment, Shelf, Shelved, segment_bytes
from luoshi.engine.quotations.titles import TitleIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from luoshi.engine.document import Span


@dataclass(frozen=True)
class Library:
    """A view of the library that does not change while it is searched."""

    segments: tuple[Segment, ...]

    @classmethod
    def of(cls, documents: Iterable[LibraryDocument]) -> Library:
        """A library in memory; of documents with the same key the last counts.

        Raises `EngineError` (document_too_long) for a document of more than 16 million characters.
        """
        unique = {document.key: document for document in documents}
        return cls(
            tuple(Segment(b"".join(segment_bytes(batch)), "memory") for batch in batches(unique.values())),
        )

    @cached_property
    def shelves(self) -> dict[str, Shelf]:
        """Where the document with this key lies."""
        return {
            shelved.key: Shelf(at, number)
            for at, segment in enumerate(self.segments)
            for number, shelved in enumerate(segment.documents)
        }

    @cached_property
    def titles(self) -> TitleIndex:
        """The names of all documents."""
        return TitleIndex(self.segments)

    def __len__(self) -> int:
        return len(self.shelves)

    def __contains__(self, key: str) -> bool:
        return key in self.shelves

    def shelved(self, shelf: Shelf) -> Shelved:
        return self.segments[shelf.segment].documents[shelf.number]

    def text(self, shelf: Shelf) -> str:
        """The text of a document, as it was given."""
        segment = self.segments[shelf.segment]
        return segment.slice(*segment.bounds(shelf.number))

    def place(self, shelf: Shelf, span: Span) -> SourcePlace:
        """A stretch of a document's own text, with its title and the clause in which it begins."""
        shelved = self.shelved(shelf)
        clause = ""
        for start, path in self.segments[shelf.segment].clauses(shelf.number):
            if start > span.start:
                break
            clause = path
        return SourcePlace(shelved.key, shelved.title, clause, span)


def batches(documents: Iterable[LibraryDocument]) -> Iterator[list[LibraryDocument]]:
    """The documents in groups that fit into one segment each, in their order."""
    batch: list[LibraryDocument] = []
    size = 0
    for document in documents:
        if batch and size + len(document.text) > MOST_CHARACTERS:
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += len(document.text)
    if batch:
        yield batch
