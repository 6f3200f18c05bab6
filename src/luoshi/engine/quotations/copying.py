"""Finds what an essay takes over word for word without saying so: runs of thirteen characters and more."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from luoshi.engine.quotations.folding import Codes, Offsets, codes_of, fold, narrow
from luoshi.engine.quotations.lookup import FoldedEssay, Frequencies, postings
from luoshi.engine.quotations.segments import GRAM, Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from luoshi.engine.document import Span
    from luoshi.engine.quotations.library import Library
    from luoshi.engine.quotations.segments import Segment

SHORTEST_RUN = 13
_BIN = 6
_STRETCH = 1.1
_MOST_PLACES = 60
_MOST_PER_SEED = 100
"""Of a set phrase that stands in very many documents a hundred places in every segment are looked at."""
_MOST_SKIPPED = 8
_BRIDGED = 12
_LONGEST = 2_000
"""Runs together; what is longer is told in pieces, since laying words beside words costs the square of their number."""
_FIRST_REACH = 64


@dataclass(frozen=True, slots=True)
class Run:
    """Words `start` to `end` of the folded essay that stand from `source_start` to `source_end` of a document."""

    start: int
    end: int
    shelf: Shelf
    source_start: int
    source_end: int


def find_runs(essay: FoldedEssay, library: Library, frequencies: Frequencies, taken: Iterable[Span]) -> list[Run]:
    """The longest runs outside of the `taken` spans, none over another, in the order of the essay."""
    stretches = list(_stretches(essay, taken))
    seeds, lows, highs = _seeds(frequencies.total, stretches)
    if not len(seeds):
        return []
    runs: set[Run] = set()
    for at, segment in enumerate(library.segments):
        positions, which = postings(segment, frequencies, at, seeds, essay.codes, most=_MOST_PER_SEED)
        keep = _long_enough(essay.codes, segment.text, positions, seeds[which], lows[which], highs[which])
        positions, which = positions[keep], which[keep]
        for places in _by_place(positions, seeds[which]):
            past = -1
            for place in places.tolist():
                seed = int(which[place])
                if seeds[seed] >= past:
                    bounds = (int(lows[seed]), int(highs[seed]))
                    run = _grown(essay, segment, at, int(positions[place]), int(seeds[seed]), bounds)
                    runs.add(run)
                    past = run.end
    return _chosen(runs)


def bridged(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs grouped: those of one document with little between them on both sides are one copied passage, altered."""
    groups: list[list[Run]] = []
    for run in runs:
        last = groups[-1][-1] if groups else None
        if last and last.shelf == run.shelf and _is_close(last, run) and run.end - groups[-1][0].start <= _LONGEST:
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def _is_close(last: Run, run: Run) -> bool:
    return run.start - last.end <= _BRIDGED and 0 <= run.source_start - last.source_end <= 2 * _BRIDGED


