"""Where workbooks stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from luoshi.common.navigation import Place, register
from luoshi.summing_up.rules import RULES

register(
    Place("summing_up:workbooks", _("填报表"), "file-spreadsheet", order=38, is_open_to=RULES["workbooks.see"]),
)
