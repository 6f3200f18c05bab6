"""The text of a reflection: headed parts, the one string that is checked, and where a stretch of it stands."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TITLE = -1
"""Stands for the number of a part where the title is meant."""
MOST_PARTS = 60
MOST_CHARACTERS = 30_000
LONGEST_TITLE = 200
LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part; the heading may be empty."""

    heading: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch within one field of the reflection: number of the part (or TITLE), "heading" or "text", offsets."""

    part: int
    field: str
    start: int
    end: int


@dataclass(frozen=True)
class Essay:
    """A reflection as it is read: title and parts in order."""

    title: str
    parts: tuple[Part, ...]

    @cached_property
    def text(self) -> str:
        """Title, headings and texts, a line break after each; what all offsets count in."""
        return "".join(f"{words}\n" for _part, _field, words in self._pieces())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written but, perhaps, the title."""
        return not any(part.heading.strip() or part.text.strip() for part in self.parts)

    @property
    def digest_text(self) -> str:
        """What the digest in the history is made of: fields cannot run into each other."""
        return json.dumps([self.title, *([part.heading, part.text] for part in self.parts)], ensure_ascii=False)

    def rows(self) -> list[dict[str, str]]:
        """The parts as the row keeps them."""
        return [{"heading": part.heading, "text": part.text} for part in self.parts]

    def places(self, start: int, end: int) -> list[Place]:
        """The fields that a stretch of the text covers, in order; a line break between two belongs to none."""
        starts = [begin for begin, _part, _field, _length in self._fields]
        found: list[Place] = []
        for begin, part, field, length in self._fields[max(bisect_right(starts, start) - 1, 0) :]:
            if begin >= end:
                break
            first, last = max(start - begin, 0), min(end - begin, length)
            if first < last:
                found.append(Place(part, field, first, last))
        return found

    def offset(self, part: int, field: str, at: int = 0) -> int:
        """Where in the text the n-th character of a field stands."""
        return next(begin + at for begin, number, name, _length in self._fields if (number, name) == (part, field))

    @cached_property
    def _fields(self) -> list[tuple[int, int, str, int]]:
        """Start in the text, part, field and length of every field that is not empty."""
        fields: list[tuple[int, int, str, int]] = []
        begin = 0
        for part, field, words in self._pieces():
            fields.append((begin, part, field, len(words)))
            begin += len(words) + 1
        return fields

    def _pieces(self) -> Iterator[tuple[int, str, str]]:
        if self.title:
            yield TITLE, "title", self.title
        for number, part in enumerate(self.parts):
            if part.heading:
                yield number, "heading", part.heading
            if part.text:
                yield number, "text", part.text


def essay_of(title: str, parts: Iterable[Mapping[str, Any]]) -> Essay:
    """What was sent or kept, brought into form: line breaks of one kind, headings in one line, no empty parts."""
    read = [Part(_one_line(part.get("heading", "")), _clean(part.get("text", ""))) for part in parts]
    return Essay(_one_line(title), tuple(part for part in read if part.heading or part.text.strip()))


def essay_as_sent(title: str, parts: Iterable[Mapping[str, Any]]) -> Essay:
    """The same untrimmed, every part in its place: what offsets that go back to the editor count in."""
    read = [Part(_clean(part.get("heading", "")), _clean(part.get("text", ""))) for part in parts]
    return Essay(_clean(title), tuple(read))


def count_characters(essay: Essay) -> int:
    """Characters without space and line breaks: a fact about the text, shown to its author only."""
    return sum(not character.isspace() for character in essay.text)


def _clean(text: object) -> str:
    return str(text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _one_line(text: object) -> str:
    return " ".join(_clean(text).split("\n")).strip()
