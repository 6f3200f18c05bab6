"""Makes the cells of a table that has lines between its rows and none between its columns."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from luoshi.engine.reading.pdf.cells import PageCell, cell_of
from luoshi.engine.reading.pdf.grids import Grid, grid_of
from luoshi.engine.reading.pdf.lines import make_lines
from luoshi.engine.reading.pdf.rulings import Ruling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.reading.pdf.glyphs import Glyph

    Row = Sequence[Glyph]

_SAME = 3.0


@dataclass(frozen=True, slots=True)
class FlatTable:
    """Rows of characters between lines: `xs` are the edges of the columns, `margins` where the words of each stand.

    `spanning` are the rows, or parts of rows, that run over edges.
    """

    rows: tuple[Row, ...]
    xs: tuple[float, ...]
    margins: tuple[tuple[float, float], ...]
    rulings: tuple[Ruling, ...]
    spanning: tuple[Row, ...]
    page: int

    def grid(self) -> Grid | None:
        """The fields between the lines; upright lines are added where words keep to the columns."""
        left, right = self.xs[0], self.xs[-1]
        flat = [
            Ruling(True, ruling.at, max(ruling.start, left), min(ruling.end, right))
            for ruling in self.rulings
            if ruling.start < right and ruling.end > left
        ]
        return grid_of([*flat, *self._uprights()])

    def cells(self, grid: Grid) -> tuple[PageCell, ...]:
        """The cells with their words."""
        inside: list[list[Glyph]] = [[] for _ in grid.places]
        for row in self.rows:
            for glyph in row:
                cell = grid.cell_at(glyph.middle, glyph.base + 0.35 * glyph.height)
                if cell is not None:
                    inside[cell].append(glyph)
        return tuple(
            cell_of(
                place,
                make_lines(glyphs, page=self.page),
                self.margins[place.column][0],
                self.margins[place.column + place.columns - 1][1],
            )
            for place, glyphs in zip(grid.places, inside, strict=True)
        )

    def _uprights(self) -> list[Ruling]:
        heights = heights_of(self.rulings)
        top, bottom = heights[0], heights[-1]
        uprights = [Ruling(False, edge, bottom, top) for edge in (self.xs[0], self.xs[-1])]
        for above, below in pairwise(heights):
            crossed = [row for row in self.spanning if below < row[0].base < above]
            uprights += [
                Ruling(False, edge, below, above)
                for edge in self.xs[1:-1]
                if not any(row[0].x0 < edge < row[-1].x1 for row in crossed)
            ]
        return uprights


def heights_of(rulings: Sequence[Ruling]) -> list[float]:
    """The heights at which lines are drawn, from the top."""
    heights: list[float] = []
    for at in sorted((ruling.at for ruling in rulings), reverse=True):
        if not heights or heights[-1] - at > _SAME:
            heights.append(at)
    return heights


def has_a_row_between(heights: Sequence[float], numbers: Sequence[float]) -> bool:
    """Whether no two numbers of rows stand between the same two lines; `heights` from the top."""
    upwards = sorted(heights)
    bands = [bisect_right(upwards, number) for number in numbers]
    return len(set(bands)) == len(bands)
