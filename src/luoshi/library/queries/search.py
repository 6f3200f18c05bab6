"""Full-text search: clauses that hold all phrases, best first, with the words around the hits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Min, Q, Value
from django.db.models.functions import Substr

from luoshi.library.models import Clause, Document, Passage
from luoshi.library.queries.documents import HEAVY
from luoshi.library.search import phrases_of
from luoshi.library.search.backends import backend
from luoshi.library.search.index import TITLE, title_words
from luoshi.library.search.tokens import folded, hits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

LONGEST = 200
"""Characters of a query that are looked at."""
AROUND = 48
"""Characters shown before the first and after the last hit of a snippet."""
MOST_SHOWN = 220

Place = dict[str, Any]


@dataclass(frozen=True)
class Piece:
    """A stretch of a snippet, and whether it is a hit."""

    text: str
    is_hit: bool


@dataclass(frozen=True)
class Found:
    """One clause (or the title of a document) that holds what was looked for."""

    document: Document
    clause: Clause | None
    start: int
    end: int
    pieces: tuple[Piece, ...]
    count: int


def places_of(text: str, documents: QuerySet[Document]) -> QuerySet[Any, Any]:
    """The clauses of these documents that hold all phrases: titles first, then headings, then the newest documents.

    Rows are dicts with `document_id`, `clause_id` (None: the title), `weight`, `day`, `first`; for a query without
    words there are none.
    """
    return (
        _passages(text, documents)
        .values("document_id", "clause_id")
        .annotate(weight=Max("weight"), day=Max("document__signed_on"), first=Min("start"))
        .order_by("-weight", F("day").desc(nulls_last=True), "-document_id", "first")
    )


def found_in(text: str, places: Sequence[Place]) -> list[Found]:
    """The places of one page with their documents, clauses and snippets; a bounded number of queries."""
    phrases = phrases_of(text)
    documents = Document.objects.defer(*HEAVY).select_related("owner").in_bulk({p["document_id"] for p in places})
    clauses = Clause.objects.in_bulk({p["clause_id"] for p in places if p["clause_id"]})
    words = _words_of(text, places)
    made = []
    for place in places:
        document, clause = documents[place["document_id"]], clauses.get(place["clause_id"])
        stretches = words.get((place["document_id"], place["clause_id"]), [])
        if place["weight"] == TITLE and clause is None:
            stretches = [(0, title_words(document)), *stretches]
        if found := _found(document, clause, stretches, phrases):
            made.append(found)
    return made


def counts_by_document(text: str, documents: QuerySet[Document]) -> QuerySet[Any, Any]:
    """The documents that hold what is looked for, with the best place of each; rows as dicts."""
    return (
        _passages(text, documents)
        .values("document_id")
        .annotate(weight=Max("weight"), day=Max("document__signed_on"), clauses=Count("clause_id", distinct=True))
        .order_by("-weight", F("day").desc(nulls_last=True), "-document_id")
    )


def _passages(text: str, documents: QuerySet[Document]) -> QuerySet[Passage]:
    phrases = phrases_of(text)
    if not phrases:
        return Passage.objects.none()
    return Passage.objects.filter(document__in=documents.values("pk"), pk__in=backend().matching(phrases))


def _words_of(text: str, places: Sequence[Place]) -> dict[tuple[int, int | None], list[tuple[int, str]]]:
    """The words of the matching passages of each place, with their offsets; titles are not fetched here."""
    phrases = phrases_of(text)
    wanted = Q(clause__in={place["clause_id"] for place in places if place["clause_id"]})
    wanted |= Q(clause=None, document__in={place["document_id"] for place in places if not place["clause_id"]})
    rows = (
        Passage.objects.filter(wanted, pk__in=backend().matching(phrases), end__gt=0)
        .annotate(words=Substr("document__text", F("start") + Value(1), F("end") - F("start")))
        .order_by("start", "-end")
        .values_list("document_id", "clause_id", "start", "words")
    )
    words: dict[tuple[int, int | None], list[tuple[int, str]]] = {}
    for document, clause, start, stretch in rows:
        words.setdefault((document, clause), []).append((start, stretch))
    return words


def _found(
    document: Document, clause: Clause | None, stretches: Iterable[tuple[int, str]], phrases: Sequence[str]
) -> Found | None:
    """The longest of the matching stretches with its hits; None where a long phrase does not go on as it began."""
    best: tuple[int, str, list[tuple[int, int]]] | None = None
    for start, stretch in stretches:
        words = folded(stretch)
        marks = [hits(words, phrase) for phrase in phrases]
        if all(marks) and (best is None or len(stretch) > len(best[1])):
            best = (start, stretch, sorted({mark for group in marks for mark in group}))
    if best is None:
        return None
    start, stretch, spans = best
    first, last = spans[0]
    return Found(document, clause, start + first, start + last, tuple(_snippet(stretch, spans)), len(spans))


def _snippet(text: str, spans: Sequence[tuple[int, int]]) -> Iterable[Piece]:
    """The words around the first hits, hits told apart; overlapping hits are joined."""
    begin = max(0, spans[0][0] - AROUND)
    limit = min(len(text), begin + MOST_SHOWN)
    if begin:
        yield Piece("…", is_hit=False)
    at = begin
    for span in spans:
        start, end = max(span[0], at), min(span[1], limit)
        if start >= end:
            continue
        if at < start:
            yield Piece(_flat(text[at:start]), is_hit=False)
        yield Piece(_flat(text[start:end]), is_hit=True)
        at = end
    end = min(limit, max(at + AROUND, begin + MOST_SHOWN // 2))
    yield Piece(_flat(text[at:end]) + ("…" if end < len(text) else ""), is_hit=False)


def _flat(text: str) -> str:
    """Line ends and tabs of a text as spaces."""
    return text.replace("\n", " ").replace("\t", " ")
