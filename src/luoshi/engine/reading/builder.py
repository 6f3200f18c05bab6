"""Puts paragraphs and tables one after the other into one text and keeps count of where each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from luoshi.engine.document import Block, Cell, Content, Origin, Paragraph, Place, Span, Table

if TYPE_CHECKING:
    from collections.abc import Iterable


class GridCell(NamedTuple):
    """A cell before it has a place in the text: row and column from 0, `rows` and `columns` it reaches over."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class TextBuilder:
    """Collects the blocks of one document; blocks are parted by a line break, the cells of a row by a tab."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._apart: list[str] = []
        self._origins: list[Origin] = []

    @property
    def length(self) -> int:
        """Characters so far; the next block starts here."""
        return self._length

    def add_paragraph(
        self, text: str, *, level: int | None = None, label: int = 0, place: Place = Place.BODY, page: int | None = None
    ) -> Span:
        """Append a paragraph; an empty one is left out. Returns where it stands."""
        if not text.strip():
            return Span(self._length, self._length)
        span = self._append(text)
        self._end_line()
        self._blocks.append(Paragraph(span, level=level, label=label, place=place, page=page))
        return span

    def add_table(self, cells: Iterable[GridCell], *, page: int | None = None) -> Span:
        """Append a table; line breaks inside a cell stay. Returns where the whole table stands."""
        start = self._length
        placed: list[Cell] = []
        row = -1
        for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
            if placed:
                self._pieces.append("\t" if cell.row == row else "\n")
                self._length += 1
            row = cell.row
            placed.append(Cell(self._append(cell.text), cell.row, cell.column, cell.rows, cell.columns))
        span = Span(start, self._length)
        if any(len(cell.span) for cell in placed):
            self._end_line()
            self._blocks.append(Table(span, tuple(placed), page=page))
        return span

    def add_apart(self, text: str) -> None:
        """Keep a running head, foot or page number outside the text."""
        if text.strip() and text not in self._apart:
            self._apart.append(text)

    def add_origin(self, span: Span, *, page: int, offset: int) -> None:
        """Note where a stretch of the text stands in a paged file."""
        self._origins.append(Origin(span, page, offset))

    def content(self) -> Content:
        return Content("".join(self._pieces), tuple(self._blocks), tuple(self._apart), tuple(self._origins))

    def _end_line(self) -> None:
        self._pieces.append("\n")
        self._length += 1

    def _append(self, text: str) -> Span:
        self._pieces.append(text)
        start, self._length = self._length, self._length + len(text)
        return Span(start, self._length)
