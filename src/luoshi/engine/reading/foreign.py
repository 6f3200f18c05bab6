"""Recognises files of known formats that are not read yet, so that each gets a sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.archive import Archive, is_zip

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.engine.reading.source import Source

FORMATS = (
    "doc", "xls", "ppt", "ole", "ooxml", "docx", "xlsx", "pptx", "ofd", "odt", "ods", "odp", "epub", "zip", "rar", "7z",
    "rtf", "mht", "word_xml", "uof", "jpg", "png", "gif", "tiff", "bmp", "webp", "heic",
)  # fmt: skip
"""Every `format` that an error of this reader may carry."""

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("WordDocument", "doc"),  # .wps too
    ("Workbook", "xls"),  # .et too
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
_ZIP_MEMBERS = (
    ("ofd.xml", "ofd"),
    ("ppt/presentation.xml", "pptx"),
    ("xl/workbook.xml", "xlsx"),
    ("word/document.xml", "docx"),
)
_ZIP_FOLDERS = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"), (b"OFD.xml", "ofd"))
_MIMETYPES = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "odp"),
    (b"application/epub+zip", "epub"),
)
_SIGNATURES = (
    (b"{\\rtf", "rtf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"MIME-Version:", "mht"),
)
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_HEAD = 2048
_XML_SIGNS = (
    (b"http://schemas.microsoft.com/office/word/2003/wordml", "word_xml"),
    (b"http://schemas.microsoft.com/office/2006/xmlPackage", "word_xml"),
    (b"uof:UOF", "uof"),
)


class ForeignReader:
    """Stands in for the readers that do not exist yet; `read` always raises."""

    format = "foreign"

    def recognises(self, source: Source) -> bool:
        return any(tell(source) is not None for tell in _TELLERS)

    def read(self, source: Source) -> NoReturn:
        """Raise `ReadingError`: not_supported_yet, encrypted, damaged, too_much_inside; `format` names what it is."""
        for tell in _TELLERS:
            verdict = tell(source)
            if verdict is not None:
                code, found = verdict
                raise ReadingError(code, name=source.name, format=found)
        raise ReadingError(codes.UNKNOWN, name=source.name)


def _tell_ole(source: Source) -> tuple[str, str] | None:
    """The container of the binary office formats, and of encrypted newer ones; stream names are in UTF-16."""
    if not source.data.startswith(_OLE_SIGNATURE):
        return None
    if _holds_stream(source.data, "EncryptedPackage"):
        return codes.ENCRYPTED, "ooxml"
    found = next((found for stream, found in _OLE_STREAMS if _holds_stream(source.data, stream)), "ole")
    return codes.NOT_SUPPORTED_YET, found


def _holds_stream(data: bytes, name: str) -> bool:
    return f"{name}\0".encode("utf-16-le") in data


def _tell_zip(source: Source) -> tuple[str, str] | None:
    if not is_zip(source):
        return None
    try:
        archive = Archive(source, format="zip")
        mimetype = archive.read("mimetype")[:100] if "mimetype" in archive else b""
    except ReadingError as error:
        return error.code, next((found for folder, found in _ZIP_FOLDERS if folder in source.data), "zip")
    for sign, found in _MIMETYPES:
        if mimetype.startswith(sign):
            return codes.NOT_SUPPORTED_YET, found
    return codes.NOT_SUPPORTED_YET, next((found for member, found in _ZIP_MEMBERS if member in archive), "zip")


def _tell_signature(source: Source) -> tuple[str, str] | None:
    head = source.data[:_HEAD].lstrip()
    for sign, found in _SIGNATURES:
        if head.startswith(sign):
            return codes.NOT_SUPPORTED_YET, found
    if head.startswith(b"BM") and int.from_bytes(head[2:6], "little") == len(source.data):
        return codes.NOT_SUPPORTED_YET, "bmp"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return codes.NOT_SUPPORTED_YET, "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return codes.NOT_SUPPORTED_YET, "heic"
    return None


def _tell_xml(source: Source) -> tuple[str, str] | None:
    head = source.data[:_HEAD]
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        return None
    return next(((codes.NOT_SUPPORTED_YET, found) for sign, found in _XML_SIGNS if sign in head), None)


_TELLERS: tuple[Callable[[Source], tuple[str, str] | None], ...] = (_tell_ole, _tell_zip, _tell_signature, _tell_xml)
