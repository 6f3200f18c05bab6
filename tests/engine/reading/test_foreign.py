"""Formats that are known and not read yet."""

from __future__ import annotations

import pytest

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.foreign import FORMATS, ForeignReader
from luoshi.engine.reading.source import Source
from tests.tools.docx_parts import pack

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(stream: str) -> bytes:
    return OLE + f"{stream}\0".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "code", "found"),
    [
        (ole("WordDocument"), codes.NOT_SUPPORTED_YET, "doc"),
        (ole("Workbook"), codes.NOT_SUPPORTED_YET, "xls"),
        (ole("Book"), codes.NOT_SUPPORTED_YET, "xls"),
        (ole("PowerPoint Document"), codes.NOT_SUPPORTED_YET, "ppt"),
        (ole("EncryptedPackage"), codes.ENCRYPTED, "ooxml"),
        (OLE, codes.NOT_SUPPORTED_YET, "ole"),
        (pack({"OFD.xml": "<a/>"}), codes.NOT_SUPPORTED_YET, "ofd"),
        (pack({"mimetype": "application/vnd.oasis.opendocument.text"}), codes.NOT_SUPPORTED_YET, "odt"),
        (pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), codes.NOT_SUPPORTED_YET, "ods"),
        (pack({"ppt/presentation.xml": "<a/>"}), codes.NOT_SUPPORTED_YET, "pptx"),
        (pack({"通知.docx": "…"}), codes.NOT_SUPPORTED_YET, "zip"),
        (b"PK\x03\x04 cut off, word/", codes.DAMAGED, "docx"),
        (b"PK\x03\x04 cut off", codes.DAMAGED, "zip"),
        (b"{\\rtf1\\ansi", codes.NOT_SUPPORTED_YET, "rtf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", codes.NOT_SUPPORTED_YET, "jpg"),
        (b"\x89PNG\r\n\x1a\n", codes.NOT_SUPPORTED_YET, "png"),
        (b"GIF89a", codes.NOT_SUPPORTED_YET, "gif"),
        (b"II*\x00", codes.NOT_SUPPORTED_YET, "tiff"),
        (b"BM\x0a\x00\x00\x00" + bytes(4), codes.NOT_SUPPORTED_YET, "bmp"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", codes.NOT_SUPPORTED_YET, "webp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", codes.NOT_SUPPORTED_YET, "heic"),
        (b"Rar!\x1a\x07\x01\x00", codes.NOT_SUPPORTED_YET, "rar"),
        (b"MIME-Version: 1.0\r\n", codes.NOT_SUPPORTED_YET, "mht"),
        (
            b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>',
            codes.NOT_SUPPORTED_YET,
            "word_xml",
        ),
    ],
)
def test_a_foreign_format_is_named(data: bytes, code: str, found: str) -> None:
    source = Source("a", data)

    with pytest.raises(ReadingError) as caught:
        ForeignReader().read(source)
    assert ForeignReader().recognises(source)
    assert (caught.value.code, caught.value.params) == (code, {"name": "a", "format": found})
    assert found in FORMATS


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", "一、总体要求".encode(), b"<html></html>", b"BMW", b"MZ\x90\x00", b'<?xml version="1.0"?><a/>'],
)
def test_other_files_are_left_to_others(data: bytes) -> None:
    assert not ForeignReader().recognises(Source("a", data))
