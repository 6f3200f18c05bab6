"""Registers the app; lets every app name its jobs, its place in the navigation and its words for the history."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    name = "luoshi.common"
    verbose_name = _("公用")

    def ready(self) -> None:
        autodiscover_modules("listeners", "navigation", "searching", "ticks", "wording")
