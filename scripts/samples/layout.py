"""From the blocks of a sample to its .docx: one small function for each kind of block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from scripts.samples.form import (
    BODY_FONT,
    HEI_FONT,
    ITEM_LIST,
    KAI_FONT,
    new_sheet,
    number_properties,
    number_styles,
    set_font,
    set_line,
)
from scripts.samples.labels import note_of
from scripts.samples.source import Source, chinese, split_heading
from scripts.samples.tables import add_indicator_table, add_task_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from scripts.samples.source import Block

LONG_HEAD = 11  # characters that fit on one line at full size


class Writer:
    """Writes the blocks of one sample, one after the other, into a sheet."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.sheet: Document = new_sheet()
        self.automatic = source.facts.get("numbering") == "automatic"
        self.new_page = False
        if self.automatic:
            number_styles(self.sheet)

    def write(self) -> Document:
        self.write_masthead()
        blocks = iter(self.source.blocks)
        previous = ""
        for block in blocks:
            if block.kind == "tasks":
                self.space_titles(previous, block.kind)
                add_task_table(self.sheet, block, rows_until_end(blocks))
            elif block.kind != "end":
                self.space_titles(previous, block.kind)
                getattr(self, "write_" + block.kind.replace("-", "_"))(block)
            previous = block.kind
        return self.sheet

    def add(self, style: str, words: str = "") -> Paragraph:
        paragraph = self.sheet.add_paragraph(style=style)
        if words:
            paragraph.add_run(words)
        if self.new_page:
            paragraph.paragraph_format.page_break_before = True
            self.new_page = False
        return paragraph

    def space_titles(self, previous: str, kind: str) -> None:
        """One empty line after a title, two before a signature, as the standard has it."""
        if (previous == "byline" and kind != "byline") or (
            previous == "title" and kind not in {"title", "byline", "tasks"}
        ):
            self.add("Body")
        if kind == "tasks":
            self.add("Cell")
        if kind == "sign":
            self.add("Body")
            self.add("Body")

    def write_masthead(self) -> None:
        if "red_head" not in self.source.facts:
            return
        head = self.add("Masthead", self.source.facts["red_head"])
        head.paragraph_format.space_after = Pt(20)
        if len(head.text) > LONG_HEAD:
            head.runs[0].font.size = Pt(30)
        number = self.add("Number", self.source.facts["doc_number"])
        set_line(number, "bottom", color="D7000F", size=18, space=8)
        self.add("Cell")
        self.add("Cell")

    def write_title(self, block: Block) -> None:
        self.add("Heading0", block.text)

    def write_byline(self, block: Block) -> None:
        self.add("Byline", block.text)

    def write_addressee(self, block: Block) -> None:
        self.add("Addressee", block.text)

    def write_paragraph(self, block: Block) -> None:
        self.add("Body", block.text)

    def write_heading1(self, block: Block) -> None:
        if self.source.facts["kind"] in {"rules", "outline"}:
            self.add("Chapter", f"第{chinese(block.number)}章　{block.text}")
        else:
            self.add("Level1", block.text if self.automatic else f"{chinese(block.number)}、{block.text}")

    def write_heading2(self, block: Block) -> None:
        if self.source.facts["kind"] == "outline":
            self.add("Section", f"第{chinese(block.number)}节　{block.text}")
        else:
            self.add("Level2", block.text if self.automatic else f"（{chinese(block.number)}）{block.text}")

    def write_item(self, block: Block) -> None:
        paragraph = self.add("Body")
        if self.automatic:
            paragraph._p.get_or_add_pPr()._insert_numPr(number_properties(ITEM_LIST, 0))
        kind = self.source.facts["kind"]
        marker = "" if self.automatic else MARKERS[kind](block.number)
        heading, words = split_heading(block.text)
        lead = paragraph.add_run(marker + heading)
        if kind == "opinion":
            set_font(lead, KAI_FONT)
        elif kind == "rules":
            lead.text = marker
            set_font(lead, HEI_FONT)
            words = block.text
        else:
            lead.bold = True if heading else None
        paragraph.add_run(words)
        paragraph.add_run(note_of(block))

    def write_sign(self, block: Block) -> None:
        for words in (*block.text.split("｜"), spell_date(self.source.signed_on)):
            line = self.add("Signature", words)
            line.paragraph_format.right_indent = Pt(48)
            line.paragraph_format.keep_with_next = words != spell_date(self.source.signed_on)

    def write_page(self, _block: Block) -> None:
        self.new_page = True

    def write_indicators(self, block: Block) -> None:
        self.add("Caption0", block.text).paragraph_format.keep_with_next = True
        add_indicator_table(self.sheet, block.cells)

    def write_attachment_list(self, block: Block) -> None:
        self.add("Body")
        self.add("Body", block.text)

    def write_attachment(self, block: Block) -> None:
        self.new_page = True
        self.add("Attachment", block.text)

    def write_copy(self, block: Block) -> None:
        """抄送 and 印发, between rules at the foot of the last page."""
        copies, printer, printed_on = block.text.split("｜")
        self.add("Body")
        first = self.add("Imprint", f"抄送：{copies}")
        set_line(first, "top")
        last = self.add("Imprint", f"{printer}\t{printed_on}印发")
        last.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
        set_line(last, "bottom")
        for line in (first, last):
            set_font(line.runs[0], BODY_FONT, Pt(14))


MARKERS: dict[str, Callable[[int], str]] = {
    "plan": lambda number: f"{number}.",
    "opinion": lambda number: f"（{chinese(number)}）",
    "rules": lambda number: f"第{chinese(number)}条　",
    "minutes": lambda number: f"{chinese(number)}、",
}


def rows_until_end(blocks: Iterator[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "end":
            return
        yield block


def spell_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def write_docx(source: Source) -> Document:
    """The sample as a document, not yet saved."""
    return Writer(source).write()
