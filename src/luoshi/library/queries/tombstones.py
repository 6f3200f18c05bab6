"""What is left of a purged document: why, by whom, when, and which backups still hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.common import history
from luoshi.common.backup_register import MadeBackup, backups_since
from luoshi.library.models import Document
from luoshi.library.states import ReadingState

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Tombstone:
    """The record of a purge."""

    reason: str
    by: str
    at: datetime
    backups: tuple[MadeBackup, ...]


def tombstone_of(document: Document) -> Tombstone | None:
    """The tombstone of a purged document; None while its content is there."""
    if document.state != ReadingState.PURGED:
        return None
    entry = history.entries_of(document).filter(verb=history.PURGE).last()
    if entry is None:
        return None
    backups = tuple(made for made in backups_since(document.uploaded_at) if made.made_at <= entry.at)
    return Tombstone(str(entry.params.get("reason", "")), str(entry.actor or ""), entry.at, backups)


def twins_of(document: Document) -> int:
    """How many other documents are the same file, in whatever library: they are purged one by one."""
    if document.file_id is None:
        return 0
    return Document.objects.filter(file=document.file_id).exclude(pk=document.pk).count()
