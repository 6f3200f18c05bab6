"""Sets a reflection for reading: lines with their place in the text, cut where marks begin and end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from luoshi.training.essays import Essay


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text to be set apart: a class, and the anchor of what is said about it."""

    start: int
    end: int
    name: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line under the same marks; `name` joins their classes, `anchor` is that of the narrowest."""

    text: str
    name: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A heading or a paragraph, and where it starts in the text."""

    is_heading: bool
    start: int
    pieces: tuple[Piece, ...]


def set_lines(essay: Essay, marks: Iterable[Mark] = ()) -> list[Line]:
    """All of a reflection but its title, paragraph by paragraph; the pieces of a line put together are the line."""
    ordered = sorted(marks, key=lambda mark: (mark.start, mark.end))
    lines: list[Line] = []
    for is_heading, start, words in _lines_of(essay):
        if words.strip():
            near = [mark for mark in ordered if mark.start < start + len(words) and mark.end > start]
            lines.append(Line(is_heading, start, tuple(_pieces(words, start, near))))
    return lines


def _lines_of(essay: Essay) -> Iterator[tuple[bool, int, str]]:
    at = len(essay.title) + 1 if essay.title else 0
    for part in essay.parts:
        if part.heading:
            yield True, at, part.heading
            at += len(part.heading) + 1
        for line in part.text.split("\n") if part.text else ():
            yield False, at, line
            at += len(line) + 1


def _pieces(words: str, start: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    edges = {0, len(words)}
    for mark in marks:
        edges |= {max(mark.start - start, 0), min(mark.end - start, len(words))}
    places = sorted(edges)
    for left, right in pairwise(places):
        over = [mark for mark in marks if mark.start - start < right and mark.end - start > left]
        if over:
            narrowest = min(over, key=lambda mark: mark.end - mark.start)
            names = " ".join(dict.fromkeys(mark.name for mark in over))
            yield Piece(words[left:right], names, narrowest.anchor)
        else:
            yield Piece(words[left:right])
