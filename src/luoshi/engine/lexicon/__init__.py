"""The word lists of the engine: tab-separated tables beside this file, read once."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def load_table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `name`.tsv, cells split at tabs; blank lines and lines that begin with # are left out.

    Raises FileNotFoundError where there is no such table.
    """
    lines = (files(__name__) / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(
        tuple(cell.strip() for cell in line.split("\t")) for line in lines if line.strip() and not line.startswith("#")
    )


@cache
def load_words(name: str, kind: str | None = None) -> tuple[str, ...]:
    """The first column of a table, or of its rows whose second column is `kind`."""
    return tuple(row[0] for row in load_table(name) if kind is None or row[1:2] == (kind,))


def shortest_endings(words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the words that end in no other of them: whatever ends in 委员会 ends in 会 too."""
    known = frozenset(words)
    return tuple(word for word in words if not any(word[at:] in known for at in range(1, len(word))))


@cache
def any_of(name: str, kind: str | None = None) -> str:
    """A regular expression (one group, not captured) for the words of a table, the longest first."""
    words = sorted(load_words(name, kind), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, words))})"
