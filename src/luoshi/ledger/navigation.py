"""Where the ledger stands in the navigation."""

from django.utils.translation import gettext_lazy as _

from luoshi.common.navigation import Place, register
from luoshi.ledger.rules import RULES

register(
    Place("ledger:ledger", _("台账"), "list-check", order=30, is_main=True, is_open_to=RULES["ledger.see"]),
)
