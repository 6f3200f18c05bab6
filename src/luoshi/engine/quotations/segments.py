"""A segment: the texts of some library documents and where each of their four-character sequences stands.

One file, written once and never changed: text in 16 bits a character, a table of buckets, the positions of every
sequence in 24 bits sorted by bucket, the documents' descriptions, and a footer with sizes and checksums.
"""

from __future__ import annotations

import json
import mmap
import re
import struct
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from luoshi.engine.errors import EngineError
from luoshi.engine.quotations.folding import WIDE, Codes, Offsets, codes_of, fold, narrow, words_of
from luoshi.engine.quotations.names import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Hashes = NDArray[np.uint64]

GRAM = 4
"""Characters in an indexed sequence; no shorter passage can be looked up."""
MOST_CHARACTERS = (1 << 24) - 1
"""What 24 bits can count; a document longer than this is refused."""

_TERM = re.compile(r"[“‘「『]([\u4e00-\u9fff0-9A-Za-z]{5,14})[”’」』]")
_MAGIC = b"LUOSHIQ2"
_END = struct.Struct("<QI8s")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_PER_BUCKET = 8


@dataclass(frozen=True, slots=True)
class LibraryDocument:
    """A document as the library gives it: `clauses` are (start in the text, path) in the order of the text.

    `names` are other names under which essays cite it: a short form, the number of the document.
    """

    key: str
    title: str
    text: str
    clauses: tuple[tuple[int, str], ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelved:
    """What is kept of a document besides text and clauses; `digest` tells whether the text is still the same."""

    key: str
    title: str
    names: tuple[str, ...]
    digest: int


@dataclass(frozen=True, order=True, slots=True)
class Shelf:
    """Where a document lies: number of the segment in the library, number of the document in the segment."""

    segment: int
    number: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a document of a segment, also as `words`; `inner` where it only stands inside the document's title."""

    words: str
    number: int
    name: str
    inner: bool


class Segment:
    """A segment, read where it lies; positions count characters from the start of the segment."""

    def __init__(self, raw: bytes | mmap.mmap, name: str) -> None:
        footer = _footer(raw, name)
        sections = footer["sections"]
        self.name = name
        self.text: Codes = _section(raw, sections["text"], np.uint16)
        self._table: NDArray[np.uint32] = _section(raw, sections["table"], np.uint32)
        self._low: NDArray[np.uint16] = _section(raw, sections["low"], np.uint16)
        self._high: NDArray[np.uint8] = _section(raw, sections["high"], np.uint8)
        self._wide_at: NDArray[np.uint32] = _section(raw, sections["wide_at"], np.uint32)
        self._wide: NDArray[np.uint32] = _section(raw, sections["wide"], np.uint32)
        self.starts: Offsets = np.array(footer["starts"], dtype=np.int64)
        self._shift = np.uint64(64 - int(footer["bits"]))
        self._clause_starts: NDArray[np.uint32] = _section(raw, sections["clause_starts"], np.uint32)
        self.documents = tuple(_shelved(_bytes(raw, sections["shelf"])))
        self._terms_at = sections["terms"]
        self._names_at = sections["names"]
        self._sections: dict[str, dict[str, int]] = sections
        self._raw = raw

    @classmethod
    def open(cls, path: Path) -> Segment:
        """Map the file into memory. Raises `EngineError` (index_damaged) where it is cut off or not a segment."""
        try:
            with path.open("rb") as file:
                raw = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise EngineError("index_damaged", name=path.name) from error
        return cls(raw, path.name)

    def __len__(self) -> int:
        return len(self.text)

    def buckets(self, hashes: Hashes) -> tuple[Offsets, Offsets]:
        """First and past-last place in the list of positions for every hash of `gram_hashes`, same shape."""
        at = (hashes >> self._shift).astype(np.int64)
        return self._table[at].astype(np.int64), self._table[at + 1].astype(np.int64)

    def positions(self, places: Offsets) -> Offsets:
        """The positions in the text that stand at these places of the list, same shape."""
        return self._low[places].astype(np.int64) | (self._high[places].astype(np.int64) << 16)

    def number_at(self, position: int) -> int:
        """Which document of the segment holds this position."""
        return int(np.searchsorted(self.starts, position, side="right")) - 1

    def bounds(self, number: int) -> tuple[int, int]:
        """From where to where in the segment a document reaches."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return int(self.starts[number]), int(end)

    def slice(self, start: int, end: int) -> str:
        """The text between two positions of the segment, as it was given."""
        points = self.text[start:end].astype(np.uint32)
        if len(self._wide_at):
            first, last = np.searchsorted(self._wide_at, (start, end)).tolist()
            points[self._wide_at[first:last] - start] = self._wide[first:last]
        return points.tobytes().decode("utf-32-le", "surrogatepass")

    @cached_property
    def terms(self) -> dict[str, int]:
        """The terms that stand in quotation marks somewhere in the segment, with the position of the first."""
        terms: dict[str, int] = json.loads(_bytes(self._raw, self._terms_at))
        return terms

    @cached_property
    def terms_between(self) -> dict[tuple[str, str], list[tuple[str, int]]]:
        """The terms with their positions under their first and last character."""
        between: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for term, position in self.terms.items():
            between.setdefault((term[0], term[-1]), []).append((term, position))
        return between

    @cached_property
    def names(self) -> tuple[Named, ...]:
        """Every name under which a document of the segment is cited."""
        rows = json.loads(_bytes(self._raw, self._names_at).decode("utf-8", "surrogatepass"))
        return tuple(Named(words, number, name, inner) for words, number, name, inner in rows)

    def clauses(self, number: int) -> tuple[tuple[int, str], ...]:
        """Start (in the document's own text) and path of the clauses of a document."""
        at = self._sections["clauses"]["at"]
        first, last = self._clause_starts[number : number + 2].tolist()
        return tuple((start, path) for start, path in json.loads(self._raw[at + first : at + last]))

    def given(self) -> Iterator[LibraryDocument]:
        """The documents as they were given, to be written into another segment."""
        for number, shelved in enumerate(self.documents):
            text = self.slice(*self.bounds(number))
            yield LibraryDocument(shelved.key, shelved.title, text, self.clauses(number), shelved.names)

    def verify(self) -> None:
        """Compare every section with its checksum. Raises `EngineError` (index_damaged)."""
        for section in self._sections.values():
            if zlib.crc32(_bytes(self._raw, section)) != section["crc"]:
                raise EngineError("index_damaged", name=self.name)


def gram_hashes(folded: Codes) -> Hashes:
    """A hash for every sequence of four folded codes: shape (n) → (n - 3), or (0) for fewer than four."""
    if len(folded) < GRAM:
        return np.zeros(0, dtype=np.uint64)
    wide = folded.astype(np.uint64)
    hashes: Hashes = wide[:-3] | (wide[1:-2] << np.uint64(16))
    hashes |= wide[2:-1] << np.uint64(32)
    hashes |= wide[3:] << np.uint64(48)
    hashes ^= hashes >> np.uint64(29)
    hashes *= _FACTOR
    return hashes


def segment_bytes(documents: Sequence[LibraryDocument]) -> list[bytes]:
    """The pieces of a segment file for these documents, to be written one after the other.

    Raises `EngineError` (document_too_long) where they have more than `MOST_CHARACTERS` together.
    """
    lengths = [len(document.text) for document in documents]
    if sum(lengths) > MOST_CHARACTERS:
        raise EngineError("document_too_long", name=documents[0].key, limit=MOST_CHARACTERS)
    joined = "".join(document.text for document in documents)
    points = codes_of(joined)
    starts = np.cumsum([0, *lengths[:-1]]).astype(np.int64) if lengths else np.zeros(0, dtype=np.int64)
    text = narrow(points)
    wide_at = np.flatnonzero(points > WIDE).astype(np.uint32)
    bits, table, positions = _sorted_positions(text, starts)
    clauses = [json.dumps(document.clauses).encode() for document in documents]
    sections = {
        "text": text.tobytes(),
        "table": table.tobytes(),
        "low": (positions & np.uint32(0xFFFF)).astype(np.uint16).tobytes(),
        "high": (positions >> np.uint32(16)).astype(np.uint8).tobytes(),
        "wide_at": wide_at.tobytes(),
        "wide": points[wide_at].tobytes(),
        "clauses": b"".join(clauses),
        "clause_starts": np.cumsum([0, *map(len, clauses)]).astype(np.uint32).tobytes(),
        "terms": json.dumps(_terms(joined), ensure_ascii=False).encode(),
        "names": _names_bytes(documents),
        "shelf": _shelf_bytes(documents),
    }
    return _framed(sections, {"bits": bits, "starts": starts.tolist()})


def text_digest(text: str) -> int:
    """A checksum by which a changed text is told from the one in the index."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _sorted_positions(text: Codes, starts: Offsets) -> tuple[int, NDArray[np.uint32], NDArray[np.uint32]]:
    """Number of bits of a bucket, the table of buckets, and all positions sorted by bucket, then position."""
    folded = fold(text)
    kept = np.flatnonzero(folded)
    hashes = gram_hashes(folded[kept])
    inside = np.ones(len(hashes), dtype=np.bool_)
    edges = np.searchsorted(kept, starts[1:])
    for back in range(1, GRAM):
        crossing = edges - back
        inside[crossing[(crossing >= 0) & (crossing < len(hashes))]] = False
    hashes, at = hashes[inside], kept[: len(inside)][inside]
    bits = min(max((max(len(hashes), 1) // _PER_BUCKET).bit_length(), 6), 21)
    buckets = hashes >> np.uint64(64 - bits)
    packed = (buckets << np.uint64(24)) | at.astype(np.uint64)
    packed.sort()
    counts = np.bincount(buckets.astype(np.int64), minlength=1 << bits)
    table = np.zeros((1 << bits) + 1, dtype=np.uint32)
    np.cumsum(counts, out=table[1:])
    return bits, table, (packed & np.uint64(0xFFFFFF)).astype(np.uint32)


def _terms(text: str) -> dict[str, int]:
    """Terms in quotation marks → where the first of each stands."""
    terms: dict[str, int] = {}
    for match in _TERM.finditer(text):
        terms.setdefault(match.group(1), match.start(1))
    return terms


def _names_bytes(documents: Sequence[LibraryDocument]) -> bytes:
    rows = [
        [words_of(name).text, number, name, inner]
        for number, document in enumerate(documents)
        for name, inner in names_of(document.title, document.names).items()
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _shelf_bytes(documents: Sequence[LibraryDocument]) -> bytes:
    rows = [[document.key, document.title, document.names, text_digest(document.text)] for document in documents]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _shelved(raw: bytes) -> Iterator[Shelved]:
    for key, title, names, digest in json.loads(raw.decode("utf-8", "surrogatepass")):
        yield Shelved(key, title, tuple(names), digest)


def _framed(sections: dict[str, bytes], facts: dict[str, Any]) -> list[bytes]:
    """Sections at multiples of eight bytes, then the footer that says where each lies."""
    pieces, at = [_MAGIC], len(_MAGIC)
    placed = {}
    for name, section in sections.items():
        placed[name] = {"at": at, "size": len(section), "crc": zlib.crc32(section)}
        padding = -len(section) % 8
        pieces += [section, bytes(padding)]
        at += len(section) + padding
    footer = json.dumps({**facts, "sections": placed}).encode()
    return [*pieces, footer, _END.pack(len(footer), zlib.crc32(footer), _MAGIC)]


def _footer(raw: bytes | mmap.mmap, name: str) -> dict[str, Any]:
    """The footer, if the file is whole. Raises `EngineError` (index_damaged)."""
    if len(raw) < len(_MAGIC) + _END.size or raw[: len(_MAGIC)] != _MAGIC:
        raise EngineError("index_damaged", name=name)
    size, crc, magic = _END.unpack(raw[-_END.size :])
    footer = raw[-_END.size - size : -_END.size] if size < len(raw) else b""
    if magic != _MAGIC or zlib.crc32(footer) != crc:
        raise EngineError("index_damaged", name=name)
    read: dict[str, Any] = json.loads(footer)
    return read


def _bytes(raw: bytes | mmap.mmap, place: dict[str, int]) -> bytes:
    return raw[place["at"] : place["at"] + place["size"]]


def _section(raw: bytes | mmap.mmap, place: dict[str, int], dtype: type[np.generic]) -> NDArray[Any]:
    width = np.dtype(dtype).itemsize
    return np.frombuffer(raw, dtype=dtype, count=place["size"] // width, offset=place["at"])
