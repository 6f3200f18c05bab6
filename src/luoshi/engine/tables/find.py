"""Finds the task tables and indicator tables of a document, whatever shape they came in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.document import Paragraph, Span, Table
from luoshi.engine.tables.captions import caption_before
from luoshi.engine.tables.columns import compact
from luoshi.engine.tables.flattened import find_flattened_tables
from luoshi.engine.tables.grid import Grid, grid_of
from luoshi.engine.tables.grid_lines import grid_lines
from luoshi.engine.tables.header import Header, find_header, header_at, is_header_row
from luoshi.engine.tables.ledger_rows import LedgerRows, TableLine
from luoshi.engine.tables.task_table import TaskTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.document import Block, Document

_BETWEEN_PAGES = re.compile(r"[—\-－–\s]*\d{0,4}[—\-－–\s]*|[（(]?(?:续表?|接上表|上接第?\d*页?)[)）]?\d{0,2}")
"""What may stand between the two halves of a table that goes on over a page: a page number, 续表."""


@dataclass(frozen=True, slots=True)
class GridTable:
    """A table whose header was understood; `start` is the first row of the body.

    `pages` are the tables that follow directly and go on with the same columns, each with its first row.
    """

    grid: Grid
    header: Header
    caption: Span | None
    pages: tuple[tuple[Grid, int], ...]

    @property
    def span(self) -> Span:
        return Span(self.grid.span.start, self.pages[-1][0].span.end)


def find_task_tables(document: Document, *, grid_tables: tuple[GridTable, ...] | None = None) -> tuple[TaskTable, ...]:
    """The tables that ask for something, in the order of the text: those of the file and those flattened to lines.

    `grid_tables` are what `find_grid_tables` gives for the same document, where the caller has them already.
    """
    known = find_grid_tables(document) if grid_tables is None else grid_tables
    grids = [_task_table(table, document.text) for table in known if table.header.is_of_tasks]
    flattened = find_flattened_tables(document)
    tables = [table for table in (*grids, *flattened) if table.rows]
    return tuple(sorted(tables, key=lambda table: table.span))


def find_grid_tables(document: Document) -> tuple[GridTable, ...]:
    """All tables of the file whose header is understood, those over several pages put together."""
    found: list[GridTable] = []
    adjacent = False
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table):
            grid = grid_of(block, document.text)
            header = find_header(grid)
            if adjacent and _goes_on(found[-1], grid, header):
                found[-1] = _with_page(found[-1], grid, header.bottom if header else 0)
            elif header:
                found.extend(_stacked(grid, header, caption_before(document.blocks, index, document.text)))
            adjacent = bool(found) and (header is not None or adjacent)
        elif adjacent and not _is_between_pages(block, document.text):
            adjacent = False
    return tuple(found)


def _stacked(grid: Grid, header: Header, caption: Span | None) -> Iterator[GridTable]:
    """The tables of one grid: a sheet may hold several, each with a header of its own."""
    while True:
        following = _next_header(grid, header)
        end = following.top if following else grid.height
        part = grid.rows(header.top, end)
        yield GridTable(part, header, caption, ((part, header.bottom),))
        if following is None:
            return
        header, caption = following, None


def _next_header(grid: Grid, header: Header) -> Header | None:
    """The next header with other columns below this one."""
    for row in range(header.bottom, grid.height):
        if is_header_row(grid, row):
            following = header_at(grid, row)
            if following.kinds != header.kinds and sum(bool(kind) for kind in following.kinds) >= 3:
                return following
    return None


def _goes_on(table: GridTable, grid: Grid, header: Header | None) -> bool:
    """Whether a grid that follows directly is the next page of the table: same width, and no or the same header."""
    if grid.width != len(table.header.headings):
        return False
    return header is None or header.kinds == table.header.kinds


def _with_page(table: GridTable, grid: Grid, start: int) -> GridTable:
    return GridTable(table.grid, table.header, table.caption, (*table.pages, (grid, start)))


def _is_between_pages(block: Block, text: str) -> bool:
    return isinstance(block, Paragraph) and bool(_BETWEEN_PAGES.fullmatch(compact(block.span.of(text))[:40]))


def _task_table(table: GridTable, text: str) -> TaskTable:
    lines: list[TableLine] = []
    for grid, start in table.pages:
        lines.extend(grid_lines(grid, table.header, text, start=start))
    carried = frozenset(table.header.names)
    rows = LedgerRows(text, table.header, carried, "table.grid").of(lines)
    return TaskTable(table.span, table.header, rows, table.caption, "table.grid")
