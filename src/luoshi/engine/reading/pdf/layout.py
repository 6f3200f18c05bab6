"""Measures the type area of pages: margins, character width, line distance, whether paragraphs are indented."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from luoshi.engine.reading.pdf.columns import Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from luoshi.engine.reading.pdf.lines import Line

    StripKey = tuple[int, int]

_ENOUGH_LINES = 5
_NARROWEST = 0.55
_SHORTEST = 14
"""Characters: lines that are all shorter are items of a list rather than broken text."""
_STOPS = "。；：！？.;:!?"


class Area(Enum):
    """What the lines stand in: the running text of pages, a box drawn around text, a cell of a table."""

    BODY = "body"
    BOX = "box"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the lines of an area may stand: margins in points, `em` and `pitch` in points.

    `is_indented` tells that paragraphs are known by their indented first line.
    """

    left: float
    right: float
    em: float
    pitch: float
    is_indented: bool = False
    area: Area = Area.BODY

    def indent(self, line: Line) -> float:
        """How far from the left margin the line starts, in characters."""
        return (line.x0 - self.left) / self.em

    def tail(self, line: Line) -> float:
        """How much room the line leaves before the right margin, in characters."""
        return (self.right - line.x1) / self.em


def layout_of_box(lines: Sequence[Line]) -> Layout:
    """The layout of the text in a box."""
    em = usual_em(lines)
    layout = Layout(_left_margin(lines, em), _right_margin(lines, em), em, _usual_pitch([lines], em), area=Area.BOX)
    return replace(layout, is_indented=_shows_indents({(0, 0): lines}, {(0, 0): layout}))


def layout_of_cell(lines: Sequence[Line], *, left: float, right: float) -> Layout:
    """The layout of a cell between its inner edges."""
    em = usual_em(lines)
    return Layout(left, max(right, *(line.x1 for line in lines)), em, _usual_pitch([lines], em), area=Area.CELL)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a strip stands: the edges of its page in points, and the column (strips of one column look alike)."""

    left: float
    right: float
    column: Column

    @property
    def kind(self) -> tuple[int, Column]:
        return round(self.right - self.left), self.column


def measure_strips(
    strips: Mapping[StripKey, Sequence[Line]], frames: Mapping[StripKey, Frame]
) -> dict[StripKey, Layout]:
    """The layout of each strip of running text; those with few lines take over what others of their kind show.

    Strips are known by page and number; of one kind are those of equal page width and column.
    """
    em = usual_em([line for lines in strips.values() for line in lines])
    pitch = _usual_pitch(list(strips.values()), em)
    own = {key: _own_margins(lines, em) for key, lines in strips.items()}
    alike: dict[tuple[int, Column], list[tuple[float, float]]] = defaultdict(list)
    for key, margins in own.items():
        if margins is not None:
            alike[frames[key].kind].append(margins)
    layouts: dict[StripKey, Layout] = {}
    for key, lines in strips.items():
        left, right = _settled(own[key], _usual_margins(alike[frames[key].kind]), lines, em)
        is_margin = right - left >= _SHORTEST * em and _is_broken_at(right, lines, em)
        right = right if is_margin else _reaching(left, right, frames[key])
        layouts[key] = Layout(left, right, em, pitch)
    is_indented = _shows_indents(strips, layouts)
    return {key: replace(layout, is_indented=is_indented) for key, layout in layouts.items()}


def _reaching(left: float, right: float, frame: Frame) -> float:
    """The right margin; where all lines are short, it is as far from the edge of the sheet as the left one."""
    width = frame.right - frame.left
    if frame.column is not Column.WHOLE or right - left >= _NARROWEST * width:
        return right
    return max(right, frame.right - (left - frame.left))


def _is_broken_at(right: float, lines: Sequence[Line], em: float) -> bool:
    """Whether most of the lines that end there end in the midst of a sentence."""
    ends = [line.text[-1] in _STOPS for line in lines if abs(right - line.x1) < em]
    return len(ends) >= _ENOUGH_LINES and 2 * sum(ends) < len(ends)


def usual_em(lines: Sequence[Line]) -> float:
    """The width of a character of the text, in points: that of most lines, weighed by their length."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.em * 2) / 2] += len(line.text) * (2 if line.has_cjk else 1)
    usual = max(weights, key=lambda em: (weights[em], em)) if weights else 12.0
    return max(median([line.em for line in lines if abs(line.em - usual) <= 0.5] or [usual]), 0.5)


def _usual_pitch(pages: Sequence[Sequence[Line]], em: float) -> float:
    """The commonest distance from line to line."""
    steps: Counter[float] = Counter()
    for lines in pages:
        for above, below in pairwise(lines):
            step = above.base - below.base
            if 0.9 * em <= step <= 3 * em:
                steps[round(step)] += 1
    return max(steps, key=lambda step: (steps[step], -step)) if steps else 1.75 * em


def _own_margins(lines: Sequence[Line], em: float) -> tuple[float, float] | None:
    of_text = [line for line in lines if abs(line.em - em) < 0.1 * em]
    if len(of_text) < _ENOUGH_LINES:
        return None
    return _left_margin(of_text, em), _right_margin(of_text, em)


def _usual_margins(margins: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    if not margins:
        return None
    return median(left for left, _ in margins), median(right for _, right in margins)


def _settled(
    own: tuple[float, float] | None, usual: tuple[float, float] | None, lines: Sequence[Line], em: float
) -> tuple[float, float]:
    """A page's own margins, unless it merely has no line that reaches out as far as the pages beside it."""
    if usual is None:
        return (_left_margin(lines, em), _right_margin(lines, em)) if lines else (0.0, 0.0)
    if own is None:
        return usual
    left, right = own
    moved = (left - usual[0]) / em, (right - usual[1]) / em
    if abs(moved[0] - moved[1]) < 0.8:
        return own
    if moved[0] > 0.8 and moved[1] <= 0.8:
        left = usual[0]
    if moved[1] < -0.8 and moved[0] >= -0.8:
        right = usual[1]
    return left, right


def _left_margin(lines: Sequence[Line], em: float) -> float:
    groups = _clusters([line.x0 for line in lines], 0.4 * em)
    enough = _enough(lines)
    return median(next((group for group in groups if len(group) >= enough), groups[0]))


def _right_margin(lines: Sequence[Line], em: float) -> float:
    groups = _clusters([line.x1 for line in lines], 0.3 * em)
    enough = _enough(lines)
    group = next((group for group in reversed(groups) if len(group) >= enough), groups[-1])
    return group[int(0.8 * (len(group) - 1))]


def _enough(lines: Sequence[Line]) -> float:
    """How many lines must end at one place to make it a margin; among few lines one is enough."""
    return 1 if len(lines) < 2 * _ENOUGH_LINES else max(2, 0.06 * len(lines))


def _clusters(values: Sequence[float], near: float) -> list[list[float]]:
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= near:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def _shows_indents(strips: Mapping[StripKey, Sequence[Line]], layouts: Mapping[StripKey, Layout]) -> bool:
    """After a full indented line the next one goes back to the margin, where indents mark paragraphs."""
    back = same = 0
    for key, lines in strips.items():
        layout = layouts[key]
        for above, below in pairwise(lines):
            if 1.5 <= layout.indent(above) <= 2.6 and layout.tail(above) < 1:
                back += abs(layout.indent(below)) < 0.6
                same += abs(layout.indent(below) - layout.indent(above)) < 0.3
    return back >= same and back > 0
