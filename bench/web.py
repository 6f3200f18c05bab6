"""Pages and the report action over 10,000 and 100,000 measures, as growth and against the same rows by plain SQL."""

from __future__ import annotations

from bench.databases import databases, run_fresh
from bench.measuring import print_figure

SIZES = (10_000, 100_000)


def run() -> None:
    """Each size in a process of its own with a fresh database."""
    for name in databases():
        _run_on(name)


def _run_on(name: str) -> None:
    medians: dict[int, dict[str, float]] = {}
    for size in SIZES:
        medians[size] = {}
        for figure, *numbers in run_fresh(name, "bench.web_one", str(size)):
            median, p95, busy, plain = map(float, numbers)
            medians[size][figure] = median
            medians[size][f"{figure}, processor"] = busy
            ratio = f", plain SQL {plain:.2f} ms, {median / plain:.1f} ×" if plain else ""
            print(
                f"{name} {size} {figure}: median {median:.1f} ms, p95 {p95:.1f} ms, processor {busy:.1f} ms{ratio}",
                flush=True,
            )
    small, large = SIZES
    for figure, median in medians[large].items():
        print_figure(
            f"{name} {figure}, growth from {small} to {large}", median / medians[small][figure], "×", goal="≤ 1.5"
        )
