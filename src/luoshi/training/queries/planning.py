"""Clashes of a class: with its own sessions and with those of other classes at the same time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, Min, Q
from django.utils.translation import gettext_lazy as _

from luoshi.accounts.models import User
from luoshi.training.clashes import CLASS, ROOM, SPEAKER, Slot, find_clashes
from luoshi.training.models import Session, Trainee
from luoshi.training.states import TraineeState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrOrPromise

    from luoshi.training.clashes import Clash
    from luoshi.training.models import TrainingClass

NAMES_AT_MOST = 5


@dataclass(frozen=True)
class ShownClash:
    """A clash in words, at one session of the class."""

    session: Session
    sentence: _StrOrPromise


def clashes_of(training_class: TrainingClass) -> list[ShownClash]:
    """What cannot be at the same time, for the sessions of this class: with a handful of queries."""
    own = list(training_class.sessions.select_related("speaker"))
    if not own:
        return []
    window = training_class.sessions.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    users = _users_by_class([training_class.pk])[training_class.pk]
    shared_users = Q(training_class__trainees__user__in=users, training_class__trainees__state=TraineeState.ENROLLED)
    others = list(
        Session.objects.filter(starts_at__lt=window["last"], ends_at__gt=window["first"])
        .exclude(training_class=training_class)
        .filter(
            Q(room__in={one.room for one in own if one.room}, training_class__owner=training_class.owner_id)
            | Q(speaker__in={one.speaker_id for one in own if one.speaker_id})
            | shared_users
        )
        .select_related("speaker", "training_class")
        .distinct()
    )
    people = _users_by_class({one.training_class_id for one in others} | {training_class.pk})
    found = find_clashes(_slot(one, training_class, people) for one in (*own, *others))
    sessions = {one.pk: one for one in (*own, *others)}
    mine = {one.pk for one in own}
    return _shown([clash for clash in found if clash.first in mine or clash.second in mine], sessions, mine)


def _slot(session: Session, training_class: TrainingClass, people: dict[int, frozenset[int]]) -> Slot:
    """A room of another unit's class is another room, whatever its name."""
    is_same_house = session.training_class_id == training_class.pk or (
        session.training_class.owner_id == training_class.owner_id
    )
    return Slot(
        session.pk,
        session.training_class_id,
        session.starts_at,
        session.ends_at,
        session.room if is_same_house else "",
        session.speaker_id,
        people.get(session.training_class_id, frozenset()),
    )


def _users_by_class(classes: Iterable[int]) -> dict[int, frozenset[int]]:
    rows = Trainee.objects.filter(training_class__in=classes, state=TraineeState.ENROLLED).exclude(user=None)
    found: dict[int, set[int]] = defaultdict(set)
    for class_number, user in rows.values_list("training_class_id", "user_id"):
        found[class_number].add(user or 0)
    return defaultdict(frozenset, {number: frozenset(users) for number, users in found.items()})


def _shown(clashes: list[Clash], sessions: dict[int, Session], mine: set[int]) -> list[ShownClash]:
    numbers = {number for clash in clashes for number in clash.people}
    names = dict(User.objects.filter(pk__in=numbers).values_list("pk", "name")) if numbers else {}
    shown = []
    for clash in clashes:
        first, second = (clash.first, clash.second) if clash.first in mine else (clash.second, clash.first)
        people = "、".join(names[number] for number in sorted(clash.people)[:NAMES_AT_MOST])
        shown.append(ShownClash(sessions[first], _sentence(clash, sessions[first], sessions[second], people)))
    return shown


def _sentence(clash: Clash, one: Session, other: Session, people: str) -> _StrOrPromise:
    """Of another class only the time is told, not what it is."""
    if clash.kind == ROOM:
        return _("教室“%(room)s”与“%(other)s”同时使用。") % {"room": one.room, "other": other.title}
    if clash.kind == SPEAKER:
        return _("主讲人%(name)s与“%(other)s”时间重叠。") % {"name": one.speaker, "other": other.title}
    if clash.kind == CLASS:
        return _("与本班“%(other)s”时间重叠，学员不能同时参加。") % {"other": other.title}
    return _("学员%(people)s同时在另一个班上课。") % {"people": people}
