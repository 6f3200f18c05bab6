"""What a token may be used for, and the looks a page can have."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """What an API token is good for."""

    READ = "read", _("读取")
    WRITE = "write", _("读取和办理")


class Theme(TextChoices):
    """Light or dark pages, or as the device is set."""

    AUTO = "auto", _("跟随系统")
    LIGHT = "light", _("浅色")
    DARK = "dark", _("深色")
