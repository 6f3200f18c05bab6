"""Where notices stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from luoshi.common.navigation import Place, register
from luoshi.notices.queries import unread_count

register(Place("notices:inbox", _("提醒"), "bell", order=20, is_main=True, badge=unread_count))
