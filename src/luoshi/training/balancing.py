"""Puts trainees into groups of nearly the same size, so that units and fields are spread over them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

ROUNDS_AT_MOST = 12


@dataclass(frozen=True)
class Seat:
    """One trainee: number, unit and field (None where there is none; such trainees are not told apart)."""

    number: int
    unit: Hashable | None
    field: Hashable | None = None

    @property
    def marks(self) -> tuple[tuple[str, Hashable], ...]:
        """What is to be spread."""
        pairs = (("unit", self.unit), ("field", self.field))
        return tuple((name, value) for name, value in pairs if value is not None)


def balanced(seats: Sequence[Seat], count: int) -> tuple[tuple[int, ...], ...]:
    """The numbers of the trainees of each of `count` groups; sizes differ by one at most, the same for the same input.

    >>> balanced([Seat(1, "a"), Seat(2, "a"), Seat(3, "b"), Seat(4, "b")], 2)
    ((1, 3), (2, 4))
    """
    if count < 1:
        raise ValueError("there has to be a group")
    groups = _dealt(seats, count)
    _exchange(groups)
    return tuple(tuple(sorted(seat.number for seat in group)) for group in groups)


def _dealt(seats: Sequence[Seat], count: int) -> list[list[Seat]]:
    """Round the table, those of one unit after each other, so that they come into different groups."""
    sizes = Counter(seat.unit for seat in seats)
    order = sorted(seats, key=lambda seat: (-sizes[seat.unit], str(seat.unit), str(seat.field), seat.number))
    groups: list[list[Seat]] = [[] for _ in range(count)]
    for place, seat in enumerate(order):
        groups[place % count].append(seat)
    return groups


def _exchange(groups: list[list[Seat]]) -> None:
    """Exchange two trainees as long as it brings fewer of the same unit or field together."""
    held = [Counter(mark for seat in group for mark in seat.marks) for group in groups]
    for _ in range(ROUNDS_AT_MOST):
        if not any(_better(groups, held, left, right) for left, right in combinations(range(len(groups)), 2)):
            return


def _better(groups: list[list[Seat]], held: list[Counter[tuple[str, Hashable]]], left: int, right: int) -> bool:
    """Make the exchanges between two groups that help; whether there was one."""
    helped = False
    for here in range(len(groups[left])):
        for there in range(len(groups[right])):
            one, other = groups[left][here], groups[right][there]
            if _gain(one, other, held[left], held[right]) > 0:
                groups[left][here], groups[right][there] = other, one
                _swap_marks(one, other, held[left], held[right])
                helped = True
    return helped


def _gain(one: Seat, other: Seat, left: Counter[tuple[str, Hashable]], right: Counter[tuple[str, Hashable]]) -> int:
    """By how much the squares of the counts become fewer; what both share stays where it is."""
    gain = 0
    for mark in set(one.marks) - set(other.marks):
        gain += left[mark] - right[mark] - 1
    for mark in set(other.marks) - set(one.marks):
        gain += right[mark] - left[mark] - 1
    return gain


def _swap_marks(
    one: Seat, other: Seat, left: Counter[tuple[str, Hashable]], right: Counter[tuple[str, Hashable]]
) -> None:
    left.subtract(one.marks)
    right.update(one.marks)
    right.subtract(other.marks)
    left.update(other.marks)
