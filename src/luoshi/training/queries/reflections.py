"""Reads of reflections: whom they are visible to, the class head's list, versions, comments, tombstones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from luoshi.common import history
from luoshi.common.backup_register import MadeBackup, backups_since
from luoshi.training.essays import Essay, essay_of
from luoshi.training.models import Reflection, TrainingClass
from luoshi.training.queries.classes import run_by, trainees_of
from luoshi.training.rules import RULES
from luoshi.training.states import ReflectionState
from luoshi.units.duties import duties_of
from luoshi.units.queries.units import subtrees
from luoshi.units.states import Role

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.training.models import ReflectionComment, ReflectionVersion, Trainee

CLASS = "trainee__training_class__"
TEXTS = ("title", "parts")
HANDED_IN = (ReflectionState.HANDED_IN, ReflectionState.ON_PAPER)


@dataclass(frozen=True)
class Line:
    """One trainee in the class head's list: what was handed in, and nothing about the text."""

    trainee: Trainee
    reflection: Reflection | None

    @property
    def is_open(self) -> bool:
        """Whether nothing was handed in so far; whether somebody is writing is nobody's business."""
        return self.reflection is None or self.reflection.state not in HANDED_IN


@dataclass(frozen=True)
class Tombstone:
    """What is left of a removed text: why, by whom, when, and which backups still hold it."""

    reason: str
    by: str
    at: datetime
    backups: tuple[MadeBackup, ...]


@dataclass(frozen=True)
class Commented:
    """A comment and where its words stand now; `place` is None where they are gone, or none were named."""

    comment: ReflectionComment
    start: int | None
    end: int | None

    @property
    def is_orphaned(self) -> bool:
        return bool(self.comment.quote) and self.start is None


def reflections_visible_to(user: User) -> QuerySet[Reflection]:
    """One's own; those handed in to the classes that one runs. Nobody else's, whatever the post."""
    own = Q(trainee__user=user)
    handed_in = Q(state__in=HANDED_IN, purged_at=None) & run_by(user, prefix=CLASS)
    return _with_class(Reflection.objects.filter(own | handed_in))


def reflections_of(user: User) -> QuerySet[Reflection]:
    """One's own and no others: quick, because saving by itself asks this every few seconds."""
    return Reflection.objects.filter(trainee__user=user).select_related("trainee")


def reflections_removable_by(user: User) -> QuerySet[Reflection]:
    """Those whose text one may have removed without reading it: of the classes of one's office."""
    heads = subtrees(duties_of(user).unit_paths(Role.OFFICE_HEAD), prefix="trainee__training_class__owner__")
    return _with_class(Reflection.objects.filter(heads)).defer(*TEXTS)


def own_reflection(training_class: TrainingClass, user: User) -> Reflection | None:
    """What somebody writes in a class, if it was begun."""
    return _with_class(Reflection.objects.filter(trainee__training_class=training_class, trainee__user=user)).first()


def classes_headed_by(user: User) -> QuerySet[TrainingClass]:
    """The classes whose reflections one receives."""
    return TrainingClass.objects.filter(run_by(user)).select_related("owner", "class_head")


def lines_of(training_class: TrainingClass) -> list[Line]:
    """Everybody on the roster, in its order and in no other: with two queries, and without any text."""
    rows = Reflection.objects.filter(trainee__training_class=training_class).defer(*TEXTS)
    by_trainee = {row.trainee_id: row for row in rows}
    return [Line(trainee, by_trainee.get(trainee.pk)) for trainee in trainees_of(training_class).order_by("pk")]


def essay(reflection: Reflection) -> Essay:
    """The text of a reflection."""
    return essay_of(reflection.title, reflection.parts)


def versions_of(reflection: Reflection) -> QuerySet[ReflectionVersion]:
    """Earlier states, the newest first, without their text."""
    return reflection.versions.filter(purged_at=None).defer(*TEXTS).order_by("-number")


def version_of(reflection: Reflection, number: int) -> tuple[ReflectionVersion, Essay] | None:
    """One earlier state with its text."""
    version = reflection.versions.filter(purged_at=None, number=number).first()
    return None if version is None else (version, essay_of(version.title, version.parts))


def may_read_text(user: User, reflection: Reflection) -> bool:
    """The author always; the class head what was handed in here, not the draft behind a paper."""
    if reflection.purged_at is not None:
        return False
    if RULES["reflection.write"](user, reflection):
        return True
    return reflection.state == ReflectionState.HANDED_IN and RULES["reflection.read"](user, reflection)


def may_read_file(user: User, reflection: Reflection) -> bool:
    """The author always; the class head the scan of a paper, not the file from which a text was taken in."""
    if RULES["reflection.write"](user, reflection):
        return True
    return reflection.state == ReflectionState.ON_PAPER and RULES["reflection.read"](user, reflection)


def comments_of(reflection: Reflection) -> list[Commented]:
    """What the class head said, in the order of the text; what is about all of it comes first."""
    text = essay(reflection).text
    found = [_placed(comment, text) for comment in reflection.comments.select_related("author")]
    return sorted(found, key=lambda one: (-1 if one.start is None else one.start, one.comment.pk))


def place_of(quote: str, text: str, *, near: int = 0) -> tuple[int, int] | None:
    """Where the quoted words stand in a text, the place nearest to `near`; None if they do not."""
    if not quote:
        return None
    places = []
    at = text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - near))
    return start, start + len(quote)


def tombstone_of(reflection: Reflection) -> Tombstone | None:
    """What is left of a removed reflection; None while its text is there."""
    if reflection.purged_at is None:
        return None
    entries = history.entries_of(reflection)
    entry, first = entries.filter(verb=history.PURGE).last(), entries.first()
    if entry is None or first is None:
        return None
    backups = tuple(made for made in backups_since(first.at) if made.made_at <= entry.at)
    return Tombstone(str(entry.params.get("reason", "")), str(entry.actor or ""), entry.at, backups)


def _with_class(rows: QuerySet[Reflection]) -> QuerySet[Reflection]:
    return rows.select_related("trainee__training_class__owner", "trainee__training_class__class_head", "trainee__unit")


def _placed(comment: ReflectionComment, text: str) -> Commented:
    place = place_of(comment.quote, text, near=comment.start or 0)
    return Commented(comment, *(place or (None, None)))
