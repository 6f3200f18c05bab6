"""Writes the document's element block by block: paragraphs, headings, list items with their numbers, tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from luoshi.engine.reading.html.elements import HEADINGS, is_block
from luoshi.engine.reading.html.lists import ListNumbers, has_own_number
from luoshi.engine.reading.html.tables import is_layout, read_table
from luoshi.engine.reading.html.words import BREAK, cut

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from luoshi.engine.reading.builder import GridCell


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph: its words, heading level, how many first characters the browser counts out; links only?"""

    words: str
    level: int | None = None
    label: int = 0
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class CellGrid:
    """A table."""

    cells: tuple[GridCell, ...]


Item = TextLine | CellGrid


def write_element(main: HtmlElement) -> list[Item]:
    """The blocks of an element in order."""
    writer = _Writer()
    walk = etree.iterwalk(main, events=("start", "end"))
    table: HtmlElement | None = None
    for event, element in walk:
        if table is not None:
            if event == "end" and element is table:
                table = None
                writer.add(element.tail if element is not main else None)
            continue
        if event == "start":
            if element.tag == "table" and not is_layout(element):
                table = element
                writer.add_table(element)
                continue
            writer.open(element)
        else:
            writer.close(element, with_tail=element is not main)
    writer.end_line()
    return writer.items


class _Writer:
    def __init__(self) -> None:
        self.items: list[Item] = []
        self._pieces: list[str] = []
        self._level: int | None = None
        self._label = ""
        self._numbers = ListNumbers()
        self._open_links = 0
        self._open_pre = 0
        self._linked = 0
        self._marker_from: int | None = None

    def open(self, element: HtmlElement) -> None:
        if element.tag == "br":
            self._pieces.append(BREAK)
        elif is_block(element):
            self.end_line()
        if element.tag in HEADINGS:
            self._level = HEADINGS[element.tag]
        elif element.tag == "li":
            self._label = self._numbers.label_of(element)
        elif element.tag == "a":
            self._open_links += 1
        elif element.tag == "pre":
            self._open_pre += 1
        elif "mso-list:ignore" in (element.get("style") or "")[:200].lower().replace(" ", ""):
            self._marker_from = len(self._pieces)
        self.add(element.text)

    def close(self, element: HtmlElement, *, with_tail: bool) -> None:
        if is_block(element) and element.tag != "br":
            self.end_line()
        if element.tag in HEADINGS:
            self._level = None
        elif element.tag == "li":
            self._label = ""
        elif element.tag == "a":
            self._open_links -= 1
        elif element.tag == "pre":
            self._open_pre -= 1
        elif self._marker_from is not None and "mso-list" in (element.get("style") or "")[:200].lower():
            self._pieces[self._marker_from :] = ["".join(self._pieces[self._marker_from :]).strip()]
            self._marker_from = None
        if with_tail:
            self.add(element.tail)

    def add(self, words: str | None) -> None:
        if not words:
            return
        if self._open_pre:
            words = words.replace("\r\n", "\n").replace("\n", BREAK)
        if self._open_links:
            self._linked += len(words.strip())
        self._pieces.append(words)

    def add_table(self, table: HtmlElement) -> None:
        self.end_line()
        cells = read_table(table)
        if any(cell.text for cell in cells):
            self.items.append(CellGrid(tuple(cells)))

    def end_line(self) -> None:
        """Finish the paragraph, or the several of which <br> makes one; a list item's number stands once."""
        words = "".join(self._pieces)
        linked, self._linked = self._linked, 0
        self._pieces.clear()
        self._marker_from = None
        for line in cut(words):
            label = "" if has_own_number(line) else self._label
            self._label = ""
            self.items.append(TextLine(label + line, self._level, len(label), linked >= 0.9 * len(words.strip())))
