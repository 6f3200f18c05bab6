"""The authorised purge of a document: its content goes, a tombstone with reason and actor stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import files, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock, next_version
from luoshi.library import originals, search
from luoshi.library.announcing import on_purge
from luoshi.library.models import Document, DocumentName, Link
from luoshi.library.rules import RULES
from luoshi.library.states import ReadingState
from luoshi.notices.actions import forget

if TYPE_CHECKING:
    from luoshi.accounts.models import User

GONE = _("（已清除的文件）")
_EMPTIED = ("doc_number", "issuers", "addressees", "name", "text", "format", "reader")


@transaction.atomic
def purge_document(document: Document, *, reason: str, by: User) -> Document:
    """Remove file, text, facts, clauses' words, links and index of a document, and whatever was drawn from it.

    Clauses stay as empty places, so that what points to them points to the tombstone. The file itself goes unless
    another record holds the same bytes.
    """
    require(RULES, "document.purge", by, document)
    reason = reason.strip()
    if not reason:
        raise UnmetConditionError("reason_missing", _("请写明理由。"))
    document = lock(Document.objects.select_related("owner", "file"), document.pk)
    if document.state == ReadingState.PURGED:
        raise IllegalMoveError("purged_already", _("这份文件的内容已经清除。"))
    search.forget_for_good(document)  # first: from here on SQLite overwrites what it frees
    on_purge.announce(document, reason, by)
    forget({document.title, document.name})
    document.clauses.update(heading="", digest="")
    Link.objects.filter(source=document).delete()
    DocumentName.objects.filter(document=document).delete()
    stored, owner, number = document.file, document.owner_id, document.pk
    transaction.on_commit(lambda: originals.forget(owner, number))
    _empty(document)
    history.purge(document, by=by, reason=reason)
    if stored:
        files.discard(stored)
    return document


def _empty(document: Document) -> None:
    """The row as a tombstone; the digest of the file stays, so that it is not taken in again."""
    document.failure = {"sha256": document.file.sha256} if document.file else {}
    for name in _EMPTIED:
        setattr(document, name, "")
    document.title, document.signed_on, document.file = str(GONE), None, None
    document.blocks, document.findings = [], []
    document.state = ReadingState.PURGED
    next_version(document)
    document.save()
