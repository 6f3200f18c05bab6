"""How far each trainee fulfils the rule of the class: facts for the certificate, in the order of the roster."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Sum

from luoshi.training.models import Absence, Reflection, Trainee
from luoshi.training.queries.classes import trainees_of
from luoshi.training.states import ReflectionState

if TYPE_CHECKING:
    from luoshi.training.models import TrainingClass

LONGEST_TYPED = 100
HANDED_IN = (ReflectionState.HANDED_IN, ReflectionState.ON_PAPER)


@dataclass(frozen=True)
class Standing:
    """One trainee against the rule; hours are learning hours of the class and of what was not missed."""

    trainee: Trainee
    hours: Decimal
    all_hours: Decimal
    is_handed_in: bool
    fulfils: bool

    @property
    def is_completed(self) -> bool:
        return self.trainee.completed_on is not None


def standings_of(training_class: TrainingClass) -> list[Standing]:
    """Everybody on the roster, in the order of the roster and in no other: with four queries."""
    all_hours = training_class.sessions.aggregate(hours=Sum("hours"))["hours"] or Decimal(0)
    missed = dict(
        Absence.objects.filter(session__training_class=training_class)
        .values_list("trainee")
        .annotate(hours=Sum("session__hours"))
    )
    reflections = Reflection.objects.filter(trainee__training_class=training_class, state__in=HANDED_IN)
    handed_in = set(reflections.values_list("trainee_id", flat=True))
    return [
        _standing(training_class, trainee, all_hours, missed.get(trainee.pk, Decimal(0)), trainee.pk in handed_in)
        for trainee in trainees_of(training_class).order_by("pk")
    ]


def standing_of(trainee: Trainee) -> Standing:
    """One trainee of a class."""
    return next(one for one in standings_of(trainee.training_class) if one.trainee.pk == trainee.pk)


def certificate_of(code: str) -> Trainee | None:
    """Who completed under this code, however it was typed from paper, also in full width; None if nobody did."""
    half_width = unicodedata.normalize("NFKC", code[:LONGEST_TYPED])
    letters = "".join(character for character in half_width.upper() if character.isalnum())
    written = "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
    certified = Trainee.objects.exclude(completed_on=None).select_related("training_class__owner")
    return certified.filter(certificate_code=written).first()


def _standing(
    training_class: TrainingClass, trainee: Trainee, all_hours: Decimal, missed: Decimal, is_handed_in: bool
) -> Standing:
    hours = max(all_hours - missed, Decimal(0))
    enough = hours * 100 >= all_hours * training_class.least_share
    fulfils = enough and (is_handed_in or not training_class.reflection_wanted)
    return Standing(trainee, hours, all_hours, is_handed_in, fulfils)
