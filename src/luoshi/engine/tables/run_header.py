"""Finds the header of a flattened table: its headings one a line, or all in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.tables.columns import (
    UNITS,
    WORK,
    Column,
    column_exactly,
    columns_named,
    heading_words,
    is_period,
    settled,
)
from luoshi.engine.tables.groups import has_group_marker
from luoshi.engine.tables.header import Header, Heading
from luoshi.engine.tables.pieces import DRAWN, Piece, parted, parting_sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_COLUMNS = 16
_LONGEST_LINE = 80
_LONGEST_HEADING = 30
_FEWEST_IN_LINE = 3
_LONGEST_HALF = 4
"""Characters of one line of a heading that is broken over several."""
_LONGEST_UNKNOWN = 6
_MOST_UNKNOWN = 2
_CHILDREN = frozenset(role + unit for role in ("牵头", "配合", "责任", "主办", "协办", "参与") for unit in ("", "单位"))


@dataclass(frozen=True, slots=True)
class HeaderRun:
    """A header in a run of lines: which way its columns may lie, and the lines it takes.

    `parted_by` is the bar, tab or space between the headings where they stood in one line, "" where each had its own.
    `longer` is the same header with one or two unknown headings more, if the lines after it may be such.
    """

    headers: tuple[Header, ...]
    start: int
    end: int
    parted_by: str
    longer: HeaderRun | None = None


def header_run_at(pieces: Sequence[Piece], start: int) -> HeaderRun | None:
    """The header that begins with line `start`, or None."""
    if len(pieces[start].text) > _LONGEST_LINE and pieces[start].length > _LONGEST_LINE:
        return None
    sign = parting_sign(pieces[start].text)
    if not sign and len(pieces[start].text) > _LONGEST_HEADING:
        return None
    line = parted(pieces[start], sign) if sign else ()
    if len(line) >= (_FEWEST_IN_LINE if sign == " " else 2) and not column_exactly(heading_words(pieces[start].text)):
        known, taken = _headings(line) or ([], 0)
        in_line = known if taken == len(line) else _ruled(line) if sign in ("|", DRAWN) else None
        if in_line:
            return _run(in_line, start, start + 1, sign) or _plain_run(line, start, sign)
    headings = _headings(pieces[start : start + _MOST_COLUMNS])
    run = _run(headings[0], start, start + headings[1], "") if headings else None
    if run is None or headings is None or not (extra := _unknown_after(pieces, run)):
        return run
    return replace(run, longer=_run([*headings[0], *extra], start, run.end + len(extra), ""))


def _ruled(cells: Sequence[Piece]) -> list[Heading] | None:
    """The headings between bars, unknown ones among them at any place; None where fewer than three are known."""
    found = [Heading(columns_named(cell.text), heading_words(cell.text), cell.span) for cell in cells if cell.length]
    known = sum(bool(heading.columns) for heading in found)
    is_short = all(cell.length <= _LONGEST_HEADING and not cell.ends_sentence for cell in cells)
    return found if known >= _FEWEST_IN_LINE and is_short else None


def _plain_run(line: Sequence[Piece], start: int, sign: str) -> HeaderRun | None:
    """The header of a line none of whose headings are halves: 任务 目标 are two and not one 任务目标."""
    plain = _ruled(line)
    return _run(plain, start, start + 1, sign) if plain and all(heading.columns for heading in plain) else None


def _unknown_after(pieces: Sequence[Piece], run: HeaderRun) -> list[Heading]:
    """The one or two short lines between a header and the first number or group: maybe headings not in the list."""
    following = pieces[run.end : run.end + _MOST_UNKNOWN + 1]
    for count, piece in enumerate(following):
        if piece.is_ordinal or has_group_marker(piece.text):
            return [Heading((), heading_words(one.text), one.span) for one in following[:count]]
        if not _may_be_unknown(piece):
            break
    return []


def _run(headings: list[Heading], start: int, end: int, sign: str) -> HeaderRun | None:
    ways = tuple(_settled(way) for way in (_ways(headings) if sign in ("", " ") else (headings,)))
    ways = tuple(way for way in ways if way.is_of_tasks)
    return HeaderRun(ways, start, end, sign) if ways else None


def _headings(pieces: Sequence[Piece]) -> tuple[list[Heading], int] | None:
    """As many headings as follow each other, and how many pieces they take; None for fewer than two known ones."""
    found: list[Heading] = []
    at = 0
    while at < len(pieces):
        taken, heading = _heading_at(pieces, at)
        if heading is None or heading.words in {earlier.words for earlier in found}:
            break
        found.append(heading)
        at += taken
    while found and not found[-1].columns:
        found.pop()
        at -= 1
    return (found, at) if sum(bool(heading.columns) for heading in found) >= 2 else None


def _heading_at(pieces: Sequence[Piece], at: int) -> tuple[int, Heading | None]:
    """The heading at a place; one broken over two or three lines is put together (牵头 / 单位)."""
    for taken in (3, 2) if pieces[at].length <= _LONGEST_HALF else ():
        if (heading := _joined(pieces[at : at + taken], taken)) is not None:
            return taken, heading
    piece = pieces[at]
    if piece.length > _LONGEST_HEADING or piece.level is not None or piece.marker:
        return 1, None
    columns = columns_named(piece.text)
    if columns:
        return 1, Heading(columns, heading_words(piece.text), piece.span)
    between = 0 < at < len(pieces) - 1 and bool(columns_named(pieces[at + 1].text))
    if is_period(piece.text) or (between and _may_be_unknown(piece)):
        return 1, Heading((), heading_words(piece.text), piece.span)
    return 1, None


def _joined(pieces: Sequence[Piece], taken: int) -> Heading | None:
    """A heading made of short lines none of which says enough alone, or only half of it (责任 + 单位)."""
    if len(pieces) < taken or any(piece.length > _LONGEST_HALF for piece in pieces):
        return None
    words = heading_words("".join(piece.text for piece in pieces))
    column = column_exactly(words)
    whole = all(piece.length > 2 and column_exactly(heading_words(piece.text)) for piece in pieces)
    return None if column is None or whole else _made(column, words, pieces)


def _made(column: Column, words: str, pieces: Sequence[Piece]) -> Heading:
    return Heading((column,), words, Span(pieces[0].span.start, pieces[-1].span.end))


def _may_be_unknown(piece: Piece) -> bool:
    """A short word without number or punctuation may be a heading that the list does not know."""
    return piece.length <= _LONGEST_UNKNOWN and not re.search(r"[\d。，、；：:]", piece.words)


def _settled(headings: Sequence[Heading]) -> Header:
    kinds = settled(tuple(heading.columns for heading in headings))
    return Header(
        tuple(Heading(kind, heading.words, heading.span) for kind, heading in zip(kinds, headings, strict=True))
    )


def _ways(headings: list[Heading]) -> Iterator[list[Heading]]:
    """As printed, and with the last headings, which may be the lower row of the header, in their parent's place."""
    yield headings
    if len(headings) > 2 and set(headings[0].columns) & WORK:
        yield headings[1:]  # the first may be the line over the table: 2025年度重点任务
    for is_child, parents in ((_is_role, UNITS), (_is_time, {Column.DUE, Column.TARGET, Column.TASK, Column.PROGRESS})):
        children = list(takewhile(is_child, reversed(headings)))[::-1]
        rest = headings[: len(headings) - len(children)]
        places = [index for index, heading in enumerate(rest) if set(heading.columns) & set(parents)]
        if len(children) >= 2 and places:
            parent = rest[places[-1]]
            inserted = [child if is_child is _is_role else _timed(child, parent) for child in children]
            yield [*rest[: places[-1]], *inserted, *rest[places[-1] + 1 :]]


def _is_role(heading: Heading) -> bool:
    return heading.words in _CHILDREN


def _is_time(heading: Heading) -> bool:
    return is_period(heading.words)


def _timed(child: Heading, parent: Heading) -> Heading:
    return Heading(parent.columns, child.words, child.span)
