"""Weighs clauses by the character sequences they share: rare ones count much, common ones little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from luoshi.engine.quotations.folding import Offsets, codes_of, fold, narrow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Features = NDArray[np.uint64]
Weights = NDArray[np.float32]
Lengths = NDArray[np.float64]
Places = tuple[NDArray[np.int64], NDArray[np.int32], Weights]

_SHARES = {1: 0.25, 2: 1.0, 3: 1.0, 4: 0.8}
"""How much a sequence counts by its length; a single character tells a little where a paraphrase shares no more."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_HEADING = 0.6
_OWNER_BITS = np.uint64(24)
_OWNER = np.uint64((1 << 24) - 1)
_AT_ONCE = 4_000
_NO_FEATURE = np.uint64(0xFFFFFFFFFFFFFFFF)
_NOWHERE = np.zeros(0, np.int64)
_HALF = 0.5
_LEAST_LENGTH = 1e-9
_MOST_DEAD = 3
"""When more than one in so many places belongs to clauses that are gone, they are cleared away."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """An inverted table of some clauses: for every feature, ascending, the clauses that have it and how often."""

    features: Features
    first: Offsets
    owners: NDArray[np.int32]
    amounts: Weights

    @classmethod
    def of(cls, keys: Features, amounts: Weights) -> _Segment:
        """From keys that hold the clause in their lowest bits, in any order."""
        order = np.argsort(keys)
        keys, amounts = keys[order], amounts[order]
        hashes = keys >> _OWNER_BITS
        first = np.flatnonzero(np.diff(hashes, prepend=_NO_FEATURE))
        return cls(hashes[first], np.append(first, len(keys)), (keys & _OWNER).astype(np.int32), amounts)

    def keys(self) -> Features:
        hashes = np.repeat(self.features, np.diff(self.first))
        return (hashes << _OWNER_BITS) | self.owners.astype(np.uint64)

    def found(self, features: Features) -> Places:
        """Of ascending features, every place where one stands: which of them, the clause, how often."""
        at = np.minimum(np.searchsorted(self.features, features), len(self.features) - 1)
        known = np.flatnonzero(self.features[at] == features)
        at = at[known]
        spread = self.first[at + 1] - self.first[at]
        ends = np.cumsum(spread)
        places = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(self.first[at] - (ends - spread), spread)
        return np.repeat(known, spread), self.owners[places], self.amounts[places]


class WordIndex:
    """The features of many clauses, each clause in a slot of its own; clauses come and go one document at a time.

    How rare a feature is changes with every document, and with it the length of every clause that has it. A clause's
    length is kept as three sums from which it follows for any number of clauses, so that a document touches only the
    clauses with which it shares features: L²·Σa² - 2L·Σa²l + Σa²l², where L is the logarithm of the number of clauses
    and l that of the number of those that have the feature.
    """

    def __init__(self) -> None:
        self._segments: list[_Segment] = []
        self._sums = np.zeros((3, 0))
        self._alive = np.zeros(0, np.bool_)
        self._dead = 0

    @property
    def size(self) -> int:
        """How many slots there are, free ones included."""
        return len(self._alive)

    @property
    def places(self) -> int:
        """How many places of features are held: what the memory goes by."""
        return sum(len(segment.owners) for segment in self._segments)

    def add(self, texts: Sequence[tuple[str, str]]) -> range:
        """Take clauses in, (words, heading) each; returns their slots."""
        slots = range(self.size, self.size + len(texts))
        keys, amounts = _counted_in_parts(texts, slots.start)
        self._alive = np.append(self._alive, np.ones(len(texts), np.bool_))
        self._sums = np.hstack([self._sums, np.zeros((3, len(texts)))])
        if not len(keys):
            return slots
        made = _Segment.of(keys, amounts)
        counts = np.diff(made.first)
        held = self._shift(made.features, counts)
        spread = np.repeat(np.log(held + counts + _HALF), counts)
        self._add_sums(made.owners, made.amounts, np.zeros(len(spread)), spread, is_new=True)
        self._segments.append(made)
        self._merge()
        return slots

    def remove(self, slots: Sequence[int], texts: Sequence[tuple[str, str]]) -> None:
        """Take the clauses of these slots out; `texts` are what was put in."""
        gone = np.asarray(slots, dtype=np.int64)
        self._alive[gone] = False
        self._sums[:, gone] = 0.0
        keys, _amounts = _counted_in_parts(texts, 0)
        features, counts = np.unique(keys >> _OWNER_BITS, return_counts=True)
        self._shift(features, -counts)
        self._dead += len(keys)
        if self._dead * _MOST_DEAD > self.places:
            self._segments = self._merged(self._segments)
            self._dead = 0

    def likeness(self, words: str, heading: str) -> NDArray[np.float64]:
        """The cosine of a text and the clause of every slot, shape (size); 0 for a free one."""
        keys, amounts = _counted([(words, heading)], 0)
        which, owners, held = self._found(keys >> _OWNER_BITS)
        counts = np.bincount(which, minlength=len(keys))
        known = np.maximum(counts, 1)
        rarity = np.where(counts > 0, self._many - np.log(known + _HALF), 0.0)
        mine = amounts * rarity
        length = float(np.sqrt((mine**2).sum())) or 1.0
        products = held * (rarity * mine / length)[which]
        return np.bincount(owners, weights=products, minlength=self.size) / self._lengths

    @property
    def _many(self) -> float:
        return float(np.log(np.count_nonzero(self._alive) + 1))

    @property
    def _lengths(self) -> NDArray[np.float64]:
        plain, once, twice = self._sums
        return np.maximum(
            np.sqrt(np.maximum(self._many**2 * plain - 2 * self._many * once + twice, 0.0)), _LEAST_LENGTH
        )

    def _found(self, features: Features) -> Places:
        """The places of ascending features in all segments, free slots left out."""
        found = [segment.found(features) for segment in self._segments]
        which = np.concatenate([_NOWHERE, *(one[0] for one in found)])
        owners = np.concatenate([np.zeros(0, np.int32), *(one[1] for one in found)])
        amounts = np.concatenate([np.zeros(0, np.float32), *(one[2] for one in found)])
        alive = self._alive[owners]
        return which[alive], owners[alive], amounts[alive]

    def _shift(self, features: Features, change: NDArray[np.int64]) -> NDArray[np.int64]:
        """Some more, or fewer, clauses have these features: the lengths of the others that have them follow.

        Returns how many others have each.
        """
        which, owners, amounts = self._found(features)
        held = np.bincount(which, minlength=len(features))
        before = np.where(change > 0, held, held - change)
        after = np.where(change > 0, held + change, held)
        old, new = np.log(before + _HALF), np.log(after + _HALF)
        self._add_sums(owners, amounts, old[which], new[which])
        return held

    def _add_sums(
        self, owners: NDArray[np.int32], amounts: Weights, old: Lengths, new: Lengths, *, is_new: bool = False
    ) -> None:
        squares = amounts.astype(np.float64) ** 2
        if is_new:
            self._sums[0] += np.bincount(owners, weights=squares, minlength=self.size)
        self._sums[1] += np.bincount(owners, weights=squares * (new - old), minlength=self.size)
        self._sums[2] += np.bincount(owners, weights=squares * (new**2 - old**2), minlength=self.size)

    def _merge(self) -> None:
        """Keep the number of segments small: two of like size become one."""
        while len(self._segments) > 1 and len(self._segments[-2].owners) <= 2 * len(self._segments[-1].owners):
            self._segments[-2:] = self._merged(self._segments[-2:])

    def _merged(self, segments: Sequence[_Segment]) -> list[_Segment]:
        """One segment of the clauses that are still there; none where all are gone."""
        keys = np.concatenate([segment.keys() for segment in segments])
        amounts = np.concatenate([segment.amounts for segment in segments])
        alive = self._alive[(keys & _OWNER).astype(np.int64)]
        return [_Segment.of(keys[alive], amounts[alive])] if alive.any() else []


def _counted_in_parts(texts: Sequence[tuple[str, str]], start: int) -> tuple[Features, Weights]:
    parts = [_counted(texts[at : at + _AT_ONCE], start + at) for at in range(0, len(texts), _AT_ONCE)]
    keys = np.concatenate([np.zeros(0, np.uint64), *(part[0] for part in parts)])
    return keys, np.concatenate([np.zeros(0, np.float32), *(part[1] for part in parts)])


def _counted(texts: Sequence[tuple[str, str]], start: int) -> tuple[Features, Weights]:
    """The features of some clauses, each with its clause in the lowest 24 bits, and how often it stands, damped.

    Clauses count from `start`; what stands in a heading counts less.
    """
    keys: list[Features] = [np.zeros(0, np.uint64)]
    shares: list[Weights] = [np.zeros(0, np.float32)]
    for column, part in ((0, 1.0), (1, _HEADING)):
        for some, share in _features([text[column] for text in texts], start):
            keys.append(some)
            shares.append(np.full(len(some), share * part, dtype=np.float32))
    joined, amounts = np.concatenate(keys), np.concatenate(shares)
    if not len(joined):
        return joined, amounts
    order = np.argsort(joined)
    joined, amounts = joined[order], amounts[order]
    first = np.flatnonzero(np.diff(joined, prepend=joined[0] - np.uint64(1)))
    return joined[first], np.sqrt(np.add.reduceat(amounts, first)).astype(np.float32)


def _features(texts: Sequence[str], start: int) -> Iterator[tuple[Features, float]]:
    """For every length a key for every sequence, those over punctuation left out, and how much that length counts."""
    codes = fold(narrow(codes_of("\0".join([*texts, ""])))).astype(np.uint64)
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    owners = np.repeat(np.arange(start, start + len(texts), dtype=np.uint64), lengths)
    for length, share in _SHARES.items():
        if len(codes) < length:
            continue
        size = len(codes) - length + 1
        hashes = np.full(size, length, dtype=np.uint64)
        whole = np.ones(size, dtype=np.bool_)
        for step in range(length):
            column = codes[step : step + size]
            whole &= column > 0
            hashes = (hashes ^ column) * _FACTOR
            hashes ^= hashes >> np.uint64(29)
        yield ((hashes[whole] >> _OWNER_BITS) << _OWNER_BITS) | owners[:size][whole], share
