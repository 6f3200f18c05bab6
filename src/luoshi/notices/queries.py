"""Reads of notices and of the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from luoshi.notices.models import Delivery, Notice, Preference
from luoshi.notices.states import Channel, DeliveryState

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.notices.models import NoticeQuerySet


def notices_visible_to(user: User) -> NoticeQuerySet:
    """One's own notices, the newest first."""
    return Notice.objects.filter(user=user)


def unread_count(user: User, *, since: datetime | None = None) -> int:
    """How many notices wait to be seen, of those that came since a moment."""
    unread = notices_visible_to(user).unread()
    return unread.filter(created_at__gte=since).count() if since else unread.count()


def preference_of(user: User) -> Preference:
    """How the person wants to be told; the default, not saved yet, where nothing was chosen."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def open_channels() -> list[Channel]:
    """The ways out of the house that this installation has switched on."""
    is_on = {Channel.MAIL: settings.MAIL_IS_ON, Channel.CHAT: settings.CHAT_IS_ON}
    return [channel for channel, on in is_on.items() if on]


def deliveries_due(now: datetime) -> QuerySet[Delivery]:
    """What waits in the outbox and may be tried now."""
    return (
        Delivery.objects.filter(state=DeliveryState.WAITING, next_try_at__lte=now)
        .select_related("user", "user__notice_preference")
        .order_by("next_try_at")
    )


def digests_due(day: date) -> QuerySet[Preference]:
    """People who want one message a day and have not had today's."""
    return Preference.objects.exclude(digest_on=day).filter(user__is_active=True).select_related("user")
