"""Lights counted again when the working calendar changes: the warning before a due date is told in working days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from luoshi.ledger.actions.door import refresh_light
from luoshi.ledger.models import ClockProfile, Measure
from luoshi.ledger.states import AT_WORK
from luoshi.units.queries.calendar import working_calendar

if TYPE_CHECKING:
    from datetime import date

BATCH = 500
SLACK = timedelta(days=30)
"""Beyond twice the warning time in days: the longest holidays."""


@transaction.atomic
def recount_lights(first: date, last: date) -> int:
    """Count the days of the colours again where a changed day lies within the warning time; how many differ."""
    warning = ClockProfile.objects.aggregate(longest=Max("warning_days"))["longest"] or 0
    reach = timedelta(days=2 * warning) + SLACK
    affected = Measure.objects.filter(state__in=AT_WORK, due_on__gte=first, due_on__lte=last + reach)
    days, changed = working_calendar(), []
    rows = affected.select_related("plan__profile").prefetch_related("milestones").order_by("pk")
    for measure in rows.iterator(chunk_size=BATCH):
        before = measure.yellow_on, measure.red_on
        refresh_light(measure, days=days)
        if (measure.yellow_on, measure.red_on) != before:
            changed.append(measure)
    Measure.objects.bulk_update(changed, ["yellow_on", "red_on"], batch_size=BATCH)
    return len(changed)
