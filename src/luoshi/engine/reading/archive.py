"""Opens the zip archive that an office file is, and gives out its members without ever unpacking a bomb."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes

if TYPE_CHECKING:
    from luoshi.engine.reading.source import Source

_SIGNATURE = b"PK\x03\x04"
_ENCRYPTED_FLAG = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,  # a compression method that no office program uses
    OSError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold; sizes in bytes, unpacked.

    `ratio` (unpacked to packed) is asked of members above `ratio_from` bytes only: a short part of repeated tags
    packs extremely well in honest files too.
    """

    members: int = 10_000
    member_size: int = 96 * 1024 * 1024
    total_size: int = 1024 * 1024 * 1024
    ratio: int = 200
    ratio_from: int = 8 * 1024 * 1024
    given_out: int = 160 * 1024 * 1024


OFFICE_LIMITS = Limits()


def is_zip(source: Source) -> bool:
    """Whether the source begins as a zip archive with at least one member (it may still be cut off)."""
    return source.data.startswith(_SIGNATURE)


class Archive:
    """The members of a zip archive by name; names are compared without case, `\\` counts as `/`.

    Raises `ReadingError`: damaged, too_much_inside; `read` also raises encrypted.
    """

    def __init__(self, source: Source, *, format: str, limits: Limits = OFFICE_LIMITS) -> None:  # noqa: A002 - the word of `ReadingError`
        self._name = source.name
        self._format = format
        self._limits = limits
        self._given_out = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        except _BROKEN as error:
            raise self._error(codes.DAMAGED) from error
        self._members = {_plain(member.filename): member for member in self._zip.infolist()}
        self._check_whole()

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._members

    def names(self) -> tuple[str, ...]:
        """The names of all members, as compared: lower case, parted by `/`, no leading `/`."""
        return tuple(self._members)

    def size(self, name: str) -> int:
        """The unpacked size of a member in bytes, as the archive declares it; 0 where there is none of that name."""
        member = self._members.get(_plain(name))
        return member.file_size if member else 0

    def read(self, name: str) -> bytes:
        """Unpack one member.

        Raises `ReadingError`: damaged (missing, cut off, wrong checksum), encrypted, too_much_inside.
        """
        member = self._members.get(_plain(name))
        if member is None:
            raise self._error(codes.DAMAGED)
        self._check(member)
        try:
            return self._zip.read(member)
        except _BROKEN as error:
            raise self._error(codes.DAMAGED) from error

    def _check_whole(self) -> None:
        members = self._members.values()
        if len(members) > self._limits.members or sum(one.file_size for one in members) > self._limits.total_size:
            raise self._error(codes.TOO_MUCH_INSIDE)

    def _check(self, member: zipfile.ZipInfo) -> None:
        if member.flag_bits & _ENCRYPTED_FLAG:
            raise self._error(codes.ENCRYPTED)
        # zipfile never gives out more than the declared size, so that the declared size may be trusted here.
        size, limits = member.file_size, self._limits
        self._given_out += size
        is_bomb = size > limits.ratio_from and size > limits.ratio * max(member.compress_size, 1)
        if is_bomb or size > limits.member_size or self._given_out > limits.given_out:
            raise self._error(codes.TOO_MUCH_INSIDE)

    def _error(self, code: str) -> ReadingError:
        return ReadingError(code, name=self._name, format=self._format)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
