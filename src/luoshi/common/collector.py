"""Rests the collector of reference cycles while thousands of rows are held at once, which it would only walk over."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_lock = Lock()
_resting = 0
_was_on = True


@contextmanager
def resting_collector() -> Iterator[None]:
    """For one bounded piece of work; the collector goes on when the last of those at work has ended.

    What other threads leave behind meanwhile is collected afterwards. A process that runs without it stays so.
    """
    global _resting, _was_on  # noqa: PLW0603 - the collector is one for the whole process
    with _lock:
        if not _resting:
            _was_on = gc.isenabled()
            gc.disable()
        _resting += 1
    try:
        yield
    finally:
        with _lock:
            _resting -= 1
            if _was_on and not _resting:
                gc.enable()
