"""Reports: one per unit, measure and cycle; written, released by the unit head where the plan wants it, returned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import Difference, IllegalMoveError, StaleFormError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock, next_version
from luoshi.engine.personal_numbers import mask_personal_numbers
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import Record, check_right, facts_of, leave, need, need_reason
from luoshi.ledger.actions.pen import AT_ONCE, Pen, step
from luoshi.ledger.actions.truths import refresh_truths
from luoshi.ledger.cycles import last_report_day, next_report_day
from luoshi.ledger.models import Measure, Obstacle, Report
from luoshi.ledger.queries.offers import ReportingUnits, reporting_units
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import AT_WORK, ReportState, State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

LOCKED = frozenset({ReportState.WAITING, ReportState.SUBMITTED})
_NOT_AT_WORK = _("这项措施签收之后、申请办结之前才能报送进展。")


@dataclass(frozen=True)
class Words:
    """What a unit says: at most five fields, all but the first two may stay empty."""

    claimed: int
    done: str
    obstacle: str = ""
    asked_for: str = ""


def cycle_of(measure: Measure, today: date) -> date:
    """The report day that a report of today belongs to: the open one, or today where the plan has no cycle."""
    if measure.next_report_on:
        return measure.next_report_on
    plan = measure.plan
    return last_report_day(plan.cycle, plan.cycle_day, on=today) or today


@transaction.atomic
def save_draft(measure: Measure, unit: Unit, words: Words, *, by: User, seen: int | None = None) -> Report:
    """Keep what has been typed; nobody but the unit sees it yet."""
    report = _enter(measure, unit, words, by=by, seen=seen, paper=None)
    _fill(report, words, by=by)
    report.signed_by = None  # what came back is the unit's own again, as soon as it goes on writing
    report.save()
    return report


@step
def submit_report(
    measure: Measure,
    unit: Unit,
    words: Words,
    *,
    by: User,
    seen: int | None = None,
    paper: Record | None = None,
    from_workbook: bool = False,
    cycle_on: date | None = None,
    pen: Pen = AT_ONCE,
) -> Report:
    """Hand the report in; where the plan wants it, it waits for the unit head to release it.

    `cycle_on` names the cycle where it is told, as a workbook tells it; otherwise the report is for the open one.
    """
    report = _enter(measure, unit, words, by=by, seen=seen, paper=paper, cycle_on=cycle_on, pen=pen)
    _check(words)
    _fill(report, words, by=by)
    report.from_workbook = from_workbook
    is_out = RULES["report.release"](by, report) or (paper and RULES["record_paper"](by, report))
    waits = report.measure.plan.head_signs_reports and not is_out
    report.state = ReportState.WAITING if waits else ReportState.SUBMITTED
    report.submitted_at = clock.now()
    report.signed_by = None if waits else by
    pen.save(report)
    if waits:
        pen.tell_unit(report.measure, unit, "report.waits")
        pen.record(report.measure, "report.wait", by=by, params={"unit": str(unit)})
        return report
    _take_effect(report, by=by, paper=paper, pen=pen)
    return report


@transaction.atomic
def release_report(report: Report, *, by: User) -> Report:
    """The unit head lets the report out."""
    require(RULES, "report.release", by, report)
    report = _locked(report)
    if report.state != ReportState.WAITING:
        raise IllegalMoveError("not_waiting", _("这份报告不在待审签状态。"))
    report.state, report.signed_by = ReportState.SUBMITTED, by
    next_version(report)
    report.save()
    _take_effect(report, by=by)
    return report


@transaction.atomic
def release_reports(reports: Iterable[Report], *, by: User) -> int:
    """The unit head lets several reports out at once, all or none; returns how many."""
    return len([release_report(report, by=by) for report in reports])


@transaction.atomic
def return_report(report: Report, *, by: User, reason: str) -> Report:
    """Give it back, by the unit head before it leaves or by the office afterwards, with what is missing."""
    report = _locked(report)
    require(RULES, verb_of_return(report), by, report)
    if report.state not in LOCKED:
        raise IllegalMoveError("not_submitted", _("这份报告还没有报送，不能退回。"))
    report.return_reason = need_reason(reason)[:300]
    was_out = report.state == ReportState.SUBMITTED
    report.state = ReportState.RETURNED
    next_version(report)
    report.save()
    measure = report.measure
    before = facts_of(measure)
    if was_out and report.unit_id == measure.accountable_id:
        measure.next_report_on = report.cycle_on
        measure.claimed = _claimed_before(report)
    telling.tell_unit(measure, report.unit, "report.returned", reason=report.return_reason)
    # What a head says to his own people is told to them; the history is read outside too.
    leave(measure, "report_return", by=by, before=before, note=report.return_reason if was_out else "")
    return report


@transaction.atomic
def mask_report(report: Report, *, by: User) -> Report:
    """Cover the identity card, telephone and bank numbers in the words of a report, and of the obstacle it raised."""
    require(RULES, "report.mask", by, report)
    report = lock(Report.objects.select_related("measure__plan__owner", "unit"), report.pk)
    for name in ("done", "obstacle", "asked_for"):
        setattr(report, name, mask_personal_numbers(getattr(report, name)))
    next_version(report)
    report.save()
    for obstacle in Obstacle.objects.filter(report=report):
        obstacle.text, obstacle.asked_for = report.obstacle, report.asked_for
        next_version(obstacle)
        obstacle.save()
    history.record(report.measure, "report.mask", by=by, params={"cycle_on": report.cycle_on.isoformat()})
    return report


def _locked(report: Report) -> Report:
    """The report and its measure, locked, the measure first as everywhere: what is saved is nobody's old state."""
    measure = lock(Measure.objects.select_related("plan__owner", "plan__profile", "accountable"), report.measure_id)
    locked = lock(Report.objects.select_related("unit"), report.pk)
    locked.measure = measure
    return locked


