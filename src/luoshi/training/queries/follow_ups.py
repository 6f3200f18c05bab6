"""Reads of follow-ups: who is asked what, and what the measure has answered already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from luoshi.common import clock
from luoshi.ledger.models import Report
from luoshi.ledger.states import AT_REST, DONE, OPEN, ReportState
from luoshi.training.models import Commitment, FollowUp
from luoshi.training.queries.classes import heads_of, run_by
from luoshi.training.queries.commitments import of_own_units
from luoshi.training.rules import ANSWERERS
from luoshi.training.states import CommitmentState, Told
from luoshi.units.queries.people import people_in

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.training.models import TrainingClass


def follow_ups_visible_to(user: User) -> QuerySet[FollowUp]:
    """The questions to oneself and to one's unit, and for the class head those to trainees without an account."""
    paper = Q(commitment__trainee__isnull=False, commitment__trainee__user=None)
    paper &= run_by(user, prefix="commitment__training_class__")
    own = Q(commitment__trainee__user=user) | of_own_units(user, prefix="commitment__")
    return FollowUp.objects.filter(own | paper).select_related(
        "commitment__training_class__owner",
        "commitment__trainee",
        "commitment__unit",
        "commitment__measure__accountable",
    )


def waiting_follow_ups(user: User) -> QuerySet[FollowUp]:
    """What is still to be answered; of several questions about one commitment only the last."""
    return _waiting(follow_ups_visible_to(user))


def waiting_in(training_class: TrainingClass) -> QuerySet[FollowUp]:
    """What is still to be answered in a class, with those who are asked."""
    rows = FollowUp.objects.filter(commitment__training_class=training_class)
    return _waiting(rows).select_related(
        "commitment__training_class__class_head",
        "commitment__training_class__owner",
        "commitment__trainee__user",
        "commitment__unit",
    )


def _waiting(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    later = FollowUp.objects.filter(commitment=OuterRef("commitment"), day__gt=OuterRef("day"))
    return rows.filter(~Exists(later), answered_at=None).order_by("due_on", "pk")


def own_accepted(user: User) -> QuerySet[Commitment]:
    """Everything that one or one's unit took up, with its measure and the answers so far, the newest class first."""
    return (
        Commitment.objects.filter(Q(trainee__user=user) | of_own_units(user), state=CommitmentState.ACCEPTED)
        .select_related("training_class", "unit", "measure__accountable", "question__session", "outcome__session")
        .prefetch_related("follow_ups")
        .order_by("-training_class__ends_on", "start", "pk")
    )


def people_behind(commitment: Commitment) -> list[User]:
    """Who is told about a commitment: the trainee, or the class head in his stead; the liaisons or heads of a unit."""
    if commitment.unit is not None:
        acting = people_in(*ANSWERERS, unit=commitment.unit, day=clock.today())
        return list(acting.order_by("pk"))
    person = commitment.trainee and commitment.trainee.user
    return [person] if person else heads_of(commitment.training_class)


def facts_of(measure: Measure | None) -> dict[str, Any]:
    """How a measure stands, as it is kept with an answer."""
    if measure is None:
        return {}
    names = ("code", "state", "claimed", "evidenced", "verified")
    return {name: getattr(measure, name) for name in names}


def told_by(state: str) -> str:
    """What the state of a measure says; a measure laid to rest says nothing of whether it is still meant."""
    if state in DONE:
        return Told.DONE
    return Told.GOING if state in OPEN else ""


def likely_answer(follow_up: FollowUp) -> str:
    """The answer that what is known of the measure makes likely: offered first, given by nobody but the author."""
    measure = follow_up.commitment.measure
    return told_by(measure.state) if measure and (measure.claimed or measure.evidenced) else ""


def answers_for(measures: list[Measure], *, since: date) -> set[int]:
    """The measures that say themselves how it goes: done, laid to rest, or reported on since a day."""
    settled = {measure.pk for measure in measures if measure.state in DONE | AT_REST}
    at_work = [measure.pk for measure in measures if measure.state in OPEN]
    reports = Report.objects.filter(measure__in=at_work, state=ReportState.SUBMITTED, submitted_at__date__gte=since)
    return settled | set(reports.values_list("measure_id", flat=True))
