"""Walks through a part of a workbook tag by tag, so that even a hostile sheet never stands in memory as a tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "xlsx"
_CHUNK = 1 << 20


@dataclass(slots=True)
class Budget:
    """How much may still come out of one workbook, all its parts together; `name` is the file's."""

    name: str
    tags: int = 6_000_000
    cells: int = 200_000
    characters: int = 20_000_000
    merges: int = 50_000

    def refuse(self, code: str) -> ReadingError:
        return ReadingError(code, name=self.name, format=FORMAT)

    def spend(self, *, cells: int = 0, characters: int = 0, merges: int = 0) -> None:
        """Count what was found; raises `ReadingError` (too_much_inside) when nothing is left."""
        self.cells -= cells
        self.characters -= characters
        self.merges -= merges
        if self.cells < 0 or self.characters < 0 or self.merges < 0:
            raise self.refuse(codes.TOO_MUCH_INSIDE)


class Walker:
    """What is called at each tag; names come without their namespace."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def opens(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def says(self, text: str) -> None:
        """Characters, maybe in several pieces."""

    def closes(self, tag: str) -> None:
        """An element ends."""


class _Target:
    """Turns lxml's calls into the walker's, counts tags and lets no document type pass."""

    def __init__(self, walker: Walker) -> None:
        self._walker = walker
        self._budget = walker.budget
        self._names: dict[str, str] = {}
        self.data = walker.says

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._budget.tags -= 1
        if self._budget.tags < 0:
            raise self._budget.refuse(codes.TOO_MUCH_INSIDE)
        self._walker.opens(self._names.get(tag) or self._plain(tag), attributes)

    def end(self, tag: str) -> None:
        self._walker.closes(self._names.get(tag) or self._plain(tag))

    def doctype(self, *_: object) -> None:
        raise self._budget.refuse(codes.HOSTILE)

    def close(self) -> None:
        """Nothing is kept."""

    def _plain(self, tag: str) -> str:
        name = tag.rpartition("}")[2]
        if len(self._names) < 1000:
            self._names[tag] = name
        return name


def walk(part: bytes, walker: Walker) -> None:
    """Call the walker for every tag and text of a part.

    Raises `ReadingError`: hostile (a document type), too_much_inside, damaged, and what the walker raises.
    """
    parser = etree.XMLParser(
        target=_Target(walker),  # type: ignore[arg-type] # the stubs ask for more methods than lxml does
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for start in range(0, len(part), _CHUNK):
            parser.feed(part[start : start + _CHUNK])
        parser.close()
    except etree.XMLSyntaxError as error:
        raise walker.budget.refuse(codes.HOSTILE if b"<!DOCTYPE" in part else codes.DAMAGED) from error
