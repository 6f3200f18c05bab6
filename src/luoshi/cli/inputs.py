"""Turns what stands on the command line (files, folders, patterns) into the list of files to read, each once."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.exporting.facts import Failure
from luoshi.wording.causes import NO_MATCH, NOTHING_IN_FOLDER, cause_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OF_DOCUMENTS = (
    *(".docx", ".pdf", ".html", ".htm", ".mht", ".mhtml", ".txt", ".md", ".markdown", ".xlsx"),
    *(".doc", ".wps", ".wpt", ".rtf", ".odt", ".xls", ".et", ".ofd", ".ceb"),
)
"""What is taken from a folder; what is named outright is read whatever its name."""
_LOCK_MARKS = ("~$", ".~", "._")
"""Word, WPS and LibreOffice leave such files beside an open document, macOS beside every file."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read: where it is, and the name by which people are told of it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files in the order of the command line, what was not found, and whether one single file was named."""

    files: tuple[Input, ...]
    failures: tuple[Failure, ...]
    is_single: bool


def find_inputs(words: Iterable[str], *, except_for: Iterable[Path] = ()) -> Inputs:
    """Expand folders and patterns; these skip `except_for`, the outputs (files or folders)."""
    words = list(words)
    outputs = {_identity(path) for path in except_for}
    paths: dict[str, Path] = {}
    failures = []
    for word in words:
        found = list(_expanded(word, outputs))
        if not found:
            code = NOTHING_IN_FOLDER if Path(word).is_dir() else NO_MATCH
            failures.append(Failure(word, code, cause_of(code)))
        for path in found:
            paths.setdefault(_identity(path), path)
    is_single = len(words) == 1 and not _is_many(words[0])
    return Inputs(tuple(_named(list(paths.values()))), tuple(failures), is_single)


def is_passed_over(name: str) -> bool:
    """Hidden files and the lock files of office programs."""
    return name.startswith((".", *_LOCK_MARKS))


def _is_many(word: str) -> bool:
    return Path(word).is_dir() or (glob.has_magic(word) and not os.path.lexists(word))


def _expanded(word: str, outputs: set[str]) -> Iterator[Path]:
    path = Path(word)
    if path.is_dir():
        yield from _in_folder(path, outputs)
    elif _is_many(word):
        for match in sorted(glob.glob(word, recursive=True), key=_natural):  # noqa: PTH207 -- the pattern may be absolute
            if is_passed_over(Path(match).name) or _identity(Path(match)) in outputs:
                continue
            if not Path(match).is_dir():
                yield Path(match)
            elif "**" not in word:
                yield from _in_folder(Path(match), outputs)
    else:
        yield path


def _in_folder(folder: Path, outputs: set[str]) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(
            (name for name in folders if not is_passed_over(name) and _identity(here / name) not in outputs),
            key=_natural,
        )
        for name in sorted(files, key=_natural):
            is_document = Path(name).suffix.lower() in _OF_DOCUMENTS and not is_passed_over(name)
            if is_document and _identity(here / name) not in outputs:
                yield here / name


def _named(paths: list[Path]) -> Iterator[Input]:
    """The bare file name where it is the only one of its kind, else the path as given."""
    times: dict[str, int] = {}
    for path in paths:
        times[path.name] = times.get(path.name, 0) + 1
    for path in paths:
        yield Input(path, path.name if times[path.name] == 1 else str(path))


def _identity(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts 附件2 before 附件10."""
    pieces: list[tuple[int, int, str]] = []
    digits = ""
    for char in f"{name}\0":
        if char.isascii() and char.isdigit():
            digits += char
            continue
        if digits:
            pieces.append((0, int(digits[:18]), digits))
            digits = ""
        pieces.append((1, 0, char))
    return tuple(pieces)
