"""A file is written whole or not at all: into a temporary file beside it, then put in its place in one step."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become `target` when the block ends well; otherwise `target` stays as it was.

    Raises `OSError` before the block begins where `target` cannot be written (a folder, a read-only file, a file that
    another program holds open).
    """
    place = Path(os.path.realpath(target))  # a link goes on pointing to the file that is replaced
    _refuse_unwritable(place)
    temporary = place.with_name(f".luoshi-{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if place.exists():
            shutil.copymode(place, temporary)
        temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)


def _refuse_unwritable(place: Path) -> None:
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
    if place.exists():
        with place.open("r+b"):  # Windows refuses here what Excel holds open, and everybody what is read-only
            pass
