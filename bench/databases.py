"""On which databases a figure is taken, and a fresh one of each for a process of its own that tells how far it is."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER = "LUOSHI_TEST_POSTGRES"
CHOSEN = "LUOSHI_FIGURES_ON"
SQLITE, POSTGRES = "sqlite", "postgresql"


def databases() -> list[str]:
    """SQLite, and PostgreSQL where the environment names a server; of these those that CHOSEN names, if it does."""
    found = [SQLITE, POSTGRES] if os.environ.get(SERVER) else [SQLITE]
    wanted = os.environ.get(CHOSEN, "").replace(",", " ").split() or [SQLITE, POSTGRES]
    if POSTGRES in wanted and POSTGRES not in found:
        print(f"{POSTGRES}: left out, {SERVER} names no server")
    return [name for name in found if name in wanted]


def run_fresh(database: str, module: str, *arguments: str) -> list[list[str]]:
    """The lines that the module prints, cut at tabs; what it tells of its progress is seen as it comes."""
    with tempfile.TemporaryDirectory() as folder, _fresh(database) as environment:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, "LUOSHI_DATA": folder, "LUOSHI_TODAY": "2026-11-23", **environment},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [line.split("\t") for line in done.stdout.splitlines()]


def tell(words: str) -> None:
    """How far a figure is, beside what it prints."""
    print(words, file=sys.stderr, flush=True)


@contextmanager
def _fresh(database: str) -> Iterator[dict[str, str]]:
    """The environment that names an empty database: SQLite's lies in the data folder, PostgreSQL's goes afterwards."""
    if database == SQLITE:
        yield {}
        return
    import psycopg

    server = urlsplit(os.environ[SERVER])
    name = f"luoshi_figures_{os.getpid()}"
    with psycopg.connect(server._replace(scheme="postgresql", path="/postgres").geturl(), autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": server._replace(path=f"/{name}").geturl()}
        finally:
            line.execute(f"DROP DATABASE {name} WITH (FORCE)")
