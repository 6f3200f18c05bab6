"""The two tables of the samples: indicators with their values, and tasks with their units and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from scripts.samples.source import chinese

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document
    from docx.table import Table, _Cell, _Row

    from scripts.samples.source import Block

INDICATOR_WIDTHS = (12, 58, 14, 18, 18, 18, 18)
TASK_WIDTHS = (12, 66, 25, 28, 25)
WORDS_COLUMN = 1  # its cells begin at the left, all others stand in the middle


def add_indicator_table(sheet: Document, rows: list[list[str]]) -> None:
    table = new_table(sheet, INDICATOR_WIDTHS)
    for number, cells in enumerate(rows):
        row = add_row(table, INDICATOR_WIDTHS)
        fill_row(row, cells, style="CellHead" if number == 0 else "Cell")
        if number < len(rows) - 1:
            keep_with_next(row)
    repeat_header(table.rows[0])
    sheet.add_paragraph(style="Cell")


def add_task_table(sheet: Document, header: Block, blocks: Iterable[Block]) -> None:
    table = new_table(sheet, TASK_WIDTHS)
    names = [cell.strip() for cell in header.text.strip("|").split("|")]
    fill_row(add_row(table, TASK_WIDTHS), names, style="CellHead")
    repeat_header(table.rows[0])
    for block in blocks:
        row = add_row(table, TASK_WIDTHS)
        if block.kind == "heading2":
            group = row.cells[0].merge(row.cells[-1])
            group.paragraphs[0].style = "Cell"
            group.paragraphs[0].add_run(f"（{chinese(block.number)}）{block.text}").bold = True
        else:
            fill_row(row, [str(block.number), block.text, block.fact("lead"), support_of(block), block.fact("when")])


def support_of(block: Block) -> str:
    return block.fact("support").replace("、各", "，各")


def new_table(sheet: Document, widths: tuple[int, ...]) -> Table:
    table = sheet.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def add_row(table: Table, widths: tuple[int, ...]) -> _Row:
    row = table.add_row()
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    return row


def fill_row(row: _Row, words: list[str], *, style: str = "Cell") -> None:
    for column, (cell, text) in enumerate(zip(row.cells, words, strict=True)):
        fill_cell(cell, text, style=style)
        if column != WORDS_COLUMN:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def fill_cell(cell: _Cell, text: str, *, style: str) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(text)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)


def keep_with_next(row: _Row) -> None:
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def repeat_header(row: _Row) -> None:
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)
