"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "luoshi.desk"
    verbose_name = _("工作台")
