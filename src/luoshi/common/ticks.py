"""What the clock does for the common tables: anchor the history, collect orphaned files, forget old jobs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from luoshi.common import erasing, files, history_check, workers
from luoshi.common.jobs import Job, register

if TYPE_CHECKING:
    from datetime import datetime


def anchor_history(_now: datetime) -> int:
    """Write the heads that changed to the anchor file."""
    return history_check.write_anchor(settings.DATA.anchor)


def collect_files(_now: datetime) -> int:
    """Remove files that nothing has referred to for a day."""
    return files.collect_orphans()


def clear_sessions(_now: datetime) -> int:
    """Remove sessions that have run out."""
    SessionStore.clear_expired()
    return 0


def forget_jobs(_now: datetime) -> int:
    """Remove what is left of jobs that ended some time ago; the queue writes moments of the wall clock."""
    return workers.forget_finished(at=timezone.now())


def erase(_now: datetime) -> int:
    """Take out of the journal what a deletion had to leave there."""
    return int(erasing.erase_what_is_left())


register(Job("deleted.erase", timedelta(minutes=1), erase))
register(Job("history.anchor", timedelta(minutes=5), anchor_history))
register(Job("files.collect", timedelta(hours=6), collect_files))
register(Job("jobs.forget", timedelta(days=1), forget_jobs))
register(Job("sessions.clear", timedelta(days=1), clear_sessions))
