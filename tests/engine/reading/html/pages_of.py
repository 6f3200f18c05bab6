"""What the hand-made pages in `pages/` must read as: each .html has a .txt with one block a line.

A table is one line: `[row,column words]` for each cell, `[row,column+rowsxcolumns words]` for merged ones, / for a
line break.
"""

from __future__ import annotations

from pathlib import Path

from luoshi.engine.document import Content, Paragraph, Table
from luoshi.engine.reading.html import HtmlReader
from luoshi.engine.reading.source import Source

FOLDER = Path(__file__).parent / "pages"
PAGES = sorted(FOLDER.glob("*.html"))


def read_html(page: str | bytes) -> Content:
    return HtmlReader().read(Source("some.html", page if isinstance(page, bytes) else page.encode()))


def blocks_of(content: Content) -> list[str]:
    return [
        block.span.of(content.text) if isinstance(block, Paragraph) else _table(block, content.text)
        for block in content.blocks
    ]


def _table(table: Table, text: str) -> str:
    cells = []
    for cell in table.cells:
        reach = f"+{cell.rows}x{cell.columns}" if (cell.rows, cell.columns) != (1, 1) else ""
        words = cell.span.of(text).replace("\n", "/")
        cells.append(f"[{cell.row},{cell.column}{reach} {words}]")
    return "".join(cells)
