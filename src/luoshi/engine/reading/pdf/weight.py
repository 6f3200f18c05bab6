"""Looks a PDF over before it is opened, because pdfium can be stopped neither by a clock nor by a memory limit."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

MOST_UNPACKED = 48_000_000
"""Bytes of all page contents, object streams and the like, unpacked; images and fonts are not counted."""
_MOST_HARMLESS = 12_000_000
_LARGEST_HARMLESS = 1_000_000
_MOST_NESTING_FORMS = 3
_MOST_PARTS = 32
_LARGEST_RATIO = 100
_DICTIONARY_WITHIN = 4_000
_SAMPLE = 65_536
_STEP = 1_000_000

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FILTER = re.compile(rb"/(?:Filter|F)\s{0,9}(\[[^\]]{0,200}\]|/[^\s/<>\[\]]{1,40}|\d{1,9}\s{1,9}\d)")
_PLAIN_FILTER = re.compile(rb"\[?\s{0,9}/(?:FlateDecode|Fl)\s{0,9}\]?$")
_PICTURE_OR_FONT = re.compile(rb"/Subtype\s{0,9}/(?:Image|Type1C|CIDFontType0C|OpenType)|/Length1\b")
_FORM = re.compile(rb"/Subtype\s{0,9}/Form\b")
_CONTENTS = re.compile(rb"/Contents\s{0,9}\[([^\]]{0,4000})")
_RARE = re.compile(rb"/Encrypt\b|/Type3\b")


@dataclass(frozen=True, slots=True)
class PdfWeight:
    """Bytes that streams unpack to (counted up to a little over the limit); whether a trial should come first."""

    unpacked: int
    is_suspicious: bool


@dataclass(frozen=True, slots=True)
class _Stream:
    size: int
    start: bytes
    packed: int


def weigh(data: bytes) -> PdfWeight:
    """Unpack the streams of a PDF, keeping nothing, and look for what slow or huge files have."""
    total = forms = 0
    is_suspicious = _RARE.search(data) is not None or _has_many_parts(data)
    for found in _STREAM.finditer(data):
        dictionary = _dictionary_before(data, found.start())
        if _PICTURE_OR_FONT.search(dictionary):
            is_suspicious = is_suspicious or _packs_too_well(data, found.end())
            continue
        filters = _FILTER.search(dictionary)
        is_plain = b"#" not in dictionary and (filters is None or _PLAIN_FILTER.match(filters.group(1)) is not None)
        stream = _unpack(data, found.end(), MOST_UNPACKED - total, is_packed=filters is not None)
        total += stream.size
        forms += _FORM.search(dictionary) is not None and b" Do" in stream.start
        is_suspicious |= not is_plain or stream.size > _LARGEST_HARMLESS or _has_many_parts(stream.start)
        if total >= MOST_UNPACKED:
            break
    return PdfWeight(total, is_suspicious or total > _MOST_HARMLESS or forms >= _MOST_NESTING_FORMS)


def _dictionary_before(data: bytes, end: int) -> bytes:
    before = data[max(0, end - _DICTIONARY_WITHIN) : end]
    return before[before.rfind(b" obj") + 1 :]


def _has_many_parts(data: bytes) -> bool:
    """A page that is put together of many streams, or of one stream many times."""
    return any(found.group(1).count(b"R") > _MOST_PARTS for found in _CONTENTS.finditer(data))


def _packs_too_well(data: bytes, start: int) -> bool:
    sample = _unpack(data, start, _SAMPLE * _LARGEST_RATIO, is_packed=True)
    return sample.size > _STEP and sample.size > _LARGEST_RATIO * sample.packed


def _unpack(data: bytes, start: int, limit: int, *, is_packed: bool) -> _Stream:
    """Size and first bytes of a stream, as far as `limit`; a broken one counts as far as it can be unpacked."""
    if not is_packed:
        end = data.find(b"endstream", start)
        size = (len(data) if end < 0 else end) - start
        return _Stream(size, data[start : start + min(size, _SAMPLE)], size)
    unpacker = zlib.decompressobj()
    first = b""
    size = packed = 0
    rest = data[start : start + _SAMPLE]
    try:
        while size < limit and rest and not unpacker.eof:
            piece = unpacker.decompress(rest, _STEP)
            first = first or piece[:_SAMPLE]
            size += len(piece)
            packed += len(rest) - len(unpacker.unconsumed_tail)
            rest = unpacker.unconsumed_tail or data[start + packed : start + packed + _SAMPLE]
    except zlib.error:
        pass
    return _Stream(size, first, packed)
