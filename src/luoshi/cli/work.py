"""The work on one file: read it, break it down, make of it what the call wants; every failure becomes a sentence."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from luoshi.engine import break_down, read
from luoshi.engine.errors import EngineError, SecrecyError
from luoshi.exporting.facts import Counts, Failure, counts
from luoshi.exporting.ledgers import ledger_bytes
from luoshi.exporting.portions import portion_of
from luoshi.wording.causes import CRASHED, NO_MEMORY, SECRECY, UNEXPECTED, cause, cause_of

if TYPE_CHECKING:
    from pathlib import Path

    from luoshi.engine.document import Document
    from luoshi.engine.findings import Breakdown
    from luoshi.exporting.portions import Portion


class Make(Enum):
    """What is made of a file beside its reading, so that several processes share that work too."""

    BREAKDOWN = "breakdown"
    PORTION = "portion"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Task:
    """A file, the name to call it by, and what to make of it: for portions and ledgers of which kind."""

    path: Path
    name: str
    make: Make = Make.BREAKDOWN
    kind: str = "json"
    many: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: counts and the one thing that was to be made; or a failure and nothing else."""

    name: str
    counts: Counts = field(default_factory=Counts)
    breakdown: Breakdown | None = None
    portion: Portion | None = None
    ledger: bytes = b""
    failure: Failure | None = None


def do(task: Task) -> Outcome:
    """Do the task. Never raises for what is wrong with a file."""
    try:
        breakdown = break_down(read(task.path, name=task.name))
        return _made(task, breakdown)
    except EngineError as error:
        return _failed(task, failure_of(task.name, error))
    except MemoryError:
        return _failed(task, Failure(task.name, NO_MEMORY, cause_of(NO_MEMORY)))
    except Exception as error:  # the other files of the call must go on, whatever is wrong with this one
        if os.environ.get("LUOSHI_DEBUG"):
            raise
        sentence = cause_of(UNEXPECTED, error=f"{type(error).__name__}")
        return _failed(task, Failure(task.name, UNEXPECTED, sentence))


def document_of(path: Path) -> Document | Failure:
    """Read one file, or say why not."""
    try:
        return read(path, name=path.name)
    except EngineError as error:
        return failure_of(path.name, error)


def failure_of(name: str, error: EngineError) -> Failure:
    return Failure(name, SECRECY if isinstance(error, SecrecyError) else error.code, cause(error))


def crashed(task: Task) -> Outcome:
    """For a task whose process died."""
    return _failed(task, Failure(task.name, CRASHED, cause_of(CRASHED)))


def _made(task: Task, breakdown: Breakdown) -> Outcome:
    found = counts(breakdown)
    if task.make is Make.PORTION:
        return Outcome(task.name, found, portion=portion_of(breakdown, task.kind, many=task.many))
    if task.make is Make.LEDGER:
        return Outcome(task.name, found, ledger=ledger_bytes(breakdown, task.kind))
    return Outcome(task.name, found, breakdown)


def _failed(task: Task, failure: Failure) -> Outcome:
    return Outcome(task.name, failure=failure)
