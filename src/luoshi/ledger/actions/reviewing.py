"""From proposed to assigned: submitting, returning, dropping, approving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import UnmetConditionError
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import Paper, enter, facts_of, leave, need_reason
from luoshi.ledger.cycles import next_report_day
from luoshi.ledger.models import Plan
from luoshi.ledger.states import DueSource, PlanState
from luoshi.units.queries.calendar import working_calendar

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.working_days import WorkingCalendar


@transaction.atomic
def submit(measure: Measure, *, by: User, seen: int | None = None) -> Measure:
    """Hand a measure in for review: one matter, its accountable unit known, a date, the plan's default or standing."""
    measure = enter(measure, "submit", by=by, seen=seen)
    before = facts_of(measure)
    check_ready(measure)
    if measure.due_on is None and not measure.standing_wanted and measure.plan.default_due_on:
        set_due(measure, measure.plan.default_due_on, DueSource.DEFAULT)
    return leave(measure, "submit", by=by, before=before)


@transaction.atomic
def return_review(measure: Measure, *, by: User, reason: str, paper: Paper | None = None) -> Measure:
    """Give it back to the supervisor, with what is to be changed."""
    measure = enter(measure, "return_review", by=by, paper=paper)
    before = facts_of(measure)
    note = need_reason(reason)
    telling.tell_office(measure, "measure.returned_from_review", reason=note)
    return leave(measure, "return_review", by=by, before=before, note=note, paper=paper)


@transaction.atomic
def drop(measure: Measure, *, by: User, reason: str) -> Measure:
    """Not taken up: stays visible, with the reason."""
    measure = enter(measure, "drop", by=by)
    before = facts_of(measure)
    return leave(measure, "drop", by=by, before=before, note=need_reason(reason))


@transaction.atomic
def assign(
    measure: Measure,
    *,
    by: User,
    paper: Paper | None = None,
    note: str = "",
    days: WorkingCalendar | None = None,
    is_told: bool = True,
) -> Measure:
    """Approve a measure and give it to its units: the clocks start, the slips go out, a plan in draft begins to run.

    Whoever assigns many at once hands in the calendar and tells each unit once.
    """
    measure = enter(measure, "assign", by=by, paper=paper)
    before = facts_of(measure)
    check_ready(measure)
    days = days or working_calendar()
    start_clocks(measure, clock.today(), days)
    _run_plan(measure.plan, by=by)
    if is_told:
        telling.tell_units(measure, "measure.assigned")
    return leave(measure, "assign", by=by, before=before, note=note, paper=paper, days=days)


def _run_plan(plan: Plan, *, by: User) -> None:
    is_draft = plan.state == PlanState.DRAFT  # a plan that runs never becomes a draft again
    if is_draft and Plan.objects.filter(pk=plan.pk, state=PlanState.DRAFT).update(state=PlanState.RUNNING):
        history.record(plan, "plan.run", by=by, before={"state": PlanState.DRAFT}, after={"state": PlanState.RUNNING})


def start_clocks(measure: Measure, today: date, days: WorkingCalendar) -> None:
    """The day of assignment, by when to sign, and the first report; for instructions also by when it is done."""
    plan, profile = measure.plan, measure.plan.profile
    measure.assigned_on = today
    measure.sign_by = days.add_working_days(today, profile.sign_days)
    if profile.first_report_days is not None:
        measure.next_report_on = days.add_working_days(today, profile.first_report_days)
    else:
        measure.next_report_on = next_report_day(plan.cycle, plan.cycle_day, after=today)
    if measure.due_on is None and profile.done_days is not None and not measure.standing_wanted:
        set_due(measure, days.add_working_days(today, profile.done_days), DueSource.DEFAULT)


def set_due(measure: Measure, due_on: date, source: DueSource) -> None:
    """Set the date in force; the first one is kept for ever once the measure has been assigned."""
    measure.due_on = due_on
    measure.due_source = source
    if measure.first_due_on is None or measure.assigned_on is None:
        measure.first_due_on = due_on


def check_ready(measure: Measure) -> None:
    """What review needs: the accountable unit, and a date or the wish that it stands."""
    if measure.accountable_id is None:
        raise UnmetConditionError(
            "no_accountable", _("“%(code)s”还没有确定主责单位，请先指定。") % {"code": measure.code}
        )
    has_date = measure.due_on or measure.standing_wanted or measure.plan.default_due_on
    if not has_date and measure.plan.profile.done_days is None:
        raise UnmetConditionError(
            "no_due",
            _("“%(code)s”没有完成时限：请填写日期、设置方案默认时限，或标为长期坚持。") % {"code": measure.code},
        )
