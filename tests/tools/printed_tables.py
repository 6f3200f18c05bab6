"""Prints invented task tables as PDFs through LibreOffice, each with all its lines and with few or none."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Lines = Literal["all", "three", "flat", "frame", "none"]
Row = str | tuple[str | None, ...]

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_DRAWN: dict[Lines, tuple[str, ...]] = {
    "all": _SIDES,
    "three": ("top", "bottom"),
    "flat": ("top", "bottom", "insideH"),
    "frame": ("top", "left", "bottom", "right", "insideH"),
    "none": (),
}
_PRINTED_WITHIN = 240


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: title, header rows, rows (a string is a group row over all columns; None goes on from above).

    A header square of None belongs to the square above it, "" to the one on its left; `widths` in millimetres.
    """

    title: str
    header: tuple[tuple[str | None, ...], ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def is_wide(self) -> bool:
        return sum(self.widths) > 170


@dataclass(frozen=True, slots=True)
class Look:
    """How a table is printed; `spacing` is a factor of the line height, `padding` stands above and below in points."""

    lines: Lines = "all"
    font: str = "Noto Serif CJK SC"
    size: float = 12
    spacing: float = 1.0
    padding: float = 0
    is_middle: bool = True
    is_centred: bool = False
    is_justified: bool = True
    is_shaded: bool = False
    repeats_header: bool = False

    @property
    def ruled(self) -> Look:
        return replace(self, lines="all", is_shaded=False)


def made_docx(sheet: Sheet, look: Look) -> docx.document.Document:
    """The table with its title and the paragraphs around it."""
    document = docx.Document()
    _set_up(document, sheet, look)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(sheet.title).font.size = Pt(18)
    for words in sheet.before:
        document.add_paragraph(words).paragraph_format.first_line_indent = Pt(24)
    _add_table(document, sheet, look)
    for words in sheet.after:
        document.add_paragraph(words).paragraph_format.first_line_indent = Pt(24)
    return document


def print_all(documents: Sequence[tuple[str, docx.document.Document]], folder: Path) -> dict[str, bytes]:
    """The PDF of each named document; LibreOffice is started once for all of them."""
    for name, document in documents:
        document.save(str(folder / f"{name}.docx"))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    sources = [str(folder / f"{name}.docx") for name, _ in documents]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *sources]
    subprocess.run(command, check=True, capture_output=True, timeout=_PRINTED_WITHIN)
    return {name: (folder / f"{name}.pdf").read_bytes() for name, _ in documents}


def _set_up(document: docx.document.Document, sheet: Sheet, look: Look) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if sheet.is_wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.is_wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(25)
    style = document.styles["Normal"]
    style.font.size, style.font.name = Pt(12), look.font
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), look.font)
    style.paragraph_format.space_after = Pt(0)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_page_number(footer)


def _add_page_number(paragraph: Any) -> None:
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        if kind:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
        else:
            field = OxmlElement("w:instrText")
            field.text = words
        run._r.append(field)


def _add_table(document: docx.document.Document, sheet: Sheet, look: Look) -> None:
    rows: list[Row] = [*sheet.header, *sheet.rows]
    table = document.add_table(rows=len(rows), cols=len(sheet.widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, sheet.widths, strict=True):
        column.width = Mm(width)
    _draw(table, _DRAWN[look.lines])
    for number, row in enumerate(rows):
        if isinstance(row, str):
            whole = table.cell(number, 0).merge(table.cell(number, len(sheet.widths) - 1))
            _write(whole, row, look, is_centred=False)
        else:
            _fill(table, number, row, sheet, look)
    for number in range(len(sheet.header)):
        _finish_header_row(table, number, sheet, look)


def _fill(table: Any, number: int, row: tuple[str | None, ...], sheet: Sheet, look: Look) -> None:
    is_header = number < len(sheet.header)
    for column, words in enumerate(row):
        cell = table.cell(number, column)
        cell.width = Mm(sheet.widths[column])
        if words is None:
            table.cell(number - 1, column).merge(cell)
        elif is_header and not words:
            table.cell(number, column - 1).merge(cell)
        else:
            is_narrow = sheet.widths[column] < 35
            _write(cell, words, look, is_centred=is_header or (look.is_centred and is_narrow))


def _finish_header_row(table: Any, number: int, sheet: Sheet, look: Look) -> None:
    for column in range(len(sheet.widths)):
        cell = table.cell(number, column)
        if look.is_shaded:
            _shade(cell)
        if look.lines == "three" and number == len(sheet.header) - 1:
            _draw_below(cell)
    if look.repeats_header:
        _repeat(table.rows[number])


def _write(cell: Any, words: str, look: Look, *, is_centred: bool) -> None:
    for number, line in enumerate(words.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.add_run(line).font.size = Pt(look.size)
        shape = paragraph.paragraph_format
        shape.line_spacing = look.spacing
        shape.space_before = Pt(look.padding if number == 0 else 0)
        shape.space_after = Pt(look.padding if number == words.count("\n") else 0)
        if is_centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif look.is_justified:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if look.is_middle:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _draw(table: Any, sides: tuple[str, ...]) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in _SIDES:
        borders.append(_border(side, "single" if side in sides else "nil"))
    table._tbl.tblPr.append(borders)


def _draw_below(cell: Any) -> None:
    borders = OxmlElement("w:tcBorders")
    borders.append(_border("bottom", "single"))
    cell._tc.get_or_add_tcPr().append(borders)


def _border(side: str, kind: str) -> Any:
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", "6"), ("space", "0"), ("color", "000000")):
        border.set(qn(f"w:{name}"), value)
    return border


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "D9E2F3")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
