"""The way into every change of a class: right, lock, and that the class has not ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.accounts.models import User
from luoshi.common.errors import IllegalMoveError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.notices.actions import notify
from luoshi.training.models import TrainingClass
from luoshi.training.rules import RULES
from luoshi.training.states import ClassState, TraineeState

if TYPE_CHECKING:
    from collections.abc import Iterable


def enter(training_class: TrainingClass, verb: str, *, by: User) -> TrainingClass:
    """The class, locked, if this person may do the verb and the class has not ended."""
    require(RULES, verb, by, training_class)
    return lock_open(training_class)


def lock_open(training_class: TrainingClass) -> TrainingClass:
    """The class, locked, if it has not ended; the caller has checked the right."""
    locked = lock(TrainingClass.objects.select_related("owner"), training_class.pk)
    check_open(locked)
    return locked


def check_open(training_class: TrainingClass) -> None:
    """Refuse what comes after the end of a class."""
    if training_class.state == ClassState.FINISHED:
        raise IllegalMoveError("class_finished", _("这个培训班已经结束。确需更正的，请先恢复为进行中。"))


def tell(training_class: TrainingClass, people: Iterable[User], code: str, **params: str) -> None:
    """Tell people something about a class."""
    url = reverse("training:class", args=[training_class.pk])
    notify(people, code, url=url, params={"class": training_class.title, **params})


def tell_change(training_class: TrainingClass, *, session: str) -> None:
    """Tell the trainees of a change, once they have been told the timetable."""
    if training_class.announced_at is not None:
        tell(training_class, people_of(training_class), "training.changed", session=session)


def tell_timetable(training_class: TrainingClass, count: int) -> None:
    """Tell the trainees once of many changes, once they have been told the timetable."""
    if training_class.announced_at is not None:
        tell(training_class, people_of(training_class), "training.timetable_changed", count=str(count))


def people_of(training_class: TrainingClass) -> list[User]:
    """The trainees with an account."""
    trainings = {"trainings__training_class": training_class, "trainings__state": TraineeState.ENROLLED}
    return list(User.objects.filter(**trainings).distinct())
