"""Where units and people stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from luoshi.common.navigation import Place, register
from luoshi.units.rules import RULES

register(
    Place("units:tree", _("单位"), "building", order=70, is_open_to=RULES["unit.see"]),
    Place("units:people", _("人员"), "users", order=71, is_open_to=RULES["person.list"]),
    Place("units:fields", _("分管领域"), "layout-grid", order=72, is_open_to=RULES["unit.see"]),
    Place("units:calendar_now", _("工作日历"), "calendar", order=73, is_open_to=RULES["calendar.see"]),
)
