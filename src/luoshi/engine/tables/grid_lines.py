"""Reads the body of a grid line by line: which rows are headings, which are measures, and which are neither."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from luoshi.engine.lexicon import load_words
from luoshi.engine.tables.columns import Column, compact
from luoshi.engine.tables.groups import group_at, has_group_marker, numbered_group
from luoshi.engine.tables.header import is_header_row
from luoshi.engine.tables.ledger_rows import CellLine, GroupLine, TableLine, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.document import Span
    from luoshi.engine.tables.grid import Grid, Slot
    from luoshi.engine.tables.header import Header

_LONGEST_GROUP = 60
_CHINESE_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十百]{1,4}[)）]?[、.．]?")
_SENTENCE_END = "。；;！？"


def grid_lines(grid: Grid, header: Header, text: str, *, start: int) -> Iterator[TableLine]:
    """The lines of the body from row `start`; blank rows, repeated headers, totals, notes, signatures are left out."""
    numbers_chinese = _counts_in_chinese(grid, header, start)
    for row in range(start, grid.height):
        own = tuple(slot for slot in grid.filled(row) if slot.row == row)
        if not own or is_header_row(grid, row) or is_aside(own[0].text):
            continue
        group = _group_line(grid, header, text, row, numbers_chinese=numbers_chinese)
        if group:
            yield group
        elif not _is_number_alone(own):
            yield CellLine(_cells(grid, header, row))


def is_aside(words: str) -> bool:
    """Whether a row that begins with these words is a total, a note or a signature (合计, 注：…, 填报人：…)."""
    squeezed = compact(words)
    totals, beginnings = _asides()
    return squeezed in totals or squeezed.startswith(beginnings)


@cache
def _asides() -> tuple[frozenset[str], tuple[str, ...]]:
    beginnings = (*load_words("table_rows", "note"), *load_words("table_rows", "signature"))
    return frozenset(load_words("table_rows", "total")), beginnings


def _group_line(grid: Grid, header: Header, text: str, row: int, *, numbers_chinese: bool) -> GroupLine | None:
    filled = grid.filled(row)
    own = [slot for slot in filled if slot.row == row]
    if len(filled) == 1 and _is_heading(filled[0], grid.width):
        return GroupLine(group_at(text, filled[0].span))
    if len(own) == len(filled) == 2 and not numbers_chinese and _is_numbered_heading(own, header):
        return GroupLine(numbered_group(text, own[0].span, own[1].span))
    return None


def _is_heading(slot: Slot, width: int) -> bool:
    """A cell alone in its row is a heading if it reaches over others, stands first, or has a heading's number."""
    if _is_number_alone((slot,)) or len(compact(slot.text)) > _LONGEST_GROUP:
        return False
    if has_group_marker(slot.text) or slot.columns >= max(2, width - 1):
        return True
    ends = slot.text.endswith(tuple(_SENTENCE_END))
    return slot.column == 0 and not ends


def _is_numbered_heading(own: list[Slot], header: Header) -> bool:
    """一 | 优化营商环境, among rows that count 1, 2, 3."""
    number, words = own
    if number.column not in header.places(Column.NUMBER) or not _CHINESE_NUMBER.fullmatch(compact(number.text)):
        return False
    return len(compact(words.text)) <= _LONGEST_GROUP and not words.text.endswith(tuple(_SENTENCE_END))


def _counts_in_chinese(grid: Grid, header: Header, start: int) -> bool:
    """Whether the rows themselves are numbered 一, 二, 三: no row has another kind of number."""
    places = header.places(Column.NUMBER)
    numbers = [compact(slot.text) for row in grid.squares[start:] for index in places if (slot := row[index])]
    return not any(number and not _CHINESE_NUMBER.fullmatch(number) for number in numbers)


def _is_number_alone(own: tuple[Slot, ...]) -> bool:
    """A row of a form that nobody filled in: nothing but its number."""
    return len(own) == 1 and bool(re.fullmatch(r"[（(]?\d{1,4}[)）]?[、.．]?", compact(own[0].text)))


def _cells(grid: Grid, header: Header, row: int) -> tuple[Span | None, ...]:
    """The cells of a row; one that reaches over several columns stands in the main one, else in its first."""
    places: dict[Slot, int] = {}
    for index, slot in enumerate(grid.squares[row]):
        if slot and (slot not in places or index == header.main):
            places[slot] = index
    found = {index: slot for slot, index in places.items() if not is_empty(slot.text)}
    return tuple(found[index].span if index in found else None for index in range(len(header.headings)))
