"""Finds links between documents: what a new document names, and who has been waiting for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from luoshi.engine.references import Reference, find_references, keys_of, name_key, number_key, strongest
from luoshi.library.frozen import engine_document
from luoshi.library.models import Document, DocumentName, Link
from luoshi.library.queries.documents import HEAVY, documents_in_reach_of
from luoshi.library.states import LinkKind, ReadingState

if TYPE_CHECKING:
    from luoshi.units.models import Unit

MOST_LINKS = 200


def connect(document: Document) -> None:
    """Offer a link for every document that this one names, and complete the links that have waited for this one."""
    rename(document)
    if document.state != ReadingState.READY:
        return
    offered = [_offer(document, found) for found in strongest(find_references(engine_document(document)))[:MOST_LINKS]]
    Link.objects.bulk_create(offered, ignore_conflicts=True, batch_size=200)


def rename(document: Document) -> None:
    """Keep the names and the number under which the document is cited; links that wait for one of them find it."""
    keys = [key[:300] for key in keys_of(document.title, document.doc_number)]
    DocumentName.objects.filter(document=document).exclude(key__in=keys).delete()
    DocumentName.objects.bulk_create(
        [DocumentName(document=document, key=key) for key in dict.fromkeys(keys)], ignore_conflicts=True
    )
    waiting = Link.objects.filter(target=None).filter(Q(number_key__in=keys) | Q(name_key__in=keys))
    for link in waiting.exclude(source=document).select_related("source__owner"):
        found = meant_by(name=link.name_key, number=link.number_key, within=link.source.owner, by=link.source)
        if found == document:
            Link.objects.filter(pk=link.pk).update(target=document)


def meant_by(*, name: str, number: str, within: Unit, by: Document | None = None) -> Document | None:
    """The document that a name key and a number key mean in a text of this unit; None if it is not in the library.

    The number decides; by name alone only a document counts whose own number is unknown or was not asked for. Of
    several the newest that was there when the text was written.
    """
    known = documents_in_reach_of(within).exclude(state=ReadingState.PURGED).defer(*HEAVY)
    if by is not None:
        known = known.exclude(pk=by.pk)
    newest = F("signed_on").desc(nulls_last=True)
    if number and (found := known.filter(names__key=number).order_by(newest, "-pk").first()):
        return found
    if not name:
        return None
    named = known.filter(names__key=name)
    if number:
        named = named.filter(doc_number="")
    rows = list(named.order_by(newest, "-pk")[:20])
    written = by.signed_on if by else None
    earlier = (row for row in rows if written is None or row.signed_on is None or row.signed_on <= written)
    return next(earlier, rows[0] if rows else None)


def _offer(document: Document, found: Reference) -> Link:
    name, number = name_key(found.name)[:300], number_key(found.number)[:60]
    shown = f"《{found.name}》" if found.name else ""
    return Link(
        source=document,
        target=meant_by(name=name, number=number, within=document.owner, by=document),
        target_name=(f"{shown}（{found.number}）" if shown and found.number else shown or found.number)[:300],
        name_key=name,
        number_key=number,
        kind=LinkKind(found.kind.value),
        start=found.span.start,
        end=found.span.end,
        rule=found.rule,
    )
