"""Reads of commitments: the own ones, what the class head sees, the sentences behind a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.training.models import Commitment, Reflection
from luoshi.training.queries.classes import run_by
from luoshi.training.rules import ANSWERERS
from luoshi.training.states import HANDED_IN, CommitmentState
from luoshi.units.duties import duties_of
from luoshi.units.queries.units import subtrees

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.training.models import Session, TrainingClass


def commitments_visible_to(user: User) -> QuerySet[Commitment]:
    """All of one's own and of one's unit, what one put to others; for the class head the accepted ones that were
    handed in, and all that came of discussions."""
    handed_in = Q(reflection__state__in=HANDED_IN, state=CommitmentState.ACCEPTED) | Q(reflection=None)
    handed_in &= run_by(user, prefix="training_class__")
    return Commitment.objects.filter(
        Q(trainee__user=user) | of_own_units(user) | Q(offered_by=user) | handed_in
    ).select_related(
        "training_class__owner",
        "trainee__unit",
        "trainee__field",
        "unit",
        "question__session",
        "outcome__session",
        "reflection",
        "measure__accountable",
    )


def of_own_units(user: User, *, prefix: str = "") -> Q:
    """The condition for what the units have taken up for which this person answers."""
    return subtrees(duties_of(user).unit_paths(*ANSWERERS), prefix=f"{prefix}unit__")


def put_to(user: User) -> QuerySet[Commitment]:
    """What came of a discussion, was put to one or to one's unit, and waits to be accepted or not."""
    waiting = Commitment.objects.filter(reflection=None, state=CommitmentState.OFFERED)
    kept = Q(trainee__isnull=False, trainee__user=None) & run_by(user, prefix="training_class__")
    mine = Q(trainee__user=user) | of_own_units(user) | kept
    related = ("training_class", "trainee", "unit", "question__session", "outcome__session", "measure__accountable")
    return waiting.filter(mine).select_related(*related).order_by("pk")


def discussed_in(session: Session, user: User) -> QuerySet[Commitment]:
    """What came of the questions and outcomes of a session: the class sees what was taken up, not who was asked."""
    origin = Q(question__session=session) | Q(outcome__session=session)
    asked = Q(state=CommitmentState.OFFERED, pk__in=commitments_visible_to(user).values("pk"))
    rows = Commitment.objects.filter(origin).filter(Q(state=CommitmentState.ACCEPTED) | asked)
    return rows.select_related("trainee", "unit", "measure", "training_class__owner").order_by("pk")


def own_reflections_of(user: User) -> QuerySet[Reflection]:
    """The reflections that one wrote, and those on paper that one keeps as class head for those without an account."""
    kept = Q(trainee__user=None, state__in=HANDED_IN) & run_by(user, prefix="trainee__training_class__")
    return Reflection.objects.filter(Q(trainee__user=user) | kept).select_related(
        "trainee__training_class__owner", "trainee__unit", "trainee__field"
    )


def shared_with_measure(measure_id: int, user: User) -> QuerySet[Commitment]:
    """The sentences that a measure carries out, for those who see the measure; nothing else of the reflections."""
    visible = measures_visible_to(user).filter(pk=measure_id)
    return Commitment.objects.filter(measure__in=visible).select_related(
        "training_class", "question__session", "outcome__session"
    )


def accepted_in(training_class: TrainingClass, user: User) -> QuerySet[Commitment]:
    """What the class took up, as far as one sees it, in the order of the measures."""
    rows = commitments_visible_to(user).filter(training_class=training_class)
    return rows.filter(state=CommitmentState.ACCEPTED).order_by("measure__code", "pk")
