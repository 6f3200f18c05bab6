"""Keeps the index: called by the actions, in the transaction that changes a document."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from django.db import transaction

from luoshi.library.models import Clause, Document, Passage
from luoshi.library.search.backends import backend
from luoshi.library.search.tokens import folded, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE, HEADING, WORDS = 3, 2, 1
"""What a hit weighs by where it stands."""
_LONGEST_HEADING = 80
_BATCH = 500


def remember(document: Document) -> int:
    """Put a document into the index, or put it there anew; returns the number of its passages."""
    forget(document)
    found = list(_passages(document))
    made = Passage.objects.bulk_create([passage for passage, _words in found], batch_size=_BATCH)
    backend().insert([(passage.pk, words) for passage, (_same, words) in zip(made, found, strict=True)])
    return len(made)


def remember_title(document: Document) -> None:
    """Put the title of a document into the index anew, and leave its words as they are."""
    old = Passage.objects.filter(document=document, weight=TITLE)
    backend().delete(list(old.values_list("pk", flat=True)))
    old.delete()
    passage = Passage.objects.create(document=document, weight=TITLE, start=0, end=0)
    backend().insert([(passage.pk, folded(title_words(document)).text)])


def forget(document: Document) -> None:
    """Take a document out of the index."""
    rows = Passage.objects.filter(document=document)
    backend().delete(list(rows.values_list("pk", flat=True)))
    rows.delete()


def forget_for_good(document: Document) -> None:
    """Take a document out of the index and leave nothing of it in the index's own store."""
    backend().overwrite()
    forget(document)
    backend().compact()


def reindex() -> int:
    """Put every document into the index anew, each in a transaction of its own; returns the number of passages."""
    count = 0
    for document in Document.objects.order_by("pk").iterator(chunk_size=20):
        with transaction.atomic():
            count += remember(document)
    return count


def title_words(document: Document) -> str:
    """What stands in the index for the document as a whole."""
    return f"{document.title}\n{document.doc_number}\n{document.issuers}"


def _passages(document: Document) -> Iterator[tuple[Passage, str]]:
    yield Passage(document=document, weight=TITLE, start=0, end=0), folded(title_words(document)).text
    for clause, start, end in _stretches(document):
        words = folded(document.text[start:end])
        for first, last in pieces(words):
            place = (start + int(words.offsets[first]), start + int(words.offsets[last - 1]) + 1)
            yield _passage(document, clause, WORDS, place), words.text[first:last]
        if clause and clause.depth and clause.words_start < end and 0 < len(clause.heading) <= _LONGEST_HEADING:
            place = (clause.words_start, clause.words_start + len(clause.heading))
            yield _passage(document, clause, HEADING, place), folded(clause.heading).text


def _passage(document: Document, clause: Clause | None, weight: int, place: tuple[int, int]) -> Passage:
    return Passage(document=document, clause=clause, weight=weight, start=place[0], end=place[1])


def _stretches(document: Document) -> Iterator[tuple[Clause | None, int, int]]:
    """The whole text, cut where clauses begin: no character is left out, tables and footnotes included."""
    clauses = list(Clause.objects.filter(document=document).order_by("number"))
    length = len(document.text)
    if not clauses:
        yield None, 0, length
        return
    edges = [0, *(max(clause.start, 0) for clause in clauses[1:]), length]
    for clause, (start, end) in zip(clauses, pairwise(edges), strict=True):
        yield clause, start, max(start, end)
