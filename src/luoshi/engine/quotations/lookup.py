"""Looks passages up in all segments of a library at once: rare sequences first, then windows where they gather."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from luoshi.engine.quotations.folding import Codes, Offsets, codes_of, fold, narrow
from luoshi.engine.quotations.segments import GRAM, Hashes, Shelf, gram_hashes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from luoshi.engine.document import Span
    from luoshi.engine.quotations.library import Library
    from luoshi.engine.quotations.segments import Segment

SEEDS = 16
"""Sequences of a passage that are looked up; more cost time, fewer miss altered passages."""
_WINDOWS = 8
_WINDOWS_CLAIMED = 3
_BUDGET = 3_000
"""Positions that a passage may cost; of its seeds the rarest come first, and at least five are taken."""
_FEWEST_SEEDS = 5
_MOST_PER_SEED = 4_000
_NARROW = 16
"""Claimed documents in which even the most frequent sequences are followed up."""
_BIN = 5
_STRETCH = 1.1
"""Characters of a text for each that counts: punctuation lies between."""


@dataclass(frozen=True, slots=True)
class Query:
    """A passage to be looked up: `start` and `end` in the folded essay, and the documents that it claims."""

    start: int
    end: int
    claimed: frozenset[Shelf] = frozenset()


@dataclass(frozen=True, slots=True)
class Window:
    """Where a passage may stand: about at `start` of the document; `votes` add up its sequences, rare ones more."""

    shelf: Shelf
    start: int
    votes: float


@dataclass(frozen=True)
class FoldedEssay:
    """An essay made ready for looking up: folded codes, their offsets in the text, hashes of all sequences."""

    text: str

    @cached_property
    def _folded(self) -> tuple[Codes, Offsets]:
        folded = fold(narrow(codes_of(self.text)))
        kept = np.flatnonzero(folded)
        return folded[kept], kept

    @property
    def codes(self) -> Codes:
        return self._folded[0]

    @property
    def offsets(self) -> Offsets:
        return self._folded[1]

    @cached_property
    def hashes(self) -> Hashes:
        return gram_hashes(self.codes)

    def folded_range(self, span: Span) -> tuple[int, int]:
        """The stretch of `codes` that comes from a stretch of the text."""
        start, end = np.searchsorted(self.offsets, (span.start, span.end)).tolist()
        return start, end


@dataclass(frozen=True)
class Frequencies:
    """Where in every segment's list the positions of the essay's sequences stand: arrays of shape (segments, n)."""

    first: Offsets
    counts: Offsets

    @classmethod
    def of(cls, essay: FoldedEssay, library: Library) -> Frequencies:
        shape = (len(library.segments), len(essay.hashes))
        first, counts = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for at, segment in enumerate(library.segments):
            first[at], past = segment.buckets(essay.hashes)
            counts[at] = past - first[at]
        return cls(first, counts)

    @cached_property
    def total(self) -> Offsets:
        """How often each sequence of the essay stands in the library, other sequences of its bucket counted in."""
        totals: Offsets = self.counts.sum(axis=0)
        return totals


def find_windows(
    essay: FoldedEssay, library: Library, frequencies: Frequencies, queries: Sequence[Query]
) -> list[list[Window]]:
    """For every query the places where it may stand, those in claimed documents first, then by votes."""
    seeds, owners = _seeds(frequencies.total, queries)
    found: list[list[Window]] = [[] for _ in queries]
    if not len(seeds):
        return found
    asked = np.bincount(owners, minlength=len(queries))
    for at, segment in enumerate(library.segments):
        positions, which = postings(segment, frequencies, at, seeds, essay.codes)
        further, whose = _in_claimed(segment, frequencies, at, seeds, owners, queries)
        positions, which = np.concatenate((positions, further)), np.concatenate((which, whose))
        if len(positions):
            _vote(segment, at, positions, seeds[which], owners[which], queries, frequencies.total, asked, found)
    for query, windows in zip(queries, found, strict=True):
        windows.sort(key=lambda window: (-window.votes, window.shelf, window.start))
        there = [window for window in windows if window.shelf in query.claimed]
        windows[:] = there[:_WINDOWS_CLAIMED] + [one for one in windows if one not in there][:_WINDOWS]
    return found


def postings(
    segment: Segment, frequencies: Frequencies, at: int, seeds: Offsets, codes: Codes, *, most: int = _MOST_PER_SEED
) -> tuple[Offsets, Offsets]:
    """Positions of the seeds in a segment, of each at most the first `most`, and which seed each belongs to.

    Strangers in a bucket are left out as far as their first character tells.
    """
    counts = np.minimum(frequencies.counts[at, seeds], most)
    which = np.repeat(np.arange(len(seeds)), counts)
    ends = np.cumsum(counts)
    places = np.arange(int(ends[-1])) + np.repeat(frequencies.first[at, seeds] - (ends - counts), counts)
    positions = segment.positions(places)
    same = fold(segment.text[positions]) == codes[seeds[which]]
    return positions[same], which[same]


def _in_claimed(
    segment: Segment, frequencies: Frequencies, at: int, seeds: Offsets, owners: Offsets, queries: Sequence[Query]
) -> tuple[Offsets, Offsets]:
    """Positions beyond the first of very frequent seeds, in the few documents that their query claims."""
    positions: list[Offsets] = [np.zeros(0, np.int64)]
    which: list[Offsets] = [np.zeros(0, np.int64)]
    for number in np.flatnonzero(frequencies.counts[at, seeds] > _MOST_PER_SEED).tolist():
        claimed = queries[int(owners[number])].claimed
        if not 0 < len(claimed) <= _NARROW:
            continue
        first, count = int(frequencies.first[at, seeds[number]]), int(frequencies.counts[at, seeds[number]])
        rest = segment.positions(np.arange(first + _MOST_PER_SEED, first + count))
        for shelf in claimed:
            if shelf.segment == at:
                start, end = np.searchsorted(rest, segment.bounds(shelf.number)).tolist()
                positions.append(rest[start:end])
                which.append(np.full(end - start, number))
    return np.concatenate(positions), np.concatenate(which)


def _seeds(total: Offsets, queries: Sequence[Query]) -> tuple[Offsets, Offsets]:
    """The rarest sequence of each of up to `SEEDS` parts of every query, and the query each belongs to."""
    seeds: list[int] = []
    owners: list[int] = []
    for number, query in enumerate(queries):
        count = query.end - query.start - GRAM + 1
        if count <= 0:
            continue
        edges = np.linspace(0, count, min(SEEDS, count) + 1).astype(np.int64)
        frequent = total[query.start : query.start + count]
        rarest = [left + int(np.argmin(frequent[left:right])) for left, right in pairwise(edges.tolist())]
        for place in _affordable(rarest, frequent[rarest].tolist()):
            seeds.append(query.start + place)
            owners.append(number)
    return np.array(seeds, dtype=np.int64), np.array(owners, dtype=np.int64)


def _affordable(places: list[int], costs: list[int]) -> list[int]:
    """The places whose sequences cost little to look up: the rarest first, until the budget is spent."""
    chosen: list[int] = []
    spent = 0
    for cost, place in sorted(zip(costs, places, strict=True)):
        spent += cost
        if spent > _BUDGET and len(chosen) >= _FEWEST_SEEDS:
            break
        chosen.append(place)
    return sorted(chosen)


def _vote(
    segment: Segment,
    at: int,
    positions: Offsets,
    seeds: Offsets,
    owners: Offsets,
    queries: Sequence[Query],
    total: Offsets,
    asked: Offsets,
    found: list[list[Window]],
) -> None:
    """Let the positions vote, every seed once, for the window in which their passage would stand; keep the best."""
    starts = np.array([query.start for query in queries], dtype=np.int64)[owners]
    numbers = np.searchsorted(segment.starts, positions, side="right") - 1
    begins = positions - segment.starts[numbers] - ((seeds - starts) * _STRETCH).astype(np.int64)
    places = (owners << 44) | (numbers << 20) | (np.maximum(begins, 0) >> _BIN)
    order = np.lexsort((seeds, places))
    places, seeds = places[order], seeds[order]
    fresh = np.diff(places, prepend=-1) != 0
    once = fresh | (np.diff(seeds, prepend=-1) != 0)
    keys = places[fresh]
    which = np.cumsum(fresh)[once] - 1
    counts = np.bincount(which, minlength=len(keys))
    votes: NDArray[np.float64] = np.bincount(
        which, weights=1 / np.log2(2 + total[seeds[once]]), minlength=len(keys)
    ).astype(np.float64)
    beside = np.flatnonzero(keys[1:] == keys[:-1] + 1)
    counts[beside] += counts[beside + 1]
    votes[beside] += votes[beside + 1]
    told = counts >= np.where(asked[keys >> 44] > _FEWEST_SEEDS, 2, 1)
    keys, votes = keys[told], votes[told]
    who, number, begin = keys >> 44, (keys >> 20) & 0xFFFFFF, (keys & 0xFFFFF) << _BIN
    chosen = _best(who, votes, np.arange(len(keys)), _WINDOWS)
    claimed = _claimed_places(at, who, number, queries)
    chosen = np.union1d(chosen, _best(who, votes, claimed, _WINDOWS_CLAIMED))
    for place in chosen.tolist():
        shelf = Shelf(at, int(number[place]))
        found[int(who[place])].append(Window(shelf, int(begin[place]), float(votes[place])))


def _claimed_places(at: int, who: Offsets, number: Offsets, queries: Sequence[Query]) -> Offsets:
    """Which of the places lie in documents that their query claims."""
    wanted = np.zeros(len(who), dtype=np.bool_)
    numbers = {
        claimed: np.array([shelf.number for shelf in claimed if shelf.segment == at], dtype=np.int64)
        for claimed in {query.claimed for query in queries}
    }
    for query_number, query in enumerate(queries):
        if len(numbers[query.claimed]):
            first, last = np.searchsorted(who, (query_number, query_number + 1)).tolist()
            wanted[first:last] = np.isin(number[first:last], numbers[query.claimed])
    return np.flatnonzero(wanted)


def _best(who: Offsets, votes: NDArray[np.float64], places: Offsets, most: int) -> Offsets:
    """Of these places the `most` with the highest votes of every query."""
    if not len(places):
        return places
    order = places[np.lexsort((-votes[places], who[places]))]
    owner = who[order]
    fresh = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))
    rank = np.arange(len(order)) - np.repeat(fresh, np.diff(np.append(fresh, len(order))))
    return order[rank < most]
