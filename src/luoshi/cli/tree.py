"""The clauses of a document as a tree on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from rich.tree import Tree

from luoshi.cli.screen import clipped, one_line
from luoshi.engine.clauses import ClauseKind
from luoshi.wording import gettext as _

if TYPE_CHECKING:
    from rich.console import Console

    from luoshi.engine.clauses import Clause, Outline
    from luoshi.engine.document import Document

_STYLES = {ClauseKind.PART: "bold", ClauseKind.NUMBERED: "cyan", ClauseKind.BOX: "magenta"}
_GUIDE = 4
"""Columns of the screen that one level of the tree takes."""


def print_outline(console: Console, document: Document, outline: Outline) -> None:
    """The parts of the document and their clauses, each with its marker and the beginning of its words."""
    title = document.title.value if document.title else document.name
    root = Tree(Text(one_line(title), style="bold"), guide_style="dim")
    waiting = [(root, part, 1) for part in reversed(outline.parts)]
    count = 0
    while waiting:
        branch, clause, depth = waiting.pop()
        count += bool(clause.marker)
        twig = branch.add(_label(document, clause, max(console.width - _GUIDE * depth, 20)))
        waiting.extend((twig, child, depth + 1) for child in reversed(clause.children))
    console.print(root)
    console.print(Text(_("共 {count} 个有编号的条款。").format(count=count), style="bold"))


def _label(document: Document, clause: Clause, width: int) -> Text:
    marker = one_line(clause.marker)
    words = clipped(document.words(clause.heading), max(width - 2 * len(marker) - 1, 10))
    style = _STYLES.get(clause.kind, "default")
    return Text.assemble((f"{marker} " if marker else "", style), (words, "bold" if clause.children else ""))
