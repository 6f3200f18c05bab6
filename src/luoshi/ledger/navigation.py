"""Where the ledger stands in the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.common import clock
from luoshi.common.navigation import Place, register
from luoshi.ledger.queries.registers import count_verifications
from luoshi.ledger.queries.reports import count_due
from luoshi.ledger.queries.suspects import count_suspects
from luoshi.ledger.rules import RULES

if TYPE_CHECKING:
    from luoshi.accounts.models import User


def _due(user: User) -> int:
    return count_due(user, clock.today())


register(
    Place(
        "ledger:plans", pgettext_lazy("navigation", "方案"), "clipboard-list", order=29, is_open_to=RULES["ledger.see"]
    ),
    Place("ledger:ledger", _("台账"), "list-check", order=30, is_main=True, is_open_to=RULES["ledger.see"]),
    Place("ledger:reports", _("本期应报"), "edit", order=31, is_main=True, is_open_to=RULES["reports.see"], badge=_due),
    Place(
        "ledger:verifications",
        _("核查"),
        "eye-check",
        order=34,
        is_open_to=RULES["checks.see"],
        badge=count_verifications,
    ),
    Place("ledger:obstacles", _("困难问题"), "alert-circle", order=35, is_open_to=RULES["reviews.see"]),
    Place("ledger:extensions", _("延期申请"), "calendar-plus", order=36, is_open_to=RULES["reviews.see"]),
    Place(
        "ledger:suspects",
        _("出处待核对"),
        "git-merge",
        order=37,
        is_open_to=RULES["suspects.see"],
        badge=count_suspects,
    ),
)
