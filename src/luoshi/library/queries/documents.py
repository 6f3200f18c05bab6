"""Reads of documents and clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from luoshi.library.models import Clause, Document
from luoshi.library.readers import granted_to
from luoshi.library.rules import KEEPERS
from luoshi.units.duties import duties_of
from luoshi.units.models import Unit
from luoshi.units.paths import STEP
from luoshi.units.queries.units import subtrees
from luoshi.units.states import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from luoshi.accounts.models import User

HEAVY = ("text", "blocks", "findings")
"""The fields of a document that no list needs."""


def documents_visible_to(user: User) -> QuerySet[Document]:
    """The libraries of the units in which one holds a post, of those below them, and of those above them.

    What a superior unit or its office keeps is there to be read by those who are to carry it out. Besides, what later
    apps open to a person: the sources of one's measures, the documents of one's classes.
    """
    return Document.objects.filter(_in_reach_of(duties_of(user).unit_paths()) | granted_to(user))


def documents_in_reach_by_post(user: User) -> QuerySet[Document]:
    """The part of them that is open by a post: always whole libraries of units."""
    return Document.objects.filter(_in_reach_of(duties_of(user).unit_paths()))


def documents_in_reach_of(unit: Unit) -> QuerySet[Document]:
    """The documents that may be meant when a text of this unit names one."""
    return Document.objects.filter(_in_reach_of((unit.path or "",)))


def _in_reach_of(tops: Sequence[str]) -> Q:
    """Own and lower units; those above, and the offices right below these, which keep the papers for them."""
    condition = subtrees(tops, prefix="owner__")
    above = {path[:length] for path in tops for length in range(STEP, len(path) + 1, STEP)}
    condition |= Q(owner__path__in=above)
    return condition | Q(owner__kind=Kind.OFFICE, owner__parent__path__in=above)


def listed(documents: QuerySet[Document], wanted: Mapping[str, Any]) -> QuerySet[Document]:
    """The documents of a list, without their texts; `wanted` may hold `q`, `kind`, `owner`, `year` and `state`."""
    text = (wanted.get("q") or "").strip()
    if text:
        words = Q(title__icontains=text) | Q(doc_number__icontains=text) | Q(issuers__icontains=text)
        documents = documents.filter(words | Q(name__icontains=text))
    for name, path in (("kind", "kind"), ("owner", "owner"), ("year", "signed_on__year"), ("state", "state")):
        if wanted.get(name):
            documents = documents.filter(**{path: wanted[name]})
    return documents.defer(*HEAVY).select_related("owner", "file").order_by("-uploaded_at", "-pk")


def years_of(documents: QuerySet[Document]) -> list[int]:
    """The years of signature, the newest first."""
    return [day.year for day in documents.order_by().dates("signed_on", "year", order="DESC")]


def owners_of(documents: QuerySet[Document]) -> QuerySet[Unit]:
    """The units whose libraries these are."""
    return Unit.objects.filter(pk__in=documents.order_by().values("owner")).order_by("path")


def owners_for(user: User) -> QuerySet[Unit]:
    """The units for whose libraries the person may upload, those where the post is held first."""
    return Unit.objects.filter(pk__in=duties_of(user).unit_ids(*KEEPERS), closed_on=None).order_by("path")


def clauses_of(document: Document) -> QuerySet[Clause]:
    """The clauses of a document in the order of the text."""
    return document.clauses.order_by("number")


def clauses_visible_to(user: User) -> QuerySet[Clause]:
    """The clauses of the documents that one sees."""
    return Clause.objects.filter(document__in=documents_visible_to(user))
