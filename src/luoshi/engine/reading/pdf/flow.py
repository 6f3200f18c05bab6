"""Puts the pages one after the other: furniture apart, paragraphs and tables joined over page breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.document import Place
from luoshi.engine.reading.builder import TextBuilder
from luoshi.engine.reading.pdf import tables
from luoshi.engine.reading.pdf.cells import PageTable
from luoshi.engine.reading.pdf.furniture import find_footnotes, find_furniture
from luoshi.engine.reading.pdf.layout import Frame, layout_of_box, measure_strips, usual_em
from luoshi.engine.reading.pdf.pages import Box, Page
from luoshi.engine.reading.pdf.paragraphs import PlacedLine, group_lines, is_contents_entry
from luoshi.engine.reading.pdf.passages import write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from luoshi.engine.document import Content
    from luoshi.engine.reading.pdf.lines import Line

    Item = list[PlacedLine] | PageTable | Box


def write_pages(pages: Sequence[Page]) -> Content:
    """The content of a document from its pages in order, footnotes behind the text."""
    builder = TextBuilder()
    lines = {page.number: [line for strip in page.strips for line in strip.lines] for page in pages}
    furniture = find_furniture(
        {number: sorted(found, key=lambda line: -line.base) for number, found in lines.items()},
        {page.number: (page.bottom, page.top) for page in pages},
    )
    for line in (line for found in lines.values() for line in found if id(line) in furniture):
        builder.add_apart(line.text)
    lines = {number: [line for line in found if id(line) not in furniture] for number, found in lines.items()}
    em = usual_em([line for found in lines.values() for line in found])
    notes = [found for number in lines if (found := find_footnotes(lines[number], em))]
    left_out = furniture | {id(line) for found in notes for line in found}
    for item in _joined(_items(pages, left_out)):
        _add(builder, item)
    for found in notes:
        _add(builder, Box(found[0].page, found[0].top, tuple(found)), place=Place.FOOTNOTE)
    return builder.content()


def _items(pages: Sequence[Page], left_out: set[int]) -> Iterator[Item]:
    strips = {
        (page.number, number): [line for line in strip.lines if id(line) not in left_out]
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


def _add(builder: TextBuilder, item: Item, place: Place = Place.BODY) -> None:
    if isinstance(item, PageTable):
        tables.add_table(builder, item)
        return
    if isinstance(item, Box):
        layout = layout_of_box(item.lines)
        item = [PlacedLine(line, layout) for line in item.lines]
    for lines in group_lines(item):
        _add_paragraph(builder, lines, place)


def _add_paragraph(builder: TextBuilder, lines: Sequence[Line], place: Place) -> None:
    passage = write_lines(lines)
    if is_contents_entry(passage.text):
        builder.add_apart(passage.text)
        return
    span = builder.add_paragraph(passage.text, place=place, page=lines[0].page)
    if len(span):
        passage.note_origins(builder, span.start)
