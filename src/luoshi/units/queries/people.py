"""Reads of people and their posts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q

from luoshi.accounts.models import User
from luoshi.common import clock
from luoshi.units.duties import duties_of
from luoshi.units.models import Delegation, Post
from luoshi.units.queries.units import subtrees
from luoshi.units.rules import RULES, SEES_PEOPLE
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.units.models import Unit


def people_visible_to(user: User) -> QuerySet[User]:
    """Oneself; people with a post in or below a unit of one's own; those without any post for an administrator."""
    duties = duties_of(user)
    tops = duties.unit_paths(*SEES_PEOPLE)
    in_reach = Exists(Post.objects.filter(subtrees(tops, prefix="unit__"), user=OuterRef("pk")))
    condition = Q(pk=user.pk) | Q(in_reach)
    if duties.holds(Role.ADMINISTRATOR):
        condition |= Q(~Exists(Post.objects.filter(user=OuterRef("pk"))))
    return User.objects.filter(condition)


def posts_visible_to(user: User) -> QuerySet[Post]:
    """Who holds which post is a directory; how to reach people is told by `people_visible_to`."""
    return Post.objects.all() if duties_of(user).all else Post.objects.none()


def posts_in_force(posts: QuerySet[Post], day: date) -> QuerySet[Post]:
    """Posts on a day with people, units and fields at hand."""
    return Post.objects.on(day).filter(pk__in=posts.values("pk")).select_related("user", "unit", "field")


def posts_of_unit(posts: QuerySet[Post], unit: Unit) -> QuerySet[Post]:
    """The posts of one unit that hold today, with who acts in them."""
    day = clock.today()
    acting = Prefetch("delegations", queryset=Delegation.objects.on(day).select_related("user"), to_attr="acting_today")
    return posts_in_force(posts, day).filter(unit=unit).order_by("role", "pk").prefetch_related(acting)


def with_rights(posts: Iterable[Post], user: User) -> list[Any]:
    """Posts with what the person may do with each: `may_delegate`, `may_hand_over`, `may_end`, or `may_any` of them."""
    shown: list[Any] = list(posts)
    for post in shown:
        for verb in ("delegate", "hand_over", "end"):
            setattr(post, f"may_{verb}", RULES[f"post.{verb}"](user, post))
        post.may_any = post.may_delegate or post.may_hand_over or post.may_end
    return shown


def posts_of_person(posts: QuerySet[Post], person: User) -> QuerySet[Post]:
    """All posts of a person, past ones too, the newest first."""
    return (
        posts.filter(user=person)
        .select_related("unit", "field")
        .prefetch_related("delegations__user")
        .order_by("-starts_on", "-pk")
    )


def with_posts(people: QuerySet[User]) -> QuerySet[User]:
    """People with the posts that hold today at hand."""
    today = Post.objects.on(clock.today()).select_related("unit", "field")
    return people.prefetch_related(Prefetch("posts", queryset=today, to_attr="posts_today"))


def search_people(people: QuerySet[User], text: str) -> QuerySet[User]:
    """People whose name, name to sign in with or unit holds the text, or whose name in pinyin begins with it."""
    in_unit = Exists(Post.objects.filter(user=OuterRef("pk"), unit__name__icontains=text))
    by_name = Q(name__icontains=text) | Q(username__icontains=text) | Q(sort_key__startswith=text.lower())
    return people.filter(by_name | Q(in_unit))


def people_in(*roles: str, unit: Unit, day: date) -> QuerySet[User]:
    """Who acts in one of these roles of a unit on a day: holders, and those to whom the post is delegated."""
    posts = Post.objects.on(day).filter(role__in=roles, unit=unit)
    acting = Delegation.objects.on(day).filter(post__in=posts.values("pk"))
    return User.objects.filter(
        Q(pk__in=posts.values("user_id")) | Q(pk__in=acting.values("user_id")), is_active=True
    ).distinct()


def people_by_unit(*roles: str, units: Collection[int], day: date) -> dict[int, list[User]]:
    """As `people_in`, of many units (by primary key) with two queries; units with nobody are left out."""
    posts = Post.objects.on(day).filter(role__in=roles, unit__in=units)
    acting = Delegation.objects.on(day).filter(post__in=posts.values("pk"))
    pairs = [
        *((post.unit_id, post.user) for post in posts.select_related("user")),
        *((one.post.unit_id, one.user) for one in acting.select_related("user", "post")),
    ]
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for unit_id, user in pairs:
        if user.is_active:
            found[unit_id][user.pk] = user
    return {unit_id: list(people.values()) for unit_id, people in found.items()}


def administrators_everywhere(day: date) -> QuerySet[Post]:
    """Posts of administrators at a root of the tree: one of them has to stay."""
    return Post.objects.on(day).filter(role=Role.ADMINISTRATOR, unit__parent=None, user__is_active=True)


def own_posts(user: User) -> QuerySet[Post]:
    """What the person is, and where, today."""
    return Post.objects.on(clock.today()).filter(user=user).select_related("unit", "field")


def has_second_factor(person: User) -> bool:
    """Whether more than the password is asked of a person who signs in."""
    return bool(Authenticator.objects.filter(user=person).exists())
