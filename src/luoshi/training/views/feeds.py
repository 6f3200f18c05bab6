"""The timetable of one trainee as a calendar feed: whoever holds the secret address reads it, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from luoshi.common import clock
from luoshi.training.feeds import calendar
from luoshi.training.models import Trainee
from luoshi.training.queries.calendars import events_of

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    known = Trainee.objects.select_related("training_class", "group")
    trainee = get_object_or_404(known, calendar_token=token)
    events = events_of(trainee, host=request.get_host())
    text = calendar(trainee.training_class.title, events, at=clock.now(), zone=settings.TIME_ZONE)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private"})
