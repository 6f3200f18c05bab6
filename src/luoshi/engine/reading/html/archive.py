"""Takes the page out of a web archive (.mht), as Internet Explorer and WPS save one."""

from __future__ import annotations

import binascii
import quopri
import re

_HEAD_WITHIN = 8_192
_IS_ARCHIVE = re.compile(rb"^content-type:\s{0,8}multipart/related", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb"""boundary=["']?([^"'\r\n;]{1,200})""", re.IGNORECASE)
_IS_PAGE = re.compile(rb"^content-type:\s{0,8}text/html", re.IGNORECASE | re.MULTILINE)
_TRANSFER = re.compile(rb"^content-transfer-encoding:\s{0,8}([\w-]{1,30})", re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


def is_archive(data: bytes) -> bool:
    """Whether the file is a web archive: mail headers that announce parts which belong together."""
    return _IS_ARCHIVE.search(data[:_HEAD_WITHIN]) is not None and b"mime-version" in data[:_HEAD_WITHIN].lower()


def page_of_archive(data: bytes) -> bytes | None:
    """The first HTML part of a web archive, None where the file is none or holds none."""
    if not is_archive(data):
        return None
    boundary = _BOUNDARY.search(data[:_HEAD_WITHIN])
    if boundary is None:
        return None
    for part in data.split(b"--" + boundary.group(1))[1:]:
        ends = _BLANK_LINE.search(part[:_HEAD_WITHIN])
        if ends is not None and _IS_PAGE.search(part[: ends.start()]):
            return _transferred(part[: ends.start()], part[ends.end() :])
    return None


def _transferred(head: bytes, body: bytes) -> bytes:
    transfer = _TRANSFER.search(head)
    way = transfer.group(1).lower() if transfer else b""
    if way == b"quoted-printable":
        return quopri.decodestring(body)
    if way == b"base64":
        try:
            return binascii.a2b_base64(body)
        except binascii.Error:
            return b""
    return body
