"""Earlier states of a reflection: one for every five minutes of writing, thinned out as they grow old."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from luoshi.common import clock, history
from luoshi.training.essays import essay_of
from luoshi.training.models import ReflectionVersion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from luoshi.training.essays import Essay
    from luoshi.training.models import Reflection

SLOT_MINUTES = 5
DAY, WEEK = timedelta(days=1), timedelta(days=7)
MUCH_LOST = 0.7
"""A text that shrinks below this share of what it was begins a new version: what was struck out can be had back."""


def keep_version(reflection: Reflection, written: Essay, *, apart: bool) -> bool:
    """Keep the text of a locked reflection as a version; False if it only went on with the newest one."""
    now = clock.now()
    values = {"title": written.title, "parts": written.rows(), "digest": history.digest(written.digest_text), "at": now}
    newest = reflection.versions.order_by("-number").first()
    if newest and not apart and _goes_on(newest, written, now=now, handed_in_at=reflection.handed_in_at):
        ReflectionVersion.objects.filter(pk=newest.pk).update(**values)
        return False
    ReflectionVersion.objects.create(reflection=reflection, number=newest.number + 1 if newest else 1, **values)
    _thin_out(reflection, now=now)
    return True


def _goes_on(newest: ReflectionVersion, written: Essay, *, now: datetime, handed_in_at: datetime | None) -> bool:
    if newest.purged_at or _slot(newest.at) != _slot(now) or (handed_in_at and handed_in_at >= newest.at):
        return False
    return len(written.text) >= MUCH_LOST * len(essay_of(newest.title, newest.parts).text)


def _slot(moment: datetime) -> tuple[datetime, int]:
    return moment.replace(minute=0, second=0, microsecond=0), moment.minute // SLOT_MINUTES


def _thin_out(reflection: Reflection, *, now: datetime) -> None:
    """After a day the last of each hour stays, after a week the last of each day."""
    old = reflection.versions.filter(at__lt=now - DAY, purged_at=None).order_by("number").values_list("pk", "at")
    kept = _last_of_each(old, now=now)
    if handed_in := [pk for pk, at in old if reflection.handed_in_at and at <= reflection.handed_in_at]:
        kept.add(handed_in[-1])
    doomed = [pk for pk, _at in old if pk not in kept]
    if doomed:
        reflection.versions.filter(pk__in=doomed).delete()


def _last_of_each(rows: Iterable[tuple[int, datetime]], *, now: datetime) -> set[int]:
    last: dict[tuple[object, ...], int] = {}
    for pk, at in rows:
        local = timezone.localtime(at)
        last[(local.date(),) if at < now - WEEK else (local.date(), local.hour)] = pk
    return set(last.values())
