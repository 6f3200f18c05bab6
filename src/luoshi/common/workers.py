"""Who runs jobs: each process says now and then that it is there; what one left running that is gone is begun again.

Moments are those of the wall clock, as the queue writes them, whatever day an installation calls today.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from luoshi.common.models import Worker

if TYPE_CHECKING:
    from datetime import datetime

    from django_tasks import TaskContext

log = logging.getLogger(__name__)
BEAT_SECONDS = 10
GONE_AFTER = timedelta(seconds=60)
"""Longer than anybody waits for a lock of the database: a busy process is not taken for one that is gone."""
ATTEMPTS = 5
"""So often a job is begun: one of which every worker dies must not be the end of all others."""
FORGOTTEN_AFTER = timedelta(days=1)
SUCCESSFUL_KEPT = timedelta(days=7)
FAILED_KEPT = timedelta(days=90)


class WorkerLostError(Exception):
    """A job has left its workers dead so often that it is given up."""


def refuse_endless(context: TaskContext) -> None:
    """Raises `WorkerLostError` for a job that has been begun too often; each job asks this first."""
    if context.attempt > ATTEMPTS:
        raise WorkerLostError(f"begun {context.attempt} times")


def stay(name: str) -> None:
    """Say that the worker of this name is there, now and for as long as its process lives."""
    _beat(name)
    threading.Thread(target=_stay, args=(name,), daemon=True, name="luoshi_stay").start()


def say_here(name: str, *, at: datetime) -> None:
    """Note that this worker is there."""
    Worker.objects.update_or_create(name=name, defaults={"seen_at": at})


def begin_again(*, at: datetime) -> int:
    """Put the running jobs of workers that are gone back into the queue; returns how many.

    Called by who runs jobs alone: a process that only serves pages cannot know what others are doing.
    """
    here = set(Worker.objects.filter(seen_at__gt=at - GONE_AFTER).values_list("name", flat=True))
    running = DBTaskResult.objects.filter(status="RUNNING")
    return sum(
        running.filter(pk=task.pk, started_at=task.started_at).update(status="READY", started_at=None)
        for task in running.only("worker_ids", "started_at")
        if not here.intersection(task.worker_ids[-1:])
    )


def forget_finished(*, at: datetime) -> int:
    """Remove the rows of jobs that ended some time ago, failed ones later, and workers long gone; returns how many.

    A file hangs on the record that a job was for, never on the job: it goes with that record.
    """
    successful = DBTaskResult.objects.filter(status="SUCCESSFUL", finished_at__lt=at - SUCCESSFUL_KEPT)
    failed = DBTaskResult.objects.filter(status="FAILED", finished_at__lt=at - FAILED_KEPT)
    count = successful.delete()[0] + failed.delete()[0]
    Worker.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()
    return count


def _stay(name: str) -> None:
    while True:
        time.sleep(BEAT_SECONDS)
        _beat(name)
        close_old_connections()


def _beat(name: str) -> None:
    """A fault of the database is waited out."""
    try:
        say_here(name, at=timezone.now())
        begin_again(at=timezone.now())
    except DatabaseError:
        log.exception("the worker could not say that it is there")
