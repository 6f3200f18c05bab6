"""The file as received, and the small protocol that every format's reader keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from luoshi.engine.document import Content


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a file and the name it came under; the name is for messages, never for telling the format."""

    name: str
    data: bytes


class Reader(Protocol):
    """One file format. `read` raises `ReadingError` with a code of `reading.codes` and nothing else."""

    format: str

    def recognises(self, source: Source) -> bool:
        """Tell by content, without reading it all, whether this is the reader for the source."""

    def read(self, source: Source) -> Content:
        """Read the whole source into text and blocks."""
