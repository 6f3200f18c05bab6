"""What a request may bring: told by its length before a byte of it is written to the disk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

SLACK = 10 * 2**20
"""What a form adds to the file that it brings."""


class BoundedUpload(FileUploadHandler):
    """Refuses a request that is longer than the largest upload; from strangers, longer than a form without files."""

    def handle_raw_input(self, *received: Any) -> None:
        _body, _meta, length, *_more = received
        user = getattr(self.request, "user", None)
        is_known = user is not None and user.is_authenticated
        largest = max(settings.LUOSHI_UPLOAD_LIMIT, settings.LUOSHI_VIDEO_LIMIT) + SLACK
        if length > (largest if is_known else settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes:
        """Leave it to the handlers behind."""
        return raw_data

    def file_complete(self, _size: int) -> None:
        """As above."""
