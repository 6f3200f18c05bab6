"""The clause tree of a document: what `outline` gives and everything downstream walks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.document import Span


class ClauseKind(StrEnum):
    """What sets a clause apart from its neighbours."""

    PART = "part"
    """A text of its own within the file: the covering notice, a plan, an attachment."""
    NUMBERED = "numbered"
    """A printed number: 一、 （一） 1. （1） ① 第一条."""
    HEADING = "heading"
    """A heading line without a number (Markdown, HTML, heading styles)."""
    BOX = "box"
    """A boxed passage with a number of its own: 专栏1."""
    WORD = "word"
    """An enumerating word: 一是, 首先."""
    DASH = "dash"
    """A dash or bullet at the head of a line."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its printed marker, its path from the outermost heading, its own words, and what stands under it.

    `marker` is as printed, brackets as ( ) and without 、 or . ("四", "(一)", "1", "①", "第一条"); "" where the clause
    has no number. `path` joins the printed numbers from the outermost heading with "/"; a part, an unnumbered
    heading, an enumerating word and a dash add nothing to it. `heading` covers the words of the heading line or of
    the whole numbered paragraph, without the marker; `body` lists the lines that follow before the first child.
    `span` reaches from the marker to the end of the last descendant.
    """

    kind: ClauseKind
    marker: str
    path: str
    heading: Span
    span: Span
    body: tuple[Span, ...] = ()
    children: tuple[Clause, ...] = ()
    rule: str = ""

    def walk(self) -> Iterator[Clause]:
        """This clause and all below it, in the order of the text."""
        waiting = [self]
        while waiting:
            clause = waiting.pop()
            yield clause
            waiting.extend(reversed(clause.children))


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a document (covering notice, plans, attachments) with their clauses, in the order of the text."""

    parts: tuple[Clause, ...]

    def walk(self) -> Iterator[Clause]:
        """Every clause, parts included, in the order of the text."""
        for part in self.parts:
            yield from part.walk()

    def find(self, path: str) -> Clause | None:
        """The first clause with this numbering path, or None."""
        return next((clause for clause in self.walk() if clause.path == path and clause.marker), None)