def _claimed_before(report: Report) -> int:
    """What the unit claimed before a report that has been given back."""
    rows = Report.objects.filter(measure=report.measure_id, unit=report.unit_id, state=ReportState.SUBMITTED)
    last = rows.filter(cycle_on__lt=report.cycle_on).order_by("-cycle_on").first()
    return last.claimed if last else 0


def verb_of_return(report: Report) -> str:
    """The right that returning it needs: the unit head's while it waits inside, the office's afterwards."""
    return "report.release" if report.state == ReportState.WAITING else "report.return"


def reporting_for(measure: Measure, *, by: User) -> ReportingUnits:
    """For which units this person may report now; otherwise the refusal that handing in would give."""
    if found := reporting_units(by, measure):
        return found
    if not any(RULES["report.write"](by, part) for part in measure.parts.all()):
        require(RULES, "record_paper", by, measure)
    raise IllegalMoveError("not_at_work", _NOT_AT_WORK)


def _enter(
    measure: Measure,
    unit: Unit,
    words: Words,
    *,
    by: User,
    seen: int | None,
    paper: Record | None,
    cycle_on: date | None = None,
    pen: Pen = AT_ONCE,
) -> Report:
    """The report of the cycle, begun or new; `seen` 0 means that there was none when the form was opened."""
    measure = pen.measure(measure)
    if measure.state not in AT_WORK - {State.ASSIGNED}:
        raise IllegalMoveError("not_at_work", _NOT_AT_WORK)
    if all(part.unit_id != unit.pk for part in measure.parts.all()):
        raise UnmetConditionError("no_part", _("“%(unit)s”不在这项措施的责任分工里。") % {"unit": unit})
    cycle_on = cycle_on or cycle_of(measure, clock.today())
    report = pen.report(measure, unit, cycle_on) or Report(
        measure=measure, unit=unit, cycle_on=cycle_on, done="", version=0
    )
    report.measure = measure
    check_right("report.write", by=by, subject=report, paper=paper)
    if report.state in LOCKED:
        raise IllegalMoveError("reported_already", _("本期已经报送。需要修改时，请督查室退回后重报。"))
    if seen is not None and report.version != seen:
        raise StaleFormError(
            by=str(report.by or ""), at=None, differences=_differences(words, report), version=report.version
        )
    return report


def _differences(words: Words, report: Report) -> tuple[Difference, ...]:
    """Where what is typed now differs from what a colleague has kept meanwhile."""
    pairs = [
        (name, getattr(words, name), getattr(report, name)) for name in ("claimed", "done", "obstacle", "asked_for")
    ]
    return tuple(Difference(name, typed, kept) for name, typed, kept in pairs if typed != kept)


def _check(words: Words) -> None:
    need(words.done, "done_missing", _("请填写进展情况。"))
    if not 0 <= words.claimed <= 100:
        raise UnmetConditionError("claimed_range", _("自报进度应在0到100之间。"))


def _fill(report: Report, words: Words, *, by: User) -> None:
    report.claimed = max(0, min(100, words.claimed))
    report.done, report.obstacle, report.asked_for = words.done.strip(), words.obstacle.strip(), words.asked_for.strip()
    report.by = by
    next_version(report)


def _take_effect(report: Report, *, by: User, paper: Record | None = None, pen: Pen = AT_ONCE) -> None:
    """The report counts: claimed progress, next report day, first report starts the work, an obstacle is raised."""
    measure = report.measure
    before = facts_of(measure)
    if report.unit_id == measure.accountable_id:
        measure.claimed = report.claimed
        plan = measure.plan
        measure.next_report_on = next_report_day(plan.cycle, plan.cycle_day, after=max(report.cycle_on, clock.today()))
    refresh_truths(measure)
    if report.obstacle:
        obstacle = pen.obstacle(report) or Obstacle(report=report)
        obstacle.measure, obstacle.unit, obstacle.raised_at = measure, report.unit, clock.now()
        obstacle.text, obstacle.asked_for = report.obstacle, report.asked_for
        pen.save(obstacle)
        pen.tell_office(measure, "obstacle.raised", by_unit=str(report.unit))
    cycle_on = report.cycle_on.isoformat()
    leave(measure, "report", by=by, before=before, paper=paper, pen=pen, unit=str(report.unit), cycle_on=cycle_on)
    if measure.state == State.SIGNED and report.unit_id == measure.accountable_id:
        leave(measure, "start", by=by, before=facts_of(measure), pen=pen)
