"""Answers that hand out stored files: as attachments, typed by us, and never run by the browser."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.http import FileResponse

from luoshi.common.files import open_stored

if TYPE_CHECKING:
    from luoshi.common.models import StoredFile

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "csv": "text/csv; charset=utf-8",
    "text": "text/plain; charset=utf-8",
}
SHOWN_IN_PAGE = frozenset({"png", "jpeg", "webp"})
SANDBOX = "default-src 'none'; sandbox"


def file_response(stored: StoredFile, *, name: str, inline: bool = False) -> FileResponse:
    """The file under the name of the record it hangs on; only pictures are ever shown in the page."""
    response = FileResponse(
        open_stored(stored),
        as_attachment=not (inline and stored.kind in SHOWN_IN_PAGE),
        filename=name,
        content_type=CONTENT_TYPES.get(stored.kind, "application/octet-stream"),
    )
    return harden(response)


def workbook_response(content: bytes, *, name: str) -> FileResponse:
    """A workbook made just now, as a download."""
    response = FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=CONTENT_TYPES["xlsx"])
    return harden(response)


def harden(response: FileResponse) -> FileResponse:
    """Headers under which a downloaded file can do nothing in our name."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response
