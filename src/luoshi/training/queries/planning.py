"""Clashes of a class, planned or kept: with its own sessions and with those of other classes at the same time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luoshi.accounts.models import User
from luoshi.training.clashes import CLASS, GROUPS, ROOM, SPEAKER, Slot, find_clashes
from luoshi.training.models import Group, Session, Trainee
from luoshi.training.queries.classes import sessions_visible_to
from luoshi.training.states import SessionForm, TraineeState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.utils.functional import _StrOrPromise

    from luoshi.training.clashes import Clash
    from luoshi.training.models import TrainingClass

NAMES_AT_MOST = 5


@dataclass(frozen=True)
class ShownClash:
    """A clash in words, at one session of the class; `other` is None where its page is not open to the reader."""

    session: Session
    other: Session | None
    sentence: _StrOrPromise


def clashes_of(training_class: TrainingClass, *, seen_by: User) -> list[ShownClash]:
    """What cannot be at the same time, for the sessions of this class as they are kept."""
    return clashes_with(training_class, list(training_class.sessions.select_related("speaker")), seen_by=seen_by)


def clashes_with(training_class: TrainingClass, planned: Sequence[Session], *, seen_by: User) -> list[ShownClash]:
    """What would clash if these sessions were kept: new ones without a number, changed ones with their own.

    With a handful of queries, however many sessions there are.
    """
    if not planned:
        return []
    numbers = {one.pk for one in planned if one.pk}
    kept = training_class.sessions.exclude(pk__in=numbers).select_related("speaker")
    around = [*kept, *_of_other_classes(training_class, planned)]
    classes = {training_class.pk, *(one.training_class_id for one in around)}
    table = _Table(_users_by_class(classes), _rooms_by_class(classes))
    sessions = {one.pk or -place: one for place, one in enumerate((*planned, *around), start=1)}
    found = find_clashes(table.slot(number, one, training_class) for number, one in sessions.items())
    mine = {number for number, one in sessions.items() if any(one is own for own in planned)}
    return _shown([one for one in found if {one.first, one.second} & mine], sessions, mine, seen_by)


def _of_other_classes(training_class: TrainingClass, planned: Sequence[Session]) -> Iterable[Session]:
    """What other classes do at that time in the rooms of the house, with the same speakers or trainees."""
    users = _users_by_class([training_class.pk])[training_class.pk]
    rooms = {*_rooms_by_class([training_class.pk])[training_class.pk], *(one.room for one in planned if one.room)}
    in_our_rooms = Q(room__in=rooms) | Q(form=SessionForm.GROUP_DISCUSSION, training_class__groups__room__in=rooms)
    return (
        Session.objects.filter(
            starts_at__lt=max(one.ends_at for one in planned), ends_at__gt=min(one.starts_at for one in planned)
        )
        .exclude(training_class=training_class)
        .filter(
            Q(in_our_rooms, training_class__owner=training_class.owner_id)
            | Q(speaker__in={one.speaker_id for one in planned if one.speaker_id})
            | Q(training_class__trainees__user__in=users, training_class__trainees__state=TraineeState.ENROLLED)
        )
        .select_related("speaker", "training_class")
        .distinct()
    )


@dataclass(frozen=True)
class _Table:
    """Who sits in which class, and in which rooms its groups talk."""

    people: Mapping[int, frozenset[int]]
    group_rooms: Mapping[int, Mapping[str, tuple[str, ...]]]

    def slot(self, number: int, session: Session, training_class: TrainingClass) -> Slot:
        """A room of another unit's class is another room, whatever its name."""
        number_of_class = session.training_class_id
        is_same_house = number_of_class == training_class.pk or (
            session.training_class.owner_id == training_class.owner_id
        )
        groups = self.group_rooms[number_of_class] if session.form == SessionForm.GROUP_DISCUSSION else {}
        rooms = {session.room, *groups} - {""}
        return Slot(
            number,
            number_of_class,
            session.starts_at,
            session.ends_at,
            frozenset(rooms if is_same_house else ()),
            session.speaker_id,
            self.people[number_of_class],
            tuple((room, names) for room, names in groups.items() if len(names) > 1),
        )


