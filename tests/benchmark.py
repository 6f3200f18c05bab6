"""Finds the folder of real documents that is kept outside the repository."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "LUOSHI_BENCHMARK"
REASON = f"no benchmark: set {VARIABLE} to a folder of .txt documents, or put it at ../shared/benchmark/dev"

_ROOT = Path(__file__).parents[1]


def benchmark_folder() -> Path | None:
    """The folder named by the environment variable, else the one beside the repository, else None."""
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else _ROOT.parent / "shared" / "benchmark" / "dev"
    return folder if folder.is_dir() else None


def benchmark_texts() -> list[Path]:
    """The documents of the folder as plain text, by name; none where there is no folder."""
    folder = benchmark_folder()
    return sorted(folder.glob("*.txt")) if folder else []
