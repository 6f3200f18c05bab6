"""The timetable of one trainee as a calendar feed: whoever holds the secret address reads it, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from luoshi.common import clock
from luoshi.training.feeds import Event, calendar
from luoshi.training.models import Trainee
from luoshi.training.queries.classes import sessions_of
from luoshi.training.states import TraineeState

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    enrolled = Trainee.objects.filter(state=TraineeState.ENROLLED).select_related("training_class")
    training_class = get_object_or_404(enrolled, calendar_token=token).training_class
    events = [
        Event(
            f"session-{one.pk}@{request.get_host()}",
            one.starts_at,
            one.ends_at,
            one.title,
            one.room or training_class.place,
            one.question,
            one.version,
        )
        for one in sessions_of(training_class)
    ]
    text = calendar(training_class.title, events, at=clock.now())
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private"})
