"""All texts of a comparison as one row of folded codes, and the sequences by which they are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from luoshi.engine.quotations.folding import Codes, Offsets, codes_of, fold, narrow
from luoshi.engine.quotations.segments import Hashes, gram_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from luoshi.engine.resemblance.report import Reflection

GRAM = 8
"""Characters in a sequence by which texts are compared."""
BREAK = 0xFFFE
"""Stands in the row where a text ends or something was taken out; nothing agrees with it."""

_BATCH = 1 << 21
_FACTOR = np.uint64(0xC2B2AE3D27D4EB4F)
_NEVER = np.uint64(0xFFFFFFFFFFFFFFFF)
_PLACE = np.uint64(63)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The row of codes, for every code its offset in its text, and where in the row every text starts."""

    codes: Codes
    offsets: NDArray[np.int32]
    starts: Offsets

    @classmethod
    def of(cls, reflections: Sequence[Reflection]) -> Corpus:
        pieces = [_row(batch) for batch in _batches(reflections)]
        if not pieces:
            return cls(np.zeros(0, np.uint16), np.zeros(0, np.int32), np.zeros(0, np.int64))
        lengths = np.concatenate([lengths for _, _, lengths in pieces])
        return cls(
            np.concatenate([codes for codes, _, _ in pieces]),
            np.concatenate([offsets for _, offsets, _ in pieces]),
            np.concatenate(([0], np.cumsum(lengths)[:-1])),
        )

    def owner(self, places: Offsets) -> Offsets:
        """Which text each place of the row belongs to."""
        owners: Offsets = np.searchsorted(self.starts, places, side="right") - 1
        return owners


def selected_grams(codes: Codes, window: int) -> tuple[Hashes, NDArray[np.uint32]]:
    """Of every `window` sequences in a row the one with the smallest hash: hashes and places, ascending by place.

    A run of `window` + 7 characters that two texts share has at least one sequence that is selected in both.
    """
    hashes: list[Hashes] = [np.zeros(0, np.uint64)]
    places: list[NDArray[np.uint32]] = [np.zeros(0, np.uint32)]
    for start in range(0, max(len(codes) - GRAM + 1, 0), _BATCH):
        some, at = _selected(codes[start : start + _BATCH + GRAM + window - 2], window)
        again = np.isin(at + start, places[-1][-2 * window :])
        hashes.append(some[~again])
        places.append((at[~again] + start).astype(np.uint32))
    return np.concatenate(hashes), np.concatenate(places)


def gram_hashes_of(codes: Codes) -> Hashes:
    """A hash for every sequence of eight codes, shape (n) → (n - 7); those over a break get the highest number."""
    if len(codes) < GRAM:
        return np.zeros(0, np.uint64)
    four = gram_hashes(codes)
    hashes: Hashes = four[:-4] * _FACTOR
    hashes ^= hashes >> np.uint64(31)
    hashes += four[4:]
    hashes *= _FACTOR
    hashes ^= hashes >> np.uint64(33)
    for at in np.flatnonzero(codes == BREAK).tolist():
        hashes[max(0, at - GRAM + 1) : at + 1] = _NEVER
    return hashes


def _selected(codes: Codes, window: int) -> tuple[Hashes, Offsets]:
    """The smallest of every window: the place of a sequence is carried in the six lowest bits of its hash."""
    hashes = gram_hashes_of(codes)
    if not len(hashes):
        return hashes, np.zeros(0, np.int64)
    window = min(window, len(hashes))
    keys = (hashes & ~_PLACE) | (np.arange(len(hashes), dtype=np.uint64) & _PLACE)
    smallest = _sliding_minimum(keys, window)
    begins = np.arange(len(smallest), dtype=np.int64)
    at = begins + (((smallest & _PLACE).astype(np.int64) - begins) & 63)
    at = at[np.flatnonzero(np.diff(at, prepend=-1))]
    at = at[hashes[at] != _NEVER]
    return hashes[at], at


def _sliding_minimum(keys: Hashes, window: int) -> Hashes:
    """The minimum of every `window` neighbours, by doubling: shape (n) → (n - window + 1)."""
    width = 1
    while width * 2 <= window:
        keys = np.minimum(keys[:-width], keys[width:])
        width *= 2
    rest = window - width
    return np.minimum(keys[:-rest], keys[rest:]) if rest else keys


def _batches(reflections: Sequence[Reflection]) -> Iterator[list[Reflection]]:
    batch: list[Reflection] = []
    size = 0
    for reflection in reflections:
        batch.append(reflection)
        size += len(reflection.text)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _row(batch: Sequence[Reflection]) -> tuple[Codes, NDArray[np.int32], Offsets]:
    """Codes, offsets in the own text, and the number of codes of each text, its closing break counted in."""
    points = codes_of("\0".join([*(one.text for one in batch), ""]))
    lengths = np.array([len(one.text) + 1 for one in batch], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    folded = fold(narrow(points))
    for start, one in zip(starts.tolist(), batch, strict=True):
        for span in one.omitted:
            folded[start + span.start : start + span.end] = 0
            folded[start + span.start] = BREAK
    folded[starts + lengths - 1] = BREAK
    kept = np.flatnonzero(folded)
    owners = np.searchsorted(starts, kept, side="right") - 1
    offsets = (kept - starts[owners]).astype(np.int32)
    return folded[kept], offsets, np.bincount(owners, minlength=len(batch))
