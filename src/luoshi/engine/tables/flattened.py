"""Puts task tables together again that stand in the text one cell a line, as copies from web pages have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.tables.columns import compact
from luoshi.engine.tables.decoding import Part, Reading, decode
from luoshi.engine.tables.grid_lines import is_aside
from luoshi.engine.tables.groups import group_at
from luoshi.engine.tables.ledger_rows import (
    CellLine,
    GroupLine,
    LedgerRows,
    TableLine,
    carried_when_flattened,
    is_empty,
)
from luoshi.engine.tables.pieces import Piece, parted, pieces_of
from luoshi.engine.tables.run_header import HeaderRun, header_run_at
from luoshi.engine.tables.scoring import Scoring, ordinal_chain
from luoshi.engine.tables.task_table import TaskTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from luoshi.engine.document import Document

_LONGEST_RUN = 4_000
"""Lines of one table at most."""
_STOP = re.compile(
    r"(?:附件|附录|附表)\d{0,2}[：:]?|(?:抄送|抄报|主办)[：:].*|[（(]此件.{0,20}[)）]"
    r"|(?:20\d\d|二〇..)年.{1,3}月.{1,3}日(?:印发)?"
)
"""Lines with which a table is over: 附件2, 抄送：, （此件公开发布）, the signing date."""


def find_flattened_tables(document: Document) -> tuple[TaskTable, ...]:
    """The task tables that the text holds as lines, in the order of the text."""
    found: list[TaskTable] = []
    for run in pieces_of(document.blocks, document.text):
        found.extend(_tables_in(run, document.text))
    return tuple(found)


def _tables_in(run: tuple[Piece, ...], text: str) -> Iterator[TaskTable]:
    at = 0
    while at < len(run):
        header_run = header_run_at(run, at)
        table, at = _table(run, header_run, text) if header_run else (None, at + 1)
        if table:
            yield table


def _table(run: tuple[Piece, ...], header: HeaderRun, text: str) -> tuple[TaskTable | None, int]:
    """The table under a header, and the line after it."""
    lines = _body(run, header)
    pieces = [cell for line in lines for cell in (parted(line, anywhere=True) if header.in_one_line else (line,))]
    chain = ordinal_chain(pieces)
    readings = [(decode(Scoring(way, pieces, chain)), way) for way in header.headers]
    reading, way = max(readings, key=lambda found: found[0].weight if found[0] else 0.0)
    if reading is None:
        return None, header.end
    rows = LedgerRows(text, way, carried_when_flattened(way), "table.flattened").of(
        _lines(reading, pieces, text, width=len(way.headings))
    )
    last = pieces[len(reading.labels) - 1].span.end
    end = next(index for index in range(header.end, len(run)) if run[index].span.end >= last) + 1
    table = TaskTable(
        Span(run[header.start].span.start, last), way, rows, _caption(run, header.start), "table.flattened"
    )
    return table, end


def _body(run: tuple[Piece, ...], header: HeaderRun) -> list[Piece]:
    """The lines that may belong to the table: up to a stop, another header, or a declared heading."""
    body: list[Piece] = []
    at = header.end
    while at < len(run) and len(body) < _LONGEST_RUN:
        piece = run[at]
        if piece.level is not None or _STOP.fullmatch(piece.words):
            break
        again = header_run_at(run, at)
        if again:
            if [way.kinds for way in again.headers] != [way.kinds for way in header.headers]:
                break
            at = again.end
            continue
        if not is_aside(piece.text):
            body.append(piece)
        at += 1
    return body


def _lines(reading: Reading, pieces: Sequence[Piece], text: str, *, width: int) -> Iterator[TableLine]:
    """The rows and headings that a reading tells."""
    cells: dict[int, Span] = {}
    for (part, column), piece in zip(reading.labels, pieces, strict=False):
        if part in (Part.ROW, Part.GROUP) and cells:
            yield _cell_line(cells, text, width)
            cells = {}
        if part is Part.GROUP:
            yield GroupLine(group_at(text, piece.span))
        elif part is Part.MORE:
            cells[column] = Span(cells[column].start, piece.span.end)
        else:
            cells[column] = piece.span
    if cells:
        yield _cell_line(cells, text, width)


def _cell_line(cells: dict[int, Span], text: str, width: int) -> CellLine:
    spans = (cells.get(index) for index in range(width))
    return CellLine(tuple(span if span and not is_empty(span.of(text)) else None for span in spans))


def _caption(run: tuple[Piece, ...], start: int) -> Span | None:
    if start == 0:
        return None
    before = run[start - 1]
    squeezed = compact(before.text)
    return before.span if len(squeezed) <= 60 and squeezed[-1] not in "。；;，,：:" else None
