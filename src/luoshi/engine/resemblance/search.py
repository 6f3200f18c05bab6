"""Compares all reflections with one another: selected sequences are joined, grown to runs, put together to passages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from luoshi.engine.document import Span
from luoshi.engine.resemblance.corpus import BREAK, GRAM, Corpus, selected_grams
from luoshi.engine.resemblance.report import Reflection, Resemblance, SharedPassage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from numpy.typing import NDArray

    from luoshi.engine.quotations.folding import Offsets

SHORTEST = 20
"""A shared passage has at least so many words that agree; every run of so many is found."""
MOST_ALIKE = 64
"""A sequence that more texts share is compared with this many neighbours only: a set phrase, not a copy."""
_CERTAIN = 14
"""Runs of so many characters are all found, so that a passage with a word put in is found by its halves."""
_ANCHOR = 12
_BRIDGED = 12
_MANY = 0.1
_FURTHEST = 4096
_OFTEN = 3
"""Of a sequence that one text repeats only so many places are compared."""
_AT_ONCE = 1 << 22


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs that agree: start in the row of the earlier and of the later text, and length; three equal shapes."""

    left: Offsets
    right: Offsets
    length: Offsets


def find_resemblances(
    reflections: Sequence[Reflection], *, shortest: int = SHORTEST, focus: Collection[int] = ()
) -> tuple[Resemblance, ...]:
    """All pairs of reflections with shared passages of at least `shortest` words, in the order of the input.

    With `focus`, only pairs in which one of these (by place in the input) takes part. Two texts that share less
    than that in one piece, but very much in many small ones, are found too.
    """
    corpus = Corpus.of(reflections)
    window = max(1, min(shortest, _CERTAIN) - GRAM + 1)
    lefts, rights = _pairs(corpus, window, focus)
    runs = _runs(corpus, lefts, rights, window)
    runs = _telling(corpus, runs, shortest)
    return tuple(_resemblances(corpus, runs, shortest))


