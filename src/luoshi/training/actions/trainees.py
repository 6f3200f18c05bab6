"""Writes of the roster: enrol, change, withdraw, substitute, call up units and answer a call-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.notices.actions import notify
from luoshi.training.actions.door import enter, tell
from luoshi.training.actions.feeds import new_address
from luoshi.training.models import CallUp, Reflection, Trainee, TrainingClass
from luoshi.training.queries.accounts import accounts_by_name
from luoshi.training.queries.classes import heads_of
from luoshi.training.rules import RULES
from luoshi.training.states import ClassState, TraineeState
from luoshi.units.queries.people import people_in
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

FIELDS = ("name", "user", "unit", "unit_name", "post_title", "field", "group")
MOST_AT_ONCE = 1_000


@transaction.atomic
def enrol(training_class: TrainingClass, *, by: User, **values: Any) -> Trainee:
    """Put one person on the roster, with or without an account (values: see FIELDS)."""
    training_class = enter(training_class, "trainee.change", by=by)
    return enrol_many(training_class, [values], by=by)[0]


@transaction.atomic
def enrol_roster(training_class: TrainingClass, rows: Sequence[dict[str, Any]], *, by: User) -> list[Trainee]:
    """Put a whole list on the roster in one step (rows: see FIELDS)."""
    return enrol_many(enter(training_class, "trainee.change", by=by), rows, by=by)


@transaction.atomic(savepoint=False)
def enrol_many(training_class: TrainingClass, rows: Sequence[dict[str, Any]], *, by: User) -> list[Trainee]:
    """Put many on the roster with few queries; the caller has checked the right and holds the lock."""
    if len(rows) > MOST_AT_ONCE:
        raise UnmetConditionError("too_many", _("一次最多录入%(count)s名学员。") % {"count": MOST_AT_ONCE})
    _check_not_there(training_class, rows)
    made = [Trainee(training_class=training_class, calendar_token=new_address(), **row) for row in rows]
    trainees = Trainee.objects.bulk_create(made)
    changes = [history.Change(one, "trainee.enrol", after=history.snapshot(one, FIELDS)) for one in trainees]
    history.record_many(changes, by=by)
    history.record(training_class, "class.enrol", by=by, params={"count": len(trainees)})
    return trainees


@transaction.atomic
def change_trainee(trainee: Trainee, *, seen: int | None, by: User, **values: Any) -> Trainee:
    """Correct the facts of a trainee (values: see FIELDS)."""
    training_class = enter(trainee.training_class, "trainee.change", by=by)
    trainee = lock(Trainee.objects.select_related("training_class__owner"), trainee.pk)
    check_version(trainee, seen)
    if "user" in values and trainee.user_id and getattr(values["user"], "pk", None) != trainee.user_id:
        _check_nothing_written(trainee)
    if values.get("user") and values["user"].pk != trainee.user_id:
        _check_not_there(training_class, [values])
    if "user" in values and getattr(values["user"], "pk", None) != trainee.user_id:
        trainee.calendar_token = new_address()
    names = tuple(name for name in FIELDS if name in values)
    before = history.snapshot(trainee, names)
    for name in names:
        setattr(trainee, name, values[name])
    after = history.snapshot(trainee, names)
    if before != after:
        next_version(trainee)
        trainee.save()
        history.record_change(trainee, "trainee.change", by=by, before=before, after=after)
    return trainee


def _check_nothing_written(trainee: Trainee) -> None:
    """What somebody wrote is theirs alone: it must not fall to another account, or to nobody."""
    held = Reflection.objects.filter(trainee=trainee, purged_at=None)
    is_written = ~Q(parts=[], title="") | Q(file__isnull=False) | Q(versions__purged_at=None, versions__isnull=False)
    if held.filter(is_written).exists() or trainee.commitments.exists():
        sentence = _("%(name)s已有心得体会或承诺事项，不能改换账号。要换人，请用“替换”。") % {"name": trainee.name}
        raise UnmetConditionError("reflection_written", sentence)


@transaction.atomic
def withdraw(trainee: Trainee, *, reason: str, by: User) -> Trainee:
    """Take somebody off the roster; what was entered stays."""
    enter(trainee.training_class, "trainee.change", by=by)
    return _leave(trainee, TraineeState.WITHDRAWN, "trainee.withdraw", by=by, reason=reason)


@transaction.atomic
def substitute(trainee: Trainee, *, by: User, **values: Any) -> Trainee:
    """Somebody else of the same unit takes the place: same group, own record (values: see FIELDS).

    A unit that was called up exchanges its own people until the class begins; the class head is told.
    """
    require(RULES, "trainee.substitute", by, trainee)
    runs = RULES["trainee.change"](by, trainee.training_class)
    if not runs and trainee.training_class.state != ClassState.PLANNED:
        raise IllegalMoveError("class_began", _("培训班已经开始。需要换人的，请联系班主任。"))
    left = _leave(trainee, TraineeState.REPLACED, "trainee.replace", by=by, reason=values["name"])
    facts: dict[str, Any] = {"unit": left.unit, "unit_name": left.unit_name, "field": left.field, "group": left.group}
    if left.unit and not values.get("user"):
        facts["user"] = accounts_by_name([values["name"]], left.unit).get(values["name"])
    made = enrol_many(left.training_class, [values | facts], by=by)[0]
    made.substitute_of = left
    made.save(update_fields=["substitute_of"])
    if not runs:
        names = {"unit": left.unit_text, "old": left.name, "new": made.name}
        tell(left.training_class, heads_of(left.training_class), "training.substituted", **names)
    return made


@transaction.atomic
def call_up(
    training_class: TrainingClass, units: Sequence[Unit], *, quota: int, answer_by: date | None, by: User
) -> list[CallUp]:
    """Ask units to name trainees; a unit that was asked before has its quota changed and is asked again."""
    training_class = enter(training_class, "call_up.make", by=by)
    made = []
    for unit in units:
        values = {"quota": quota, "answer_by": answer_by, "answered_at": None, "answered_by": None}
        one, _created = CallUp.objects.update_or_create(training_class=training_class, unit=unit, defaults=values)
        made.append(one)
        _tell_unit(one)
    names = "、".join(unit.name for unit in units)
    history.record(training_class, "class.call_up", by=by, params={"units": names, "quota": quota})
    return made


@transaction.atomic
def answer_call_up(one: CallUp, rows: Sequence[dict[str, Any]], *, by: User) -> list[Trainee]:
    """The unit names whom it sends, at most as many as it was asked for."""
    require(RULES, "call_up.answer", by, one)
    one = lock(CallUp.objects.select_related("training_class__owner", "unit"), one.pk)
    if one.training_class.state == ClassState.FINISHED:
        raise IllegalMoveError("class_finished", _("这个培训班已经结束，不能再报名。"))
    if one.answered_at is not None:
        raise IllegalMoveError("call_up_answered", _("本单位已经报过名。需要换人的，请联系班主任。"))
    if not 1 <= len(rows) <= one.quota:
        raise UnmetConditionError("quota", _("请填写1至%(quota)s名学员。") % {"quota": one.quota})
    accounts = accounts_by_name([row["name"] for row in rows], one.unit)
    facts = [{"unit": one.unit, "user": accounts.get(row["name"])} | row for row in rows]
    trainees = enrol_many(one.training_class, facts, by=by)
    CallUp.objects.filter(pk=one.pk).update(answered_at=clock.now(), answered_by=by)
    return trainees


def _leave(trainee: Trainee, state: str, verb: str, *, by: User, reason: str) -> Trainee:
    if lock(TrainingClass.objects.all(), trainee.training_class_id).state == ClassState.FINISHED:
        raise IllegalMoveError("class_finished", _("这个培训班已经结束。确需更正的，请先恢复为进行中。"))
    rows = Trainee.objects.select_related("training_class__owner", "training_class__class_head", "unit")
    trainee = lock(rows.select_related("field", "group"), trainee.pk)
    if trainee.state != TraineeState.ENROLLED:
        raise IllegalMoveError("not_enrolled", _("这名学员已不在册。"))
    if trainee.completed_on is not None:
        raise IllegalMoveError("already_completed", _("这名学员已经结业。"))
    trainee.state = state
    next_version(trainee)
    trainee.save(update_fields=["state", "version"])
    trainee.convenes.update(convener=None)
    history.record(trainee, verb, by=by, params={"name": trainee.name, "reason": reason})
    return trainee


def _check_not_there(training_class: TrainingClass, rows: Sequence[dict[str, Any]]) -> None:
    users = [row["user"] for row in rows if row.get("user")]
    taken = Trainee.objects.filter(training_class=training_class, user__in=users).first()
    if taken is not None or len(users) != len({user.pk for user in users}):
        name = taken.name if taken else users[0].name
        raise UnmetConditionError("already_enrolled", _("“%(name)s”已在学员名册中。") % {"name": name})


def _tell_unit(one: CallUp) -> None:
    from django.urls import reverse

    today = clock.today()
    people = [person for role in (Role.LIAISON, Role.UNIT_HEAD) for person in people_in(role, unit=one.unit, day=today)]
    url = reverse("training:answer_call_up", args=[one.pk])
    notify(people, "training.called_up", url=url, params={"class": one.training_class.title, "quota": one.quota})
