"""Says for each column of a table without lines which of its lines make one cell and over how many rows it reaches."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from typing import TYPE_CHECKING

from luoshi.engine.reading.pdf.bands import NEVER, Anchor, Section, is_broken
from luoshi.engine.tables.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_TRIED = 20_000
_MOST_SQUARES = 4_000
_MOST_ROWS = 30
_MOST_LINES = 40
_FAR = 2.0
_NEAR = 0.6
_ENOUGH_BESIDE = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines `start` to `end` of a column make one cell in the rows `top` to `bottom` (both ends exclusive)."""

    start: int
    end: int
    top: int
    bottom: int


@dataclass(frozen=True)
class RowPlaces:
    """The rows of a section: the heights that part them, and how their cells are aligned."""

    section: Section
    cuts: tuple[float, ...]
    anchor: Anchor

    @property
    def count(self) -> int:
        return len(self.cuts) + 1

    @cached_property
    def bounds(self) -> tuple[tuple[float, float], ...]:
        return tuple(pairwise((-NEVER, *self.cuts, NEVER)))

    @cached_property
    def reaches(self) -> tuple[tuple[float, float], ...]:
        """The heights of the first and last line of each row, merged cells aside."""
        return tuple(self._reach(*bound) for bound in self.bounds)

    def _reach(self, top: float, bottom: float) -> tuple[float, float]:
        """The main cell, and what is higher but stands in its middle; the cells beside it where it stands apart."""
        section = self.section
        main = section.gauge.main
        own: dict[int, tuple[float, float]] = {}
        for column, found in enumerate(section.heights):
            start, end = bisect_left(found, top), bisect_left(found, bottom)
            if start < end:
                own[column] = found[start], found[end - 1]
        if main not in own:
            return self._reach_beside(top, bottom)
        level = self._level_with(own, own[main])
        if self.anchor is Anchor.MIDDLE and len(level) == 1 and section.gauge.number in own:
            beside = self._level_with(own, own[section.gauge.number])
            level = beside if len(beside) >= _ENOUGH_BESIDE else level
        return max(level, key=lambda reach: reach[1] - reach[0])

    def _level_with(self, own: dict[int, tuple[float, float]], reach: tuple[float, float]) -> list[tuple[float, float]]:
        """The cells of a row that have their middle where this one has it."""
        return [other for other in own.values() if abs(sum(other) - sum(reach)) < self.section.gauge.em]

    def _reach_beside(self, top: float, bottom: float) -> tuple[float, float]:
        """The same where a row has no words in the main column."""
        found = [height for heights in self.section.heights for height in heights if top <= height < bottom]
        return min(found, default=bottom), max(found, default=bottom)

    def stretches(self, column: int) -> list[Stretch]:
        """The cells of a column."""
        plain = list(self._plain(column))
        if column == self.section.gauge.main or self._is_settled(column, plain):
            return plain
        return self._best(column) or plain

    def _plain(self, column: int) -> Iterator[Stretch]:
        """Each line in the row in which it stands."""
        heights = self.section.heights[column]
        for row, (top, bottom) in enumerate(self.bounds):
            start, end = bisect_left(heights, top), bisect_left(heights, bottom)
            if start < end:
                yield Stretch(start, end, row, row + 1)

    def _is_settled(self, column: int, plain: Sequence[Stretch]) -> bool:
        if len(plain) < self.count and self.section.gauge.carried[column]:
            return False
        return all(abs(self._below(column, stretch)) < _NEAR for stretch in plain)

    def _below(self, column: int, stretch: Stretch) -> float:
        """How far below the place of a cell in its rows its lines stand, in characters."""
        heights = self.section.heights[column]
        first, last = self.reaches[stretch.top][0], self.reaches[stretch.bottom - 1][1]
        own = self.anchor.of(heights[stretch.start], heights[stretch.end - 1])
        return (own - self.anchor.of(first, last)) / self.section.gauge.em

    def _best(self, column: int) -> list[Stretch]:
        """The cheapest way to give all lines, in order, to rows, in order; none where there are too many ways."""
        lines, rows = len(self.section.columns[column]), self.count
        if lines * rows > _MOST_SQUARES:
            return []
        best = [[NEVER] * (rows + 1) for _ in range(lines + 1)]
        came: dict[tuple[int, int], Stretch | None] = {}
        best[0][0] = 0.0
        blank = self._blank_cost(column)
        tried = 0
        for line, row in product(range(lines + 1), range(rows)):
            here = best[line][row]
            if here >= NEVER or self._is_passed(column, line, row):
                continue
            if here + blank < best[line][row + 1]:
                best[line][row + 1], came[line, row + 1] = here + blank, None
            for stretch, cost in self._choices(column, line, row):
                if here + cost < best[stretch.end][stretch.bottom]:
                    best[stretch.end][stretch.bottom] = here + cost
                    came[stretch.end, stretch.bottom] = stretch
                tried += 1
            if tried > _MOST_TRIED:
                return []
        return self._followed(came, lines, rows) if best[lines][rows] < NEVER else []

    def _is_passed(self, column: int, line: int, row: int) -> bool:
        """Whether a line stands so far above a row that it can be in none from there on."""
        heights = self.section.heights[column]
        return line < len(heights) and self.reaches[row][0] - heights[line] > 2 * _FAR * self.section.gauge.em

    def _followed(self, came: dict[tuple[int, int], Stretch | None], line: int, row: int) -> list[Stretch]:
        found: list[Stretch] = []
        while row:
            stretch = came[line, row]
            if stretch is None:
                row -= 1
            else:
                found.append(stretch)
                line, row = stretch.start, stretch.top
        return found[::-1]

    def _choices(self, column: int, line: int, row: int) -> Iterator[tuple[Stretch, float]]:
        """The cells that may begin with a line in a row, with what speaks against each."""
        lines = len(self.section.columns[column])
        for bottom in range(row + 1, min(row + _MOST_ROWS, self.count) + 1):
            inner = 0.0
            last = min(line + _MOST_LINES, lines)
            if line < last and self._below(column, Stretch(line, last, row, bottom)) < -_FAR - 1:
                continue
            for end in range(line + 1, last + 1):
                inner += self._inner_cost(column, end - 1) if end > line + 1 else 0.0
                stretch = Stretch(line, end, row, bottom)
                below = self._below(column, stretch)
                if below > _FAR + 1:
                    break
                if below < -_FAR - 1:
                    continue
                cost = inner + 1.5 * max(abs(below) - 0.2, 0) + 0.25 * (bottom - row - 1)
                yield stretch, cost + self._end_cost(column, end)

    def _inner_cost(self, column: int, at: int) -> float:
        """What speaks against a line being in one cell with the one above it."""
        above, below = self.section.columns[column][at - 1 : at + 1]
        step = (above.base - below.base) / self.section.gauge.pitch
        return 2.5 * (step - 1) if step > 1.2 else 0.0

    def _end_cost(self, column: int, end: int) -> float:
        lines = self.section.columns[column]
        return 3.0 if end < len(lines) and is_broken(lines[end - 1].text, lines[end].text) else 0.0

    def _blank_cost(self, column: int) -> float:
        """What speaks against a row without a cell in this column, rather than one merged with another row's."""
        gauge = self.section.gauge
        if not gauge.carried[column]:
            return 0.05
        return 0.6 if Column.DUE in gauge.header.headings[column].columns else 0.8
