"""What the units add to the search over everything."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.common.searching import Finder, Group, Hit, register
from luoshi.units.queries.units import search, units_visible_to
from luoshi.units.rules import RULES

if TYPE_CHECKING:
    from luoshi.accounts.models import User


def find(user: User, text: str, limit: int) -> Group | None:
    """Units whose name, code or alias holds the words."""
    if not RULES["unit.see"](user):
        return None
    found = search(units_visible_to(user), text)
    hits = [
        Hit(reverse("units:unit", args=[unit.pk]), unit.name, unit.parent.name if unit.parent else "")
        for unit in found[:limit]
    ]
    return Group(
        _("单位"), "building", hits, found.count() if hits else 0, f"{reverse('units:tree')}?{urlencode({'q': text})}"
    )


register(Finder("units", 30, find))
