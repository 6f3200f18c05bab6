"""Finds where the columns of a table without lines part, and how far down it reaches."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from luoshi.engine.tables.grid_lines import is_aside
from luoshi.engine.tables.groups import has_group_marker

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from luoshi.engine.reading.pdf.glyphs import Glyph

    Row = Sequence[Glyph]
    Blank = tuple[float, float]

_TOUCHING = 0.15
"""Characters nearer than this, in heights, stand together; a narrower blank parts no columns."""
_AROUND_DIGITS = 0.32
_BLANK_HALF = 0.45
_OPENING, _CLOSING = "（《〈【〔“‘", "，。、；：！？）》〉】〕”’"
_MOST_CROSSING = 2
_NARROWEST = 1.0
_MOST_WAITING = 6
_APART = 1.15
_SENTENCE_ENDS = ("。", "；", "：", ":", "！", "？")
_FARTHEST = 3.2
_HIGHEST = 4.0


@dataclass(frozen=True, slots=True)
class Extent:
    """The rows of a table's body: those that keep to its columns, and those that run across them (group rows)."""

    blanks: tuple[Blank, ...]
    kept: tuple[int, ...]
    crossing: tuple[int, ...]

    @property
    def edges(self) -> tuple[float, ...]:
        """The inner edges of the columns."""
        return tuple((left + right) / 2 for left, right in self.blanks)


def blanks_between(extents: Sequence[tuple[float, float]]) -> list[list[Blank]] | None:
    """The blanks between the headings, in which the edges must lie; None where two headings stand over each other."""
    blanks = [(a[1], b[0]) for a, b in pairwise(extents)]
    return [[blank] for blank in blanks] if all(left < right for left, right in blanks) else None


def find_extent(rows: Sequence[Row], blanks: Sequence[Sequence[Blank]]) -> Extent | None:
    """How far the rows keep to columns parted somewhere in these blanks; None where not even the first ones do.

    A row of one stretch may be a cell's or a group's words: where the others leave room, the most of them decide.
    """
    walk = _Walk([list(parts) for parts in blanks])
    steps: list[float] = []
    for number, row in enumerate(rows):
        if _is_far(rows, number, steps) or not walk.takes(number, row):
            break
    return walk.extent(rows)


class _Walk:
    """Goes down the rows of a table and narrows the blanks between its columns."""

    def __init__(self, blanks: list[list[Blank]]) -> None:
        self._blanks = blanks
        self._kept: list[int] = []
        self._crossing: list[int] = []
        self._waiting: list[int] = []
        self._lone: dict[int, Blank] = {}

    def takes(self, number: int, row: Row) -> bool:
        """Whether the table may go on with this row."""
        inked = _inked(row)
        words = words_of(row)
        if len(inked) == 1 and is_aside(words):
            return False
        narrowed = _narrowed(self._blanks, inked, _TOUCHING * row[0].height)
        if narrowed is None:
            self._waiting.append(number)
            over = sum(other not in self._lone for other in self._waiting)
            return over <= _MOST_CROSSING and stands_together(row) and not words.endswith(_SENTENCE_ENDS)
        if len(inked) == 1:
            self._lone[number] = inked[0]
            (self._waiting if self._waiting else self._kept).append(number)
            return len(self._waiting) <= _MOST_WAITING
        self._blanks = narrowed
        self._crossing += [other for other in self._waiting if other not in self._lone]
        self._kept += [*(other for other in self._waiting if other in self._lone), number]
        self._waiting = []
        return True

    def extent(self, rows: Sequence[Row]) -> Extent | None:
        """The columns as they came out; rows that only may belong to the table stay out at its end."""
        while self._kept and self._kept[-1] in self._lone and self._is_after(rows):
            self._kept.pop()
        lone = {number: ink for number, ink in self._lone.items() if number in self._kept}
        if len(lone) == len(self._kept):
            return None
        blanks = tuple(_freest(parts, lone.values()) for parts in self._blanks)
        over = {number for number, ink in lone.items() if any(_covers(ink, blank) for blank in blanks)}
        kept = tuple(number for number in self._kept if number not in over)
        crossing = (*self._crossing, *(number for number in over if number < kept[-1]))
        return Extent(blanks, kept, tuple(sorted(crossing)))

    def _is_after(self, rows: Sequence[Row]) -> bool:
        """Whether the last row, a single stretch, begins something new or stands apart from the table."""
        at = self._kept[-1]
        steps = [rows[a][0].base - rows[b][0].base for a, b in pairwise(self._kept)]
        is_apart = len(steps) > 1 and steps[-1] > _APART * max(steps[:-1])
        return is_apart or has_group_marker(words_of(rows[at]))


