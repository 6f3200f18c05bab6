"""`luoshi outline` and `luoshi explain`: one file, looked at closely."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.cli import screen
from luoshi.cli.work import Task, do, document_of
from luoshi.cli.wrong_usage import WrongUsage
from luoshi.exporting.facts import Failure
from luoshi.wording import gettext as _

if TYPE_CHECKING:
    from luoshi.engine.findings import Breakdown

ALL_READ, SOME_FAILED = 0, 1


def show_outline(file: str, *, as_json: bool) -> int:
    """The tree of clauses; returns the exit code."""
    from luoshi.cli.tree import print_outline
    from luoshi.engine import outline
    from luoshi.exporting.json_ledger import outline_form, to_bytes

    document = document_of(Path(file))
    if isinstance(document, Failure):
        return _failed(document)
    found = outline(document)
    if as_json:
        screen.write_bytes(to_bytes(outline_form(document, found)))
    else:
        print_outline(screen.results(), document, found)
    return ALL_READ


def show_measure(file: str, asked: str, *, as_json: bool) -> int:
    """One measure beside its text; `asked` is its running number or its id. Returns the exit code."""
    from luoshi.cli.trace import print_measure
    from luoshi.exporting.json_ledger import measure_form, to_bytes

    outcome = do(Task(Path(file), Path(file).name))
    if outcome.breakdown is None:
        return _failed(outcome.failure)
    number = _number(outcome.breakdown, asked)
    if as_json:
        measure = outcome.breakdown.measures[number - 1]
        screen.write_bytes(to_bytes(measure_form(outcome.breakdown.document, measure, number)))
    else:
        print_measure(screen.results(), outcome.breakdown, number)
    return ALL_READ


def _number(breakdown: Breakdown, asked: str) -> int:
    """The running number of the measure asked for. Raises `WrongUsage` where there is none."""
    count = len(breakdown.measures)
    if asked.isascii() and asked.isdigit() and len(asked) < 9 and 1 <= int(asked) <= count:
        return int(asked)
    for number, measure in enumerate(breakdown.measures, start=1):
        if measure.id == asked:
            return number
    if not count:
        raise WrongUsage(_("这份文件里没有发现要求办理的事项。"))
    raise WrongUsage(_("没有第 {asked} 项；这份文件共 {count} 项措施。").format(asked=asked, count=count))


def _failed(failure: Failure | None) -> int:
    if failure is not None:
        screen.tell_failure(failure.name, failure.sentence)
    return SOME_FAILED
