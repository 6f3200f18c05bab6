"""Jobs and clock in threads of the serving process, so that a small installation needs nothing beside it."""

from __future__ import annotations

import logging
import os
import threading
import time
from uuid import uuid4

from django.db import DatabaseError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from luoshi.common.jobs import run_due
from luoshi.common.workers import stay

log = logging.getLogger(__name__)
SWITCH = "LUOSHI_WITH_JOBS"
TICK_SECONDS = 60
PAUSE_SECONDS = 5


def start_if_wanted() -> None:
    """Start the threads where `luoshi serve` has asked for them."""
    if os.environ.get(SWITCH) == "1":
        for run in (_work, _tick):
            threading.Thread(target=run, daemon=True, name=f"luoshi{run.__name__}").start()


def _work() -> None:
    """The queue; a fault of the database is waited out."""
    name = f"serve-{uuid4()}"
    stay(name)
    while True:
        try:
            Worker(
                queue_names=["default"],
                interval=1,
                batch=False,
                backend_name="default",
                startup_delay=False,
                max_tasks=None,
                worker_id=name,
                excluded_queue_names=[],
            ).run()
        except DatabaseError:
            log.exception("the queue stopped")
        close_old_connections()
        time.sleep(PAUSE_SECONDS)


def _tick() -> None:
    """What is due by time, every minute; a fault of the database is waited out."""
    while True:
        try:
            run_due()
        except DatabaseError:
            log.exception("the clock stopped")
        close_old_connections()
        time.sleep(TICK_SECONDS)