def _users_by_class(classes: Iterable[int]) -> Mapping[int, frozenset[int]]:
    rows = Trainee.objects.filter(training_class__in=classes, state=TraineeState.ENROLLED).exclude(user=None)
    found: dict[int, set[int]] = defaultdict(set)
    for class_number, user in rows.values_list("training_class_id", "user_id"):
        found[class_number].add(user or 0)
    return defaultdict(frozenset, {number: frozenset(users) for number, users in found.items()})


def shared_rooms(training_class: TrainingClass) -> list[tuple[str, tuple[str, ...]]]:
    """The rooms that are given to several groups of a class, with the names of those groups."""
    rooms = _rooms_by_class([training_class.pk])[training_class.pk]
    return [(room, names) for room, names in rooms.items() if len(names) > 1]


def _rooms_by_class(classes: Iterable[int]) -> Mapping[int, Mapping[str, tuple[str, ...]]]:
    """By class the rooms of its groups, each with the names of the groups to which it is given."""
    found: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for group in Group.objects.filter(training_class__in=classes).exclude(room="").order_by("position", "pk"):
        rooms = found[group.training_class_id]
        rooms[group.room] = (*rooms.get(group.room, ()), group.name)
    return found


def _shown(clashes: list[Clash], sessions: dict[int, Session], mine: set[int], seen_by: User) -> list[ShownClash]:
    numbers = {number for clash in clashes for number in clash.people}
    names = dict(User.objects.filter(pk__in=numbers).values_list("pk", "name")) if numbers else {}
    own = {sessions[number].training_class_id for number in mine}
    met = {number for clash in clashes for number in (clash.first, clash.second)} - mine
    elsewhere = {number for number in met if sessions[number].training_class_id not in own}
    open_ones = met - elsewhere
    if elsewhere:
        open_ones |= set(sessions_visible_to(seen_by).filter(pk__in=elsewhere).values_list("pk", flat=True))
    shown = []
    for clash in clashes:
        first, second = (clash.first, clash.second) if clash.first in mine else (clash.second, clash.first)
        other = sessions[second] if second != first and (second in open_ones or second in mine) else None
        people = "、".join(names[number] for number in sorted(clash.people)[:NAMES_AT_MOST])
        sentence = _sentence(clash, sessions[first], _name(sessions[second], is_told=other is not None), people)
        shown.append(ShownClash(sessions[first], other, sentence))
    return shown


def _name(session: Session, *, is_told: bool) -> _StrOrPromise:
    """Of a class that the reader does not see only the time is told, not what it is."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    when = f"{starts:%m-%d %H:%M}–{ends:%H:%M}"
    if not is_told:
        return _("另一个班的课（%(when)s）") % {"when": when}
    return _("“%(title)s”（%(when)s）") % {"title": session.title, "when": when}


def _sentence(clash: Clash, one: Session, other: _StrOrPromise, people: str) -> _StrOrPromise:
    if clash.kind == GROUPS:
        return _("%(groups)s同在“%(room)s”讨论，请在分组页面另定地点。") % {
            "groups": "、".join(clash.groups),
            "room": clash.room,
        }
    if clash.kind == ROOM:
        return _("教室“%(room)s”与%(other)s同时使用。") % {"room": clash.room, "other": other}
    if clash.kind == SPEAKER:
        return _("主讲人%(name)s与%(other)s时间重叠。") % {"name": one.speaker, "other": other}
    if clash.kind == CLASS:
        return _("与本班%(other)s时间重叠，学员不能同时参加。") % {"other": other}
    return _("学员%(people)s同时有%(other)s。") % {"people": people, "other": other}
