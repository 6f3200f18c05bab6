"""Weighs clauses by the character sequences they share: rare ones count much, common ones little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from luoshi.engine.quotations.folding import Offsets, codes_of, fold, narrow

if TYPE_CHECKING:
    from collections.abc import Sequence

Features = NDArray[np.uint64]
Weights = NDArray[np.float32]

_SHARES = {1: 0.25, 2: 1.0, 3: 1.0, 4: 0.8}
"""How much a sequence counts by its length; a single character tells a little where a paraphrase shares no more."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_HEADING = 0.6


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
        parts = [_counted(words, heading) for words, heading in texts]
        features = np.concatenate([part[0] for part in parts]) if parts else np.zeros(0, np.uint64)
        amounts = np.concatenate([part[1] for part in parts]) if parts else np.zeros(0, np.float32)
        owners = np.repeat(np.arange(len(parts), dtype=np.int32), [len(part[0]) for part in parts])
        order = np.argsort(features, kind="stable")
        features, amounts, owners = features[order], amounts[order], owners[order]
        unique, first = np.unique(features, return_index=True)
        spread = np.diff(np.append(first, len(features)))
        rarity = (np.log((len(parts) + 1) / (spread + 0.5))).astype(np.float32)
        weights = amounts * np.repeat(rarity, spread)
        norms = np.sqrt(np.bincount(owners, weights=weights.astype(np.float64) ** 2, minlength=len(parts)))
        weights = (weights / np.maximum(norms, 1e-9)[owners]).astype(np.float32)
        return cls(unique, np.append(first, len(features)), rarity, owners, weights, len(parts))

    def likeness(self, words: str, heading: str) -> NDArray[np.float64]:
        """The cosine of a text and every clause of the table, shape (count)."""
        features, amounts = _counted(words, heading)
        at = np.searchsorted(self.features, features)
        at = np.minimum(at, max(len(self.features) - 1, 0))
        known = self.features[at] == features if len(self.features) else np.zeros(0, np.bool_)
        at, amounts = at[known], amounts[known]
        mine = amounts * self.rarity[at]
        length = float(np.sqrt((mine.astype(np.float64) ** 2).sum())) or 1.0
        spread = self.first[at + 1] - self.first[at]
        ends = np.cumsum(spread)
        if not len(ends):
            return np.zeros(self.count)
        places = np.arange(int(ends[-1])) + np.repeat(self.first[at] - (ends - spread), spread)
        products = self.weights[places] * np.repeat(mine / length, spread)
        summed = np.bincount(self.clauses[places], weights=products, minlength=self.count)
        return summed.astype(np.float64)


def _counted(words: str, heading: str) -> tuple[Features, Weights]:
    """The features of a clause and how often each stands there, damped; those of its headings count less."""
    own, amounts = _features(words)
    above, less = _features(heading)
    features = np.concatenate((own, above))
    amounts = np.concatenate((amounts, less * np.float32(_HEADING)))
    unique, which = np.unique(features, return_inverse=True)
    return unique, np.sqrt(np.bincount(which, weights=amounts, minlength=len(unique))).astype(np.float32)


def _features(text: str) -> tuple[Features, Weights]:
    """A hash for every sequence of one to four characters, those over punctuation left out, with its share."""
    folded = fold(narrow(codes_of(text))).astype(np.uint64)
    found: list[Features] = []
    shares: list[Weights] = []
    for length, share in _SHARES.items():
        if len(folded) < length:
            continue
        windows = np.lib.stride_tricks.sliding_window_view(folded, length)
        whole = (windows > 0).all(axis=1)
        hashes = np.full(len(windows), length, dtype=np.uint64)
        for column in range(length):
            hashes = (hashes ^ windows[:, column]) * _FACTOR
            hashes ^= hashes >> np.uint64(29)
        found.append(hashes[whole])
        shares.append(np.full(int(whole.sum()), share, dtype=np.float32))
    if not found:
        return np.zeros(0, np.uint64), np.zeros(0, np.float32)
    return np.concatenate(found), np.concatenate(shares)
