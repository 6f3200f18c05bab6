"""Turns rows of returned workbooks into steps of the ledger, by the ledger's own actions; a refused row is left out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from luoshi.common import clock
from luoshi.common.errors import RuleError, UnmetConditionError
from luoshi.ledger.actions.extending import ask_extension
from luoshi.ledger.actions.milestones import tick_milestone
from luoshi.ledger.actions.reporting import LOCKED, Words, cycle_of, submit_report
from luoshi.ledger.actions.unit_steps import refuse, request_close, sign, sign_part
from luoshi.ledger.states import AT_WORK, DONE, UNDER_CHECK, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.ledger.actions.door import Returned
    from luoshi.ledger.actions.gathering import GatheringPen
    from luoshi.ledger.models import Milestone, Part, Report
    from luoshi.summing_up.sheets.wishes import Wishes

ORDER = ("refuse", "sign", "milestone", "report", "extension", "close")
"""Over all units of a measure: what one has signed the other may report on, and nobody reports after the closing."""


@dataclass
class Row:
    """One row on its way into the ledger; `steps` are verbs of ORDER, `fault` says why it cannot go.

    `milestone` is the one for which the row speaks, if it speaks for one.
    """

    part: Part
    wishes: Wishes
    cycle_on: date | None
    came: Returned
    steps: list[str] = field(default_factory=list)
    fault: str = ""
    milestone: Milestone | None = None


def plan_tick(row: Row) -> None:
    """Whether a row for a milestone says anything new of it, and why it cannot; an empty cell says nothing."""
    wanted, milestone = row.wishes.reached_on, row.milestone
    if wanted is None:
        return
    if milestone is None:
        row.fault = _("这个时间节点已经删除。")
    elif not row.part.is_accountable or milestone.measure_id != row.part.measure_id:
        row.fault = _("时间节点“%(name)s”的任务已改由其他单位主责，由主责单位填报。") % {"name": milestone.name}
    elif wanted != milestone.done_on:
        row.steps = ["milestone"]


def plan_steps(row: Row, pen: GatheringPen, *, is_old: bool) -> None:
    """Which steps the row asks for that have not been taken already; `is_old` if the measure has changed since."""
    part, wishes = row.part, row.wishes
    report = _report_of(row, pen)
    steps = {
        "refuse": wishes.refuses and part.measure.state == State.ASSIGNED,
        "sign": not _is_signed(part) and bool(wishes.sign or _signs_by_reporting(row)),
        "report": wishes.reports and not _says_the_same(wishes, report),
        "extension": wishes.due_wanted is not None and not _asked_already(row),
        "close": bool(wishes.close) and part.measure.state not in UNDER_CHECK | DONE,
    }
    row.steps = [verb for verb in ORDER if steps.get(verb)]
    row.fault = _contradiction(row, is_old=is_old)


def register(rows: Iterable[Row], pen: GatheringPen, *, by: User, tick: Callable[[int], None]) -> None:
    """Take the steps of all rows with the pen; a row that is refused gets its sentence and leaves nothing behind."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.part.measure_id].append(row)
    for count, group in enumerate(groups.values(), 1):
        going = [row for row in group if row.steps and not row.fault]
        while refused := _refused(going, pen, by=by):
            going.remove(refused)
        tick(count)


def _refused(rows: list[Row], pen: GatheringPen, *, by: User) -> Row | None:
    """Take the steps of all rows of one measure, or none: then the row that was refused, with its sentence."""
    if not rows:
        return None
    trying = rows[0]
    try:
        with pen.attempt(rows[0].part.measure):
            for verb in ORDER:
                for trying in (row for row in rows if verb in row.steps):
                    _ACTS[verb](trying, pen, by)
    except RuleError as refusal:
        trying.fault = str(refusal)
        return trying
    return None


def _report(row: Row, pen: GatheringPen, by: User) -> None:
    unit, wishes = row.part.unit, row.wishes
    if unit is None:
        raise UnmetConditionError("no_unit", _("这一行的单位还没有确定。"))
    claimed = wishes.claimed if wishes.claimed is not None else row.part.measure.claimed
    words = Words(claimed, wishes.done, wishes.obstacle, wishes.asked_for)
    measure, cycle_on = row.part.measure, row.cycle_on
    submit_report(measure, unit, words, by=by, paper=row.came, from_workbook=True, cycle_on=cycle_on, pen=pen)


