"""The demonstration as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "luoshi.demo"
    verbose_name = _("演示")
