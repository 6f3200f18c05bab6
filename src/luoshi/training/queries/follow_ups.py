"""Reads of follow-ups: who is asked what, and what the measure has answered already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from luoshi.ledger.models import Report
from luoshi.ledger.states import AT_REST, DONE, OPEN, ReportState
from luoshi.training.models import Commitment, FollowUp
from luoshi.training.queries.commitments import run_by
from luoshi.training.states import CommitmentState

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure


def follow_ups_visible_to(user: User) -> QuerySet[FollowUp]:
    """The questions to oneself, and for the class head those to trainees without an account."""
    trainee = "commitment__reflection__trainee__"
    paper = Q(**{f"{trainee}user": None}) & run_by(user, prefix=f"{trainee}training_class__")
    return FollowUp.objects.filter(Q(**{f"{trainee}user": user}) | paper).select_related(
        "commitment__reflection__trainee__training_class__owner", "commitment__measure__accountable"
    )


def waiting_follow_ups(user: User) -> QuerySet[FollowUp]:
    """What is still to be answered; of several questions about one commitment only the last."""
    later = FollowUp.objects.filter(commitment=OuterRef("commitment"), day__gt=OuterRef("day"))
    return follow_ups_visible_to(user).filter(~Exists(later), answered_at=None).order_by("due_on", "pk")


def own_accepted(user: User) -> QuerySet[Commitment]:
    """Everything that one took up, with its measure and the answers so far, the newest class first."""
    return (
        Commitment.objects.filter(reflection__trainee__user=user, state=CommitmentState.ACCEPTED)
        .select_related("reflection__trainee__training_class", "measure__accountable")
        .prefetch_related("follow_ups")
        .order_by("-reflection__trainee__training_class__ends_on", "start", "pk")
    )


def facts_of(measure: Measure | None) -> dict[str, Any]:
    """How a measure stands, as it is kept with an answer."""
    if measure is None:
        return {}
    names = ("code", "state", "claimed", "evidenced", "verified")
    return {name: getattr(measure, name) for name in names}


def answers_for(measures: list[Measure], *, since: date) -> set[int]:
    """The measures that say themselves how it goes: done, laid to rest, or reported on since a day."""
    settled = {measure.pk for measure in measures if measure.state in DONE | AT_REST}
    at_work = [measure.pk for measure in measures if measure.state in OPEN]
    reports = Report.objects.filter(measure__in=at_work, state=ReportState.SUBMITTED, submitted_at__date__gte=since)
    return settled | set(reports.values_list("measure_id", flat=True))
