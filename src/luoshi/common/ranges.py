"""Hands out a stored file whole or by the stretch that is asked for (RFC 9110, 14), so that a film can be sought in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from django.http import HttpResponse, StreamingHttpResponse

from luoshi.common.downloads import SANDBOX
from luoshi.common.files import open_stored

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from luoshi.common.models import StoredFile

BLOCK = 256 * 2**10
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class OutsideError(ValueError):
    """The stretch that is asked for lies outside the file."""


def range_response(request: HttpRequest, stored: StoredFile, *, content_type: str) -> HttpResponseBase:
    """200 with the whole file, 206 with one stretch, 416 for a stretch outside, 304 where the browser has it."""
    tag = f'"{stored.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return _headed(HttpResponse(status=304), tag)
    try:
        stretch = asked_stretch(request.headers, tag, stored.size)
    except OutsideError:
        refusal = HttpResponse(status=416)
        refusal["Content-Range"] = f"bytes */{stored.size}"
        return _headed(refusal, tag)
    first, last = stretch or (0, stored.size - 1)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=content_type)
    else:
        response = StreamingHttpResponse(_blocks(stored, first, last - first + 1), content_type=content_type)
    response["Content-Length"] = str(last - first + 1)
    if stretch:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{stored.size}"
    return _headed(response, tag)


def asked_stretch(headers: Mapping[str, str], tag: str, size: int) -> tuple[int, int] | None:
    """First and last byte that are asked for; None for all: no range, several, another unit, or an older file."""

    asked, only_if = headers.get("Range", ""), headers.get("If-Range", "")
    match = _RANGE.fullmatch(asked.replace(" ", ""))
    if not match or match.group() == "bytes=-" or (only_if and only_if != tag):
        return None
    low, high = match.groups()
    if not low:
        first, last = max(0, size - int(high)), size - 1
        if int(high) == 0:
            raise OutsideError
    else:
        first, last = int(low), min(int(high) if high else size - 1, size - 1)
    if high and low and int(high) < int(low):
        return None
    if first >= size:
        raise OutsideError
    return first, last


def _blocks(stored: StoredFile, first: int, length: int) -> Iterator[bytes]:
    file: BinaryIO
    with open_stored(stored) as file:
        file.seek(first)
        while length > 0 and (block := file.read(min(BLOCK, length))):
            length -= len(block)
            yield block


def _headed(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response
