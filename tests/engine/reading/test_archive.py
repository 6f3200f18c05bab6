"""Zip archives of unknown origin: read, or refused with the cause."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.archive import Archive, Limits, is_zip
from luoshi.engine.reading.source import Source

SMALL = Limits(members=3, member_size=5000, total_size=6000, ratio=20, ratio_from=1000, given_out=5500)


def zipped(members: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def opened(data: bytes, limits: Limits = SMALL) -> Archive:
    return Archive(Source("a.docx", data), format="docx", limits=limits)


def cause(data: bytes, name: str = "a.xml") -> str:
    with pytest.raises(ReadingError) as caught:
        opened(data).read(name)
    return caught.value.code


def test_a_member_is_found_without_case_and_leading_slash() -> None:
    archive = opened(zipped({"Word\\Document.xml": b"<a/>"}))

    assert "/word/document.XML" in archive
    assert archive.read("/word/document.XML") == b"<a/>"
    assert (archive.names(), archive.size("word/document.xml")) == (("word/document.xml",), 4)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 and no more", codes.DAMAGED),
        (zipped({"a.xml": b"<a/>" * 200})[:-60], codes.DAMAGED),
        (zipped({"b.xml": b"<a/>"}), codes.DAMAGED),
        (zipped({"a.xml": b"<a/>"}, compression=zipfile.ZIP_STORED).replace(b"<a/>", b"<b/>"), codes.DAMAGED),
        (zipped({str(place): b"" for place in range(4)}), codes.TOO_MUCH_INSIDE),
        (zipped({"a.xml": bytes(range(250)) * 21}), codes.TOO_MUCH_INSIDE),
        (zipped({"a.xml": bytes(range(250)) * 15, "b.xml": bytes(range(250)) * 15}), codes.TOO_MUCH_INSIDE),
        (zipped({"a.xml": bytes(2000)}), codes.TOO_MUCH_INSIDE),
    ],
    ids=["no directory", "cut off", "no such member", "wrong checksum", "members", "size", "total", "ratio"],
)
def test_a_bad_archive_is_refused_with_its_cause(data: bytes, code: str) -> None:
    assert cause(data) == code


def test_an_encrypted_member_is_told() -> None:
    data = bytearray(zipped({"a.xml": b"<a/>"}))
    directory = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, directory + 8, 1)

    assert cause(bytes(data)) == codes.ENCRYPTED


def test_members_that_lie_about_their_size_are_not_unpacked_beyond_it() -> None:
    data = bytearray(zipped({"a.xml": bytes(900)}))
    directory = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, 10)

    assert cause(bytes(data)) == codes.DAMAGED


def test_what_is_given_out_is_limited_in_all() -> None:
    archive = opened(zipped({"a.xml": bytes(range(250)) * 16}))
    archive.read("a.xml")

    with pytest.raises(ReadingError) as caught:
        archive.read("a.xml")
    assert caught.value.code == codes.TOO_MUCH_INSIDE


@pytest.mark.parametrize(("data", "verdict"), [(zipped({"a": b""}), True), (b"%PDF-1.7", False), (b"", False)])
def test_a_zip_is_told_by_its_first_bytes(data: bytes, verdict: bool) -> None:
    assert is_zip(Source("a", data)) is verdict
