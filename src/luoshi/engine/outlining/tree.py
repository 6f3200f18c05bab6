"""Builds the clause tree: each line finds its place by its marker, and by how this text has nested so far."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from luoshi.engine.clauses import Clause, ClauseKind, Outline
from luoshi.engine.document import Span, Table
from luoshi.engine.outlining.lines import Line, find_lines
from luoshi.engine.outlining.markers import Style
from luoshi.engine.outlining.parts import find_part_starts

if TYPE_CHECKING:
    from luoshi.engine.document import Document

_SENTENCE_ENDS = "。；;！!？?，,、"
_FULL_STOPS = ("。", "；", "！")
_SILENT = frozenset({ClauseKind.PART, ClauseKind.HEADING, ClauseKind.WORD, ClauseKind.DASH})
_HEADING_RANK = 0.5
"""Unnumbered headings rank by their level, all of them outside the numbers."""


@dataclass
class _Node:
    """A clause in the making."""

    kind: ClauseKind
    marker: str
    path: str
    heading: Span
    start: int
    end: int
    rank: float
    number: int
    rule: str
    body: list[Span] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)

    def frozen(self) -> Clause:
        """The clause; built from the leaves upward so that deep trees cost no recursion."""
        done: dict[int, Clause] = {}
        order: list[_Node] = [self]
        for node in order:
            order.extend(node.children)
        for node in reversed(order):
            children = tuple(done.pop(id(child)) for child in node.children)
            end = max([node.end, *(child.span.end for child in children)])
            done[id(node)] = Clause(
                node.kind,
                node.marker,
                node.path,
                node.heading,
                Span(node.start, end),
                tuple(node.body),
                children,
                node.rule,
            )
        return done[id(self)]


def outline(document: Document) -> Outline:
    """The clause tree of a document.

    Every line of the body stands in it once: as the heading of a clause or in a clause's `body`. Source: the
    markers of GB/T 9704-2012 and the other ways of numbering that offices use.
    """
    lines = find_lines(document)
    if not lines:
        return Outline(())
    tables = tuple(block.span.start for block in document.blocks if isinstance(block, Table))
    starts = find_part_starts(lines, title=document.title.value if document.title else "", tables=tables)
    edges = [0, *(start.line for start in starts if start.line > 0), len(lines)]
    named = {start.line: start for start in starts}
    parts = []
    for first, last in itertools.pairwise(edges):
        start = named.get(first)
        part = _part(lines[first], start.marker if start else "", start.rule if start else "part.first")
        _Builder(part).build(lines[first + _is_heading(lines[first]) : last])
        parts.append(part.frozen())
    return Outline(tuple(parts))


def _part(line: Line, marker: str, rule: str) -> _Node:
    heading = line.span if _is_heading(line) else Span(line.span.start, line.span.start)
    return _Node(ClauseKind.PART, marker, "", heading, line.span.start, heading.end, -1, 0, rule)


def _is_heading(line: Line) -> bool:
    """Whether the first line of a part is its title: it has no number and is no sentence."""
    return line.marker is None and not line.text.endswith(_FULL_STOPS)


class _Builder:
    """Keeps the clauses that are open, from the part inward."""

    def __init__(self, part: _Node) -> None:
        self._open: list[_Node] = [part]
        self._last_line_was_heading = False
        self._learned: dict[str, float] = {}

    def build(self, lines: tuple[Line, ...]) -> None:
        for line in lines:
            if line.marker is None and line.level is None:
                self._open[-1].body.append(line.span)
                self._open[-1].end = line.span.end
                self._last_line_was_heading = False
                continue
            self._place(line)
            self._last_line_was_heading = line.text[-1] not in _SENTENCE_ENDS

    def _place(self, line: Line) -> None:
        self._leave_soft(line)
        rank = self._rank(line)
        if self._goes_under_the_last(line, rank):
            rank = self._open[-1].rank + 0.01
            if line.marker:
                self._learned[line.marker.rule] = rank
        else:
            while len(self._open) > 1 and self._open[-1].rank >= rank:
                self._open.pop()
        self._add(line, rank)

    def _leave_soft(self, line: Line) -> None:
        """A number or a heading never stands under 一是 or a dash."""
        if line.marker and line.marker.style >= Style.WORD:
            return
        while self._open[-1].kind in (ClauseKind.WORD, ClauseKind.DASH):
            self._open.pop()

    def _rank(self, line: Line) -> float:
        """The rank that this style already has among the open clauses, else its usual one."""
        if line.marker is None:
            return _HEADING_RANK * (line.level or 1) / 10
        if line.marker.style is Style.DECIMAL:
            return Style.DECIMAL + line.marker.printed.count(".") / 10
        if line.marker.style >= Style.WORD:
            return max(node.rank for node in self._open if node.kind not in (ClauseKind.WORD, ClauseKind.DASH)) + (
                line.marker.style / 100
            )
        for node in self._open:
            if node.rule == line.marker.rule:
                return node.rank
        return self._learned.get(line.marker.rule, float(line.marker.style))

    def _goes_under_the_last(self, line: Line, rank: float) -> bool:
        """A first number right behind a bare heading opens a level under it, whatever is usual."""
        marker, last = line.marker, self._open[-1]
        if marker is None or marker.number != 1 or last.kind is ClauseKind.PART:
            return False
        if not self._last_line_was_heading and last.rule != "marker.task":
            return False
        if marker.kind is not ClauseKind.NUMBERED or rank > last.rank:
            return False
        return all(node.rule != marker.rule for node in self._open) and marker.style is not Style.CHAPTER

    def _add(self, line: Line, rank: float) -> None:
        parent = self._open[-1]
        marker = line.marker
        kind = marker.kind if marker else ClauseKind.HEADING
        printed = marker.printed if marker else ""
        own = printed if kind not in _SILENT else ""
        path = "/".join(filter(None, (parent.path, own)))
        rule = marker.rule if marker else "marker.heading_level"
        node = _Node(
            kind, printed, path, line.words, line.span.start, line.span.end, rank, marker.number if marker else 0, rule
        )
        parent.children.append(node)
        self._open.append(node)
