"""The accounts that a unit means when it names its people."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from luoshi.common import clock
from luoshi.units.models import Post

if TYPE_CHECKING:
    from collections.abc import Iterable

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit


def accounts_by_name(names: Iterable[str], unit: Unit) -> dict[str, User]:
    """The account of each name that has a post in the unit today; a name that two people share is left open."""
    found: dict[str, dict[int, User]] = defaultdict(dict)
    posts = Post.objects.on(clock.today()).filter(unit=unit, user__name__in=list(names), user__is_active=True)
    for post in posts.select_related("user"):
        found[post.user.name][post.user_id] = post.user
    return {name: next(iter(users.values())) for name, users in found.items() if len(users) == 1}
