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

_SHARES = {1: 0.25, 2: 1.0, 3: 1.0, 4: 0.8}
"""How much a sequence counts by its length; a single character tells a little where a paraphrase shares no more."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_HEADING = 0.6
_OWNER_BITS = np.uint64(24)
_OWNER = np.uint64((1 << 24) - 1)
_AT_ONCE = 4_000


@dataclass(frozen=True)
class WordMatrix:
    """An inverted table: for every feature, ascending, the clauses that have it and how much it weighs there."""

    features: Features
    first: Offsets
    rarity: Weights
    clauses: NDArray[np.int32]
    weights: Weights
    count: int

    @classmethod
    def of(cls, texts: Sequence[tuple[str, str]]) -> WordMatrix:
        """The table for (words, heading) of every clause; each clause's weights have length one."""
        parts = [_counted(texts[start : start + _AT_ONCE], start) for start in range(0, len(texts), _AT_ONCE)]
        keys = np.concatenate([np.zeros(0, np.uint64), *(part[0] for part in parts)])
        amounts = np.concatenate([np.zeros(0, np.float32), *(part[1] for part in parts)])
        order = np.argsort(keys)
        keys, amounts = keys[order], amounts[order]
        owners = (keys & _OWNER).astype(np.int32)
        hashes = keys >> _OWNER_BITS
        first = np.flatnonzero(np.diff(hashes, prepend=np.uint64(0xFFFFFFFFFFFFFFFF)))
        spread = np.diff(np.append(first, len(keys)))
        rarity = np.log((len(texts) + 1) / (spread + 0.5)).astype(np.float32)
        weights = amounts * np.repeat(rarity, spread)
        norms = np.sqrt(np.bincount(owners, weights=weights.astype(np.float64) ** 2, minlength=len(texts)))
        weights = (weights / np.maximum(norms, 1e-9)[owners]).astype(np.float32)
        return cls(hashes[first], np.append(first, len(keys)), rarity, owners, weights, len(texts))

    def likeness(self, words: str, heading: str) -> NDArray[np.float64]:
        """The cosine of a text and every clause of the table, shape (count)."""
        keys, amounts = _counted([(words, heading)], 0)
        features = keys >> _OWNER_BITS
        at = np.minimum(np.searchsorted(self.features, features), max(len(self.features) - 1, 0))
        known = self.features[at] == features if len(self.features) else np.zeros(len(features), np.bool_)
        at, amounts = at[known], amounts[known]
        if not len(at):
            return np.zeros(self.count)
        mine = amounts * self.rarity[at]
        length = float(np.sqrt((mine.astype(np.float64) ** 2).sum())) or 1.0
        spread = self.first[at + 1] - self.first[at]
        ends = np.cumsum(spread)
        places = np.arange(int(ends[-1])) + np.repeat(self.first[at] - (ends - spread), spread)
        products = self.weights[places] * np.repeat(mine / length, spread)
        summed = np.bincount(self.clauses[places], weights=products, minlength=self.count)
        return summed.astype(np.float64)


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
