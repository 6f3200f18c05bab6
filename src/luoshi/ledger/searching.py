"""What the ledger adds to the search over everything: measures by code or words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock
from luoshi.common.searching import Finder, Group, Hit, register
from luoshi.ledger.queries.filters import LedgerFilter, filtered
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.rules import RULES

if TYPE_CHECKING:
    from luoshi.accounts.models import User

LONGEST_TITLE = 60


def find(user: User, text: str, limit: int) -> Group | None:
    """Measures whose code or words hold everything that was typed."""
    if not RULES["ledger.see"](user):
        return None
    found = filtered(measures_visible_to(user), LedgerFilter(q=text), user=user, today=clock.today())
    hits = [
        Hit(reverse("ledger:measure", args=[measure.pk]), measure.text[:LONGEST_TITLE], measure.code)
        for measure in found.order_by("-pk")[:limit]
    ]
    url = f"{reverse('ledger:ledger')}?{urlencode({'q': text})}"
    return Group(_("任务"), "list-check", hits, found.count() if hits else 0, url)


register(Finder("ledger", 20, find))
