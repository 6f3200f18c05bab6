"""What the clock does for the library: the index of the quotation check follows the documents."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from luoshi.common.jobs import Job, register

if TYPE_CHECKING:
    from datetime import datetime


def settle_originals(_now: datetime) -> int:
    """Bring the index of the quotation check into accord with the library."""
    from luoshi.library import originals  # most runs of the clock need no index

    return originals.settle()


register(Job("library.originals", timedelta(minutes=10), settle_originals))
