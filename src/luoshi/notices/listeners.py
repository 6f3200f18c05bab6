"""What people are told when a post changes hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from luoshi.notices.actions import notify
from luoshi.units.actions import posts

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.units.models import Post


def tell_of_hand_over(old: Post, new: Post, by: User) -> None:
    """The successor is told; the predecessor too, unless it was his own doing."""
    facts = {
        "by": str(by),
        "unit": str(new.unit),
        "role": str(new.get_role_display()),
        "since": new.starts_on.isoformat(),
        "old": str(old.user),
        "new": str(new.user),
    }
    url = reverse("units:unit", args=[new.unit_id])
    for person, code in ((new.user, "post.received"), (old.user, "post.passed")):
        if person.pk != by.pk:
            notify([person], code, url=url, params=facts)


posts.after_hand_over.append(tell_of_hand_over)