def _pairs(corpus: Corpus, window: int, focus: Collection[int]) -> tuple[Offsets, Offsets]:
    """Places of the row from which two different texts agree for some length, the earlier text first."""
    hashes, places = selected_grams(corpus.codes, window)
    wanted = np.isin(np.arange(len(corpus.starts)), list(focus)) if focus else None
    bits = max(0, (len(hashes) // _AT_ONCE).bit_length())
    lefts: list[Offsets] = [np.zeros(0, np.int64)]
    rights: list[Offsets] = [np.zeros(0, np.int64)]
    for part in range(1 << bits):
        chosen = np.flatnonzero((hashes >> np.uint64(63 - bits)) >> np.uint64(1) == part) if bits else slice(None)
        for left, right in _joined(corpus, hashes[chosen], places[chosen], wanted):
            lefts.append(left)
            rights.append(right)
    return np.concatenate(lefts), np.concatenate(rights)


def _joined(
    corpus: Corpus, hashes: NDArray[np.uint64], places: NDArray[np.uint32], wanted: NDArray[np.bool_] | None
) -> Iterator[tuple[Offsets, Offsets]]:
    """Places with the same hash in two texts, those that agree for fewer than twelve characters left out."""
    order = np.argsort(hashes, kind="stable")
    hashes, ordered = hashes[order], places[order].astype(np.int64)
    owners = corpus.owner(ordered)
    again = np.zeros(len(hashes), dtype=np.bool_)
    again[_OFTEN:] = (hashes[_OFTEN:] == hashes[:-_OFTEN]) & (owners[_OFTEN:] == owners[:-_OFTEN])
    hashes, ordered, owners = hashes[~again], ordered[~again], owners[~again]
    alive = np.arange(len(hashes))
    for distance in range(1, MOST_ALIKE + 1):
        alive = alive[: np.searchsorted(alive, len(hashes) - distance)]
        alive = alive[hashes[alive] == hashes[alive + distance]]
        if not len(alive):
            return
        apart = alive[owners[alive] != owners[alive + distance]]
        if wanted is not None:
            apart = apart[wanted[owners[apart]] | wanted[owners[apart + distance]]]
        pair = np.sort(np.stack((ordered[apart], ordered[apart + distance])), axis=0)
        yield _long_enough(corpus, pair[0], pair[1])


def _long_enough(corpus: Corpus, lefts: Offsets, rights: Offsets) -> tuple[Offsets, Offsets]:
    forth = _walk(corpus.codes, lefts, rights - lefts, 1, _ANCHOR)
    short = np.flatnonzero(forth < _ANCHOR - 1)
    back = _walk(corpus.codes, lefts[short], (rights - lefts)[short], -1, _ANCHOR)
    forth[short] += back
    keep = forth >= _ANCHOR - 1
    return lefts[keep], rights[keep]


def _runs(corpus: Corpus, lefts: Offsets, rights: Offsets, window: int) -> Runs:
    """The pairs grown to whole runs: neighbours on one diagonal are chained, the ends of a chain walk outwards."""
    if not len(lefts):
        return Runs(lefts, rights, lefts)
    diagonal = rights - lefts
    order = np.lexsort((lefts, diagonal))
    lefts, diagonal = lefts[order], diagonal[order]
    gaps = np.diff(lefts)
    chained = np.zeros(len(lefts), dtype=np.bool_)
    near = np.flatnonzero((np.diff(diagonal) == 0) & (gaps <= window + GRAM))
    reached = _walk(corpus.codes, lefts[near], diagonal[near], 1, window + GRAM + 1)
    chained[near + 1] = reached >= gaps[near]
    heads = np.flatnonzero(~chained)
    tails = np.append(heads[1:], len(lefts)) - 1
    back = _walk(corpus.codes, lefts[heads], diagonal[heads], -1, _FURTHEST)
    forth = _walk(corpus.codes, lefts[tails], diagonal[tails], 1, _FURTHEST)
    begin = lefts[heads] - back
    length = lefts[tails] + forth - begin + 1
    real = length >= GRAM
    begin, away, length = begin[real], diagonal[heads][real], length[real]
    _, first = np.unique((begin << 32) | away, return_index=True)
    return Runs(begin[first], begin[first] + away[first], length[first])


def _walk(codes: NDArray[np.uint16], places: Offsets, away: Offsets, step: int, most: int) -> Offsets:
    """How many characters beyond each place agree with those `away`, in one direction, at most `most`."""
    reached = np.zeros(len(places), dtype=np.int64)
    alive = np.arange(len(places))
    for count in range(1, most + 1):
        mine = places[alive] + step * count
        theirs = mine + away[alive]
        inside = (np.minimum(mine, theirs) >= 0) & (np.maximum(mine, theirs) < len(codes))
        alive, mine, theirs = alive[inside], mine[inside], theirs[inside]
        code = codes[mine]
        alive = alive[(code == codes[theirs]) & (code != BREAK)]
        if not len(alive):
            break
        reached[alive] = count
    return reached


def _telling(corpus: Corpus, runs: Runs, shortest: int) -> Runs:
    """The runs of those pairs that have a long one, or very many short ones."""
    if not len(runs.length):
        return runs
    left, right = corpus.owner(runs.left), corpus.owner(runs.right)
    pairs, which = np.unique(left * len(corpus.starts) + right, return_inverse=True)
    together = np.bincount(which, weights=runs.length)
    longest = np.zeros(len(pairs), dtype=np.int64)
    np.maximum.at(longest, which, runs.length)
    sizes = np.diff(np.append(corpus.starts, len(corpus.codes)))
    smaller = np.minimum(sizes[pairs // len(corpus.starts)], sizes[pairs % len(corpus.starts)])
    keep = ((longest >= min(shortest, _ANCHOR)) & (together >= shortest)) | (together >= _MANY * smaller)
    kept = keep[which]
    return Runs(runs.left[kept], runs.right[kept], runs.length[kept])


def _resemblances(corpus: Corpus, runs: Runs, shortest: int) -> Iterator[Resemblance]:
    """Pairs with their passages, in order."""
    left, right = corpus.owner(runs.left), corpus.owner(runs.right)
    order = np.lexsort((runs.left, right, left))
    grouped: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
    columns = (left[order], right[order], runs.left[order], runs.right[order], runs.length[order])
    for one, other, mine, theirs, length in zip(*(column.tolist() for column in columns), strict=True):
        grouped[one, other].append((mine, theirs, length))
    sizes = np.diff(np.append(corpus.starts, len(corpus.codes))).tolist()
    for (one, other), some in grouped.items():
        passages = [_passage(corpus, chain) for chain in _chains(some)]
        many = sum(passage.identical for passage in passages) >= _MANY * min(sizes[one], sizes[other])
        told = tuple(passage for passage in passages if passage.identical >= (_ANCHOR if many else shortest))
        if told:
            yield Resemblance(one, other, told)


def _chains(runs: Sequence[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Runs with little between them on both sides belong to one passage; what lies inside another is left out."""
    chains: list[list[tuple[int, int, int]]] = []
    for run in sorted(runs, key=lambda run: (run[0], -run[2])):
        for chain in reversed(chains[-8:]):
            mine, theirs, length = chain[-1]
            gaps = run[0] - mine - length, run[1] - theirs - length
            if all(0 <= gap <= _BRIDGED for gap in gaps):
                chain.append(run)
                break
            if run[0] + run[2] <= mine + length:
                break
        else:
            chains.append([run])
    return chains


def _passage(corpus: Corpus, chain: Sequence[tuple[int, int, int]]) -> SharedPassage:
    first, last = chain[0], chain[-1]
    left = _span(corpus, first[0], last[0] + last[2])
    right = _span(corpus, first[1], last[1] + last[2])
    return SharedPassage(left, right, sum(length for _, _, length in chain), len(chain) == 1)


def _span(corpus: Corpus, start: int, end: int) -> Span:
    return Span(int(corpus.offsets[start]), int(corpus.offsets[end - 1]) + 1)
