"""Several processes: results in order, a crash costs one task, nobody is left behind."""

from __future__ import annotations

import multiprocessing
import os
import time
from contextlib import closing

import pytest

from luoshi.cli.pool import in_order
from luoshi.wording import activate, language


def begin(*_words: str) -> None:
    """Nothing to prepare."""


def squared(number: int) -> int:
    """Negative numbers kill the process; small ones take longer, so that results come out of order."""
    if number < 0:
        os._exit(3)
    time.sleep(0.02 if number < 3 else 0)
    return number * number


def spoken(_number: int) -> str:
    return language()


def lost(number: int) -> int:
    return number * 1000


def run(tasks: list[int], jobs: int = 2) -> list[int]:
    return list(in_order(squared, tasks, jobs=jobs, start=begin, crashed=lost))


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    assert run(list(range(40)), jobs) == [number * number for number in range(40)]


def test_no_tasks_give_no_results() -> None:
    assert run([]) == []


@pytest.mark.parametrize("tasks", [[1, -2, 3, 4, 5, 6], [-1], [-1, -2, -3, 4], [4, 5, -6]])
def test_crash_costs_only_its_own_task(tasks: list[int]) -> None:
    assert run(tasks) == [number * number if number > 0 else number * 1000 for number in tasks]


def test_every_process_is_prepared() -> None:
    found = in_order(spoken, [1, 2, 3], jobs=2, start=activate, start_with=("en",), crashed=str)

    assert list(found) == ["en", "en", "en"]


def test_caller_may_stop_half_way() -> None:
    with closing(in_order(squared, list(range(200)), jobs=2, start=begin, crashed=lost)) as results:
        first = next(results)

    assert (first, multiprocessing.active_children()) == (0, [])
