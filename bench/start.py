"""How long the command takes to say what it can do, against the interpreter's own start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.measuring import median_seconds, print_ratio


def run() -> None:
    command = str(Path(sys.executable).with_name("luoshi"))
    ours = median_seconds(lambda: subprocess.run([command, "--help"], capture_output=True, check=True))
    floor = median_seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    print_ratio("luoshi --help", ours, "python -c pass", floor, goal="ours ≤ 300 ms")
