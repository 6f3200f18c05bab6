"""Writes of notices: telling people, marking as read, the outbox and the daily digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from luoshi.common import clock
from luoshi.common.rules import require
from luoshi.notices import channels, queries
from luoshi.notices.models import Delivery, Notice, Preference
from luoshi.notices.rules import RULES
from luoshi.notices.states import Channel, DeliveryState, Pace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from luoshi.accounts.models import User

DIGEST_HOUR = 8
ATTEMPTS_AT_MOST = 8
FIRST_WAIT = timedelta(minutes=2)


def notify(users: Iterable[User], code: str, *, url: str, params: dict[str, Any] | None = None) -> list[Notice]:
    """Tell people something, inside the transaction of what happened; a person is told once, however often named."""
    return notify_of_all([News(list(users), code, url, params or {})])


@dataclass(frozen=True)
class News:
    """One thing that some people are to be told."""

    users: Sequence[User]
    code: str
    url: str
    params: Mapping[str, Any]


@transaction.atomic
def notify_of_all(news: Iterable[News]) -> list[Notice]:
    """Tell of many things at once; of each a person is told once, however often named."""
    now, notices = clock.now(), []
    for one in news:
        people = list({user.pk: user for user in one.users if user.is_active}.values())
        notices += [
            Notice(user=user, code=one.code, params=dict(one.params), url=one.url, created_at=now) for user in people
        ]
        _post_at_once(people, now)
    return Notice.objects.bulk_create(notices, batch_size=500)


def read(notice: Notice, *, by: User) -> None:
    """The addressee has seen the notice."""
    require(RULES, "notice.read", by, notice)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=clock.now())


def forget(words: Collection[str]) -> int:
    """Remove the notices that name something whose content is purged; returns how many."""
    named = Q(params__name__in=list(words)) | Q(params__plan__in=list(words))
    count, _by_model = Notice.objects.filter(named).delete()
    return count


def read_all(user: User, *, until: datetime | None = None) -> int:
    """The person has seen everything, or all that came `until` then; returns how many were new."""
    unread = queries.notices_visible_to(user).unread()
    return (unread.filter(created_at__lte=until) if until else unread).update(read_at=clock.now())


def choose(user: User, *, mail: str, chat: str, chat_address: str) -> None:
    """How the person wants to be told outside the page."""
    values = {"mail": mail, "chat": chat, "chat_address": chat_address}
    Preference.objects.update_or_create(user=user, defaults=values)


def deliver_due(now: datetime) -> int:
    """Try what waits in the outbox; returns how many messages went out.

    Each is claimed by moving its next try before anything is sent: after a crash it is tried again, and two clocks
    never send the same message. Nothing is sent inside a transaction, so a slow mail server blocks nobody.
    """
    sent = 0
    for delivery in queries.deliveries_due(now)[:200]:
        wait = FIRST_WAIT * 2**delivery.attempts
        claimed = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts).update(
            attempts=delivery.attempts + 1, next_try_at=now + wait
        )
        if claimed and _try(delivery, now):
            sent += 1
    return sent


def post_digests(now: datetime) -> int:
    """Once a day, from eight in the morning: one message to everybody who wants one and has something new.

    What was in a digest and is still unread is no reason for another.
    """
    local = timezone.localtime(now)
    if local.hour < DIGEST_HOUR:
        return 0
    posted = 0
    for preference in queries.digests_due(local.date()):
        with transaction.atomic():
            since = _last_digest(preference)
            Preference.objects.filter(pk=preference.pk).update(digest_on=local.date())
            count = queries.unread_count(preference.user, since=since)
            wanted = [channel for channel in queries.open_channels() if _pace(preference, channel) == Pace.DAILY]
            posted += len(_post(preference.user, wanted, count=count, now=now)) if count else 0
    return posted


def _last_digest(preference: Preference) -> datetime | None:
    """When the last digest was due; it goes out with the first run of the clock after that."""
    if preference.digest_on is None:
        return None
    return timezone.make_aware(datetime.combine(preference.digest_on, time(DIGEST_HOUR)))


def _post_at_once(people: list[User], now: datetime) -> None:
    open_channels = queries.open_channels()
    if not open_channels:
        return
    for preference in Preference.objects.filter(user__in=people).select_related("user"):
        wanted = [channel for channel in open_channels if _pace(preference, channel) == Pace.AT_ONCE]
        _post(preference.user, wanted, count=1, now=now)


def _post(user: User, wanted: list[Channel], *, count: int, now: datetime) -> list[Delivery]:
    return Delivery.objects.bulk_create(
        Delivery(user=user, channel=channel, count=count, created_at=now, next_try_at=now) for channel in wanted
    )


def _pace(preference: Preference, channel: Channel) -> str:
    return preference.mail if channel == Channel.MAIL else preference.chat


def _try(delivery: Delivery, now: datetime) -> bool:
    try:
        channels.send(delivery)
    except channels.DeliveryError as error:
        state = DeliveryState.FAILED if delivery.attempts + 1 >= ATTEMPTS_AT_MOST else DeliveryState.WAITING
        Delivery.objects.filter(pk=delivery.pk).update(state=state, last_error=str(error)[:300])
        return False
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENT, sent_at=now, last_error="")
    return True
