"""The library as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "luoshi.library"
    verbose_name = _("文件库")
