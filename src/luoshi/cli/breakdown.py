"""`luoshi breakdown`: many files in, tables or ledgers out, one line for every file that could not be read."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.cli import screen, sinks
from luoshi.cli.inputs import find_inputs
from luoshi.cli.pool import in_order
from luoshi.cli.progress import tracked
from luoshi.cli.targets import format_of, is_one_of, targets_in
from luoshi.cli.work import Make, Outcome, Task, crashed, do
from luoshi.cli.wrong_usage import WrongUsage
from luoshi.exporting.facts import Counts
from luoshi.wording import activate, language
from luoshi.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from luoshi.cli.inputs import Inputs

ALL_READ, SOME_FAILED = 0, 1


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for; an empty text where it does not."""

    files: tuple[str, ...]
    output: str = ""
    format: str | None = None
    out_dir: str = ""
    jobs: int = 1
    full: bool = False

    @property
    def tables(self) -> bool:
        """Are tables shown? If nothing is written, and where they are asked for by name."""
        return self.format == "table" or (self.format is None and not self.output and not self.out_dir)

    @property
    def json_on_screen(self) -> bool:
        return self.format == "json" and not self.out_dir

    @property
    def file_format(self) -> str:
        """The format of what goes into --out-dir."""
        return self.format if self.format in ("xlsx", "csv") else "json"


@dataclass(slots=True)
class Tally:
    """What a call has come to so far."""

    found: Counts = field(default_factory=Counts)
    failed: int = 0
    unwritten: int = 0
    empty: list[str] = field(default_factory=list)


def break_down_files(wish: Wish) -> int:
    """Carry out the wish; returns the exit code. Raises `WrongUsage` before anything is read."""
    _refuse_contradictions(wish)
    outputs = [Path(word) for word in (wish.output, wish.out_dir) if word]
    inputs = find_inputs(wish.files, except_for=outputs)
    if wish.output and is_one_of(Path(wish.output), inputs.files):
        raise WrongUsage(_("-o 指向了要读的文件 {path}，不能覆盖原文件，请换一个名字。").format(path=wish.output))
    try:
        tally = _carried_out(wish, inputs)
    except sinks.Unwritable as error:
        screen.tell_failure(str(error.target), _("写不进去：{cause}").format(cause=error))
        return SOME_FAILED
    _sum_up(wish, tally)
    return SOME_FAILED if tally.failed else ALL_READ


def _refuse_contradictions(wish: Wish) -> None:
    if wish.output and wish.out_dir:
        raise WrongUsage(_("-o 和 --out-dir 只能用一个：前者合成一本台账，后者每份文件各写一个。"))
    if wish.format in ("xlsx", "csv") and not wish.out_dir and not wish.output:
        raise WrongUsage(_("{format} 要写成文件，请加 -o 或 --out-dir。").format(format=wish.format))
    if not wish.output:
        return
    kind = format_of(Path(wish.output))
    if kind is None:
        raise WrongUsage(_("-o 后面的文件名要以 .xlsx、.csv 或 .json 结尾。"))
    if wish.format in ("xlsx", "csv") and wish.format != kind:
        raise WrongUsage(
            _("--format {format} 和 -o {path} 的扩展名不一致。").format(format=wish.format, path=wish.output)
        )


def _carried_out(wish: Wish, inputs: Inputs) -> Tally:
    """Read everything and hand it on piece by piece; nothing is kept but the sums."""
    tally = Tally()
    with ExitStack() as stack:
        takes = [stack.enter_context(sink) for sink in _sinks(wish, inputs)]
        make, kind = _work(wish)
        many = not inputs.is_single
        tasks = [Task(file.path, file.name, make, kind, many) for file in inputs.files]
        outcomes = stack.enter_context(closing(_outcomes(wish, inputs, tasks)))
        for outcome in tracked(outcomes, len(tasks), hidden=wish.tables):
            _count(tally, outcome)
            for take in takes:
                failure = take(outcome)
                if failure is not None:
                    tally.unwritten += 1
                    _count(tally, Outcome(outcome.name, failure=failure))
    return tally


def _sinks(wish: Wish, inputs: Inputs) -> Iterator[sinks.Sink]:
    many = not inputs.is_single
    if wish.tables:
        yield sinks.tables(full=wish.full)
    if wish.json_on_screen:
        yield sinks.json_on_screen(many=many)
    if wish.output:
        target = Path(wish.output)
        yield sinks.one_ledger(target, format_of(target) or "xlsx", many=many)
    if wish.out_dir:
        folder = Path(wish.out_dir)
        targets = targets_in(folder, inputs.files, wish.file_format)
        by_name = {file.name: target for file, target in zip(inputs.files, targets, strict=True)}
        yield sinks.a_file_each(folder, by_name, wish.file_format)


def _work(wish: Wish) -> tuple[Make, str]:
    """What is made of a file beside its reading; where several things are wanted, the breakdown that all begin with."""
    if wish.tables or (wish.json_on_screen and wish.output):
        return Make.BREAKDOWN, ""
    if wish.out_dir:
        return Make.LEDGER, wish.file_format
    return Make.PORTION, format_of(Path(wish.output)) or "json"


def _outcomes(wish: Wish, inputs: Inputs, tasks: Sequence[Task]) -> Generator[Outcome]:
    """What comes of every file; several processes begin at the call, before a progress bar brings a thread."""
    if min(wish.jobs, len(tasks)) <= 1:
        return _after_failures(inputs, map(do, tasks))
    start_with = (language(),)
    return _after_failures(
        inputs, in_order(do, tasks, jobs=wish.jobs, start=activate, start_with=start_with, crashed=crashed)
    )


def _after_failures(inputs: Inputs, outcomes: Iterator[Outcome]) -> Generator[Outcome]:
    for failure in inputs.failures:
        yield Outcome(failure.name, failure=failure)
    yield from outcomes


def _count(tally: Tally, outcome: Outcome) -> None:
    if outcome.failure is not None:
        tally.failed += 1
        screen.tell_failure(outcome.failure.name, outcome.failure.sentence)
        return
    tally.found += outcome.counts
    if not outcome.counts.measures:
        tally.empty.append(outcome.name)


def _sum_up(wish: Wish, tally: Tally) -> None:
    """Say what was found and where it is; not into JSON."""
    from luoshi.cli.table import summary

    say = screen.tell if wish.json_on_screen else screen.say
    if not wish.tables:
        for name in tally.empty:
            say(_("{name}：没有发现要求办理的事项，台账为空。").format(name=name))
    if tally.found.documents > 1 or (tally.found.documents and not wish.tables and not wish.json_on_screen):
        several = _("读完 {count} 份文件。").format(count=tally.found.documents) if tally.found.documents > 1 else ""
        say(several + summary(tally.found))
    if tally.failed and tally.found.documents + tally.failed > 1:
        screen.tell(_("{count} 份文件没有完成，原因见上。").format(count=tally.failed))
    if tally.found.documents > tally.unwritten and (wish.output or wish.out_dir):
        say(_("已写入 {path}").format(path=Path(wish.output or wish.out_dir).resolve()))
