"""Where study stands in the navigation."""

from django.utils.translation import gettext_lazy as _

from luoshi.common.navigation import Place, register
from luoshi.training.rules import RULES

register(
    Place("training:classes", _("学习培训"), "school", order=40, is_main=True),
    Place("training:transfers", _("学用转化"), "chart-bar", order=43, is_open_to=RULES["class.list_run"]),
    Place("training:lecturers", _("师资库"), "users-group", order=41, is_open_to=RULES["class.list_own"]),
)
