"""Makes the cells of ruled tables out of the lines drawn on a page."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from operator import neg
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from luoshi.engine.reading.pdf.rulings import Ruling

_SNAP = 3.0
_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class GridPlace:
    """Where a cell of a grid stands: row and column from 0, and over how many it reaches."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on a page: `xs` its vertical edges from the left, `ys` its horizontal edges from the top.

    `owner[row][column]` is the number of the cell in `places` to which that field of the grid belongs.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    places: tuple[GridPlace, ...]
    owner: tuple[tuple[int, ...], ...]

    @property
    def height(self) -> float:
        return self.ys[0] - self.ys[-1]

    @property
    def width(self) -> float:
        return self.xs[-1] - self.xs[0]

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell around a point, None outside of the table."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, -y, key=neg) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.owner[row][column]
        return None

    def extent(self, cell: int) -> tuple[float, float]:
        """The left and right edge of a cell."""
        place = self.places[cell]
        return self.xs[place.column], self.xs[place.column + place.columns]


def find_grids(rulings: Sequence[Ruling]) -> list[Grid]:
    """The ruled tables and boxes of a page, the smallest first (one may stand inside another)."""
    grids = [grid for group in _connected(rulings) if (grid := grid_of(group)) is not None]
    return sorted(grids, key=lambda grid: grid.width * grid.height)


def _connected(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    """Groups of rulings that cross or touch one another."""
    flat = [index for index, ruling in enumerate(rulings) if ruling.is_horizontal]
    tall = [index for index, ruling in enumerate(rulings) if not ruling.is_horizontal]
    parent = list(range(len(rulings)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for a in flat:
        for b in tall:
            if _meet(rulings[a], rulings[b]):
                parent[root(a)] = root(b)
    groups: dict[int, list[Ruling]] = {}
    for index, ruling in enumerate(rulings):
        groups.setdefault(root(index), []).append(ruling)
    return list(groups.values())


def _meet(flat: Ruling, tall: Ruling) -> bool:
    return flat.start - _SNAP <= tall.at <= flat.end + _SNAP and tall.start - _SNAP <= flat.at <= tall.end + _SNAP


def grid_of(group: Sequence[Ruling]) -> Grid | None:
    """The table that rulings make which belong together; None where they make none."""
    flat = [ruling for ruling in group if ruling.is_horizontal]
    tall = [ruling for ruling in group if not ruling.is_horizontal]
    if len(flat) < 2 or not tall:
        return None
    tall += _missing_sides(flat, tall)
    xs = _edges(ruling.at for ruling in tall)
    ys = _edges(ruling.at for ruling in flat)[::-1]
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MOST_CELLS:
        return None
    owner = _owners(xs, ys, flat, tall)
    return Grid(tuple(xs), tuple(ys), *_places(owner))


def _missing_sides(flat: Sequence[Ruling], tall: Sequence[Ruling]) -> list[Ruling]:
    """Tables without left and right border: where at least two horizontal rulings end together, an edge is meant."""
    top, bottom = max(ruling.at for ruling in flat), min(ruling.at for ruling in flat)
    outer = [min(flat, key=lambda ruling: ruling.start).start, max(flat, key=lambda ruling: ruling.end).end]
    sides: list[Ruling] = []
    for edge in outer:
        ending = sum(min(abs(ruling.start - edge), abs(ruling.end - edge)) <= _SNAP for ruling in flat)
        if ending >= 2 and all(abs(ruling.at - edge) > 2 * _SNAP for ruling in tall):
            sides.append(type(flat[0])(False, edge, bottom, top))
    return sides


def _edges(positions: Iterable[float]) -> list[float]:
    """Positions from low to high, those within the snapping distance taken for one."""
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > _SNAP:
            edges.append(position)
    return edges


def _owners(
    xs: Sequence[float], ys: Sequence[float], flat: Sequence[Ruling], tall: Sequence[Ruling]
) -> list[list[tuple[int, int]]]:
    """For each field the upper left field of the cell that it belongs to; fields without a ruling between are one."""
    right = _walls(xs[1:-1], _middles(ys), tall)
    below = _walls(ys[1:-1], _middles(xs), flat)
    rows, columns = len(ys) - 1, len(xs) - 1
    owner: list[list[tuple[int, int]]] = [[(row, column) for column in range(columns)] for row in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if column and not right[column - 1][row]:
                owner[row][column] = owner[row][column - 1]
            elif row and not below[row - 1][column] and _same_width(owner, row, column, right):
                owner[row][column] = owner[row - 1][column]
    return owner


def _same_width(owner: list[list[tuple[int, int]]], row: int, column: int, right: Sequence[Sequence[bool]]) -> bool:
    """Whether the field above starts its cell in this column and reaches as far as this row's field does."""
    above = owner[row - 1][column]
    if above[1] != column:
        return False
    columns = len(owner[row])
    end = column + 1
    while end < columns and not right[end - 1][row]:
        end += 1
    end_above = column + 1
    while end_above < columns and owner[row - 1][end_above] == above:
        end_above += 1
    return end == end_above


def _middles(edges: Sequence[float]) -> list[float]:
    return [(a + b) / 2 for a, b in pairwise(edges)]


def _walls(edges: Sequence[float], middles: Sequence[float], rulings: Sequence[Ruling]) -> list[list[bool]]:
    """For every inner edge and every field beside it: does a ruling stand there?"""
    walls = []
    for edge in edges:
        near = [ruling for ruling in rulings if abs(ruling.at - edge) <= _SNAP]
        walls.append([any(ruling.start <= middle <= ruling.end for ruling in near) for middle in middles])
    return walls


def _places(owner: list[list[tuple[int, int]]]) -> tuple[tuple[GridPlace, ...], tuple[tuple[int, ...], ...]]:
    last: dict[tuple[int, int], tuple[int, int]] = {}
    for row, fields in enumerate(owner):
        for column, start in enumerate(fields):
            last[start] = (row, column)
    numbers = {start: number for number, start in enumerate(sorted(last))}
    places = tuple(
        GridPlace(start[0], start[1], last[start][0] - start[0] + 1, last[start][1] - start[1] + 1)
        for start in sorted(last)
    )
    return places, tuple(tuple(numbers[start] for start in fields) for fields in owner)
