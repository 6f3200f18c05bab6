"""Pages and the report action over 10,000 and 100,000 measures, as growth and against the same rows by plain SQL."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from bench.measuring import print_figure

SIZES = (10_000, 100_000)
SERVER = "LUOSHI_TEST_POSTGRES"


def run() -> None:
    """Each size in a process of its own with a fresh database; PostgreSQL too where the environment names a server."""
    _run_on("sqlite", {})
    server = os.environ.get(SERVER)
    if server:
        _run_on("postgresql", {"DATABASE_URL": server})
    else:
        print(f"postgresql: left out, {SERVER} names no server")


def _run_on(name: str, environment: dict[str, str]) -> None:
    medians: dict[int, dict[str, float]] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [sys.executable, "-m", "bench.web_one", str(size)],
                env={**os.environ, "LUOSHI_DATA": folder, "LUOSHI_TODAY": "2026-11-23", **environment},
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode:
            raise RuntimeError(done.stderr[-2_000:])
        medians[size] = {}
        for line in done.stdout.splitlines():
            figure, *numbers = line.split("\t")
            median, p95, busy, plain = map(float, numbers)
            medians[size][figure] = median
            medians[size][f"{figure}, processor"] = busy
            ratio = f", plain SQL {plain:.2f} ms, {median / plain:.1f} ×" if plain else ""
            print(f"{name} {size} {figure}: median {median:.1f} ms, p95 {p95:.1f} ms, processor {busy:.1f} ms{ratio}")
    small, large = SIZES
    for figure, median in medians[large].items():
        print_figure(
            f"{name} {figure}, growth from {small} to {large}", median / medians[small][figure], "×", goal="≤ 1.5"
        )
