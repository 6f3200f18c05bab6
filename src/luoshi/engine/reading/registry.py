"""Tells the format of a file by its content and hands it to its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.docx import DocxReader
from luoshi.engine.reading.foreign import ForeignReader
from luoshi.engine.reading.html import HtmlReader
from luoshi.engine.reading.pdf import PdfReader
from luoshi.engine.reading.txt import TextReader
from luoshi.engine.reading.xlsx.reader import XlsxReader

if TYPE_CHECKING:
    from luoshi.engine.reading.source import Reader, Source

READERS: tuple[Reader, ...] = (
    DocxReader(),
    PdfReader(),
    HtmlReader(),
    XlsxReader(),
    ForeignReader(),
    TextReader(),
)
"""In the order in which they are asked; plain text comes last because almost anything may pass for it."""


def reader_for(source: Source) -> Reader:
    """The reader that recognises the source.

    Raises `ReadingError`: empty, unknown.
    """
    if not source.data.strip():
        raise ReadingError(codes.EMPTY, name=source.name)
    for reader in READERS:
        if reader.recognises(source):
            return reader
    raise ReadingError(codes.UNKNOWN, name=source.name)
