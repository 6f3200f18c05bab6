"""A thousand documents with two workers against one, and whether memory stays flat."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.growth import plan_of
from bench.measuring import print_figure

COUNT = 1_000
MEASURES = 30


def run() -> None:
    command = str(Path(sys.executable).with_name("luoshi"))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in")
        source.mkdir()
        for number in range(COUNT):
            (source / f"{number:04}.txt").write_text(
                plan_of(MEASURES).replace("滨川市", f"滨川{number}市"), encoding="utf-8"
            )
        seconds = {jobs: _seconds(command, source, Path(folder, f"out{jobs}"), jobs) for jobs in (1, 2)}
        peaks = [_peak(command, source, Path(folder, f"peak{count}"), count) for count in (100, COUNT)]
    print(f"{COUNT} documents: one worker {seconds[1]:.1f} s, two {seconds[2]:.1f} s")
    print_figure("two workers against one", seconds[1] / seconds[2], "×", goal="≥ 1.7")
    print_figure("peak memory at 1,000 documents against 100", peaks[1] / peaks[0], "×", goal="flat, ≤ 1.2")


def _seconds(command: str, source: Path, out: Path, jobs: int) -> float:
    start = time.perf_counter()
    arguments = [command, "breakdown", str(source), "--out-dir", str(out), "--format", "json", "--jobs", str(jobs)]
    subprocess.run(arguments, check=True, capture_output=True)
    assert sum(1 for _ in out.glob("*.json")) == COUNT
    return time.perf_counter() - start


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
