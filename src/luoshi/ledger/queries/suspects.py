"""Reads of sources whose words a later document changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.db.models.functions import Substr

from luoshi.ledger.models import Source
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.rules import RULES
from luoshi.library.models import Change
from luoshi.library.queries.documents import HEAVY, documents_visible_to
from luoshi.library.states import LinkState
from luoshi.library.word_differences import Piece, sides_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from luoshi.accounts.models import User

MOST_WORDS = 4_000


@dataclass(frozen=True)
class Suspect:
    """A suspect source with the change that made it so, old and new words cut where they part."""

    source: Source
    change: Change | None
    old: Sequence[Piece]
    new: Sequence[Piece]
    may_settle: bool


def suspects_visible_to(user: User) -> QuerySet[Source]:
    """The suspect sources of the measures that one sees: few, so that they come first and not the whole ledger."""
    suspect = Source.objects.filter(is_suspect=True)
    seen = measures_visible_to(user).filter(pk__in=suspect.values("measure"))
    return suspect.filter(measure__in=seen.values("pk"))


def with_measures(sources: QuerySet[Source]) -> QuerySet[Source]:
    """In the order of the ledger, with what a list shows."""
    heavy = (f"document__{name}" for name in HEAVY)
    return sources.select_related("measure__plan__owner", "document").defer(*heavy).order_by("measure__code", "start")


def count_suspects(user: User) -> int:
    """How many sources wait for those who may confirm them."""
    return suspects_visible_to(user).count()


def shown(sources: Sequence[Source], user: User) -> list[Suspect]:
    """The sources of one page with the newest change of each; a bounded number of queries."""
    changes = list(_changes_for(sources, user))
    made = []
    for source in sources:
        change = next((change for change in changes if _concerns(change, source)), None)
        old = getattr(change, "old_words", "") if change and change.clause_id else source.quote
        new = getattr(change, "new_words", None) or "" if change else ""
        may_settle = RULES["measure.edit"](user, source.measure)
        made.append(Suspect(source, change, *sides_of(old, new), may_settle))
    return made


def changes_of(source: Source, user: User) -> QuerySet[Change]:
    """The changes that touch a source, the newest first, as far as the person sees the later document."""
    return _changes_for([source], user)


def _changes_for(sources: Sequence[Source], user: User) -> QuerySet[Change]:
    wanted = Q(pk__in=())
    for source in sources:
        wanted |= Q(link__target=source.document_id, start__lt=source.end, end__gt=source.start)
    return (
        Change.objects.filter(wanted, link__state=LinkState.CONFIRMED)
        .filter(link__source__in=documents_visible_to(user).values("pk"))
        .annotate(
            old_words=Substr("link__target__text", F("start") + 1, F("end") - F("start")),
            new_words=Substr("link__source__text", F("new_start") + 1, F("new_end") - F("new_start")),
        )
        .select_related("link__source", "clause", "new_clause")
        .defer(*(f"link__source__{name}" for name in HEAVY))
        .order_by("-link__source__signed_on", "-link")
    )


def _concerns(change: Change, source: Source) -> bool:
    return change.link.target_id == source.document_id and change.start < source.end and change.end > source.start
