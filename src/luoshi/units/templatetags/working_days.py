"""A date counted in working days says so while the holidays of its year are not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from luoshi.units.queries.calendar import is_settled

if TYPE_CHECKING:
    from datetime import date

    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def guessed(day: date | None) -> SafeString | str:
    """The note that stands beside a counted date, nothing where the year's notice is known."""
    if day is None or is_settled(day.year):
        return ""
    words = _("%(year)s年放假安排尚未录入，按周一至周五推算") % {"year": day.year}
    return format_html('<span class="text-secondary">（{}）</span>', words)
