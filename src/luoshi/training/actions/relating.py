"""Compares the clauses of new documents with those of the library, and keeps which belong together and why."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from luoshi.engine.linking import LinkClause, LinkDocument, LinkIndex, Relation
from luoshi.library.models import Clause, Document
from luoshi.library.states import ReadingState
from luoshi.training.models import RelatedClause, RelatedDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from luoshi.engine.linking import Reason, Related

MOST = 20
"""Related clauses kept for a clause: more than are shown, because not everybody sees every document."""
AT_ONCE = 20
"""Documents compared in one go of the clock."""
OPENING, LONGEST_OPENING = "0", 1_500
"""The words before the first clause, where a document says what it implements: compared, never shown as a clause."""
_INVERSE = {
    Relation.CITES: Relation.CITED_BY,
    Relation.CITED_BY: Relation.CITES,
    Relation.IMPLEMENTS: Relation.IMPLEMENTED_BY,
    Relation.IMPLEMENTED_BY: Relation.IMPLEMENTS,
    Relation.SAME_WORDS: Relation.SAME_WORDS,
}


def relate_new_documents(*, most: int = AT_ONCE) -> int:
    """Compare the documents that have not been compared yet; returns how many.

    The comparing reads and takes its time, the writing is one short transaction: nobody waits for it.
    """
    done = RelatedDocument.objects.values("document")
    waiting = Document.objects.filter(state=ReadingState.READY).exclude(pk__in=done).order_by("pk")
    new = list(waiting.values_list("pk", flat=True)[:most])
    if not new:
        return 0
    places, documents = _library()
    index = LinkIndex(documents)
    rows = [row for key in new for row in _rows_of(str(key), index, places)]
    with transaction.atomic():
        RelatedClause.objects.filter(clause__document__in=new).delete()
        RelatedClause.objects.filter(other__document__in=new).delete()
        RelatedClause.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
        RelatedDocument.objects.bulk_create([RelatedDocument(document_id=key) for key in new], ignore_conflicts=True)
    return len(new)


def forget(document: Document) -> None:
    """Nothing of the words of a document stays in the relations."""
    RelatedClause.objects.filter(clause__document=document).delete()
    RelatedClause.objects.filter(other__document=document).delete()


def _library() -> tuple[dict[tuple[str, str], int], list[LinkDocument]]:
    """All readable documents as the engine compares them, and the clause behind (document, path)."""
    clauses: dict[int, list[Clause]] = defaultdict(list)
    ready = Document.objects.filter(state=ReadingState.READY)
    rows = Clause.objects.filter(document__in=ready.values("pk")).exclude(marker="")
    for clause in rows.order_by("document", "number"):
        clauses[clause.document_id].append(clause)
    places: dict[tuple[str, str], int] = {}
    named = ready.prefetch_related("names").only("title", "doc_number", "text").order_by("pk")
    each = named.iterator(chunk_size=50)
    made = [_link_document(document, clauses.pop(document.pk, []), places) for document in each]
    return places, made


def _link_document(document: Document, clauses: Iterable[Clause], places: dict[tuple[str, str], int]) -> LinkDocument:
    """A path that stands twice (in an attachment, say) is told apart by the number of the clause."""
    key = str(document.pk)
    headings: dict[int, str] = {}
    rows = list(clauses)
    opening = document.text[: rows[0].start if rows else 0][:LONGEST_OPENING]
    made = [LinkClause(OPENING, opening)] if opening.strip() else []
    for clause in rows:
        path = clause.path if (key, clause.path) not in places else f"{clause.path}#{clause.number}"
        places[key, path] = clause.pk
        above = headings.get(clause.parent_id or 0, "")
        headings[clause.pk] = f"{above} {clause.heading[:40]}"[-80:].strip()
        words = document.text[clause.words_start : clause.words_end]
        if words.strip():
            made.append(LinkClause(path, words, above))
    names = tuple(one.key for one in document.names.all())
    return LinkDocument(key, document.title, tuple(made), doc_number=document.doc_number, names=names)


def _rows_of(key: str, index: LinkIndex, places: Mapping[tuple[str, str], int]) -> Iterable[RelatedClause]:
    """The related clauses of every clause of a document, in both directions."""
    for (document, path), clause in places.items():
        if document != key:
            continue
        for found in _related(index, key, path):
            other = places.get((found.document, found.path))
            if other is None:
                continue
            there = [_reason(reason.relation, reason) for reason in found.reasons]
            back = [_reason(_INVERSE[reason.relation], reason) for reason in found.reasons]
            yield RelatedClause(clause_id=clause, other_id=other, score=found.score, reasons=there)
            yield RelatedClause(clause_id=other, other_id=clause, score=found.score, reasons=back)


def _related(index: LinkIndex, key: str, path: str) -> tuple[Related, ...]:
    try:
        return index.related(key, path, most=MOST)
    except KeyError:  # a clause without words of its own
        return ()


def _reason(relation: Relation, reason: Reason) -> dict[str, object]:
    return {"relation": relation.value, "words": list(reason.words)}
