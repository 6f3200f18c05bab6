"""Evaluation of a class without names: given once, counted once, when no more can come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.training.evaluation import OPEN_DAYS, QUESTIONS, put_in
from luoshi.training.models import EvaluationBox, Trainee, TrainingClass
from luoshi.training.rules import RULES
from luoshi.training.states import ClassState, TraineeState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from luoshi.accounts.models import User


@transaction.atomic
def evaluate(training_class: TrainingClass, answers: Mapping[str, int | str], *, by: User) -> None:
    """Give the own evaluation, once; nothing keeps who gave which, and the history is not written."""
    require(RULES, "evaluation.give", by, training_class)
    if _locked(training_class).evaluation_closed_at is not None:
        raise IllegalMoveError("evaluation_closed", _("评价已经截止。"))
    own = Trainee.objects.filter(training_class=training_class, user=by, state=TraineeState.ENROLLED)
    trainee = lock(own, own.values_list("pk", flat=True).get())
    if trainee.evaluated:
        raise UnmetConditionError("evaluated", _("您已经提交过评价，谢谢。"))
    kept = {key: answers[key] for key in (*QUESTIONS, "advice") if answers.get(key)}
    box, _made = EvaluationBox.objects.get_or_create(training_class=training_class)
    box.answers = put_in(box.answers, kept)
    box.save(update_fields=["answers"])
    Trainee.objects.filter(pk=trainee.pk).update(evaluated=True)


@transaction.atomic
def close_evaluation(training_class: TrainingClass, *, by: User) -> TrainingClass:
    """Take no more evaluations and show the results; there is no way back, or two counts would tell one answer."""
    require(RULES, "evaluation.close", by, training_class)
    locked = _locked(training_class)
    if locked.evaluation_closed_at is not None:
        raise IllegalMoveError("evaluation_closed", _("评价已经截止。"))
    if locked.state == ClassState.PLANNED and not EvaluationBox.objects.filter(training_class=locked).exists():
        raise IllegalMoveError("not_begun", _("培训班还没有开班，也没有人评价，不能截止。"))
    return _close(locked, by=by)


def close_due(_now: datetime) -> int:
    """Close the evaluations of classes that ended long enough ago; returns how many."""
    ended = TrainingClass.objects.filter(
        ends_on__lt=clock.today() - timedelta(days=OPEN_DAYS), evaluation_closed_at=None
    )
    return sum(_close_one(training_class) for training_class in ended.order_by("pk"))


@transaction.atomic
def _close_one(training_class: TrainingClass) -> int:
    locked = _locked(training_class)
    if locked.evaluation_closed_at is None:
        _close(locked, by=None)
    return 1


def _locked(training_class: TrainingClass) -> TrainingClass:
    return lock(TrainingClass.objects.select_related("owner"), training_class.pk)


def _close(locked: TrainingClass, *, by: User | None) -> TrainingClass:
    locked.evaluation_closed_at = clock.now()
    locked.save(update_fields=["evaluation_closed_at"])
    history.record(locked, "class.evaluation_close", by=by)
    return locked
