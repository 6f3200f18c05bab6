"""Who may take up a running job again, and how long the rows of ended jobs stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django_tasks_db.models import DBTaskResult

from luoshi.cli.serving import bring_up_to_date
from luoshi.common.workers import begin_again, forget_finished, say_here

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def running(db: None) -> DBTaskResult:
    """A job that somebody began, and another one took up since."""
    return task("RUNNING", worker_ids=["first", "second"], started_at=NOON - timedelta(hours=1))


def task(status: str, **values: object) -> DBTaskResult:
    facts = {
        "args_kwargs": {"args": [1], "kwargs": {}},
        "task_path": "x.y",
        "backend_name": "default",
        "run_after": NOON,
    }
    return DBTaskResult.objects.create(status=status, **facts, **values)


def test_bringing_the_tables_up_to_date_leaves_the_jobs_of_others(running: DBTaskResult, tmp_path: Path) -> None:
    bring_up_to_date()

    assert DBTaskResult.objects.get().status == "RUNNING"


@pytest.mark.parametrize(
    ("worker", "seconds", "status"),
    [
        ("second", 5, "RUNNING"),
        ("second", 59, "RUNNING"),
        ("second", 61, "READY"),
        ("first", 5, "READY"),
        ("", 0, "READY"),
    ],
)
def test_a_job_is_begun_again_once_its_worker_is_gone(
    worker: str, seconds: int, status: str, running: DBTaskResult
) -> None:
    if worker:
        say_here(worker, at=NOON - timedelta(seconds=seconds))

    taken = begin_again(at=NOON)

    found = DBTaskResult.objects.get()
    assert (found.status, found.started_at is None, taken) == (status, status == "READY", int(status == "READY"))


@pytest.mark.parametrize(
    ("status", "days", "is_kept"),
    [
        ("SUCCESSFUL", 6, True),
        ("SUCCESSFUL", 8, False),
        ("FAILED", 89, True),
        ("FAILED", 91, False),
        ("RUNNING", 365, True),
        ("READY", 365, True),
    ],
)
def test_what_ended_is_forgotten_in_time(status: str, days: int, is_kept: bool, db: None) -> None:
    ended = None if status in {"RUNNING", "READY"} else NOON - timedelta(days=days)
    task(status, finished_at=ended, started_at=NOON - timedelta(days=days))

    count = forget_finished(at=NOON)

    assert (count, DBTaskResult.objects.exists()) == (int(not is_kept), is_kept)
