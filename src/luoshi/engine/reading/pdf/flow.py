"""Puts the pages one after the other: furniture apart, paragraphs and tables joined over page breaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.document import Place
from luoshi.engine.reading.builder import TextBuilder
from luoshi.engine.reading.pdf import tables
from luoshi.engine.reading.pdf.furniture import find_furniture
from luoshi.engine.reading.pdf.layout import Frame, layout_of_box, measure_strips
from luoshi.engine.reading.pdf.pages import Box, Page, PageTable
from luoshi.engine.reading.pdf.paragraphs import PlacedLine, group_lines
from luoshi.engine.reading.pdf.passages import write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from luoshi.engine.document import Content
    from luoshi.engine.reading.pdf.lines import Line

    Item = list[PlacedLine] | PageTable | Box

_CONTENTS_ENTRY = re.compile(r".{1,80}?[.．…·]{4,200}\s?[（(]?\d{1,4}[)）]?")
_NOTE_SIZE = 0.88


def write_pages(pages: Sequence[Page]) -> Content:
    """The content of a document from its pages in order."""
    builder = TextBuilder()
    numbered = {page.number: [line for strip in page.strips for line in strip.lines] for page in pages}
    heights = {page.number: (page.bottom, page.top) for page in pages}
    furniture = find_furniture(
        {number: sorted(lines, key=lambda line: -line.base) for number, lines in numbered.items()}, heights
    )
    for lines in numbered.values():
        for line in lines:
            if id(line) in furniture:
                builder.add_apart(line.text)
    for item in _joined(_items(pages, furniture)):
        _add(builder, item)
    return builder.content()


def _items(pages: Sequence[Page], furniture: set[int]) -> Iterator[Item]:
    strips = {
        (page.number, number): [line for line in strip.lines if id(line) not in furniture]
        for page in pages
        for number, strip in enumerate(page.strips)
    }
    frames = {
        (page.number, number): Frame(page.left, page.right, strip.column)
        for page in pages
        for number, strip in enumerate(page.strips)
    }
    layouts = measure_strips(strips, frames)
    for page in pages:
        running = [
            PlacedLine(line, layouts[page.number, number])
            for number in range(len(page.strips))
            for line in strips[page.number, number]
        ]
        yield from _in_place(running, [*page.tables, *page.boxes])


def _in_place(running: list[PlacedLine], framed: list[PageTable | Box]) -> Iterator[Item]:
    """Tables and boxes between the lines above and below them."""
    for item in sorted(framed, key=lambda item: -item.top):
        at = next((index for index, placed in enumerate(running) if placed.line.base < item.top), len(running))
        if running[:at]:
            yield running[:at]
        yield item
        running = running[at:]
    if running:
        yield running


def _joined(items: Iterator[Item]) -> Iterator[Item]:
    """Text goes on with the text of the next page, a table with its next part."""
    last: Item | None = None
    for item in items:
        if isinstance(last, list) and isinstance(item, list):
            last = last + item
        elif isinstance(last, PageTable) and isinstance(item, PageTable) and _follows(last, item):
            last = tables.join(last, item)
        else:
            if last is not None:
                yield last
            last = item
    if last is not None:
        yield last


def _follows(table: PageTable, part: PageTable) -> bool:
    return part.page > table.page and tables.goes_on(table, part)


def _add(builder: TextBuilder, item: Item) -> None:
    if isinstance(item, PageTable):
        tables.add_table(builder, item)
    elif isinstance(item, Box):
        layout = layout_of_box(item.lines)
        _add_paragraphs(builder, [PlacedLine(line, layout) for line in item.lines])
    else:
        _add_paragraphs(builder, item)


def _add_paragraphs(builder: TextBuilder, placed: list[PlacedLine]) -> None:
    for lines in group_lines(placed):
        _add_paragraph(builder, lines)


def _add_paragraph(builder: TextBuilder, lines: Sequence[Line], place: Place = Place.BODY) -> None:
    passage = write_lines(lines)
    if _CONTENTS_ENTRY.fullmatch(passage.text):
        builder.add_apart(passage.text)
        return
    span = builder.add_paragraph(passage.text, place=place, page=lines[0].page)
    if len(span):
        passage.note_origins(builder, span.start)
