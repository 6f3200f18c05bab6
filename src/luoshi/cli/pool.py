"""Runs one function over many tasks in several processes: results in order, memory flat, a crash costs one task."""

from __future__ import annotations

import signal
import sys
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 4
"""Tasks that a worker holds: one at work, the others waiting, so that it is never idle while the caller is busy."""
_WINDOW = 32
"""Tasks a worker that may be done before the oldest one is; bounds what is kept when one task is slow."""
_PATIENCE = 5.0
"""Seconds that a worker has to leave before it is ended."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    line: Connection
    held: deque[int] = field(default_factory=deque)


def in_order(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    jobs: int,
    start: Callable[..., None],
    start_with: tuple[Any, ...] = (),
    crashed: Callable[[Task], Result],
) -> Iterator[Result]:
    """Yield `function(task)` for every task, in their order, worked out by `jobs` processes that begin at once.

    `function` and `start` (called once in every process, with `start_with`) must be importable. A task during which
    its process dies gives `crashed(task)`; the others of that process are done by a new one.
    """
    crew = _Crew(function, tasks, start, start_with, crashed)
    crew.hire(min(jobs, len(tasks)))
    return _results(crew)


def _results(crew: _Crew[Any, Result]) -> Iterator[Result]:
    try:
        yield from crew.results()
    finally:
        crew.dismiss()


class _Crew(Generic[Task, Result]):
    def __init__(
        self,
        function: Callable[[Task], Result],
        tasks: Sequence[Task],
        start: Callable[..., None],
        start_with: tuple[Any, ...],
        crashed: Callable[[Task], Result],
    ) -> None:
        self._brief = (function, start, start_with)
        self._tasks = tasks
        self._crashed = crashed
        self._workers: list[_Worker] = []
        self._to_do = deque(range(len(tasks)))
        self._done: dict[int, Result] = {}

    def hire(self, jobs: int) -> None:
        for _ in range(jobs):
            self._workers.append(self._hired())
        self._hand_out(_WINDOW * jobs)

    def results(self) -> Iterator[Result]:
        for number in range(len(self._tasks)):
            while number not in self._done:
                self._hand_out(number + _WINDOW * len(self._workers))
                self._collect()
            yield self._done.pop(number)

    def dismiss(self) -> None:
        """Workers leave when their line closes; those at work are asked to, and in the end made to."""
        for worker in self._workers:
            worker.line.close()
            if worker.held:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join(_PATIENCE)
            if worker.process.exitcode is None:
                worker.process.kill()
                worker.process.join()
            worker.process.close()

    def _hired(self) -> _Worker:
        context = _context()
        ours, theirs = context.Pipe()
        inherited = [ours, *(worker.line for worker in self._workers)] if context.get_start_method() == "fork" else []
        process = context.Process(target=_work, args=(theirs, inherited, *self._brief), daemon=True)  # type: ignore[attr-defined] # every context has one, typeshed's base has not
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _hand_out(self, limit: int) -> None:
        for worker in self._workers:
            while self._to_do and len(worker.held) < _AHEAD and self._to_do[0] < limit:
                number = self._to_do.popleft()
                worker.held.append(number)
                with suppress(BrokenPipeError, ConnectionResetError):  # noticed when its answer does not come
                    worker.line.send(self._tasks[number])

    def _collect(self) -> None:
        ready = wait([worker.line for worker in self._workers if worker.held])
        for index, worker in enumerate(self._workers):
            if worker.line not in ready:
                continue
            try:
                self._done[worker.held[0]] = worker.line.recv()
                worker.held.popleft()
            except (EOFError, ConnectionResetError):
                self._workers[index] = self._replaced(worker)

    def _replaced(self, worker: _Worker) -> _Worker:
        """The task at work is lost with its worker; those that waited behind it go first in the queue."""
        lost = worker.held.popleft()
        self._done[lost] = self._crashed(self._tasks[lost])
        self._to_do.extendleft(reversed(worker.held))
        worker.line.close()
        worker.process.join()
        worker.process.close()
        return self._hired()


def _context() -> BaseContext:
    """Forking spares every worker the start of the program; it is safe where no thread may hold a lock."""
    may_fork = sys.platform == "linux" and threading.active_count() == 1
    return get_context("fork" if may_fork else "spawn")


def _work(
    line: Connection,
    inherited: list[Connection],
    function: Callable[[Any], Any],
    start: Callable[..., None],
    start_with: tuple[Any, ...],
) -> None:
    """A worker's life: a task, its result, the next task, until the line closes.

    `inherited` are the caller's ends of lines that came along with a fork: while they are open no line ever closes.
    """
    for end in inherited:
        end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the caller decides what it means
    signal.signal(signal.SIGTERM, _leave)
    start(*start_with)
    while True:
        try:
            task = line.recv()
        except EOFError:
            return
        result = function(task)
        try:
            line.send(result)
        except (BrokenPipeError, ConnectionResetError):
            return


def _leave(_number: int, _frame: object) -> NoReturn:
    """Leave through the open `with` blocks, so that they tidy up."""
    sys.exit(1)
