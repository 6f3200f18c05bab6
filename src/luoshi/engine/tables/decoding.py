"""Finds the likeliest way to read a run of lines as the rows of a flattened table (dynamic programming)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from luoshi.engine.tables.scoring import NEVER, Scoring

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST = 2.0
"""A reading that weighs less is none."""


class Part(Enum):
    """What a line is: a row's first cell, a further cell, more of the cell before, or a heading over rows."""

    ROW = "row"
    CELL = "cell"
    MORE = "more"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Reading:
    """What each line is and in which column; the table ends with the last of them."""

    weight: float
    labels: tuple[tuple[Part, int], ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """The best way to a line that stands in one column: its weight, what the line is, and the column before."""

    weight: float
    part: Part
    before: int


def decode(scoring: Scoring) -> Reading | None:
    """The best reading of the lines from the first on; None where it is no table."""
    width = len(scoring.header.headings)
    group = width
    table: list[tuple[_Step, ...]] = []
    best, place = _LEAST, (-1, -1)
    rows = _Weights(scoring)
    for at in range(len(scoring.pieces)):
        steps = rows.steps(at, table[-1] if table else None)
        table.append(steps)
        for column in range(width):
            weight = steps[column].weight + rows.ending[column]
            if weight > best:
                best, place = weight, (at, column)
        if max(step.weight for step in steps) < NEVER / 2:
            break
    if place[0] < 0:
        return None
    labels = _anchored(_labels(table, place, group), scoring)
    return Reading(best, labels) if labels else None


def _anchored(labels: list[tuple[Part, int]], scoring: Scoring) -> tuple[tuple[Part, int], ...]:
    """The reading without the rows at its end that have words only: rather prose after the table."""
    worded = {scoring.header.main, *scoring.header.names, -1}
    end = next((at for at in range(len(labels) - 1, -1, -1) if labels[at][1] not in worded), -1) + 1
    while 0 < end < len(labels) and labels[end][0] in (Part.CELL, Part.MORE):
        end += 1
    return tuple(labels[:end])


class _Weights:
    """The costs between columns, worked out once for a header."""

    def __init__(self, scoring: Scoring) -> None:
        self.scoring = scoring
        self.width = len(scoring.header.headings)
        columns = range(self.width)
        main = scoring.header.main or 0
        self.ending = [scoring.ending(left) if left >= main else NEVER for left in columns]
        self.beginning = [scoring.beginning(right) if right <= main else NEVER for right in columns]
        self.between = [[scoring.step(left, right) if left < right else NEVER for right in columns] for left in columns]

    def steps(self, at: int, before: Sequence[_Step] | None) -> tuple[_Step, ...]:
        """The best step to line `at` in every column, and last as a group line."""
        over, end = self._row_end(before)
        ended = over + self.scoring.parts(at)
        fits = [fit(at) for fit in self.scoring.fits]
        found = [self._best(at, column, fits[column], before, ended, end) for column in range(self.width)]
        found.append(_Step(ended + self.scoring.fits_group_line(at), Part.GROUP, end))
        return tuple(found)

    def _row_end(self, before: Sequence[_Step] | None) -> tuple[float, int]:
        """The best weight with which the row before is over, and its last column."""
        if before is None:
            return 0.0, -1
        weights = [step.weight + self.ending[column] for column, step in enumerate(before[: self.width])]
        weights.append(before[self.width].weight)
        end = max(range(len(weights)), key=weights.__getitem__)
        return weights[end], end

    def _best(self, at: int, column: int, fit: float, before: Sequence[_Step] | None, ended: float, end: int) -> _Step:
        best = _Step(ended + self.beginning[column] + fit, Part.ROW, end)
        if before is None:
            return best
        for left in range(column):
            weight = before[left].weight + self.between[left][column] + fit
            if weight > best.weight:
                best = _Step(weight, Part.CELL, left)
        more = before[column].weight + self.scoring.continues(column, at)
        return _Step(more, Part.MORE, column) if more > best.weight else best


def _labels(table: list[tuple[_Step, ...]], place: tuple[int, int], group: int) -> list[tuple[Part, int]]:
    at, column = place
    labels: list[tuple[Part, int]] = []
    while at >= 0:
        step = table[at][column]
        labels.append((step.part, -1 if column == group else column))
        at, column = at - 1, step.before
    labels.reverse()
    return labels
