"""The clock: each job at its time, once, whatever happens to the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from luoshi.common import jobs

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A job every hour, and before it one that always fails."""
    done: list[datetime] = []

    def fail(_now: datetime) -> int:
        raise ValueError("no")

    def work(now: datetime) -> int:
        done.append(now)
        return len(done)

    listed = {"bad": jobs.Job("bad", timedelta(hours=1), fail), "good": jobs.Job("good", timedelta(hours=1), work)}
    monkeypatch.setattr(jobs, "_jobs", listed)
    return done


def test_a_failing_job_holds_up_no_other(calls: list[datetime], db: None) -> None:
    outcomes = jobs.run_due(NOON)

    assert outcomes == [jobs.Outcome("bad", 0, "ValueError('no')"), jobs.Outcome("good", 1)]


@pytest.mark.parametrize(("minutes", "runs"), [(0, 1), (59, 1), (60, 2)])
def test_a_job_runs_again_after_its_time(calls: list[datetime], minutes: int, runs: int, db: None) -> None:
    jobs.run_due(NOON)

    jobs.run_due(NOON + timedelta(minutes=minutes))

    assert len(calls) == runs
