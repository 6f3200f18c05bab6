"""A thousand documents with two workers against one, and whether memory stays flat."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bench.growth import plan_of
from bench.measuring import print_figure

COUNT = 1_000
MEASURES = 30
TURNS = 2


def run() -> None:
    command = str(Path(sys.executable).with_name("luoshi"))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in")
        source.mkdir()
        for number in range(COUNT):
            (source / f"{number:04}.txt").write_text(
                plan_of(MEASURES).replace("滨川市", f"滨川{number}市"), encoding="utf-8"
            )
        turns = [
            (jobs, _taken(command, source, Path(folder, f"out{jobs}-{turn}"), jobs))
            for turn in range(TURNS)
            for jobs in (1, 2)
        ]
        best = {jobs: Taken(*map(min, zip(*(t for j, t in turns if j == jobs), strict=True))) for jobs in (1, 2)}
        peaks = [_peak(command, source, Path(folder, f"peak{count}"), count) for count in (100, COUNT)]
        start = _taken(command, source / "0000.txt", Path(folder, "start"), 1).processor
    one, two = best[1], best[2]
    print(f"{COUNT} documents, best of {TURNS}: one worker {one.wall:.1f} s, two {two.wall:.1f} s")
    print_figure("two workers against one", one.wall / two.wall, "×", goal="≥ 1.7")
    print(
        f"processor time: one worker {one.processor:.1f} s, two {two.processor:.1f} s, of these {start:.1f} s to start"
    )
    print_figure("what that permits on two idle cores", one.processor / (start + (two.processor - start) / 2), "×")
    print_figure("peak memory at 1,000 documents against 100", peaks[1] / peaks[0], "×", goal="flat, ≤ 1.2")


class Taken(NamedTuple):
    """Seconds on the clock, and of the processor in all processes together."""

    wall: float
    processor: float


def _taken(command: str, source: Path, out: Path, jobs: int) -> Taken:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    arguments = [command, "breakdown", str(source), "--out-dir", str(out), "--format", "json", "--jobs", str(jobs)]
    subprocess.run(arguments, check=True, capture_output=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert sum(1 for _ in out.glob("*.json")) == (COUNT if source.is_dir() else 1)
    return Taken(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _peak(command: str, source: Path, out: Path, count: int) -> float:
    """Peak memory of one process over the first `count` documents, in MB."""
    files = sorted(str(path) for path in source.glob("*.txt"))[:count]
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, capture_output=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    arguments = [sys.executable, "-c", script, command, "breakdown", *files, "--out-dir", str(out), "--format", "json"]
    shown = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout
    return int(shown.strip().splitlines()[-1]) / 1024
