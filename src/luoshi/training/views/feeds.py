"""The timetable of one trainee as a calendar feed, whose secret address opens nothing else; renewing that address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import clock
from luoshi.training.actions.feeds import renew_feeds
from luoshi.training.feeds import calendar
from luoshi.training.models import Trainee
from luoshi.training.queries.calendars import events_of, own_places

if TYPE_CHECKING:
    from django.http import HttpRequest

    from luoshi.accounts.http import SignedInRequest


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    known = Trainee.objects.select_related("training_class", "group")
    trainee = get_object_or_404(known, calendar_token=token)
    events = events_of(trainee, host=request.get_host())
    text = calendar(trainee.training_class.title, events, at=clock.now(), zone=settings.TIME_ZONE)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


@login_required
@require_safe
def own_feeds(request: SignedInRequest) -> HttpResponse:
    """The addresses of one's own calendars, for the page of the own account."""
    return render(request, "training/own_feeds.html", {"places": own_places(request.user)})


@login_required
@require_POST
def renew(request: SignedInRequest) -> HttpResponse:
    if renew_feeds(request.user, by=request.user):
        messages.success(request, _("日历订阅地址已更换。请在手机或电脑的日历中换成新地址。"))
    return redirect(f"{reverse('accounts:own')}#feeds")