def _sign(row: Row, pen: GatheringPen, by: User) -> None:
    if row.part.is_accountable:
        sign(row.part.measure, promised_on=row.wishes.promised, by=by, paper=row.came, pen=pen)
    else:
        sign_part(row.part, promised_on=row.wishes.promised, by=by, paper=row.came, pen=pen)


def _refuse(row: Row, pen: GatheringPen, by: User) -> None:
    if not row.part.is_accountable:
        raise UnmetConditionError("not_accountable", _("只有主责单位可以退办。配合单位有意见，请在“困难问题”里说明。"))
    refuse(row.part.measure, reason=row.wishes.refuse_reason, by=by, paper=row.came, pen=pen)


def _extend(row: Row, pen: GatheringPen, by: User) -> None:
    _only_accountable(row)
    if due := row.wishes.due_wanted:
        reason = row.wishes.extension_reason
        ask_extension(row.part.measure, due_wanted=due, reason=reason, by=by, paper=row.came, pen=pen)


def _close(row: Row, pen: GatheringPen, by: User) -> None:
    _only_accountable(row)
    request_close(row.part.measure, note=row.wishes.close_note, by=by, paper=row.came, pen=pen)


def _tick(row: Row, pen: GatheringPen, by: User) -> None:
    if row.milestone:
        tick_milestone(row.milestone, is_done=True, done_on=row.wishes.reached_on, by=by, paper=row.came, pen=pen)


_ACTS: dict[str, Callable[[Row, GatheringPen, User], None]] = {
    "refuse": _refuse,
    "sign": _sign,
    "milestone": _tick,
    "report": _report,
    "extension": _extend,
    "close": _close,
}


def _only_accountable(row: Row) -> None:
    """The office may record for any unit, so that the right alone does not tell whose step it is."""
    if not row.part.is_accountable:
        raise UnmetConditionError("not_accountable", _("只有主责单位可以申请延期和办结。"))


def _is_signed(part: Part) -> bool:
    """Signed, or long past it: a ledger that was taken over knows no day of signing."""
    is_past = part.is_accountable and part.measure.state in (AT_WORK | UNDER_CHECK | DONE) - {State.ASSIGNED}
    return bool(part.signed_at) or is_past


def _signs_by_reporting(row: Row) -> bool:
    """Who reports on a measure that is not signed yet has taken it up."""
    is_waiting = row.part.is_accountable and row.part.measure.state == State.ASSIGNED
    return is_waiting and bool(row.wishes.done) and row.wishes.sign is not False


def _report_of(row: Row, pen: GatheringPen) -> Report | None:
    unit = row.part.unit
    cycle_on = row.cycle_on or cycle_of(row.part.measure, clock.today())
    return pen.report(row.part.measure, unit, cycle_on) if unit else None


def _says_the_same(wishes: Wishes, report: Report | None) -> bool:
    """Handed in already with the same words: the same file has come twice."""
    if report is None or report.state not in LOCKED:
        return False
    same_number = wishes.claimed is None or wishes.claimed == report.claimed
    words = (wishes.done, wishes.obstacle, wishes.asked_for)
    return same_number and words == (report.done, report.obstacle, report.asked_for)


def _asked_already(row: Row) -> bool:
    wanted = row.wishes.due_wanted
    measure = row.part.measure
    return measure.due_on == wanted or any(asked.due_wanted == wanted for asked in measure.extensions.all())


def _contradiction(row: Row, *, is_old: bool) -> str:
    """What the row says beside its steps that cannot be taken over."""
    part, wishes = row.part, row.wishes
    if wishes.promised and part.signed_at and wishes.promised != part.promised_on:
        return _("签收之后不能再改承诺完成时间；需要推迟的，请填“申请延至”。")
    changed = wishes.claimed is not None and part.is_accountable and wishes.claimed != part.measure.claimed
    if changed and not is_old and not wishes.reports and "refuse" not in row.steps:
        return _("改了自报进度，但没有写本期进展。")
    return ""