def _stretches(essay: FoldedEssay, taken: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """The parts of the folded essay between the taken spans that are long enough."""
    at = 0
    ranges = sorted(essay.folded_range(span) for span in taken)
    for start, end in [*ranges, (len(essay.codes), len(essay.codes))]:
        if start - at >= SHORTEST_RUN:
            yield at, start
        at = max(at, end)


def _seeds(total: Offsets, stretches: Sequence[tuple[int, int]]) -> tuple[Offsets, Offsets, Offsets]:
    """The rarest sequence of every window of thirteen characters, with the bounds of its stretch."""
    window = SHORTEST_RUN - GRAM + 1
    found: list[Offsets] = []
    for low, high in stretches:
        counts = total[low : high - GRAM + 1]
        rarest = np.lib.stride_tricks.sliding_window_view(counts, window).argmin(axis=1)
        found.append(np.unique(rarest + np.arange(len(rarest))) + low)
    sizes = [len(seeds) for seeds in found]
    lows = np.repeat(np.array([low for low, _ in stretches], dtype=np.int64), sizes)
    highs = np.repeat(np.array([high for _, high in stretches], dtype=np.int64), sizes)
    return (np.concatenate(found) if found else np.zeros(0, dtype=np.int64)), lows, highs


def _long_enough(
    codes: Codes, text: Codes, positions: Offsets, seeds: Offsets, lows: Offsets, highs: Offsets
) -> Offsets:
    """Which of the positions stand in a run of at least thirteen."""
    alive = np.arange(len(positions))
    right = np.zeros(len(positions), dtype=np.int64)
    left = np.zeros(len(positions), dtype=np.int64)
    _walk(codes, text, positions, seeds, highs, right, 1)
    alive = alive[right >= GRAM - 1]
    _walk(codes, text, positions, seeds, lows, left, -1, only=alive)
    return alive[(left + right + 1)[alive] >= SHORTEST_RUN]


def _walk(
    codes: Codes,
    text: Codes,
    positions: Offsets,
    seeds: Offsets,
    limits: Offsets,
    steps: Offsets,
    step: int,
    *,
    only: Offsets | None = None,
) -> None:
    """Count into `steps` how many characters agree one after the other in one direction, at most twelve."""
    alive = np.arange(len(positions)) if only is None else only
    at = positions.copy()
    for count in range(1, SHORTEST_RUN):
        mine = seeds[alive] + step * count
        alive = alive[mine < limits[alive]] if step > 0 else alive[mine >= limits[alive]]
        if not len(alive):
            return
        at[alive] = _next_word(text, at[alive], step)
        agree = fold(text[at[alive]]) == codes[seeds[alive] + step * count]
        alive = alive[agree]
        steps[alive] = count


def _next_word(text: Codes, at: Offsets, step: int) -> Offsets:
    """The next position that counts, over at most eight that do not; the ends of the text stop it."""
    last = len(text) - 1
    at = np.clip(at + step, 0, last)
    for _ in range(_MOST_SKIPPED):
        empty = np.flatnonzero(fold(text[at]) == 0)
        if not len(empty):
            break
        at[empty] = np.clip(at[empty] + step, 0, last)
    return at


def _by_place(positions: Offsets, seeds: Offsets) -> list[Offsets]:
    """The positions grouped by the place of the library, in the order of their seeds; at most sixty groups."""
    bins = (positions - (seeds * _STRETCH).astype(np.int64)) >> _BIN
    if not len(bins):
        return []
    order = np.lexsort((seeds, bins))
    begins = np.flatnonzero(np.diff(bins[order], prepend=bins[order[0]] - 1))
    sizes = np.diff(np.append(begins, len(order)))
    largest = np.argsort(-sizes, kind="stable")[:_MOST_PLACES]
    return [order[begins[group] : begins[group] + sizes[group]] for group in largest.tolist()]


def _grown(essay: FoldedEssay, segment: Segment, at: int, position: int, seed: int, bounds: tuple[int, int]) -> Run:
    """The whole run around a position, looked for further and further until it ends."""
    reach, low, high = _FIRST_REACH, *bounds
    while True:
        near = max(low, seed - reach), min(high, seed + reach)
        run = _grown_within(essay, segment, at, position, seed, near)
        ends_before = run.start > near[0] or near[0] == low
        ends_behind = run.end < near[1] or near[1] == high
        if ends_before and ends_behind:
            return run
        reach *= 4


def _grown_within(
    essay: FoldedEssay, segment: Segment, at: int, position: int, seed: int, bounds: tuple[int, int]
) -> Run:
    """The run around a position as far as it lies within these bounds of the essay."""
    number = segment.number_at(position)
    first, last = segment.bounds(number)
    low, high = bounds
    begin = max(first, position - 2 * (seed - low) - 16)
    end = min(last, position + 2 * (high - seed) + 16)
    folded = fold(narrow(codes_of(segment.slice(begin, end))))
    kept = np.flatnonzero(folded)
    others = folded[kept]
    there = int(np.searchsorted(kept, position - begin))
    back = _agreeing(essay.codes[low:seed][::-1], others[:there][::-1])
    forth = _agreeing(essay.codes[seed:high], others[there:])
    source = (int(kept[there - back]), int(kept[there + forth - 1]) + 1)
    offset = begin - first
    return Run(seed - back, seed + forth, Shelf(at, number), source[0] + offset, source[1] + offset)


def _agreeing(mine: Codes, others: Codes) -> int:
    """How many codes agree from the start on."""
    length = min(len(mine), len(others))
    differ = np.flatnonzero(mine[:length] != others[:length])
    return int(differ[0]) if len(differ) else length


def _chosen(runs: Iterable[Run]) -> list[Run]:
    """The longest first; what lies over a longer one is left out."""
    chosen: list[Run] = []
    starts: list[int] = []
    for run in sorted(runs, key=lambda run: (run.start - run.end, run.start, run.shelf, run.source_start)):
        at = bisect_left(starts, run.start)
        free_before = not at or chosen[at - 1].end <= run.start
        free_behind = at == len(chosen) or run.end <= chosen[at].start
        if run.end - run.start >= SHORTEST_RUN and free_before and free_behind:
            starts.insert(at, run.start)
            chosen.insert(at, run)
    return chosen
