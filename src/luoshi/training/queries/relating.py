"""Reads for linked reading: the clauses that belong to a clause, and the measures of one's own field that follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from luoshi.ledger.models import Part, Source
from luoshi.ledger.queries.measures import measures_visible_to, with_light
from luoshi.library.models import Document
from luoshi.library.queries.documents import HEAVY, documents_visible_to
from luoshi.library.states import ReadingState
from luoshi.training.models import RelatedClause, RelatedDocument, Trainee
from luoshi.training.states import TraineeState
from luoshi.units.duties import duties_of
from luoshi.units.queries.units import subtrees

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.library.models import Clause

MOST_CLAUSES, MOST_MEASURES = 8, 8


def not_compared() -> QuerySet[Document]:
    """Documents whose clauses have not been compared with the library yet, oldest first."""
    done = RelatedDocument.objects.values("document")
    return Document.objects.filter(state=ReadingState.READY).exclude(pk__in=done).order_by("pk")


@dataclass(frozen=True)
class FoundMeasure:
    """A measure, and the related clause from which it comes."""

    measure: Measure
    through: Clause


@dataclass(frozen=True)
class LinkedReading:
    """What belongs to one clause; `is_ready` is false until the clock has compared the document."""

    clauses: Sequence[RelatedClause]
    measures: Sequence[FoundMeasure]
    is_ready: bool


def linked_to(clause: Clause, user: User, today: date) -> LinkedReading:
    """Related clauses in order of relevance and the measures behind them, as far as the person sees them."""
    rows = RelatedClause.objects.filter(
        clause=clause, other__document__in=documents_visible_to(user).values("pk")
    ).select_related("other__document__owner")
    related = list(rows.defer(*(f"other__document__{name}" for name in HEAVY))[:MOST_CLAUSES])
    is_ready = bool(related) or RelatedDocument.objects.filter(document=clause.document_id).exists()
    return LinkedReading(related, _measures(clause, related, user, today), is_ready)


def _measures(clause: Clause, related: Sequence[RelatedClause], user: User, today: date) -> list[FoundMeasure]:
    """The measures of one's own units and fields drawn from the related clauses, in their order."""
    others = {row.other_id: row.other for row in related}
    order = {number: place for place, number in enumerate(others)}
    sources = Source.objects.filter(clause__in=others).exclude(measure__sources__clause=clause)
    through: dict[int, int] = {}
    for measure, number in sources.values_list("measure", "clause"):
        held = through.get(measure)
        if number is not None and (held is None or order[number] < order[held]):
            through[measure] = number
    visible = measures_visible_to(user).filter(pk__in=through).filter(_own(user))
    found = with_light(visible, today).select_related("accountable").order_by("code")
    shown = [FoundMeasure(measure, others[through[measure.pk]]) for measure in found]
    return sorted(shown, key=lambda one: order[one.through.pk])[:MOST_MEASURES]


def _own(user: User) -> Q:
    """Of one's own fields, or with a part of one's own units; whoever has neither sees all that is visible."""
    duties = duties_of(user)
    fields = set(duties.field_ids())
    trained = Trainee.objects.filter(user=user, state=TraineeState.ENROLLED).exclude(field=None)
    fields |= set(trained.values_list("field_id", flat=True))
    paths = duties.unit_paths()
    if not fields and not paths:
        return Q()
    own = Part.objects.filter(subtrees(paths, prefix="unit__")) if paths else Part.objects.none()
    return Q(field__in=fields) | Q(pk__in=own.values("measure"))
