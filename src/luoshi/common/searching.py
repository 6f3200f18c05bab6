"""The search over everything: every app registers what it can find, the page shows it in groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.utils.functional import _StrOrPromise

SHOWN = 8
"""How many hits of each group the page shows before it leads to the group's own page."""
LONGEST = 200


@dataclass(frozen=True)
class Hit:
    """One thing found: where it leads, what it is called, and a line or two about it.

    `pieces` are the words around the hits, as (text, is a hit).
    """

    url: str
    title: str
    note: str = ""
    pieces: Sequence[tuple[str, bool]] = ()


@dataclass(frozen=True)
class Group:
    """What one app finds: how many, the first of them, and where the rest is."""

    label: _StrOrPromise
    icon: str
    hits: Sequence[Hit]
    total: int
    url: str = ""


@dataclass(frozen=True)
class Finder:
    """A kind of thing that can be found; `find` takes the person, the words and how many to show."""

    name: str
    order: int
    find: Callable[[Any, str, int], Group | None]


_finders: dict[str, Finder] = {}


def register(finder: Finder) -> None:
    """Add a kind of thing; called from each app's `searching.py`, which is found by itself."""
    _finders[finder.name] = finder


def groups_for(user: Any, text: str) -> list[Group]:
    """What the person may see of what was typed, group by group; groups without hits are left out."""
    words = text.strip()[:LONGEST]
    if not words:
        return []
    found = (finder.find(user, words, SHOWN) for finder in sorted(_finders.values(), key=lambda one: one.order))
    return [group for group in found if group and group.total]
