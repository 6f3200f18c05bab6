"""Reads of discussions and seminars: live pieces as they stand, outcomes, questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q

from luoshi.training.models import DiscussionPiece, Outcome, Question
from luoshi.training.queries.classes import sessions_visible_to
from luoshi.training.queries.notes import groups_of
from luoshi.training.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.training.models import Group, Session


@dataclass(frozen=True)
class ShownPiece:
    """A piece of live notes as it stands: its first row, the words that count now, whether somebody changed them."""

    first: DiscussionPiece
    text: str
    is_amended: bool
    is_own: bool

    @property
    def is_struck(self) -> bool:
        return not self.text


@dataclass(frozen=True)
class Pieces:
    """What is new in a group's live notes; `last` is the number to ask from the next time."""

    shown: Sequence[ShownPiece]
    last: int


def pieces_of(session: Session, group: Group, user: User, *, after: int = 0) -> Pieces:
    """The pieces that came or changed after the row with this number, in the order in which they were begun."""
    rows = DiscussionPiece.objects.filter(session=session, group=group)
    new = list(rows.filter(pk__gt=after).select_related("author").order_by("pk"))
    if not new:
        return Pieces((), after)
    numbers = {row.amends_id or row.pk for row in new}
    first = {row.pk: row for row in new if row.amends_id is None}
    if missing := numbers - first.keys():
        first |= {row.pk: row for row in rows.filter(pk__in=missing).select_related("author")}
    newest: dict[int, str] = {row.amends_id: row.text for row in new if row.amends_id is not None}
    shown = [
        ShownPiece(first[pk], newest.get(pk, first[pk].text), pk in newest, first[pk].author_id == user.pk)
        for pk in sorted(first)
    ]
    return Pieces(shown, new[-1].pk)


def pieces_visible_to(user: User) -> QuerySet[DiscussionPiece]:
    """The pieces of the sessions that one sees, as far as they are one's own or of one's own group."""
    mine = Q(author=user) | Q(group__in=groups_of(user).values("pk"))
    visible = DiscussionPiece.objects.filter(mine, session__in=sessions_visible_to(user).values("pk"))
    return visible.select_related("session__training_class__owner", "group__training_class__owner", "amends")


def outcomes_of(session: Session, user: User) -> QuerySet[Outcome]:
    """What was handed over; drafts for those who run the class, and for the group that writes them."""
    rows = session.outcomes.select_related("group__convener", "entered_by").order_by(
        F("group__position").asc(nulls_first=True)
    )
    if RULES["outcome.of_session"](user, session):
        return rows
    return rows.filter(Q(group__in=groups_of(user).values("pk")) | ~Q(handed_over_at=None))


def outcomes_visible_to(user: User) -> QuerySet[Outcome]:
    """The outcomes of the sessions that one sees."""
    visible = Outcome.objects.filter(session__in=sessions_visible_to(user).values("pk"))
    return visible.select_related("session__training_class__owner", "session__speaker", "group__convener")


def questions_of(session: Session) -> QuerySet[Question]:
    """The questions put in a session, in their order; the class sees all of them."""
    return session.questions.select_related("asked_by", "answered_by", "measure").order_by("pk")


def questions_visible_to(user: User) -> QuerySet[Question]:
    """The questions of the sessions that one sees."""
    visible = Question.objects.filter(session__in=sessions_visible_to(user).values("pk"))
    return visible.select_related("session__training_class__owner", "session__speaker", "asked_by")
