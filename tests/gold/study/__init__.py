"""Reads the gold tables of the study engines; every text in them is invented."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from luoshi.engine.quotations import Library, LibraryDocument

FOLDER = Path(__file__).parent


def rows(name: str, *, cells: int) -> list[list[str]]:
    """The rows of a table, filled up to so many cells."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    split = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [[*row, *[""] * (cells - len(row))] for row in split]


def documents() -> list[LibraryDocument]:
    """The library that the quotations are checked against."""
    return [
        LibraryDocument(
            key, title, (FOLDER / "library" / f"{key}.txt").read_text(encoding="utf-8"), (), tuple(names.split("|"))
        )
        for key, title, names in rows("library.tsv", cells=3)
    ]


@cache
def library() -> Library:
    return Library.of(documents())


def pairs() -> list[dict[str, Any]]:
    """Pairs of reflections with the passages that they share."""
    read: list[dict[str, Any]] = json.loads((FOLDER / "pairs.json").read_text(encoding="utf-8"))
    return read
