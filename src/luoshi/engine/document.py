"""The document as it was read: one text, and blocks that say which stretch of it is what."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Span(NamedTuple):
    """A stretch of `Document.text`: `start` inclusive, `end` exclusive, counted in characters."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words that stand in this stretch of `text`."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


class Place(StrEnum):
    """Where in the file a paragraph stands."""

    BODY = "body"
    TEXT_BOX = "text_box"
    FOOTNOTE = "footnote"


class Paragraph(NamedTuple):
    """One paragraph or line of the text.

    `level` is the heading level that the file itself declares (a style, `<h2>`, `##`), counted from 1, or None.
    `label` counts the leading characters of the span that the file does not hold as text because they were
    printed by automatic numbering. `page` counts from 1 and is None where the format has no pages.
    """

    span: Span
    level: int | None = None
    label: int = 0
    place: Place = Place.BODY
    page: int | None = None


class Cell(NamedTuple):
    """One cell of a table; merged cells stand once, at their upper left, and say how far they reach."""

    span: Span
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table in its place in the text: cells in reading order, rows and columns counted from 0."""

    span: Span
    cells: tuple[Cell, ...]
    page: int | None = None


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stretch of the text stands in a paged file: page from 1, offset in that page's own characters."""

    span: Span
    page: int
    offset: int


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader makes of a file: the text, its blocks in order, and what stands apart from the text.

    `apart` holds running heads, feet and page numbers; they are kept for the eye and never searched.
    `origins` is filled by paged formats only.
    """

    text: str
    blocks: tuple[Block, ...]
    apart: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the document says of itself, with its place and the rule that found it."""

    value: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document, read. Every span of every finding counts in `text`."""

    name: str
    format: str
    digest: str
    text: str
    blocks: tuple[Block, ...]
    apart: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    title: Fact | None = None
    doc_number: Fact | None = None
    issuers: tuple[Fact, ...] = ()
    addressees: Fact | None = None
    signed_on: date | None = None
    signed_on_span: Span | None = None
    reader: str = field(default="", compare=False)

    def words(self, span: Span) -> str:
        """The words of a stretch of the text."""
        return span.of(self.text)
