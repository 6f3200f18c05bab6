"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "luoshi.training"
    verbose_name = _("学习培训")
