"""Reads Word documents (.docx, .docm, .dotx, written by Word, WPS or others) into text and blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.document import Place
from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.builder import TextBuilder
from luoshi.engine.reading.docx import names
from luoshi.engine.reading.docx.numbering import Numbering
from luoshi.engine.reading.docx.package import FORMAT, Package, is_docx
from luoshi.engine.reading.docx.story import Printed, Story
from luoshi.engine.reading.docx.styles import Styles, without_unread
from luoshi.engine.reading.docx.tables import framed_cells, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from luoshi.engine.document import Content
    from luoshi.engine.reading.source import Source

_ID = names.w("id")


class DocxReader:
    """Word documents: automatic numbers as printed, tracked changes accepted, hidden text left out."""

    format = FORMAT

    def recognises(self, source: Source) -> bool:
        return is_docx(source)

    def read(self, source: Source) -> Content:
        package = Package(source)
        content = _Reading(package).content()
        if not content.blocks:
            raise ReadingError(codes.NO_TEXT, name=source.name, format=FORMAT)
        return content


class _Reading:
    """One document on its way into one text: body, then notes; heads and feet apart."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._builder = TextBuilder()
        self._styles = Styles(package.part("styles", trim=without_unread))
        self._numbering = Numbering(package.part("numbering"), self._styles)

    def content(self) -> Content:
        root = self._package.main()
        story = self._story(root, "body")
        for body in root.iterchildren(names.BODY):
            self._add_blocks(story, body, Place.BODY)
        self._add_notes(story.notes())
        for kind in ("header", "footer"):
            for part in self._package.parts(kind):
                self._add_apart(part, kind)
        return self._builder.content()

    def _story(self, root: etree._Element, kind: str) -> Story:
        return Story(root, kind, styles=self._styles, numbering=self._numbering)

    def _add_blocks(self, story: Story, container: etree._Element, place: Place) -> None:
        for block in story.blocks(container):
            if isinstance(block, Printed):
                self._add_paragraph(block, place)
                boxes = block.boxes
            elif framed := framed_cells(block):
                boxes = ()
                for cell in framed:
                    self._add_blocks(story, cell, place)
            else:
                grid = read_table(block, story)
                self._builder.add_table(grid.cells)
                boxes = grid.boxes
            for box in boxes:
                self._add_blocks(story, box, Place.TEXT_BOX)

    def _add_paragraph(self, printed: Printed, place: Place) -> None:
        label, level = len(printed.label), printed.level
        for line in printed.lines():
            self._builder.add_paragraph(line, level=level, label=label, place=place)
            label, level = 0, None

    def _add_notes(self, references: Iterable[tuple[str, str]]) -> None:
        """The footnotes and endnotes that the body refers to, in that order."""
        parts: dict[str, tuple[Story, dict[str, etree._Element]]] = {}
        for kind, note_id in dict.fromkeys(references):
            if kind not in parts:
                root = self._package.part(kind)
                if root is None:
                    continue
                parts[kind] = self._story(root, kind), {note.get(_ID, ""): note for note in root}
            story, notes = parts[kind]
            if note_id in notes:
                self._add_blocks(story, notes[note_id], Place.FOOTNOTE)

    def _add_apart(self, root: etree._Element, kind: str) -> None:
        for line in self._apart_lines(self._story(root, kind), root):
            self._builder.add_apart(line)

    def _apart_lines(self, story: Story, container: etree._Element) -> list[str]:
        lines: list[str] = []
        for block in story.blocks(container):
            if isinstance(block, Printed):
                lines += block.lines()
                boxes = block.boxes
            else:
                grid = read_table(block, story)
                lines += [line for cell in grid.cells for line in cell.text.split("\n")]
                boxes = grid.boxes
            for box in boxes:
                lines += self._apart_lines(story, box)
        return lines
