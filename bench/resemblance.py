"""Resemblance of 10,000 reflections, all against all: recall, time beside MinHash LSH, memory, growth."""

from __future__ import annotations

import multiprocessing
import random
import resource
import time
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from datasketch import MinHash, MinHashLSH

from bench.varied_text import texts
from luoshi.engine.resemblance import Reflection, find_resemblances
from luoshi.engine.resemblance.corpus import BREAK, Corpus, gram_hashes_of

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT, LENGTH = 10_000, 2_000
GROWTH = 10
SHARED = 0.3
PASSAGE = 30


def run() -> None:
    """The figures of issue C (b); each measurement in a process of its own, so that memory can be told apart."""
    seconds, memory, ours = _apart(_ours, COUNT)
    print(
        f"resemblance: {COUNT} x {LENGTH} characters in {seconds:.1f} s, {memory:.0f} MB beside the texts (goal 1000)"
    )
    _, _, (exact, passages) = _apart(_exact, COUNT)
    found = {(left, right) for left, right, _ in ours}
    recall = len(found & exact) / max(len(exact), 1)
    print(f"resemblance: recall {recall:.4f} of {len(exact)} pairs with {SHARED:.0%} of 8-grams shared (goal 0.99)")
    there = sum(_is_found(passage, ours) for passage in passages) / len(passages)
    print(f"resemblance: {there:.4f} of {len(passages)} shared passages of {PASSAGE} and more characters (goal 0.99)")
    peer, _, theirs = _apart(_minhash, COUNT)
    recall = len(theirs & exact) / max(len(exact), 1)
    print(f"resemblance: MinHash LSH recall {recall:.4f}")
    print(f"resemblance: ours {seconds * 1e3:.0f} ms, peer {peer * 1e3:.0f} ms, ratio {peer / seconds:.1f}")
    longer, more, _ = _apart(_ours, COUNT * GROWTH)
    print(f"resemblance: {GROWTH} x the reflections: {longer:.1f} s ({longer / seconds:.1f} x), {more:.0f} MB")


def reflections(count: int) -> tuple[list[str], list[tuple[int, int, int, int, int]]]:
    """Texts of which a tenth has taken something from another, and what: from, to, place, place, length."""
    made = list(texts(count, LENGTH, seed=4))
    chance = random.Random(4)
    order = chance.sample(range(count), count // 5)
    taken = []
    for giver, taker in zip(order[::2], order[1::2], strict=True):
        length = chance.choice([PASSAGE, 40, 60, 120, 300, 700, 900, 1_400])
        here, there = chance.randrange(LENGTH - length), chance.randrange(LENGTH - length)
        words = made[giver][here : here + length]
        made[taker] = made[taker][:there] + words + made[taker][there + length :]
        taken.append((giver, taker, here, there, length))
    return made, taken


def _ours(count: int) -> tuple[float, float, object]:
    made = [Reflection(str(number), text) for number, text in enumerate(reflections(count)[0])]
    before = _peak()
    start = time.perf_counter()
    found = find_resemblances(made)
    seconds = time.perf_counter() - start
    places = [(one.left, one.right, [(p.left.start, p.left.end) for p in one.passages]) for one in found]
    return seconds, _peak() - before, places if count == COUNT else len(places)


def _exact(count: int) -> tuple[float, float, object]:
    """Every pair with at least `SHARED` of the smaller text's different 8-grams in common, by a full join."""
    made, taken = reflections(count)
    corpus = Corpus.of([Reflection(str(number), text) for number, text in enumerate(made)])
    hashes = gram_hashes_of(corpus.codes)
    owners = corpus.owner(np.arange(len(hashes)))
    real = np.lib.stride_tricks.sliding_window_view(corpus.codes == BREAK, 8).max(axis=1)
    hashes, owners = hashes[~real], owners[~real]
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    fresh = np.concatenate(([True], (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])))
    hashes, owners = hashes[fresh], owners[fresh]
    sizes = np.bincount(owners, minlength=count)
    shared: Counter[tuple[int, int]] = Counter()
    for group in np.split(owners, np.flatnonzero(np.diff(hashes.astype(np.int64)) != 0) + 1):
        members = group.tolist()
        if len(members) > 1:
            shared.update((one, other) for at, one in enumerate(members) for other in members[at + 1 :])
    pairs = {pair for pair, number in shared.items() if number >= SHARED * min(sizes[pair[0]], sizes[pair[1]])}
    return 0.0, 0.0, (pairs, taken)


def _minhash(count: int) -> tuple[float, float, object]:
    """datasketch: 128 permutations over 8-grams, a threshold at which its recall comes near ours."""
    made, _ = reflections(count)
    start = time.perf_counter()
    index = MinHashLSH(threshold=0.12, num_perm=128)
    found = set()
    for number, text in enumerate(made):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([text[at : at + 8].encode() for at in range(len(text) - 7)])
        found |= {(int(other), number) for other in index.query(sketch)}
        index.insert(str(number), sketch)
    return time.perf_counter() - start, 0.0, found


def _is_found(taken: tuple[int, int, int, int, int], found: list[tuple[int, int, list[tuple[int, int]]]]) -> bool:
    giver, taker, here, there, length = taken
    left, right = min(giver, taker), max(giver, taker)
    start = here if giver == left else there
    passages = _by_pair(found).get((left, right), ())
    covered = sum(max(0, min(end, start + length) - max(begin, start)) for begin, end in passages)
    return covered >= 0.9 * length


_known: dict[tuple[int, int], list[tuple[int, int]]] = {}


def _by_pair(found: list[tuple[int, int, list[tuple[int, int]]]]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    if not _known:
        _known.update({(left, right): passages for left, right, passages in found})
    return _known


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _apart(work: Callable[[int], tuple[float, float, object]], count: int) -> tuple[float, float, object]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, (count,))
