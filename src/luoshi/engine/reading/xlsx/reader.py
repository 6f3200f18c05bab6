"""The reader for Excel workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.builder import TextBuilder
from luoshi.engine.reading.xlsx.layout import add_sheet
from luoshi.engine.reading.xlsx.sheet import read_sheet
from luoshi.engine.reading.xlsx.stream import FORMAT
from luoshi.engine.reading.xlsx.workbook import Workbook, is_workbook

if TYPE_CHECKING:
    from luoshi.engine.document import Content
    from luoshi.engine.reading.source import Source


class XlsxReader:
    """Workbooks (.xlsx, .xlsm, templates): each sheet a table, the rows above it with one cell each paragraphs.

    Hidden sheets are left out; hidden and filtered rows and columns are kept, for a filter hides what still is in
    force. Where several sheets hold something, each begins with its name as a heading of level 1.
    """

    format = FORMAT

    def recognises(self, source: Source) -> bool:
        return is_workbook(source)

    def read(self, source: Source) -> Content:
        """Raises `ReadingError`: damaged, encrypted, hostile, too_much_inside, no_text, not_supported_yet (.xlsb)."""
        workbook = Workbook(source)
        sheets = [(part.name, read_sheet(part.xml, workbook)) for part in workbook.sheets()]
        filled = [(name, sheet) for name, sheet in sheets if sheet.cells]
        if not filled:
            raise ReadingError(codes.NO_TEXT, name=source.name, format=FORMAT)
        builder = TextBuilder()
        for name, sheet in filled:
            if len(filled) > 1:
                builder.add_paragraph(name, level=1)
            add_sheet(builder, sheet)
        return builder.content()
