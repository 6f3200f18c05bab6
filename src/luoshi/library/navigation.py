"""Where the library stands in the navigation."""

from django.utils.translation import gettext_lazy as _

from luoshi.common.navigation import Place, register
from luoshi.library.rules import RULES

register(
    Place("library:documents", _("文件库"), "books", order=20, is_main=True, is_open_to=RULES["document.list"]),
)
