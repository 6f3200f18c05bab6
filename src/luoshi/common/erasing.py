"""Takes deleted text out of the journal of the embedded database, where it would lie until something overwrites it."""

from __future__ import annotations

import logging
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection, transaction

log = logging.getLogger(__name__)

NAME = "erasing"
WAIT_MILLISECONDS = 300
"""So long others may read on before it is left to the clock: a writer waits no longer than that."""


def erase_when_done() -> None:
    """Called where text is deleted: once that stands, the journal is emptied; if others read, the clock does it.

    The mark is made before the transaction ends, so that a crash right after it leaves the work to the clock.
    """
    if connection.vendor != "sqlite":
        return
    _mark().touch(mode=0o600)
    if not any(hook[1] is _erase for hook in connection.run_on_commit):
        transaction.on_commit(_erase, robust=True)


def erase_what_is_left() -> bool:
    """What the clock does: nothing, unless a deletion has left its text in the journal."""
    if connection.vendor != "sqlite" or not _mark().is_file():
        return False
    _erase()
    return not _mark().is_file()


def _erase() -> None:
    """Empty the journal; the mark stays if somebody was reading from it."""
    if _empty_journal():
        _mark().unlink(missing_ok=True)
    else:
        _mark().touch(mode=0o600)  # another process may have taken it away before our transaction ended


def _empty_journal() -> bool:
    usual = int(1000 * float(connection.settings_dict["OPTIONS"].get("timeout", 5)))
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {WAIT_MILLISECONDS:d}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (is_busy, *_counts) = cursor.fetchone()
        except OperationalError as error:
            log.info("the journal could not be emptied yet: %s", error)
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual:d}")
    return not is_busy


def _mark() -> Path:
    return Path(settings.DATA.root) / NAME
