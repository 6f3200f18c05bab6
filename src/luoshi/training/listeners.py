"""What study does when a document of the library goes: its words go from notes and from linked reading too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.library.announcing import on_purge
from luoshi.training.actions.notes import purge_quotes
from luoshi.training.actions.relating import forget

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.library.models import Document


@on_purge.register
def purge(document: Document, _reason: str, _by: User) -> None:
    purge_quotes(document)
    forget(document)
