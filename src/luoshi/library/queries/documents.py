"""Reads of documents and clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from luoshi.library.models import Clause, Document, Link
from luoshi.units.duties import duties_of
from luoshi.units.queries.units import subtrees

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from luoshi.accounts.models import User


def documents_visible_to(user: User) -> QuerySet[Document]:
    """The libraries of the units in which one holds a post, of those below them, and of those above them.

    What a superior unit keeps is there to be read by those who are to carry it out.
    """
    duties = duties_of(user)
    condition = subtrees(duties.unit_paths(), prefix="owner__")
    for path in duties.unit_paths():
        condition |= Q(owner__path__in=[path[:length] for length in range(6, len(path), 6)])
    return Document.objects.filter(condition)


def clauses_visible_to(user: User) -> QuerySet[Clause]:
    """The clauses of the documents that one sees."""
    return Clause.objects.filter(document__in=documents_visible_to(user))


def links_visible_to(user: User) -> QuerySet[Link]:
    """The links out of the documents that one sees."""
    return Link.objects.filter(source__in=documents_visible_to(user))
