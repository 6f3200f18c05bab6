"""Recognises PDF files and reads those that hold text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes

if TYPE_CHECKING:
    from luoshi.engine.document import Content
    from luoshi.engine.reading.source import Source

_HEADER_WITHIN = 1_024


class PdfReader:
    """PDF with text; a scan without text is told apart and refused."""

    format = "pdf"

    def recognises(self, source: Source) -> bool:
        return b"%PDF-" in source.data[:_HEADER_WITHIN]

    def read(self, source: Source) -> Content:
        """Raises `ReadingError`: damaged, encrypted, no_text, too_much_inside, too_slow."""
        from luoshi.engine.reading.pdf.flow import write_pages
        from luoshi.engine.reading.pdf.opening import open_pages

        content = write_pages(open_pages(source))
        if not content.text.strip():
            raise ReadingError(codes.NO_TEXT, name=source.name, format="pdf")
        return content
