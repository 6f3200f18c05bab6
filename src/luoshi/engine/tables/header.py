"""Finds the header of a grid (one to three rows, merged cells) and says what each column holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from luoshi.engine.tables.columns import (
    LONGEST_HEADING,
    UNITS,
    WORK,
    Column,
    column_exactly,
    columns_named,
    heading_words,
    is_period,
    is_weak,
    settled,
)

if TYPE_CHECKING:
    from luoshi.engine.document import Span
    from luoshi.engine.tables.grid import Grid, Slot

_LOOKED_AT = 6
"""Rows from the top among which the header is sought; titles and 单位：万元 stand above it."""
_MOST_ROWS = 3
SOLID = UNITS | WORK | {Column.NUMBER, Column.INDICATOR, Column.DUE}
_OVER_TIMES = frozenset({Column.DUE, Column.TARGET, Column.TASK, Column.PROGRESS, Column.SCORE})


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one column: what it holds (one or two kinds, none if unknown), its words and their place."""

    columns: tuple[Column, ...]
    words: str
    span: Span | None


@dataclass(frozen=True)
class Header:
    """The headings from left to right; `top` and `bottom` are the first and the last header row plus one."""

    headings: tuple[Heading, ...]
    top: int = 0
    bottom: int = 0

    @cached_property
    def kinds(self) -> tuple[tuple[Column, ...], ...]:
        return tuple(heading.columns for heading in self.headings)

    def has(self, *columns: Column) -> bool:
        """Whether any of these columns is there."""
        return not self._known.isdisjoint(columns)

    @cached_property
    def _known(self) -> frozenset[Column]:
        return frozenset(column for heading in self.headings for column in heading.columns)

    def places(self, *columns: Column) -> tuple[int, ...]:
        """The indexes of the columns of these kinds."""
        if columns not in self._places:
            wanted = frozenset(columns)
            self._places[columns] = tuple(
                index for index, heading in enumerate(self.headings) if not wanted.isdisjoint(heading.columns)
            )
        return self._places[columns]

    @cached_property
    def _places(self) -> dict[tuple[Column, ...], tuple[int, ...]]:
        return {}

    @cached_property
    def main(self) -> int | None:
        """The index of the column with the words of the measure: the last 措施 column, else the last 任务 column."""
        for kind in (Column.MEASURE, Column.TASK):
            if places := self.places(kind):
                return places[-1]
        return None

    @cached_property
    def names(self) -> tuple[int, ...]:
        """The indexes of the columns whose cells are headings of several rows: 类别, and 任务 beside 措施."""
        main = self.main
        return tuple(index for index in self.places(Column.GROUP, Column.TASK, Column.MEASURE) if index != main)

    @property
    def is_of_tasks(self) -> bool:
        """Whether the table asks for something: words of a task, and who, by when, or a number.

        A list of matters (许可事项名称, 设定依据) asks for nothing.
        """
        if self.main is None:
            return False
        if is_weak(self.headings[self.main].words):
            return self.has(*UNITS) and not self.has(Column.SOURCE)
        return self.has(*UNITS, Column.DUE, Column.NUMBER, Column.LEADER, Column.PERSON, Column.TARGET)

    @property
    def is_of_indicators(self) -> bool:
        """Whether the table lists indicators with their values."""
        return (
            self.has(Column.INDICATOR)
            and not self.has(*WORK)
            and self.has(Column.VALUE, Column.UNIT_OF_MEASURE, Column.TARGET, Column.NATURE)
        )


def find_header(grid: Grid, *, start: int = 0) -> Header | None:
    """The header among the first rows from `start`, or None."""
    for top in range(start, min(start + _LOOKED_AT, grid.height)):
        if is_header_row(grid, top):
            return header_at(grid, top)
    return None


def header_at(grid: Grid, top: int) -> Header:
    """The header whose first row is `top`."""
    bottom = top + 1
    while bottom < min(top + _MOST_ROWS, grid.height) and _goes_on(grid, top, bottom):
        bottom += 1
    headings = tuple(_heading(grid, column, top, bottom) for column in range(grid.width))
    kinds = settled(tuple(heading.columns for heading in headings))
    return Header(
        tuple(Heading(columns, heading.words, heading.span) for columns, heading in zip(kinds, headings, strict=True)),
        top,
        bottom,
    )


def is_header_row(grid: Grid, row: int) -> bool:
    """Whether a row looks like headings: short cells, at least two and at least half of them known, one of weight."""
    slots = grid.filled(row)
    if len(slots) < 2 or any(len(heading_words(slot.text)) > LONGEST_HEADING for slot in slots):
        return False
    named = [columns_named(slot.text) for slot in slots]
    known = [columns for columns in named if columns]
    solid = any(column in SOLID for columns in known for column in columns)
    different = len(set(known))
    return different >= 2 and 2 * len(known) >= len(slots) and solid


def _goes_on(grid: Grid, top: int, row: int) -> bool:
    """Whether `row` still belongs to the header: its own cells are headings, or the header's reach into it."""
    own = [slot for slot in grid.filled(row) if slot.row == row]
    reached = [slot for slot in grid.filled(row) if top <= slot.row < row]
    if not own:
        return bool(reached)
    known = [slot for slot in own if columns_named(slot.text) or is_period(slot.text)]
    if any(len(heading_words(slot.text)) > LONGEST_HEADING // 2 for slot in own):
        return False
    if reached and any(slot.columns > 1 for slot in grid.filled(row - 1)):
        return True
    return len(known) == len(own) and _sits_below_joint(grid, row, own)


def _sits_below_joint(grid: Grid, row: int, own: list[Slot]) -> bool:
    """Where merges were lost: the new headings stand below a wide one or below empty squares."""
    whole = grid.filled(row - 1)
    if len(own) >= len(whole) and not any(slot.columns > 1 for slot in whole):
        return False
    return [columns_named(slot.text) for slot in own] != [columns_named(slot.text) for slot in whole]


def _heading(grid: Grid, column: int, top: int, bottom: int) -> Heading:
    slots: list[Slot] = []
    for row in range(top, bottom):
        slot = grid.squares[row][column]
        if slot and slot.text and slot not in slots:
            slots.append(slot)
    if not slots:
        return Heading((), "", None)
    return Heading(_columns([slot.text for slot in slots]), heading_words(slots[-1].text), slots[-1].span)


def _columns(texts: list[str]) -> tuple[Column, ...]:
    """What headings one over the other mean: 指标 over 名称, 责任单位 over 配合, 完成时限 over 2025年."""
    if len(texts) == 1:
        return columns_named(texts[0])
    parent, child = texts[-2], texts[-1]
    above = columns_named(parent)
    if above and above[0] in _OVER_TIMES and is_period(child):
        return above
    together = column_exactly(heading_words(parent) + heading_words(child))
    if together:
        return (together,)
    below = columns_named(child)
    return below if below and below != (Column.UNKNOWN,) else (above or _columns(texts[:-1]) or below)
