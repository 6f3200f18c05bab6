"""Reads of documents, clauses and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from luoshi.library.models import Clause, Document, Link
from luoshi.units.duties import duties_of
from luoshi.units.paths import STEP
from luoshi.units.queries.units import subtrees
from luoshi.units.states import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit


def documents_visible_to(user: User) -> QuerySet[Document]:
    """The libraries of the units in which one holds a post, of those below them, and of those above them.

    What a superior unit or its office keeps is there to be read by those who are to carry it out.
    """
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


def clauses_visible_to(user: User) -> QuerySet[Clause]:
    """The clauses of the documents that one sees."""
    return Clause.objects.filter(document__in=documents_visible_to(user))


def links_visible_to(user: User) -> QuerySet[Link]:
    """The links out of the documents that one sees."""
    return Link.objects.filter(source__in=documents_visible_to(user))
