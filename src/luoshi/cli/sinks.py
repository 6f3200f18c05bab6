"""Where the outcomes of a call go: the screen, one ledger for all files, or a file each."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeAlias

from luoshi.cli import screen
from luoshi.exporting.facts import Failure
from luoshi.exporting.ledgers import ledger_bytes, open_ledger
from luoshi.exporting.portions import Portion, portion_of
from luoshi.exporting.whole_files import whole_file
from luoshi.wording.causes import NOT_WRITTEN, cause_unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from luoshi.cli.work import Outcome

Take: TypeAlias = "Callable[[Outcome], Failure | None]"
"""Puts an outcome where it belongs; returns why that was impossible."""
Sink: TypeAlias = "AbstractContextManager[Take]"
"""Open while outcomes come; what it writes is there when it closes."""


class Unwritable(Exception):  # noqa: N818 -- says what it is
    """The output cannot be written at all; the text is the sentence for the user."""

    def __init__(self, target: Path, error: OSError) -> None:
        super().__init__(cause_unwritable(error))
        self.target = target


class _NothingRead(Exception):  # noqa: N818 -- no error: leaves the block without leaving a file
    pass


@contextmanager
def tables(*, full: bool) -> Iterator[Take]:
    """A table a document on the screen."""
    from luoshi.cli.table import print_breakdown  # loads rich's tables

    def take(outcome: Outcome) -> None:
        if outcome.breakdown is not None:
            print_breakdown(screen.results(), outcome.breakdown, full=full)

    yield take


@contextmanager
def json_on_screen(*, many: bool) -> Iterator[Take]:
    """JSON to standard output."""
    from luoshi.exporting.json_ledger import JsonLedger

    ledger = JsonLedger(sys.stdout.buffer, many=many)

    def take(outcome: Outcome) -> None:
        if outcome.failure is not None:
            ledger.add_failure(outcome.failure)
        else:
            ledger.add(_portion(outcome, "json", many=many))

    yield take
    ledger.close()
    sys.stdout.buffer.flush()


@contextmanager
def one_ledger(target: Path, kind: str, *, many: bool) -> Iterator[Take]:
    """All documents in one file; none where not one document could be read. Raises `Unwritable`."""
    read = 0
    with _writing(target), suppress(_NothingRead), open_ledger(target, kind, many=many) as ledger:

        def take(outcome: Outcome) -> None:
            nonlocal read
            if outcome.failure is not None:
                ledger.add_failure(outcome.failure)
                return
            read += 1
            ledger.add(_portion(outcome, kind, many=many))

        yield take
        if not read:
            raise _NothingRead


@contextmanager
def a_file_each(folder: Path, targets: Mapping[str, Path], kind: str) -> Iterator[Take]:
    """A ledger a document; `targets` tells by the outcome's name where it goes. Raises `Unwritable` for the folder."""
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)

    def take(outcome: Outcome) -> Failure | None:
        if outcome.failure is not None:
            return None
        target = targets[outcome.name]
        try:
            with whole_file(target) as stream:
                stream.write(_bytes(outcome, kind))
        except OSError as error:
            return Failure(str(target), NOT_WRITTEN, cause_unwritable(error))
        return None

    yield take


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # standard output, not the target
        raise
    except OSError as error:
        raise Unwritable(target, error) from error


def _portion(outcome: Outcome, kind: str, *, many: bool) -> Portion:
    """Made already beside the reading, or here from the breakdown where that was needed as well."""
    if outcome.portion is not None:
        return outcome.portion
    return portion_of(outcome.breakdown, kind, many=many) if outcome.breakdown else Portion(outcome.name)


def _bytes(outcome: Outcome, kind: str) -> bytes:
    """The ledger of this one document, with the same choice."""
    return outcome.ledger if outcome.breakdown is None else ledger_bytes(outcome.breakdown, kind)
