"""What a person may act as: the posts held and those acted in for somebody else, asked once per request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from luoshi.common import clock
from luoshi.units.models import Delegation, Post, Unit
from luoshi.units.paths import is_within, next_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from luoshi.accounts.models import User


@dataclass(frozen=True)
class Duty:
    """One role in one unit; `acting_for` is the holder's user number if the post is only delegated."""

    role: str
    unit_id: int
    unit_path: str
    field_id: int | None
    post_id: int
    acting_for: int | None = None


NAMED_AT_MOST = 300
"""So many units are named to the database by their numbers, more by their paths."""


@dataclass(frozen=True)
class Duties:
    """Everything that one person may act as on one day."""

    all: tuple[Duty, ...] = ()
    _below: dict[tuple[str, ...], frozenset[int] | None] = field(default_factory=dict, compare=False, repr=False)
    _covered: dict[tuple[str, ...], bool] = field(default_factory=dict, compare=False, repr=False)

    def of(self, *roles: str) -> Iterator[Duty]:
        """The duties in any of these roles; in every role if none is named."""
        return (duty for duty in self.all if not roles or duty.role in roles)

    def holds(self, *roles: str) -> bool:
        """Whether the person has one of these roles anywhere."""
        return any(True for _duty in self.of(*roles))

    def covers(self, path: str | None, *roles: str) -> bool:
        """Whether one of these roles is held in the unit with this path or in a unit above it."""
        asked = (path or "", *roles)
        if asked not in self._covered:
            self._covered[asked] = any(is_within(path or "", duty.unit_path) for duty in self.of(*roles))
        return self._covered[asked]

    def holds_in(self, unit_id: int, *roles: str) -> bool:
        """Whether one of these roles is held in exactly this unit."""
        return any(duty.unit_id == unit_id for duty in self.of(*roles))

    def unit_paths(self, *roles: str) -> tuple[str, ...]:
        """The paths of the units in which these roles are held, without those that lie below another of them."""
        found = sorted({duty.unit_path for duty in self.of(*roles)})
        return tuple(path for path in found if not any(is_within(path, top) and path != top for top in found))

    def unit_ids(self, *roles: str) -> frozenset[int]:
        """The units in which these roles are held."""
        return frozenset(duty.unit_id for duty in self.of(*roles))

    def units_below(self, tops: tuple[str, ...]) -> frozenset[int] | None:
        """The numbers of these units and of all below them; None where they are too many to name.

        Given numbers, a database knows how many rows to expect; of a path it guesses, far too few.
        """
        if tops not in self._below:
            within = Q(pk__in=())
            for top in tops:
                within |= Q(path__gte=top, path__lt=next_after(top))
            found = Unit.objects.filter(within).order_by().values_list("pk", flat=True)[: NAMED_AT_MOST + 1]
            self._below[tops] = numbers if len(numbers := frozenset(found)) <= NAMED_AT_MOST else None
        return self._below[tops]

    def field_ids(self) -> frozenset[int]:
        """The portfolio fields led."""
        return frozenset(duty.field_id for duty in self.all if duty.field_id is not None)


def duties_of(user: User | AnonymousUser) -> Duties:
    """Today's duties; kept on the user object, where Django keeps its own permissions, for as long as the request."""
    day = clock.today()
    known = user.__dict__.get("_duties")
    if known is None or known[0] != day:
        known = (day, duties_on(user, day))
        user.__dict__["_duties"] = known
    duties: Duties = known[1]
    return duties


def duties_on(user: User | AnonymousUser, day: date) -> Duties:
    """The duties in force on a day: none for a person who may not sign in."""
    if not user.pk or not user.is_active:
        return Duties()
    held = Post.objects.on(day).filter(user_id=user.pk).select_related("unit")
    acting = Delegation.objects.on(day).filter(user_id=user.pk).select_related("post__unit")
    own = [_duty(post) for post in held]
    return Duties((*own, *(_duty(delegation.post, acting_for=delegation.post.user_id) for delegation in acting)))


def know_duties(users: Iterable[User]) -> None:
    """Ask for the duties of many people with two queries, where each of them is about to act."""
    day = clock.today()
    people = {user.pk: user for user in users if user.is_active}
    found: dict[int, list[Duty]] = {pk: [] for pk in people}
    for post in Post.objects.on(day).filter(user__in=found).select_related("unit"):
        found[post.user_id].append(_duty(post))
    for delegation in Delegation.objects.on(day).filter(user__in=found).select_related("post__unit"):
        found[delegation.user_id].append(_duty(delegation.post, acting_for=delegation.post.user_id))
    for pk, duties in found.items():
        people[pk].__dict__["_duties"] = (day, Duties(tuple(duties)))


def forget_duties(user: User) -> None:
    """Ask again at the next question: called by actions that change posts."""
    user.__dict__.pop("_duties", None)


def _duty(post: Post, *, acting_for: int | None = None) -> Duty:
    return Duty(
        role=post.role,
        unit_id=post.unit_id,
        unit_path=post.unit.path or "",
        field_id=post.field_id,
        post_id=post.pk,
        acting_for=acting_for,
    )
