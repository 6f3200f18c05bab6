"""Compares the clauses of new documents with those of the library, and keeps which belong together and why."""

from __future__ import annotations

from collections import defaultdict
from threading import Lock
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Length

from luoshi.engine.linking import LinkClause, LinkDocument, LinkIndex, Relation
from luoshi.library.models import Clause, Document
from luoshi.library.states import ReadingState
from luoshi.training.models import RelatedClause, RelatedDocument
from luoshi.training.queries.relating import not_compared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from luoshi.engine.linking import Reason, Related

MOST = 20
"""Related clauses kept for a clause: more than are shown, because not everybody sees every document."""
AT_ONCE = 20
"""Documents compared in one go of the clock."""
MOST_HELD = 20_000_000
"""Places of words that a process may keep in memory: some 250 MB."""
Reading = tuple[object, ...]
"""By what one sees that a document was read or named anew."""
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
    new = list(not_compared().values_list("pk", flat=True)[:most])
    if not new:
        return 0
    with _HELD.lock:
        _HELD.follow_the_library()
        found = [one for key in new for one in _rows_of(str(key), _HELD.index, _HELD.places)]
        _HELD.let_go_if_large()
    with transaction.atomic():
        still = _still_there({*new, *(other for _key, other, _row in found)})
        rows = [row for key, other, row in found if {key, other} <= still]
        RelatedClause.objects.filter(clause__document__in=new).delete()
        RelatedClause.objects.filter(other__document__in=new).delete()
        RelatedClause.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
        RelatedDocument.objects.bulk_create([RelatedDocument(document_id=key) for key in new], ignore_conflicts=True)
    return len(new)


def _still_there(numbers: Iterable[int]) -> set[int]:
    """The documents whose words may be kept: one that was purged while it was compared is none of them."""
    locked = Document.objects.select_for_update(no_key=True).order_by("pk").filter(pk__in=numbers)
    return set(locked.filter(state=ReadingState.READY).values_list("pk", flat=True))


def forget(document: Document) -> None:
    """Nothing of the words of a document stays in the relations."""
    RelatedClause.objects.filter(clause__document=document).delete()
    RelatedClause.objects.filter(other__document=document).delete()
    with _HELD.lock:
        _HELD.take_out(str(document.pk))


class _Held:
    """The index of this process, kept from one run of the clock to the next: only what changed is read again."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.index = LinkIndex()
        self.places: dict[str, dict[str, int]] = {}
        self._read: dict[str, Reading] = {}

    def follow_the_library(self) -> None:
        """Take in what is new or was changed, take out what is gone."""
        ready = Document.objects.filter(state=ReadingState.READY)
        named: dict[int, list[str]] = defaultdict(list)
        for document, name in ready.exclude(names=None).values_list("pk", "names__key").order_by("pk", "names__key"):
            named[document].append(name)
        seen = ready.annotate(last=Max("clauses__pk"), length=Length("text"))
        rows = seen.values_list("pk", "version", "title", "doc_number", "last", "length")
        now: dict[str, Reading] = {str(row[0]): (*row[1:], tuple(named[row[0]])) for row in rows}
        for key in self._read.keys() - now.keys():
            self.take_out(key)
        changed = [key for key, reading in now.items() if self._read.get(key) != reading]
        self.index.add_all(self._documents([int(key) for key in changed]))
        self._read = now

    def take_out(self, key: str) -> None:
        """Nothing of a document stays in memory."""
        self.index.remove(key)
        self._read.pop(key, None)
        self.places.pop(key, None)

    def let_go_if_large(self) -> None:
        """A library so large that its index would fill the memory is read anew each time."""
        if self.index.size > MOST_HELD:
            self.index, self.places, self._read = LinkIndex(), {}, {}

    def _documents(self, keys: Sequence[int]) -> list[LinkDocument]:
        """These documents as the engine compares them; the clause behind a path is kept in `places`."""
        clauses: dict[int, list[Clause]] = defaultdict(list)
        rows = Clause.objects.filter(document__in=keys).exclude(marker="")
        for clause in rows.order_by("document", "number"):
            clauses[clause.document_id].append(clause)
        found = Document.objects.filter(pk__in=keys).prefetch_related("names").only("title", "doc_number", "text")
        made = []
        for document in found.order_by("pk").iterator(chunk_size=50):
            places: dict[str, int] = {}
            made.append(_link_document(document, clauses.pop(document.pk, []), places))
            self.places[str(document.pk)] = places
        return made


_HELD = _Held()


def _link_document(document: Document, clauses: Iterable[Clause], places: dict[str, int]) -> LinkDocument:
    """A path that stands twice (in an attachment, say) is told apart by the number of the clause."""
    key = str(document.pk)
    headings: dict[int, str] = {}
    rows = list(clauses)
    opening = document.text[: rows[0].start if rows else 0][:LONGEST_OPENING]
    made = [LinkClause(OPENING, opening)] if opening.strip() else []
    for clause in rows:
        path = clause.path if clause.path not in places else f"{clause.path}#{clause.number}"
        places[path] = clause.pk
        above = headings.get(clause.parent_id or 0, "")
        headings[clause.pk] = f"{above} {clause.heading[:40]}"[-80:].strip()
        words = document.text[clause.words_start : clause.words_end]
        if words.strip():
            made.append(LinkClause(path, words, above))
    names = tuple(one.key for one in document.names.all())
    return LinkDocument(key, document.title, tuple(made), doc_number=document.doc_number, names=names)


def _rows_of(
    key: str, index: LinkIndex, places: Mapping[str, Mapping[str, int]]
) -> Iterable[tuple[int, int, RelatedClause]]:
    """The related clauses of every clause of a document, in both directions, each with the two documents."""
    for path, clause in places[key].items():
        for found in _related(index, key, path):
            other = places[found.document].get(found.path)
            if other is None:
                continue
            there = [_reason(reason.relation, reason) for reason in found.reasons]
            back = [_reason(_INVERSE[reason.relation], reason) for reason in found.reasons]
            pair = int(key), int(found.document)
            yield (*pair, RelatedClause(clause_id=clause, other_id=other, score=found.score, reasons=there))
            yield (*pair, RelatedClause(clause_id=other, other_id=clause, score=found.score, reasons=back))


def _related(index: LinkIndex, key: str, path: str) -> tuple[Related, ...]:
    try:
        return index.related(key, path, most=MOST)
    except KeyError:  # a clause without words of its own
        return ()


def _reason(relation: Relation, reason: Reason) -> dict[str, object]:
    return {"relation": relation.value, "words": list(reason.words)}
