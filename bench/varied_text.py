"""Makes varied Chinese text of any length: invented words by Zipf's law in sentences, the same for the same seed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = 40_000
_CHARACTERS = 3_500
_MEAN_WORD = 1.9


@cache
def _vocabulary() -> tuple[np.ndarray, np.ndarray]:
    """Words with punctuation among them, and how likely each is."""
    random = np.random.default_rng(20)
    common = random.permutation(np.arange(0x4E00, 0x4E00 + 6 * _CHARACTERS, 6))
    weights = 1 / (np.arange(_CHARACTERS) + 20)
    lengths = random.choice([1, 2, 3, 4], size=_WORDS, p=[0.08, 0.72, 0.1, 0.1])
    drawn = iter(random.choice(common, size=int(lengths.sum()), p=weights / weights.sum()).tolist())
    words = ["".join(chr(next(drawn)) for _ in range(length)) for length in lengths.tolist()]
    likely = 1 / (np.arange(_WORDS) + 10) ** 0.95
    likely = likely / likely.sum() * 0.82
    marks = ["，", "。", "、", "；", "。\n"]
    return np.array(words + marks, dtype=object), np.append(likely, [0.09, 0.04, 0.03, 0.005, 0.015])


def texts(count: int, length: int, *, seed: int) -> Iterator[str]:
    """`count` texts of about `length` characters."""
    random = np.random.default_rng(seed)
    vocabulary, likely = _vocabulary()
    steps = np.cumsum(likely)
    at_once = max(1, 2_000_000 // length)
    for start in range(0, count, at_once):
        number = min(at_once, count - start)
        drawn = np.searchsorted(steps, random.random(int(number * length / _MEAN_WORD * 1.1)))
        joined = "".join(vocabulary[np.minimum(drawn, len(vocabulary) - 1)].tolist())
        for at in range(number):
            yield joined[at * length : (at + 1) * length]
