"""Typesets small PDFs for the tests and reads them back."""

from __future__ import annotations

import typst

from luoshi.engine.document import Content, Paragraph, Table
from luoshi.engine.reading.pdf import PdfReader
from luoshi.engine.reading.source import Source

PAGE = """#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))
#set text(font: "Noto Serif CJK SC", size: 15.8pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 13.2pt, spacing: 13.2pt)
"""


def typeset(body: str) -> bytes:
    """A PDF of Typst markup on pages of GB/T 9704, paragraphs without indent unless `body` sets one."""
    made = typst.compile((PAGE + body).encode())
    assert isinstance(made, bytes)
    return made


def read_pdf(data: bytes) -> Content:
    return PdfReader().read(Source("some.pdf", data))


def paragraphs_of(content: Content) -> list[str]:
    return [block.span.of(content.text) for block in content.blocks if isinstance(block, Paragraph)]


def tables_of(content: Content) -> list[list[tuple[int, int, int, int, str]]]:
    """Row, column, rows, columns and words of each cell of each table."""
    return [
        [(cell.row, cell.column, cell.rows, cell.columns, cell.span.of(content.text)) for cell in block.cells]
        for block in content.blocks
        if isinstance(block, Table)
    ]
