"""50 returned workbooks with 5,000 rows: how long until they are registered, and how long others have to wait."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from bench.measuring import print_figure

SERVER = "LUOSHI_TEST_POSTGRES"


def run() -> None:
    """A fresh database in a process of its own; PostgreSQL too where the environment names a server."""
    _run_on("sqlite", {})
    if server := os.environ.get(SERVER):
        _run_on("postgresql", {"DATABASE_URL": server})
    else:
        print(f"postgresql: left out, {SERVER} names no server")


def _run_on(name: str, environment: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "bench.workbooks_one"],
            env={**os.environ, "LUOSHI_DATA": folder, "LUOSHI_TODAY": "2026-11-23", **environment},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    for line in done.stdout.splitlines():
        figure, value, unit, goal = line.split("\t")
        print_figure(f"{name} {figure}", float(value), unit, goal=goal)
