"""Reading PDF: characters with boxes become lines, lines paragraphs and tables, each with its place on the page."""

from __future__ import annotations

from luoshi.engine.reading.pdf.reader import PdfReader

__all__ = ["PdfReader"]
