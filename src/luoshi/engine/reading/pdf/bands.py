"""Decides between which lines of a table without lines one row ends and the next begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from luoshi.engine.reading.pdf.paragraphs import are_two_units, starts_item
from luoshi.engine.tables.columns import PEOPLE, Column, compact
from luoshi.engine.tables.groups import has_group_marker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.reading.pdf.lines import Line
    from luoshi.engine.tables.header import Header

NUMBER = re.compile(r"[（(]?(?:\d{1,4}(?:[-.．]\d{1,3})?|[一二三四五六七八九十百]{1,5})[)）]?[、.．]?")
_TERMINAL = ("。", "；", ";", "！", "？")
_GOES_ON_AFTER = ("、", "，", ",", "（", "(", "：", "“", "《", "〔", "和", "与", "及", "的")
_GOES_ON_WITH = ("、", "，", "。", "；", "）", ")", "”", "》", "〕", "：", "％", "%")
_DATE_CUT = re.compile(r"(?:年\d{0,2}|月\d{0,2}|日|[—－至到])$")
_DATE_REST = re.compile(r"\d{0,2}[月日底末前上下旬起]")
_MOST_LINES = 60
"""In one row; a taller one is running text."""
_MOST_NUMBERS = 3
_CROSSED = 0.35
_LONGEST_GROUP = 60
NEVER = 1e9


class Anchor(Enum):
    """What the cells of one row have in common: their middle, their first line, or their last."""

    MIDDLE = "middle"
    TOP = "top"
    BOTTOM = "bottom"

    def of(self, first: float, last: float) -> float:
        """Where lines between two heights stand."""
        return {Anchor.MIDDLE: (first + last) / 2, Anchor.TOP: first, Anchor.BOTTOM: last}[self]


@dataclass(frozen=True, slots=True)
class Gauge:
    """What holds for the whole table: the kinds of its columns, which is the main one, sizes in points.

    `rights` are the right edges of the columns, `wrapped` tells in which of them lines end there because they go on,
    `carried` in which a cell may stand for several rows; `is_numbered` that each row has a number of its own.
    A whole row has words in one column of each set of `needed`.
    """

    header: Header
    main: int
    number: int | None
    is_numbered: bool
    em: float
    pitch: float
    rights: tuple[float, ...]
    wrapped: tuple[bool, ...]
    is_spaced: bool
    carried: tuple[bool, ...]
    needed: tuple[frozenset[int], ...]


_CARRIED = frozenset({Column.LEAD, Column.RESPONSIBLE, Column.DUE, Column.GROUP, Column.NUMBER}) | PEOPLE


def gauge_of(columns: Sequence[Sequence[Line]], header: Header) -> Gauge | None:
    """Measure a table; None where it has no column with words of its own."""
    main = header.main if header.main is not None else next(iter(header.places(Column.INDICATOR)), None)
    if main is None or not columns[main]:
        return None
    number = next((at for at in header.places(Column.NUMBER) if _counts(columns[at])), None)
    names = [at for at in header.names if number is not None and at > number]
    em = sorted(line.em for line in columns[main])[len(columns[main]) // 2]
    steps = [above.base - below.base for lines in columns for above, below in pairwise(lines)]
    pitch = _least(steps, em)
    rights = tuple(max((line.x1 for line in lines), default=0.0) for lines in columns)
    wrapped = tuple(
        sum(right - line.x1 < 0.8 * line.em for line in lines) >= 2
        for lines, right in zip(columns, rights, strict=True)
    )
    wide = sum(above.base - below.base > 1.2 * pitch for above, below in pairwise(columns[main]))
    carried = tuple(
        at in header.names or not _CARRIED.isdisjoint(heading.columns) for at, heading in enumerate(header.headings)
    )
    needed = (header.places(Column.LEAD, Column.RESPONSIBLE), header.places(Column.DUE))
    return Gauge(
        header,
        main,
        number,
        number is not None and not names,
        em,
        pitch,
        rights,
        wrapped,
        wide >= 2,
        carried,
        tuple(frozenset(places) for places in needed if places),
    )


def _counts(lines: Sequence[Line]) -> bool:
    """Whether a column holds mostly numbers."""
    return bool(lines) and 3 * sum(is_number(line.text) for line in lines) >= 2 * len(lines)


def is_number(words: str) -> bool:
    """Whether a line is the number of a row."""
    return NUMBER.fullmatch(compact(words)) is not None


def _least(steps: Sequence[float], em: float) -> float:
    """The usual step from line to line inside a cell: the smallest ones found."""
    real = sorted(step for step in steps if step >= 0.9 * em)
    if not real:
        return 1.5 * em
    near = [step for step in real if step <= 1.12 * real[0]]
    return near[len(near) // 2]


@dataclass(frozen=True)
class Section:
    """Lines of a table between two group rows, column by column; heights count downwards."""

    gauge: Gauge
    columns: tuple[tuple[Line, ...], ...]
    heights: tuple[tuple[float, ...], ...]
    is_continued: bool = False

    def cuts(self, anchor: Anchor) -> tuple[float, list[float]]:
        """What the best way to part the lines into rows costs, and the heights at which it parts them."""
        number = self.gauge.number
        places = [-NEVER, *self._places(), NEVER]
        best = [0.0] + [NEVER] * (len(places) - 1)
        came = [0] * len(places)
        joints = [self._cut_cost(place) for place in places]
        lines = [bisect_left(self.heights[self.gauge.main], place) for place in places]
        numbers = [0 if number is None else bisect_left(self.heights[number], place) for place in places]
        for end in range(1, len(places)):
            for start in range(end - 1, -1, -1):
                if lines[end] - lines[start] > _MOST_LINES or numbers[end] - numbers[start] > _MOST_NUMBERS:
                    break
                cost = best[start] + joints[start] + self._band_cost(places[start], places[end], anchor)
                if cost < best[end]:
                    best[end], came[end] = cost, start
        cuts, at = [], came[-1]
        while at:
            cuts.append(places[at])
            at = came[at]
        return best[-1], cuts[::-1]

    def _places(self) -> list[float]:
        """Where a row may end: between lines of the main column, and there between the lines beside them."""
        gauge = self.gauge
        near = _CROSSED * gauge.em
        beside = sorted(height for at, found in enumerate(self.heights) if at != gauge.main for height in found)
        main = self.heights[gauge.main]
        places: list[float] = []
        for above, below in pairwise(
            [beside[0], *main] if self.is_continued and beside and beside[0] < main[0] - near else main
        ):
            marks = [above]
            for height in beside[bisect_left(beside, above + near) : bisect_left(beside, below - near)]:
                if height - marks[-1] > near:
                    marks.append(height)
            places += [(a + b) / 2 for a, b in pairwise([*marks, below])]
        return places

    def _cut_cost(self, place: float) -> float:
        """What speaks against a cut at this height: words that go on below it, lines that it would run through."""
        if abs(place) == NEVER:
            return 0.0
        gauge = self.gauge
        cost = 0.0
        for column, heights in enumerate(self.heights):
            at = bisect_left(heights, place)
            reach = _CROSSED * gauge.em
            if any(abs(height - place) < reach for height in heights[max(at - 1, 0) : at + 1]):
                cost += self._crossed(column)
            elif 0 < at < len(heights):
                cost += self._parted(column, at)
        return cost

    def _crossed(self, column: int) -> float:
        if column == self.gauge.number:
            return 3.0 if self.gauge.is_numbered else 0.5
        return 0.3 if self.gauge.carried[column] else 1.5

    def _parted(self, column: int, at: int) -> float:
        """What speaks against parting a column between two of its lines."""
        above, below = self.columns[column][at - 1 : at + 1]
        gauge = self.gauge
        if is_broken(above.text, below.text):
            return 4.0
        if column != gauge.main:
            return 0.0
        step = above.base - below.base
        if step > 1.2 * gauge.pitch:
            return 0.0
        cost = 1.0 if gauge.is_spaced else 0.0
        is_full = gauge.rights[column] - above.x1 < below.first_width + 0.55 * above.em
        if not is_full or above.text.endswith(_TERMINAL):
            return cost
        return cost + (3.0 if gauge.wrapped[column] else 1.2)

    def _band_cost(self, top: float, bottom: float, anchor: Anchor) -> float:
        """What speaks against the lines between two heights being one row."""
        gauge = self.gauge
        bounds = [(bisect_left(found, top), bisect_left(found, bottom)) for found in self.heights]
        first, last = bounds[gauge.main]
        if first == last:
            return 0.5 if top == -NEVER and self.is_continued else NEVER
        if self._is_group(bounds):
            return 0.2
        cost = self._number_cost(bounds, top) + self._inner_sums[last - 1] - self._inner_sums[first]
        reference = self._reference(bounds, anchor)
        for column, (start, end) in enumerate(bounds):
            if start == end:
                continue
            apart = abs(self.anchored(column, start, end, anchor) - reference) / gauge.em
            cost += min(1.2 * max(apart - 0.25, 0), 0.9 if gauge.carried[column] else 2.5)
        return cost - (1.0 if self._is_whole(bounds) else 0.0)

    def anchored(self, column: int, start: int, end: int, anchor: Anchor) -> float:
        """The height at which lines of a column stand."""
        heights = self.heights[column]
        return anchor.of(heights[start], heights[end - 1])

    def _reference(self, bounds: Sequence[tuple[int, int]], anchor: Anchor) -> float:
        number = self.gauge.number
        if number is not None and bounds[number][1] - bounds[number][0] == 1:
            return self.heights[number][bounds[number][0]]
        return self.anchored(self.gauge.main, *bounds[self.gauge.main], anchor)

    def _is_group(self, bounds: Sequence[tuple[int, int]]) -> bool:
        """A line alone in its row that has a heading's number: 一、…, （一）…."""
        first, last = bounds[self.gauge.main]
        if last - first > 1 or any(a != b for at, (a, b) in enumerate(bounds) if at != self.gauge.main):
            return False
        words = self.columns[self.gauge.main][first].text
        return len(words) <= _LONGEST_GROUP and has_group_marker(words) and not words.endswith(_TERMINAL)

    def _number_cost(self, bounds: Sequence[tuple[int, int]], top: float) -> float:
        number = self.gauge.number
        if number is None:
            return 0.0
        start, end = bounds[number]
        if start == end:
            if top == -NEVER and self.is_continued:
                return 0.3
            return 6.0 if self.gauge.is_numbered else 0.8
        return 8.0 * (end - start - 1)

    @cached_property
    def _inner_sums(self) -> tuple[float, ...]:
        """Summed up to each line of the main column: what speaks against its being in one cell with the one above."""
        lines = self.columns[self.gauge.main]
        costs = (self._inner_cost(above, below) for above, below in pairwise(lines))
        return tuple(accumulate(costs, initial=0.0))

    def _inner_cost(self, above: Line, below: Line) -> float:
        """A wide gap, or a line that was ended early."""
        gauge = self.gauge
        step = (above.base - below.base) / gauge.pitch
        cost = 2.5 * min(step - 1, 1.5) if step > 1.2 else 0.0
        if gauge.rights[gauge.main] - above.x1 > below.first_width + 0.55 * above.em:
            cost += 0.4 if above.text.endswith(_TERMINAL) or starts_item(below.text) else 1.5
        return cost

    def _is_whole(self, bounds: Sequence[tuple[int, int]]) -> bool:
        """Whether nothing is missing: words, somebody who does it, a date if the table has dates."""
        filled = {column for column, (start, end) in enumerate(bounds) if start < end}
        return all(not filled.isdisjoint(places) for places in self.gauge.needed)


def is_broken(above: str, below: str) -> bool:
    """Whether two lines one over the other must belong together: a list that goes on, a date cut in two."""
    if are_two_units(above, below):
        return False
    if above.endswith(_GOES_ON_AFTER) or below.startswith(_GOES_ON_WITH):
        return True
    return _DATE_CUT.search(above) is not None and _DATE_REST.match(below) is not None
