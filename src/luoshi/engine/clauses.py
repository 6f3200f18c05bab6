"""The clause tree of a document: what `outline` gives and everything downstream walks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.document import Span


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its printed marker, its path from the outermost heading, its own words, and what stands under it.

    `marker` is as printed, brackets as ( ) and without 、 or . ("四", "(一)", "1", "①", "第一条"); "" where the clause
    has no number. `heading` covers the words of a heading line or of the whole numbered paragraph, without the
    marker; `body` lists the paragraphs that follow it before its first child. `span` reaches from the marker to the
    end of the last descendant.
    """

    marker: str
    path: str
    heading: Span
    span: Span
    body: tuple[Span, ...] = ()
    children: tuple[Clause, ...] = ()
    rule: str = ""

    def walk(self) -> Iterator[Clause]:
        """This clause and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """The clauses of a document (attachments and second plans included), in the order of the text."""

    clauses: tuple[Clause, ...]

    def walk(self) -> Iterator[Clause]:
        for clause in self.clauses:
            yield from clause.walk()

    def find(self, path: str) -> Clause | None:
        """The first clause with this numbering path, or None."""
        return next((clause for clause in self.walk() if clause.path == path), None)
