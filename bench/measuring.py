"""Takes times as medians of several runs and prints them as ratios."""

from __future__ import annotations

import gc
import os
import statistics
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


def median_seconds(act: Callable[[], object], *, runs: int = 7) -> float:
    """The median time of `runs` calls, after one that is not counted."""
    act()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def processor_medians(acts: Mapping[str, Callable[[], object]], *, runs: int = 15) -> dict[str, float]:
    """The median processor time (seconds) of each act; they take turns, so that a busy machine bears on all alike.

    All run on one processor where the system lets a process choose: threads that wait for each other on several count
    their waiting as work. Waste of the others is collected before each turn, outside the time taken.
    """
    with _on_one_processor():
        return _medians_of_turns(acts, runs)


def _medians_of_turns(acts: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(runs + 1):
        for name, act in acts.items():
            gc.collect()
            start = time.process_time()
            act()
            if turn:  # the first turn warms up
                times[name].append(time.process_time() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


@contextmanager
def _on_one_processor() -> Iterator[None]:
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def print_ratio(name: str, ours: float, peer_name: str, peer: float, *, goal: str = "") -> None:
    """One line: our time, the peer's, and how many times ours the peer's is of ours (both in seconds)."""
    ratio = peer / ours if ours else float("inf")
    times = f"ours {ours * 1000:.1f} ms, {peer_name} {peer * 1000:.1f} ms"
    print(f"{name}: {times}, {peer_name}/ours {ratio:.2f}{_goal(goal)}")


def print_figure(name: str, value: float, unit: str, *, goal: str = "") -> None:
    """One line for a figure that is a ratio or a count of itself."""
    print(f"{name}: {value:.3g} {unit}{_goal(goal)}")


def _goal(goal: str) -> str:
    return f" (goal {goal})" if goal else ""
