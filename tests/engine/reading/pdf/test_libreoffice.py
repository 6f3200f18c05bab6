"""PDFs that LibreOffice makes of word processor files."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from tests.engine.reading.pdf.typeset import paragraphs_of, read_pdf, tables_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")

LONG = "各镇街要把河道保洁摆在重要位置，到2025年底前建成12座生态泵站，新增5G基站300个以上，做到“有人管、有钱管、管得好”"
TITLE = "云川市人民政府办公室关于印发云川市内河航道管护三年行动方案的通知"
LINES = [
    "一、加强管护",
    f"（一）健全机制。{LONG}，{LONG}。（市水务局牵头，各镇街配合）",
    *(f"{number}．{LONG}，并于每月{number}日前报送进展情况。" for number in range(1, 25)),
    "二、加强保障",
    f"{LONG}。",
]


def made_by_libreoffice(document: docx.document.Document, folder: Path) -> bytes:
    source = folder / "made.docx"
    document.save(str(source))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "made.pdf").read_bytes()


def new_document(*, indent: float) -> docx.document.Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.size = Pt(16)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.first_line_indent = Pt(indent)
    return document


@pytest.mark.parametrize("indent", [32, 0])
@pytest.mark.parametrize("alignment", [WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT])
def test_paragraphs_come_back(indent: float, alignment: WD_ALIGN_PARAGRAPH, tmp_path: Path) -> None:
    document = new_document(indent=indent)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.first_line_indent = Pt(0)
    title.add_run(TITLE).font.size = Pt(22)
    for line in LINES:
        document.add_paragraph(line).alignment = alignment

    content = read_pdf(made_by_libreoffice(document, tmp_path))

    assert paragraphs_of(content) == [TITLE, *LINES]


def test_table_comes_back(tmp_path: Path) -> None:
    document = new_document(indent=0)
    table = document.add_table(rows=3, cols=3)
    table.style = "Table Grid"
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"第{row}行第{column}列"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "合并"

    (cells,) = tables_of(read_pdf(made_by_libreoffice(document, tmp_path)))

    assert [cell[4] for cell in cells if cell[1]] == [f"第{row}行第{column}列" for row in range(3) for column in (1, 2)]
    assert [cell for cell in cells if not cell[1]] == [(0, 0, 1, 1, "第0行第0列"), (1, 0, 2, 1, "合并")]
