"""Reads of where measures come from: the measures of a clause, how often each clause of a document is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count

from luoshi.ledger.models import Source
from luoshi.ledger.queries.measures import measures_seen_singly, measures_visible_to, with_light

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.library.models import Clause, Document

MOST_SHOWN = 100


def measures_from(clause: Clause, user: User, today: date) -> QuerySet[Measure]:
    """The measures with a source in the clause or below it, as far as the person sees them, with their light."""
    inside = Source.objects.filter(document=clause.document_id, start__gte=clause.start, start__lt=clause.end)
    visible = measures_visible_to(user).filter(pk__in=inside.values("measure"))
    return with_light(visible, today).select_related("accountable").order_by("code")[:MOST_SHOWN]


def uses_of(document: Document, user: User) -> dict[int, int]:
    """How many measures that the person sees come from each clause itself, by the clause's primary key."""
    sources = Source.objects.filter(document=document, measure__in=measures_visible_to(user)).exclude(clause=None)
    counted = sources.values("clause").annotate(count=Count("measure", distinct=True))
    return {row["clause"]: row["count"] for row in counted.order_by("clause")}


def documents_behind(user: User) -> QuerySet[Any, Any]:
    """The numbers of the documents that ask for what a person is to carry out or verify, whoever keeps them.

    A supervision office often stands within a general office, whose library is not one of the place.
    """
    return Source.objects.filter(measure__in=measures_seen_singly(user)).order_by().values("document_id")
