"""One writer at a time: a lock on a file that the system lets go of when the process ends, however it ends."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def locked(path: Path) -> Iterator[None]:
        """Wait for the lock and hold it for the block."""
        with path.open("a+b") as file:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            try:
                yield
            finally:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    @contextmanager
    def locked(path: Path) -> Iterator[None]:
        """Wait for the lock and hold it for the block."""
        with path.open("a+b") as file:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX)
            yield
