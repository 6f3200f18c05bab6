"""Where results go: one file per input, none written over another or over an input."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from luoshi.exporting.ledgers import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from luoshi.cli.inputs import Input


def format_of(target: Path) -> str | None:
    """The ledger format that a file name asks for, or None."""
    suffix = target.suffix.lower().removeprefix(".")
    return suffix if suffix in KINDS else None


def is_one_of(target: Path, inputs: Iterable[Input]) -> bool:
    """Would writing `target` replace one of the inputs?"""
    place = _key(target)
    return any(_key(one.path) == place for one in inputs)


def targets_in(folder: Path, inputs: Sequence[Input], suffix: str) -> list[Path]:
    """One path a file, NAME.suffix, in the order of the inputs.

    Of inputs with the same name the later ones get -2, -3 …; so does what would replace an input. Upper and lower
    case count as the same, as they do on Windows and macOS.
    """
    stems = {one.path.stem.casefold() for one in inputs}
    taken = {_key(one.path) for one in inputs}
    given: list[Path] = []
    for one in inputs:
        target = folder / f"{one.path.stem}.{suffix}"
        number = 2
        while _key(target) in taken or (number > 2 and target.stem.casefold() in stems):
            target = folder / f"{one.path.stem}-{number}.{suffix}"
            number += 1
        taken.add(_key(target))
        given.append(target)
    return given


def _key(path: Path) -> str:
    return os.path.realpath(path).casefold()
