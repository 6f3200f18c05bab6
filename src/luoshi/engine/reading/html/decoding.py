"""Finds the text of an HTML file: byte order mark, what the bytes show, what the page declares, in this order."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from luoshi.engine.reading.html.archive import page_of_archive
from luoshi.engine.reading.txt import decode

if TYPE_CHECKING:
    from luoshi.engine.reading.source import Source

_DECLARED = re.compile(rb"""charset\s{0,4}=\s{0,4}["']?\s{0,4}([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_DECLARED_WITHIN = 4_096
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHINESE = {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936", "hz-gb-2312"}


def decode_page(source: Source) -> str:
    """The text of a page, or of the page in a web archive, without NULs.

    A saved page often declares another encoding than it has, so bytes that are UTF-8 are taken for it first.
    Raises `ReadingError` (unknown) where no encoding gives text.
    """
    page = page_of_archive(source.data)
    return _decoded(source.data if page is None else page, source.name).replace("\x00", "")


def _decoded(page: bytes, name: str) -> str:
    if page.startswith(_MARKS):
        return decode(page, name=name)
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        encoding = _declared(page)
    if encoding is None:
        return decode(page, name=name)
    text = page.decode(encoding, errors="replace")
    return text if text.count("\ufffd") <= len(text) // 200 + 1 else decode(page, name=name)


def _declared(page: bytes) -> str | None:
    found = _DECLARED.search(page[:_DECLARED_WITHIN])
    if found is None:
        return None
    name = found.group(1).decode("ascii").lower()
    try:
        return "gb18030" if name in _CHINESE else codecs.lookup(name).name
    except LookupError:
        return None
