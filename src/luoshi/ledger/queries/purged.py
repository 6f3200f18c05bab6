"""What is left of purged evidence: the backups that still hold it, for who deals with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.common import history
from luoshi.common.backup_register import MadeBackup, backups_since

if TYPE_CHECKING:
    from luoshi.ledger.models import Evidence


def backups_with(evidence: Evidence) -> list[MadeBackup]:
    """The registered backups made while it was there, the newest first; none of what was not purged."""
    entries = history.entries_of(evidence.measure).filter(verb="evidence.purge").order_by("-number")
    entry = next((one for one in entries if one.params.get("number") == evidence.pk), None)
    return [made for made in backups_since(evidence.at) if made.made_at <= entry.at] if entry else []
