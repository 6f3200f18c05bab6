"""Finds commitments again in a text that has changed: by their sentence, then by what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.ledger.queries.likeness import pairs_of, share_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.commitments import Commitment as Found
    from luoshi.training.models import Commitment

SAME_SENTENCE = 0.6
"""From this share of pairs on, a changed sentence is taken for the one that something was decided on."""


@dataclass(frozen=True)
class Place:
    """Where a commitment stands now, and the sentence that stands there."""

    sentence: str
    start: int
    end: int


@dataclass(frozen=True)
class Anchoring:
    """What became of the commitments that there were, by primary key, and which sentences are new."""

    places: dict[int, Place]
    lost: tuple[Commitment, ...]
    new: tuple[Found, ...]


def anchor(known: Sequence[Commitment], found: Sequence[Found], text: str) -> Anchoring:
    """Every known commitment gets at most one sentence: its own words first, else the likest that is left."""
    left = list(found)
    places: dict[int, Place] = {}
    for one in known:
        same = [other for other in left if other.text == one.sentence]
        if same:
            nearest = min(same, key=lambda other: abs(other.span.start - one.start))
            left.remove(nearest)
            places[one.pk] = Place(nearest.text, nearest.span.start, nearest.span.end)
    for one in known:
        if one.pk not in places and one.sentence and (at := text.find(one.sentence)) >= 0:
            places[one.pk] = Place(one.sentence, at, at + len(one.sentence))
    for one in known:
        likest = max(left, key=lambda other: _likeness(one, other), default=None)
        if one.pk in places or likest is None or _likeness(one, likest) < SAME_SENTENCE:
            continue
        left.remove(likest)
        places[one.pk] = Place(likest.text, likest.span.start, likest.span.end)
    taken = [(place.start, place.end) for place in places.values()]
    new = [one for one in left if not any(one.span.start < end and start < one.span.end for start, end in taken)]
    return Anchoring(places, tuple(one for one in known if one.pk not in places), tuple(new))


def _likeness(one: Commitment, other: Found) -> float:
    return share_of(pairs_of(one.sentence), pairs_of(other.text))
