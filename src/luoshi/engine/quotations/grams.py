"""Finds among many names those that have much in common with one, by the pairs of characters they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_MOST = 24
_LEAST_SHARED = 0.4


class NameGrams:
    """The pairs of neighbouring characters of some names, and which names hold each."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        pairs = [_pairs(name) for name in names]
        self._sizes = np.array([len(one) for one in pairs], dtype=np.int64)
        owners = np.repeat(np.arange(len(names)), self._sizes)
        joined = np.concatenate(pairs) if pairs else np.zeros(0, np.uint64)
        order = np.argsort(joined, kind="stable")
        self._pairs, self._owners = joined[order], owners[order]

    def likely(self, name: str) -> list[str]:
        """The names that share most pairs with this one, at least two in five."""
        wanted = np.unique(_pairs(name))
        first, past = (np.searchsorted(self._pairs, wanted, side=side) for side in ("left", "right"))
        spread = past - first
        ends = np.cumsum(spread)
        if not len(ends) or not ends[-1]:
            return []
        places = np.arange(int(ends[-1])) + np.repeat(first - (ends - spread), spread)
        shared = np.bincount(self._owners[places], minlength=len(self._names))
        share = 2 * shared / (self._sizes + len(wanted))
        best = np.argsort(-share, kind="stable")[:_MOST]
        return [self._names[number] for number in best[share[best] >= _LEAST_SHARED].tolist()]

    def holding(self, pair: str) -> list[str]:
        """The names that hold these two characters side by side."""
        (wanted,) = _pairs(pair).tolist()
        first, past = (int(np.searchsorted(self._pairs, np.uint64(wanted), side=side)) for side in ("left", "right"))
        return [self._names[number] for number in dict.fromkeys(self._owners[first:past].tolist())]


def _pairs(name: str) -> NDArray[np.uint64]:
    points = np.frombuffer(name.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    return points[:-1] | (points[1:] << np.uint64(32))
