"""Reads of films: who may open them, their chapters with the clauses they speak of, where one stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.library.queries.documents import clauses_visible_to
from luoshi.training.models import Video, WatchingPlace
from luoshi.training.queries.classes import sessions_visible_to

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.library.models import Clause


@dataclass(frozen=True)
class Chapter:
    """A chapter of a film; `clause` is None where it names none, or one that the person does not see."""

    at: int
    title: str
    clause: Clause | None


def videos_visible_to(user: User) -> QuerySet[Video]:
    """The films of the sessions that one sees: the right to a file comes from the session it hangs on."""
    visible = Video.objects.filter(session__in=sessions_visible_to(user).values("pk"))
    return visible.select_related("file", "captions", "session__training_class__owner", "session__speaker")


def chapters_of(video: Video, user: User) -> list[Chapter]:
    """The chapters in order of time."""
    numbers = [one["clause"] for one in video.chapters if one.get("clause")]
    visible = clauses_visible_to(user).filter(pk__in=numbers).select_related("document")
    clauses = {one.pk: one for one in visible.defer("document__text", "document__blocks", "document__findings")}
    return [Chapter(one["at"], one["title"], clauses.get(one.get("clause") or 0)) for one in video.chapters]


def watching_place(video: Video, user: User) -> int:
    """The second at which the person stopped, 0 if nowhere; nobody else is told."""
    found = WatchingPlace.objects.filter(video=video, user=user).values_list("second", flat=True).first()
    return found or 0
