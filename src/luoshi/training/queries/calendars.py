"""What stands in the calendar of one trainee: the sessions, those that were cancelled, the room of the own group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.training.feeds import Event
from luoshi.training.models import Trainee
from luoshi.training.queries.classes import sessions_of
from luoshi.training.states import SessionForm, TraineeState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.training.models import Session


def own_places(user: User) -> QuerySet[Trainee]:
    """Where the person is on a roster, the newest class first."""
    places = Trainee.objects.filter(user=user, state=TraineeState.ENROLLED)
    return places.select_related("training_class").order_by("-training_class__starts_on", "pk")


def events_of(trainee: Trainee, *, host: str) -> Iterator[Event]:
    """The entries of a trainee's calendar; for somebody who left the class every one of them is cancelled.

    What may change an entry raises its sequence: the session, the facts of the class, the place of the trainee in it.
    """
    since = trainee.training_class.version + trainee.version
    has_left = trainee.state != TraineeState.ENROLLED
    for one in sessions_of(trainee.training_class):
        yield Event(
            _uid(one.pk, host),
            one.starts_at,
            one.ends_at,
            trainee.training_class.title if has_left else one.title,
            "" if has_left else _room(one, trainee),
            "" if has_left else one.question,
            one.version + since,
            is_cancelled=has_left,
        )
    for gone in trainee.training_class.removed_sessions.all():
        title = trainee.training_class.title if has_left else gone.title
        yield Event(
            _uid(gone.number, host),
            gone.starts_at,
            gone.ends_at,
            title,
            sequence=gone.version + since,
            is_cancelled=True,
        )


def _room(session: Session, trainee: Trainee) -> str:
    """A group discusses in its own room."""
    if session.form == SessionForm.GROUP_DISCUSSION and trainee.group and trainee.group.room:
        return trainee.group.room
    return session.room or trainee.training_class.place


def _uid(number: int, host: str) -> str:
    return f"session-{number}@{host}"
