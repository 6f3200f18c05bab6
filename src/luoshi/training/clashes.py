"""Finds what cannot be at the same time: one room, one speaker, one trainee, two groups; pure, for plans and pages."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

ROOM, SPEAKER, CLASS, TRAINEE, GROUPS = "room", "speaker", "class", "trainee", "groups"


@dataclass(frozen=True)
class Slot:
    """One session in time. `rooms` are all that it uses at once, `speaker` is None where it is open; `people` are
    user numbers. `shared` are the rooms given to several of its groups, each with the names of those groups."""

    number: int
    class_number: int
    starts_at: datetime
    ends_at: datetime
    rooms: frozenset[str] = frozenset()
    speaker: int | None = None
    people: frozenset[int] = frozenset()
    shared: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def overlaps(self, other: Slot) -> bool:
        """Whether the two share some minutes; one may begin when the other ends."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Clash:
    """Two sessions at the same time, and what they share: `room` for a room, `people` for trainees.

    `groups` of one session that share a room meet within it: then both numbers are its own.
    """

    kind: str
    first: int
    second: int
    room: str = ""
    people: frozenset[int] = frozenset()
    groups: tuple[str, ...] = ()


def find_clashes(slots: Iterable[Slot]) -> tuple[Clash, ...]:
    """Every clash between the sessions, those within one session first, in the order in which they begin."""
    ordered = sorted(slots, key=lambda slot: (slot.starts_at, slot.number))
    inside = [
        Clash(GROUPS, one.number, one.number, room, groups=names) for one in ordered for room, names in one.shared
    ]
    pairs = (pair for pair in combinations(ordered, 2) if pair[0].overlaps(pair[1]))
    return (*inside, *(clash for pair in pairs for clash in _shared(*pair)))


def _shared(one: Slot, other: Slot) -> Iterator[Clash]:
    for room in sorted(one.rooms & other.rooms):
        yield Clash(ROOM, one.number, other.number, room=room)
    if one.speaker is not None and one.speaker == other.speaker:
        yield Clash(SPEAKER, one.number, other.number)
    if one.class_number == other.class_number:
        yield Clash(CLASS, one.number, other.number)
    elif people := one.people & other.people:
        yield Clash(TRAINEE, one.number, other.number, people=people)
