"""Puts task tables together again that stand in the text one cell a line, as copies from web pages have them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.lexicon import load_words
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
from luoshi.engine.tables.parted import parted_lines
from luoshi.engine.tables.pieces import DRAWN, Piece, parted, pieces_of
from luoshi.engine.tables.run_header import HeaderRun, header_run_at
from luoshi.engine.tables.scoring import Scoring, ordinal_chain
from luoshi.engine.tables.task_table import TaskRow, TaskTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from luoshi.engine.document import Document
    from luoshi.engine.tables.header import Header

_LONGEST_RUN = 4_000
"""Lines of one table at most."""
_BETWEEN_PAGES = re.compile(r"[—\-－–]\d{1,4}[—\-－–]|第\d{1,4}页(?:共\d{1,4}页)?|[（(]?续表\d{0,2}[)）]?")
_LONGEST_CAPTION = 60
_MOST_WEIGHED = 24_000
"""Lines weighed in one text, some 6,000 measures; after that it is left alone."""
_WEIGHT_OF_HEADER = 6
"""What looking at a header costs, in lines."""
_STOP = re.compile(
    r"(?:附件|附录|附表)\d{0,2}[：:]?|[（(]此件.{0,20}[)）]|(?:20\d\d|二〇..)年.{1,3}月.{1,3}日(?:印发)?"
    r"|.{2,40}关于.{2,80}的(?:通知|意见|方案|决定|批复|函|公告|通报|报告|通告)"
)
"""Lines with which a table is over: 附件2, （此件公开发布）, a title; more in `lexicon/table_ends.tsv`."""


def find_flattened_tables(document: Document) -> tuple[TaskTable, ...]:
    """The task tables that the text holds as lines, in the order of the text."""
    found: list[TaskTable] = []
    for run in pieces_of(document.blocks, document.text):
        found.extend(_tables_in(run, document.text))
    return tuple(found)


def _tables_in(run: tuple[Piece, ...], text: str) -> Iterator[TaskTable]:
    at = weighed = 0
    while at < len(run) and weighed < _MOST_WEIGHED:
        header = header_run_at(run, at)
        if header is None:
            at += 1
            continue
        found = [_weighed(run, way, text) for way in (header, header.longer) if way]
        weighed += sum(lines for _, _, lines in found) + _WEIGHT_OF_HEADER
        _, table, _ = max(found, key=lambda one: one[0])
        at = header.end
        if table:
            yield table
            at = bisect_left(run, table.span.end, key=lambda piece: piece.span.end) + 1


def _weighed(run: tuple[Piece, ...], header: HeaderRun, text: str) -> tuple[float, TaskTable | None, int]:
    """The table under a header, how well it reads, and how many lines were looked at."""
    body = _body(run, header, text)
    if header.parted_by in ("|", "\t", DRAWN) and (table := _parted_table(run, header, body, text)):
        return 0.0, table, len(body)
    weight, table = _table(run, header, body, text)
    return weight, table, len(body)


def _parted_table(run: tuple[Piece, ...], header: HeaderRun, body: list[Piece], text: str) -> TaskTable | None:
    """The table of lines parted by tabs or bars; None where their cells do not agree with the header."""
    way = header.headers[0]
    lines, last = parted_lines(body, way, header.parted_by, text)
    if last is None:
        return None
    rows = LedgerRows(text, way, carried_when_flattened(way), "table.parted").of(lines)
    return _made(run, way, rows, last.span.end, "table.parted")


def _table(run: tuple[Piece, ...], header: HeaderRun, body: list[Piece], text: str) -> tuple[float, TaskTable | None]:
    """The table of lines that hold one cell each, and how well it reads."""
    sign = header.parted_by
    cells = [cell for line in body for cell in (parted(line, sign) if sign else (line,))]
    pieces = [cell for cell in cells if cell.length]
    chain = ordinal_chain(pieces)
    readings = [(decode(Scoring(way, pieces, chain)), way) for way in header.headers]
    reading, way = max(readings, key=lambda found: found[0].weight if found[0] else 0.0)
    if reading is None:
        return 0.0, None
    lines = _lines(reading, pieces, text, width=len(way.headings))
    rows = LedgerRows(text, way, carried_when_flattened(way), "table.flattened").of(lines)
    return reading.weight, _made(run, way, rows, pieces[len(reading.labels) - 1].span.end, "table.flattened")


def _body(run: tuple[Piece, ...], header: HeaderRun, text: str) -> list[Piece]:
    """The lines that may belong to the table: up to a stop, another header, or a declared heading."""
    body: list[Piece] = []
    at = header.end
    while at < len(run) and len(body) < _LONGEST_RUN:
        piece = run[at]
        if piece.level is not None or _is_end(piece, text):
            break
        again = header_run_at(run, at)
        if again:
            if not body or [way.kinds for way in again.headers] != [way.kinds for way in header.headers]:
                break
            at = again.start + header.end - header.start
            continue
        if not is_aside(piece.text) and not _BETWEEN_PAGES.fullmatch(piece.words):
            body.append(piece)
        at += 1
    return body


def _is_end(piece: Piece, text: str) -> bool:
    if _STOP.fullmatch(piece.words) or piece.words.startswith(load_words("table_ends", "start")):
        return True
    return compact(group_at(text, piece.span).words) in load_words("table_ends", "heading")


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


def _made(run: tuple[Piece, ...], header: Header, rows: tuple[TaskRow, ...], end: int, rule: str) -> TaskTable:
    start = min(heading.span.start for heading in header.headings if heading.span)
    return TaskTable(Span(start, end), header, rows, _caption(run, start), rule)


def _caption(run: tuple[Piece, ...], start: int) -> Span | None:
    """The line over the one that begins at or before `start`."""
    before = bisect_right(run, start, key=lambda piece: piece.span.end)
    if not before:
        return None
    squeezed = compact(run[before - 1].text)
    return run[before - 1].span if len(squeezed) <= _LONGEST_CAPTION and squeezed[-1] not in "。；;，,：:" else None
