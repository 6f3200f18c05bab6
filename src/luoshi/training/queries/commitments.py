"""Reads of commitments: the own ones, what the class head sees, the sentences behind a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.training.models import Commitment, Reflection
from luoshi.training.rules import RUNNERS
from luoshi.training.states import HANDED_IN, CommitmentState
from luoshi.units.duties import duties_of
from luoshi.units.queries.units import subtrees

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.training.models import TrainingClass


def commitments_visible_to(user: User) -> QuerySet[Commitment]:
    """All of one's own; for the class head the accepted ones of reflections that were handed in."""
    handed_in = Q(reflection__state__in=HANDED_IN, state=CommitmentState.ACCEPTED)
    handed_in &= run_by(user, prefix="reflection__trainee__training_class__")
    return Commitment.objects.filter(Q(reflection__trainee__user=user) | handed_in).select_related(
        "reflection__trainee__training_class__owner",
        "reflection__trainee__unit",
        "reflection__trainee__field",
        "measure__accountable",
    )


def run_by(user: User, *, prefix: str) -> Q:
    """The condition for what hangs on a class that this person runs."""
    owned = subtrees(duties_of(user).unit_paths(*RUNNERS), prefix=f"{prefix}owner__")
    return Q(**{f"{prefix}class_head": user}) | owned


def own_reflections_of(user: User) -> QuerySet[Reflection]:
    """The reflections that one wrote, and those on paper that one keeps as class head for those without an account."""
    kept = Q(trainee__user=None, state__in=HANDED_IN) & run_by(user, prefix="trainee__training_class__")
    return Reflection.objects.filter(Q(trainee__user=user) | kept).select_related(
        "trainee__training_class__owner", "trainee__unit", "trainee__field"
    )


def shared_with_measure(measure_id: int, user: User) -> QuerySet[Commitment]:
    """The sentences that a measure carries out, for those who see the measure; nothing else of the reflections."""
    visible = measures_visible_to(user).filter(pk=measure_id)
    return Commitment.objects.filter(measure__in=visible).select_related("reflection__trainee__training_class")


def accepted_in(training_class: TrainingClass, user: User) -> QuerySet[Commitment]:
    """What the class took up, as far as one sees it, in the order of the measures."""
    rows = commitments_visible_to(user).filter(reflection__trainee__training_class=training_class)
    return rows.filter(state=CommitmentState.ACCEPTED).order_by("measure__code", "pk")
