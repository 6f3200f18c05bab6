"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SummingUpConfig(AppConfig):
    name = "luoshi.summing_up"
    verbose_name = _("总结归纳")
