"""Lets go of ledgers that were made as files; apart from the making, so that the clock need not load what it needs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from luoshi.common import files
from luoshi.ledger.models import LedgerExport

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from luoshi.accounts.models import User
    from luoshi.library.models import Document

KEPT = timedelta(days=1)
"""A file is made anew in seconds; the words of a ledger need not lie about."""


@transaction.atomic
def clear_exports(now: datetime) -> int:
    """Let go of old exports with their files."""
    return _drop(LedgerExport.objects.filter(at__lt=now - KEPT))


@transaction.atomic
def drop_exports(_document: Document, _reason: str, _by: User) -> None:
    """Exports may hold the words of a document that is purged; they are easily made anew."""
    _drop(LedgerExport.objects.all())


def _drop(exports: Iterable[LedgerExport]) -> int:
    gone = list(exports)
    LedgerExport.objects.filter(pk__in=[export.pk for export in gone]).delete()
    for stored in {export.file for export in gone if export.file}:
        files.discard(stored)
    return len(gone)