def words_of(row: Row) -> str:
    """The characters of a row, blanks left out."""
    return "".join(glyph.char for glyph in row if not glyph.char.isspace())


def _covers(ink: Blank, blank: Blank) -> bool:
    return ink[0] < (blank[0] + blank[1]) / 2 < ink[1]


def _freest(parts: Sequence[Blank], inks: Iterable[Blank]) -> Blank:
    """The part of some blanks over which the fewest stretches run, of several the widest."""
    best = parts[0]
    fewest = None
    places = sorted(place for ink in inks for place in ink)
    for left, right in parts:
        marks = [left, *(place for place in places if left < place < right), right]
        for start, end in pairwise(marks):
            count = sum(_covers(ink, (start, end)) for ink in inks)
            rank = (count, start - end)
            if end - start > _NARROWEST and (fewest is None or rank < fewest):
                best, fewest = (start, end), rank
    return best


def _is_far(rows: Sequence[Row], number: int, steps: list[float]) -> bool:
    """Whether a row stands far below the one before it, measured by the steps so far."""
    if not number:
        return False
    above, here = rows[number - 1][0], rows[number][0]
    step = above.base - here.base
    usual = median(steps) if steps else 0.0
    steps.append(step)
    return step > max(_FARTHEST * usual, _HIGHEST * max(above.height, here.height))


def _narrowed(blanks: list[list[Blank]], inked: Sequence[Blank], touching: float) -> list[list[Blank]] | None:
    """The blanks as far as a row leaves them blank; None where it runs over one of them from end to end."""
    starts = [left for left, _ in inked]
    narrowed: list[list[Blank]] = []
    for parts in blanks:
        free = [piece for part in parts for piece in _free(part, inked, starts) if piece[1] - piece[0] > touching]
        if not free:
            return None
        narrowed.append(free)
    return narrowed


def _inked(row: Row) -> list[Blank]:
    """The stretches that a row's characters cover; the blank half of a punctuation mark covers nothing."""
    inked: list[tuple[float, float]] = []
    before: Glyph | None = None
    for glyph in row:
        if glyph.char.isspace():
            continue
        left = glyph.x0 + (_BLANK_HALF * (glyph.x1 - glyph.x0) if glyph.char in _OPENING else 0)
        right = glyph.x1 - (_BLANK_HALF * (glyph.x1 - glyph.x0) if glyph.char in _CLOSING else 0)
        if before is not None and glyph.x0 - before.x1 <= _reach(before, glyph) * glyph.height:
            inked[-1] = (inked[-1][0], max(inked[-1][1], right))
        else:
            inked.append((left, right))
        before = glyph
    return inked


def _reach(before: Glyph, glyph: Glyph) -> float:
    """How far apart two characters may stand and yet together: word processors put room around digits."""
    return _AROUND_DIGITS if before.char.isascii() is not glyph.char.isascii() else _TOUCHING


def _free(part: Blank, inked: Sequence[Blank], starts: Sequence[float]) -> Iterable[Blank]:
    """What of a blank the inked stretches leave."""
    left, right = part
    at = max(bisect_left(starts, left) - 1, 0)
    while at < len(inked) and inked[at][0] < right:
        if inked[at][0] > left:
            yield left, inked[at][0]
        left = max(left, inked[at][1])
        at += 1
    if left < right:
        yield left, right


def stands_together(row: Row) -> bool:
    """Whether a row is one run of characters without a wide blank in it."""
    printed = [glyph for glyph in row if not glyph.char.isspace()]
    return all(here.x0 - before.x1 <= 2 * before.height for before, here in pairwise(printed))
