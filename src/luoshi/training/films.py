"""Reads what a film says of itself: MP4 or WebM by its own structure, and how long it lasts. Nothing is decoded."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

MP4, WEBM = "mp4", "webm"
MOST_BOXES = 2_000
LARGEST_HEAD = 64 * 2**20
"""A table of contents larger than this is no film of a lesson."""
_EBML, _SEGMENT, _INFO = 0x1A45DFA3, 0x18538067, 0x1549A966
_DOC_TYPE, _TIMESTAMP_SCALE, _DURATION, _TRACKS, _CLUSTER = 0x4282, 0x2AD7B1, 0x4489, 0x1654AE6B, 0x1F43B675
_UNKNOWN = -1


class NoFilmError(ValueError):
    """The bytes are no film that a browser plays."""


@dataclass(frozen=True, slots=True)
class Film:
    """A film: its container, and how long it lasts in whole seconds (0 if it does not say)."""

    kind: str
    seconds: int


@dataclass(frozen=True, slots=True)
class _Box:
    name: bytes
    start: int
    end: int


def read_film(file: BinaryIO) -> Film:
    """What the open file is; raises NoFilmError if it is neither an MP4 nor a WebM with sound structure."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    head = file.read(12)
    try:
        if head[4:8] == b"ftyp":
            return Film(MP4, _mp4_seconds(file, size))
        if head[:4] == _EBML.to_bytes(4, "big"):
            return Film(WEBM, _webm_seconds(file, size))
    except (struct.error, IndexError, OverflowError) as error:
        raise NoFilmError from error
    raise NoFilmError


def _mp4_seconds(file: BinaryIO, size: int) -> int:
    """The length from moov/mvhd; a film has a moov and its media."""
    boxes = {box.name: box for box in _boxes(file, 0, size)}
    if b"moov" not in boxes or not {b"mdat", b"moof"} & boxes.keys():
        raise NoFilmError
    moov = boxes[b"moov"]
    if moov.end - moov.start > LARGEST_HEAD:
        raise NoFilmError
    inside = {box.name: box for box in _boxes(file, moov.start, moov.end)}
    if b"mvhd" not in inside or b"trak" not in inside:
        raise NoFilmError
    file.seek(inside[b"mvhd"].start)
    words = file.read(32)
    if words[0] == 1:
        scale, length = struct.unpack(">IQ", words[20:32])
    else:
        scale, length = struct.unpack(">II", words[12:20])
    return length // scale if scale and length < 2**62 else 0


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[_Box]:
    """The boxes of a stretch of the file, none reaching beyond it."""
    at = start
    for _count in range(MOST_BOXES):
        if at + 8 > end:
            return
        file.seek(at)
        length, name = struct.unpack(">I4s", file.read(8))
        head = 8
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8))
            head = 16
        elif length == 0:
            length = end - at
        if length < head or at + length > end:
            raise NoFilmError
        yield _Box(name, at + head, at + length)
        at += length


def _webm_seconds(file: BinaryIO, size: int) -> int:
    """The length from Segment/Info; a film names itself webm and has tracks."""
    top = _Elements(file, size)
    number, start, length = top.next(0)
    if number != _EBML or not 0 < length <= 4096 or _inside(file, start, start + length).get(_DOC_TYPE) != b"webm":
        raise NoFilmError
    number, start, length = top.next(start + length)
    if number != _SEGMENT:
        raise NoFilmError
    end = size if length == _UNKNOWN else min(size, start + length)
    return _seconds_of(*_heads(file, top, start, end))


def _heads(file: BinaryIO, top: _Elements, at: int, end: int) -> tuple[dict[int, bytes], bool]:
    """The facts of a segment and whether it has tracks, read up to its first pictures."""
    facts: dict[int, bytes] = {}
    has_tracks = False
    for _count in range(MOST_BOXES):
        if at >= end:
            break
        number, start, length = top.next(at)
        if number == _CLUSTER or length == _UNKNOWN:
            break
        if start + length > end:
            raise NoFilmError
        if number == _INFO:
            facts = _inside(file, start, min(start + length, start + 4096))
        has_tracks = has_tracks or number == _TRACKS
        at = start + length
    return facts, has_tracks


def _seconds_of(facts: dict[int, bytes], has_tracks: bool) -> int:
    if not has_tracks:
        raise NoFilmError
    scale = int.from_bytes(facts.get(_TIMESTAMP_SCALE, b"")[:8], "big") or 1_000_000
    raw = facts.get(_DURATION, b"")
    if len(raw) not in (4, 8):
        return 0
    (length,) = struct.unpack(">f" if len(raw) == 4 else ">d", raw)
    seconds = length * scale / 1e9
    return int(seconds) if 0 <= seconds < 2**31 else 0


def _inside(file: BinaryIO, start: int, end: int) -> dict[int, bytes]:
    """The small elements of a stretch by their number."""
    elements, found, at = _Elements(file, end), {}, start
    for _count in range(100):
        if at >= end:
            break
        number, first, length = elements.next(at)
        if length == _UNKNOWN or first + length > end:
            raise NoFilmError
        file.seek(first)
        found[number] = file.read(min(length, 64))
        at = first + length
    return found


class _Elements:
    """Reads the numbers and lengths of EBML elements."""

    def __init__(self, file: BinaryIO, end: int) -> None:
        self._file = file
        self._end = end

    def next(self, at: int) -> tuple[int, int, int]:
        """(number, where its content begins, length or unknown) of the element at a place."""
        number, at = self._variable(at, keeps_mark=True)
        length, at = self._variable(at, keeps_mark=False)
        return number, at, length

    def _variable(self, at: int, *, keeps_mark: bool) -> tuple[int, int]:
        self._file.seek(at)
        first = self._file.read(1)
        if not first or not first[0] or at >= self._end:
            raise NoFilmError
        width = 9 - first[0].bit_length()
        raw = first + self._file.read(width - 1)
        if len(raw) != width:
            raise NoFilmError
        value = int.from_bytes(raw, "big")
        if keeps_mark:
            return value, at + width
        value &= (1 << (7 * width)) - 1
        return (_UNKNOWN if value == (1 << (7 * width)) - 1 else value), at + width
