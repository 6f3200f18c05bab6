"""Jobs of the clock: every app registers what is due by time, `luoshi tick` runs what is due now."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from luoshi.common import clock
from luoshi.common.models import TickRun

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something to do again after a while; `run` takes the moment and returns how much it did."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]


@dataclass(frozen=True)
class Outcome:
    """What one run of a job did; `error` is empty if it went well."""

    job: str
    count: int
    error: str = ""


_jobs: dict[str, Job] = {}


def register(job: Job) -> None:
    """Add a job; called from each app's `ticks.py`, which is found by itself."""
    _jobs[job.name] = job


def run_due(now: datetime | None = None) -> list[Outcome]:
    """Run every job that is due, each for itself: one that fails holds up no other."""
    moment = now or clock.now()
    return [_outcome(job, moment) for job in _jobs.values() if _claim(job, moment)]


def _claim(job: Job, now: datetime) -> bool:
    """Whether this clock may run the job: of several clocks that come together only one may."""
    claimed = TickRun.objects.filter(job=job.name, began_at__lte=now - job.every).update(began_at=now)
    if claimed or TickRun.objects.filter(job=job.name).exists():
        return bool(claimed)
    try:
        with transaction.atomic():
            TickRun.objects.create(job=job.name, began_at=now)
    except IntegrityError:
        return False
    return True


def _outcome(job: Job, now: datetime) -> Outcome:
    try:
        return Outcome(job.name, job.run(now))
    except Exception as error:  # whatever fails in one job is logged and told; the clock goes on
        log.exception("job %s failed", job.name)
        return Outcome(job.name, 0, repr(error))
