"""Follow-ups: the clock asks once, 30, 90, 180 and 365 days after a class; nobody is asked what a measure tells."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.notices.actions import notify
from luoshi.training.models import Commitment, FollowUp, TrainingClass
from luoshi.training.queries.follow_ups import answers_for, facts_of, people_behind, told_by
from luoshi.training.rules import RULES
from luoshi.training.states import HANDED_IN, CommitmentState, FollowUpDay, Told, TraineeState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from luoshi.accounts.models import User

FIRST = timedelta(days=min(FollowUpDay.values))
LAST = timedelta(days=max(FollowUpDay.values))
SETTLED = (Told.DONE, Told.GIVEN_UP)
"""Answers after which nothing is left to ask."""
LATE = timedelta(days=60)
"""A question that could not be asked for so long after its day is not asked any more."""


def ask_due(_now: datetime) -> int:
    """Ask what is due today, class by class, each in its own transaction; returns how many follow-ups were made."""
    today = clock.today()
    ended = TrainingClass.objects.filter(ends_on__lte=today - FIRST, ends_on__gte=today - LAST - LATE).order_by("pk")
    return sum(_ask_class(training_class, today) for training_class in ended)


@transaction.atomic
def answer(follow_up: FollowUp, *, told: str, text: str = "", by: User, seen: int | None = None) -> FollowUp:
    """Say in one step how it goes; how the measure stands is kept beside it, nobody has to type it."""
    rows = FollowUp.objects.select_related(
        "commitment__training_class__owner", "commitment__trainee", "commitment__unit", "commitment__measure"
    )
    locked = lock(rows, follow_up.pk)
    require(RULES, "follow_up.answer", by, locked)
    check_version(locked, seen)
    if locked.answered_at is not None:
        raise IllegalMoveError("answered", _("这个问题已经回答过，谢谢。"))
    if told not in Told.values:
        raise UnmetConditionError("answer_missing", _("请选择这件事现在怎样。"))
    locked.told, locked.answer = told, text.strip()[:1000]
    locked.answered_at, locked.answered_by = clock.now(), by
    locked.facts = facts_of(locked.commitment.measure)
    next_version(locked)
    locked.save()
    history.record(locked.commitment, "commitment.follow_up", by=by, params={"day": locked.day})
    return locked


@transaction.atomic
def _ask_class(training_class: TrainingClass, today: date) -> int:
    """The last question that is due and was not asked; earlier ones that were missed are not made up for."""
    training_class = lock(TrainingClass.objects.all(), training_class.pk)
    passed = [day for day in FollowUpDay.values if training_class.ends_on + timedelta(days=day) <= today]
    day = max(passed)
    due_on = training_class.ends_on + timedelta(days=day)
    since = training_class.ends_on + timedelta(days=passed[-2]) if len(passed) > 1 else training_class.ends_on
    made = _make(training_class, day, due_on) if today <= due_on + LATE else []
    waiting = FollowUp.objects.filter(commitment__training_class=training_class, answered_at=None).select_related(
        "commitment__measure", "commitment__trainee__user", "commitment__unit"
    )
    new = {one.pk for one in made}
    asked = _let_measures_answer(list(waiting), since=since)
    _tell(training_class, [one for one in asked if one.pk in new], day)
    return len(made)


def _make(training_class: TrainingClass, day: int, due_on: date) -> list[FollowUp]:
    """One question for each accepted commitment of units, and of those still enrolled, that was there by then."""
    due = Commitment.objects.filter(
        Q(trainee=None) | Q(trainee__state=TraineeState.ENROLLED),
        Q(reflection=None) | Q(reflection__state__in=HANDED_IN, reflection__purged_at=None),
        training_class=training_class,
        state=CommitmentState.ACCEPTED,
        accepted_at__date__lte=due_on,
    ).exclude(follow_ups__day=day)
    settled = FollowUp.objects.filter(commitment=OuterRef("pk"), told__in=SETTLED).order_by("-day").values("told")[:1]
    rows = list(due.annotate(settled=Subquery(settled)).order_by("pk"))
    return FollowUp.objects.bulk_create(_question(one, day, due_on, one.settled or "") for one in rows)


def _question(commitment: Commitment, day: int, due_on: date, settled: str) -> FollowUp:
    """What was said to be done, or given up, is not asked again: the answer stands."""
    made = FollowUp(commitment=commitment, day=day, due_on=due_on, asked_at=clock.now())
    if settled:
        made.told, made.answered_at = settled, clock.now()
    return made


def _let_measures_answer(waiting: Sequence[FollowUp], *, since: date) -> list[FollowUp]:
    """Answer from the measures what they tell; returns what a person has still to be asked."""
    measures = [one.commitment.measure for one in waiting if one.commitment.measure is not None]
    told = answers_for(measures, since=since)
    answered = [one for one in waiting if one.commitment.measure_id in told]
    for one in answered:
        measure = one.commitment.measure
        one.from_measure, one.answered_at, one.facts = True, clock.now(), facts_of(measure)
        one.told = told_by(measure.state) if measure else ""
        next_version(one)
    names = ["from_measure", "answered_at", "facts", "told", "version"]
    FollowUp.objects.bulk_update(answered, names, batch_size=200)
    return [one for one in waiting if one.answered_at is None]


def _tell(training_class: TrainingClass, asked: Sequence[FollowUp], day: int) -> None:
    """One notice each, however many commitments; for those without an account one to the class head."""
    counts: dict[User, int] = defaultdict(int)
    for one in asked:
        for person in people_behind(one.commitment):
            counts[person] += 1
    url = reverse("training:follow_ups")
    for person, count in counts.items():
        params = {"class": training_class.title, "day": day, "count": count}
        notify([person], "training.follow_up", url=url, params=params)
