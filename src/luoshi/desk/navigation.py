"""Where the desk stands in the navigation."""

from django.utils.translation import gettext_lazy as _

from luoshi.common.navigation import Place, register

register(
    Place("desk:home", _("工作台"), "home", order=10, is_main=True),
    Place("desk:voices", _("意见建议"), "message", order=95),
)
