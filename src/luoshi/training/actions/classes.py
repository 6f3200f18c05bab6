"""Writes of classes: hold one, change it, tell its timetable, begin and end it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.training.actions.door import enter, people_of, tell
from luoshi.training.models import TrainingClass
from luoshi.training.rules import RULES, RUNNERS, is_in_office
from luoshi.training.states import CLASS_MOVES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.units.models import Post, Unit

FIELDS = ("title", "theme", "place", "starts_on", "ends_on", "class_head", "least_share", "reflection_wanted")


@transaction.atomic
def add_class(owner: Unit, *, by: User, documents: Sequence[Document] = (), **values: Any) -> TrainingClass:
    """Hold a class (values: see FIELDS); who makes it heads it if nobody else is named."""
    require(RULES, "class.add", by, owner)
    values["class_head"] = values.get("class_head") or by
    _check_head(owner, values["class_head"])
    training_class = TrainingClass.objects.create(owner=owner, **values)
    training_class.documents.set(documents)
    history.record(training_class, "class.add", by=by, after=history.snapshot(training_class, FIELDS))
    return training_class


@transaction.atomic
def change_class(
    training_class: TrainingClass, *, seen: int | None, by: User, documents: Sequence[Document], **values: Any
) -> TrainingClass:
    """Change the facts of a class; its sessions have to stay within its days."""
    training_class = enter(training_class, "class.change", by=by)
    check_version(training_class, seen)
    names = tuple(name for name in FIELDS if name in values)
    if "class_head" in values and values["class_head"].pk != training_class.class_head_id:
        _check_head(training_class.owner, values["class_head"])
    before = history.snapshot(training_class, names) | {"documents": _documents(training_class)}
    for name in names:
        setattr(training_class, name, values[name])
    _check_days(training_class)
    training_class.documents.set(documents)
    after = history.snapshot(training_class, names) | {"documents": _documents(training_class)}
    if before != after:
        next_version(training_class)
        training_class.save()
        history.record_change(training_class, "class.change", by=by, before=before, after=after)
    return training_class


@transaction.atomic
def move_class(training_class: TrainingClass, verb: str, *, by: User) -> TrainingClass:
    """Begin, end or reopen a class."""
    require(RULES, "class.move", by, training_class)
    training_class = lock(TrainingClass.objects.select_related("owner"), training_class.pk)
    starts, ends = CLASS_MOVES[verb]
    if training_class.state not in starts:
        raise IllegalMoveError("class_move", _("培训班当前是“%(state)s”，不能这样办。") % _state(training_class))
    before = history.snapshot(training_class, ("state",))
    training_class.state = ends
    next_version(training_class)
    training_class.save(update_fields=["state", "version"])
    after = history.snapshot(training_class, ("state",))
    history.record_change(training_class, f"class.{verb}", by=by, before=before, after=after)
    return training_class


@transaction.atomic
def announce(training_class: TrainingClass, *, by: User) -> int:
    """Tell every trainee with an account the timetable; from now on they are told of changes. Returns how many."""
    training_class = enter(training_class, "class.announce", by=by)
    people = people_of(training_class)
    if not training_class.sessions.exists():
        raise UnmetConditionError("no_sessions", _("还没有课程安排，请先编排课表。"))
    training_class.announced_at = clock.now()
    training_class.save(update_fields=["announced_at"])
    history.record(training_class, "class.announce", by=by, params={"count": len(people)})
    tell(training_class, people, "training.announced")
    return len(people)


def pass_on(old: Post, new: Post, by: User | None) -> None:
    """The classes that somebody heads go with the post to the successor, so that none is left without a head."""
    if old.role not in RUNNERS:
        return
    rows = TrainingClass.objects.select_for_update(of=("self",)).filter(class_head=old.user_id).select_related("owner")
    for training_class in rows.order_by("pk"):
        if is_in_office(old.user, training_class.owner) or not is_in_office(new.user, training_class.owner):
            continue
        before = history.snapshot(training_class, ("class_head",))
        training_class.class_head = new.user
        next_version(training_class)
        training_class.save(update_fields=["class_head", "version"])
        after = history.snapshot(training_class, ("class_head",))
        history.record_change(training_class, "class.change", by=by, before=before, after=after)


def _check_head(owner: Unit, head: User) -> None:
    if not is_in_office(head, owner):
        sentence = _("%(name)s现在不担任主办单位（或其上级、下级单位）的班主任，请先由管理员设置这一职责。")
        raise UnmetConditionError("not_a_class_head", sentence % {"name": head.name})


def _check_days(training_class: TrainingClass) -> None:
    zone_days = training_class.sessions.values_list("starts_at__date", flat=True)
    if any(not training_class.starts_on <= day <= training_class.ends_on for day in zone_days):
        raise UnmetConditionError("sessions_outside", _("有课程不在新的起止日期之内，请先调整课表。"))


def _documents(training_class: TrainingClass) -> list[int]:
    return sorted(training_class.documents.values_list("pk", flat=True))


def _state(training_class: TrainingClass) -> dict[str, str]:
    return {"state": training_class.get_state_display()}
