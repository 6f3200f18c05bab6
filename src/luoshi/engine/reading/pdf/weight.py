"""Weighs what the compressed streams of a PDF hold before it is opened, because pdfium cannot be stopped halfway."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes

if TYPE_CHECKING:
    from luoshi.engine.reading.source import Source

MOST_UNPACKED = 48_000_000
"""Bytes of page contents, object streams and the like, unpacked; images and fonts are not counted."""
_MB = 1_000_000
_STREAM = re.compile(rb"stream\r?\n")
_CHUNK = 1_000_000


def weigh_streams(source: Source) -> None:
    """Raises `ReadingError` (too_much_inside) where the streams unpack to more than is reasonable."""
    total = 0
    for start in _STREAM.finditer(source.data):
        dictionary = source.data[max(0, start.start() - 600) : start.start()]
        dictionary = dictionary[dictionary.rfind(b" obj") + 1 :]
        if b"/Image" in dictionary or b"/FontFile" in dictionary or b"/Length1" in dictionary:
            continue
        total += _unpacked(source.data, start.end(), MOST_UNPACKED - total, is_packed=b"/Fl" in dictionary)
        if total >= MOST_UNPACKED:
            raise ReadingError(codes.TOO_MUCH_INSIDE, name=source.name, format="pdf", limit=MOST_UNPACKED // _MB)


def _unpacked(data: bytes, start: int, limit: int, *, is_packed: bool) -> int:
    """How many bytes a stream holds, as far as `limit`; a broken one counts as far as it can be unpacked."""
    if not is_packed:
        end = data.find(b"endstream", start)
        return (len(data) if end < 0 else end) - start
    unpacker = zlib.decompressobj()
    size = 0
    rest: bytes = data[start : start + _CHUNK]
    start += _CHUNK
    try:
        while size < limit and rest and not unpacker.eof:
            size += len(unpacker.decompress(rest, _CHUNK))
            rest = unpacker.unconsumed_tail
            if not rest:
                rest, start = data[start : start + _CHUNK], start + _CHUNK
    except zlib.error:
        return size
    return size
