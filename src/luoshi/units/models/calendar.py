"""Days on which the calendar differs from the notices that are built in, by year."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarYear(models.Model):
    """A year of the calendar: what its history hangs on; `is_entered` where the office entered its notice itself."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    is_entered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.year)


class DayException(models.Model):
    """A day that the administrator has set: working or not, with the source."""

    day = models.DateField(_("日期"), primary_key=True)
    is_working = models.BooleanField(_("上班"))
    note = models.CharField(_("依据"), max_length=120, blank=True, help_text=_("如：国务院办公厅通知、本市通知。"))

    class Meta:
        ordering = ["day"]
        verbose_name = _("日历调整")

    def __str__(self) -> str:
        return self.day.isoformat()
