"""Reports: one per unit, measure and cycle; written, released by the unit head where the plan wants it, returned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import Paper, facts_of, leave, need, need_reason
from luoshi.ledger.actions.truths import refresh_truths
from luoshi.ledger.cycles import last_report_day, next_report_day
from luoshi.ledger.models import Measure, Obstacle, Report
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import AT_WORK, ReportState, State

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

LOCKED = frozenset({ReportState.WAITING, ReportState.SUBMITTED})


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
    report = _enter(measure, unit, by=by, seen=seen)
    _fill(report, words, by=by)
    report.save()
    return report


@transaction.atomic
def submit_report(
    measure: Measure,
    unit: Unit,
    words: Words,
    *,
    by: User,
    seen: int | None = None,
    paper: Paper | None = None,
    from_workbook: bool = False,
) -> Report:
    """Hand the report in; where the plan wants it, it waits for the unit head to release it."""
    report = _enter(measure, unit, by=by, seen=seen, recorded=paper is not None)
    _check(words)
    _fill(report, words, by=by)
    report.from_workbook = from_workbook
    waits = report.measure.plan.head_signs_reports and not (paper or RULES["report.release"](by, report))
    report.state = ReportState.WAITING if waits else ReportState.SUBMITTED
    report.submitted_at = clock.now()
    if not waits:
        report.signed_by = by
    report.save()
    if waits:
        telling.tell_unit(report.measure, unit, "report.waits")
        history.record(report.measure, "report.wait", by=by, params={"unit": str(unit)})
        return report
    _take_effect(report, by=by)
    return report


@transaction.atomic
def release_report(report: Report, *, by: User) -> Report:
    """The unit head lets the report out."""
    require(RULES, "report.release", by, report)
    report = lock(Report.objects.select_related("measure__plan__profile", "measure__plan__owner", "unit"), report.pk)
    if report.state != ReportState.WAITING:
        raise IllegalMoveError("not_waiting", _("这份报告不在待审签状态。"))
    report.state, report.signed_by = ReportState.SUBMITTED, by
    next_version(report)
    report.save()
    _take_effect(report, by=by)
    return report


@transaction.atomic
def return_report(report: Report, *, by: User, reason: str) -> Report:
    """Give it back, by the unit head before it leaves or by the office afterwards, with what is missing."""
    verb = "report.release" if report.state == ReportState.WAITING else "report.return"
    require(RULES, verb, by, report)
    report = lock(Report.objects.select_related("measure__plan__profile", "measure__plan__owner", "unit"), report.pk)
    if report.state not in LOCKED:
        raise IllegalMoveError("not_submitted", _("这份报告还没有报送，不能退回。"))
    report.return_reason = need_reason(reason)[:300]
    was_out = report.state == ReportState.SUBMITTED
    report.state = ReportState.RETURNED
    next_version(report)
    report.save()
    measure = lock(Measure.objects.select_related("plan__profile", "plan__owner"), report.measure_id)
    before = facts_of(measure)
    if was_out and report.unit_id == measure.accountable_id:
        measure.next_report_on = report.cycle_on
    telling.tell_unit(measure, report.unit, "report.returned", reason=report.return_reason)
    leave(measure, "report_return", by=by, before=before, note=report.return_reason)
    return report


def _enter(measure: Measure, unit: Unit, *, by: User, seen: int | None, recorded: bool = False) -> Report:
    measure = lock(Measure.objects.select_related("plan__profile", "plan__owner", "accountable"), measure.pk)
    if measure.state not in AT_WORK - {State.ASSIGNED}:
        raise IllegalMoveError("not_at_work", _("这项措施签收之后、申请办结之前才能报送进展。"))
    if not measure.parts.filter(unit=unit).exists():
        raise UnmetConditionError("no_part", _("“%(unit)s”不在这项措施的责任分工里。") % {"unit": unit})
    cycle_on = cycle_of(measure, clock.today())
    report = Report.objects.select_for_update().filter(measure=measure, unit=unit, cycle_on=cycle_on).first() or Report(
        measure=measure, unit=unit, cycle_on=cycle_on, done="", version=0
    )
    report.measure = measure
    require(RULES, "record_paper" if recorded else "report.write", by, report)
    if report.pk:
        check_version(report, seen)
    if report.state in LOCKED:
        raise IllegalMoveError("reported_already", _("本期已经报送。需要修改时，请督查室退回后重报。"))
    return report


def _check(words: Words) -> None:
    need(words.done, "done_missing", _("请填写进展情况。"))
    if not 0 <= words.claimed <= 100:
        raise UnmetConditionError("claimed_range", _("自报进度应在0到100之间。"))


def _fill(report: Report, words: Words, *, by: User) -> None:
    report.claimed = max(0, min(100, words.claimed))
    report.done, report.obstacle, report.asked_for = words.done.strip(), words.obstacle.strip(), words.asked_for.strip()
    report.by = by
    next_version(report)


def _take_effect(report: Report, *, by: User) -> None:
    """The report counts: claimed progress, next report day, first report starts the work, an obstacle is raised."""
    measure = report.measure
    before = facts_of(measure)
    if report.unit_id == measure.accountable_id:
        measure.claimed = report.claimed
        plan = measure.plan
        measure.next_report_on = next_report_day(plan.cycle, plan.cycle_day, after=max(report.cycle_on, clock.today()))
    refresh_truths(measure)
    if report.obstacle:
        Obstacle.objects.update_or_create(
            report=report,
            defaults={
                "measure": measure,
                "unit": report.unit,
                "text": report.obstacle,
                "asked_for": report.asked_for,
                "raised_at": clock.now(),
            },
        )
        telling.tell_office(measure, "obstacle.raised", by_unit=str(report.unit))
    leave(measure, "report", by=by, before=before, unit=str(report.unit), cycle_on=report.cycle_on.isoformat())
    if measure.state == State.SIGNED and report.unit_id == measure.accountable_id:
        leave(measure, "start", by=by, before=facts_of(measure))
