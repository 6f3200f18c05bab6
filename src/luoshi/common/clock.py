"""What time it is, asked in one place, so that a demonstration or a test can name the day."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The moment, aware; on the day that the settings name, if they name one."""
    moment = timezone.now()
    if settings.LUOSHI_TODAY:
        local = timezone.localtime(moment)
        named = date.fromisoformat(settings.LUOSHI_TODAY)
        return local.replace(year=named.year, month=named.month, day=named.day)
    return moment


def today() -> date:
    """The date in the time zone of the installation."""
    return timezone.localtime(now()).date()
