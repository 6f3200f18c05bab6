"""Puts the document together out of a page: its facts, its title, its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.document import Content
from luoshi.engine.reading.around import is_furniture_line
from luoshi.engine.reading.builder import TextBuilder
from luoshi.engine.reading.html.elements import blank
from luoshi.engine.reading.html.facts_table import find_facts_table
from luoshi.engine.reading.html.main_content import drop_furniture, find_main
from luoshi.engine.reading.html.parsing import drop_unshown, parse_page
from luoshi.engine.reading.html.title import announced_titles, says_title, shown_title
from luoshi.engine.reading.html.weights import furniture_of, weigh
from luoshi.engine.reading.html.writing import CellGrid, TextLine, write_element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from luoshi.engine.reading.html.writing import Item

_HEAD_LINES = 8
_FOOT_LINES = 12
_TITLE_WITHIN = 15
_MOST_TITLE_LINES = 4


def read_page(page: str, *, name: str, with_hidden: bool) -> Content:
    """The document that a page shows, with what it hides if asked for; empty where it shows none.

    Raises `ReadingError`: too_much_inside.
    """
    root = parse_page(page, name=name)
    if root is None:
        return Content("", ())
    announced = announced_titles(root)
    drop_unshown(root, with_hidden=not with_hidden)
    found = root.find("body")
    body = root if found is None else found
    facts = find_facts_table(body)
    title = shown_title(body, announced)
    builder = TextBuilder()
    if facts is not None:
        for line in facts.kept:
            builder.add_paragraph(line)
        for line in facts.apart:
            builder.add_apart(line)
        blank(facts.element)
    _add_items(builder, _main_items(body), title)
    return builder.content()


def _main_items(body: HtmlElement) -> list[Item]:
    weights = weigh(body)
    furniture = furniture_of(body, weights)
    weights = weigh(body, worthless=furniture)
    main = find_main(body, weights)
    drop_furniture(main, weights, furniture)
    return write_element(main)


def _add_items(builder: TextBuilder, items: Sequence[Item], title: str | None) -> None:
    """Head and foot lines such as 来源 or 分享到 stand apart; the title comes first unless the text begins with it."""
    kept: list[Item] = []
    for at, item in enumerate(items):
        if isinstance(item, TextLine) and _is_furniture(item, at, len(items)):
            builder.add_apart(item.words)
        else:
            kept.append(item)
    if title is not None and not _begins_with(kept, title):
        builder.add_paragraph(title, level=1)
    for item in kept:
        if isinstance(item, CellGrid):
            builder.add_table(item.cells)
        else:
            builder.add_paragraph(item.words, level=item.level, label=item.label)


def _is_furniture(line: TextLine, at: int, count: int) -> bool:
    return (at < _HEAD_LINES or at >= count - _FOOT_LINES) and is_furniture_line(line.words)


def _begins_with(items: Sequence[Item], title: str) -> bool:
    """Whether the title is one of the first lines, or several of them together."""
    lines = [item.words for item in items[:_TITLE_WITHIN] if isinstance(item, TextLine)]
    return any(
        says_title("".join(lines[start:end]), title)
        for start in range(len(lines))
        for end in range(start + 1, min(start + _MOST_TITLE_LINES, len(lines)) + 1)
    )
