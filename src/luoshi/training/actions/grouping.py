"""Writes of groups: make them balanced, move a trainee, name them and their conveners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from luoshi.common import history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.versions import lock, next_version
from luoshi.training.actions.door import enter
from luoshi.training.balancing import Seat, balanced
from luoshi.training.models import Group, Trainee
from luoshi.training.queries.classes import trainees_of

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.training.models import TrainingClass

MOST_GROUPS = 60


@transaction.atomic
def make_groups(training_class: TrainingClass, count: int, *, by: User) -> list[Group]:
    """Deal the trainees anew into `count` groups; groups that are in use keep their names and records."""
    training_class = enter(training_class, "group.change", by=by)
    trainees = list(trainees_of(training_class))
    if not 1 <= count <= min(MOST_GROUPS, max(len(trainees), 1)):
        raise UnmetConditionError("group_count", _("组数应在1至学员人数之间。"))
    groups = _groups(training_class, count)
    seats = [Seat(one.pk, one.unit_id or one.unit_name or None, one.field_id) for one in trainees]
    for group, numbers in zip(groups, balanced(seats, count), strict=True):
        moved = Trainee.objects.filter(pk__in=numbers).exclude(group=group)
        moved.update(group=group, version=F("version") + 1)
        if group.convener_id not in numbers:
            Group.objects.filter(pk=group.pk).update(convener=None)
    history.record(training_class, "class.group", by=by, params={"count": count})
    return groups


@transaction.atomic
def move_to_group(trainee: Trainee, group: Group | None, *, by: User) -> Trainee:
    """Put one trainee into another group of the same class, or into none."""
    training_class = enter(trainee.training_class, "group.change", by=by)
    trainee = lock(Trainee.objects.select_related("training_class__owner", "group"), trainee.pk)
    if group is not None and group.training_class_id != training_class.pk:
        raise UnmetConditionError("other_class", _("这个小组不属于本班。"))
    if trainee.group_id == (group.pk if group else None):
        return trainee
    before = {"group": str(trainee.group or "")}
    trainee.convenes.update(convener=None)
    trainee.group = group
    next_version(trainee)
    trainee.save(update_fields=["group", "version"])
    history.record(trainee, "trainee.group", by=by, before=before, after={"group": str(group or "")})
    return trainee


@transaction.atomic
def change_group(group: Group, *, name: str, room: str, convener: Trainee | None, by: User) -> Group:
    """Name a group, its room and its convener, who has to be one of its members."""
    training_class = enter(group.training_class, "group.change", by=by)
    if convener is not None and convener.group_id != group.pk:
        raise UnmetConditionError("convener_outside", _("召集人应当是本组学员。"))
    before = _facts(group)
    group.name, group.room, group.convener = name.strip() or group.name, room.strip(), convener
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise UnmetConditionError("group_taken", _("本班已有名为“%(name)s”的小组。") % {"name": name}) from error
    after = _facts(group)
    if before["room"] != after["room"]:
        group.members.update(version=F("version") + 1)  # their calendars show another place
    params = {"name": group.name}
    history.record_change(training_class, "class.group_change", by=by, before=before, after=after, params=params)
    return group


def _facts(group: Group) -> dict[str, str]:
    """What the history of the class tells of a group, which is no object of its own there: names and no keys."""
    return {"name": group.name, "room": group.room, "convener": str(group.convener or "")}


def _groups(training_class: TrainingClass, count: int) -> list[Group]:
    """The first groups of the class, new ones added, those that are too many emptied and removed if unused."""
    held = list(training_class.groups.order_by("position", "pk"))
    for group in held[count:]:
        if group.pieces.exists() or group.outcomes.exists():
            raise UnmetConditionError("group_in_use", _("“%(name)s”已有讨论记录，不能减少组数。") % {"name": group})
        group.delete()
    taken = {group.name for group in held[:count]}
    free = (name for number in range(1, 2 * MOST_GROUPS) if (name := f"第{number}组") not in taken)
    new = [Group(training_class=training_class, name=next(free), position=place) for place in range(len(held), count)]
    return [*held[:count], *Group.objects.bulk_create(new)]
