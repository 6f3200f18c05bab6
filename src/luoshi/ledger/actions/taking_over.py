"""Takes over a ledger that was kept elsewhere: measures with the states they have already reached, in bulk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock, next_version
from luoshi.ledger.actions.door import facts_of, refresh_light
from luoshi.ledger.actions.parts import rule_of_accountable
from luoshi.ledger.actions.plans import FACTS as PLAN_FACTS
from luoshi.ledger.actions.plans import built_in_profile, code_of, next_code, next_number, refuse_archived
from luoshi.ledger.actions.reviewing import set_due, start_clocks
from luoshi.ledger.cycles import last_report_day
from luoshi.ledger.models import Measure, Part, Plan, Report
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import AT_WORK, DONE, DRAFT, DueSource, Matter, PlanState, ReportState, State
from luoshi.units.queries.calendar import working_calendar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit
    from luoshi.units.working_days import WorkingCalendar

STATES = (
    State.PROPOSED,
    State.ASSIGNED,
    State.IN_PROGRESS,
    State.STANDING,
    State.CLOSED,
    State.SIGNED_OFF,
    State.SUSPENDED,
    State.WITHDRAWN,
)
"""The states in which a measure can be taken over; the others have somebody who is acting right now."""
_SIGNED = frozenset({State.IN_PROGRESS, State.STANDING, State.SUSPENDED, *DONE})


@dataclass(frozen=True)
class NamedPart:
    """A unit as the old ledger names it; `unit` is None where nobody knows it yet."""

    unit: Unit | None
    printed: str
    role: str


@dataclass(frozen=True)
class OldMeasure:
    """One row of the old ledger."""

    text: str
    parts: tuple[NamedPart, ...]
    state: State = State.PROPOSED
    aim: str = ""
    headings: str = ""
    leader: str = ""
    person: str = ""
    due_on: date | None = None
    is_standing: bool = False
    claimed: int = 0
    progress: str = ""


def make_plan_for(owner: Unit, *, name: str, by: User) -> Plan:
    """A plan without a document, for the measures of an old ledger."""
    require(RULES, "plan.add", by, owner)
    if not name.strip():
        raise UnmetConditionError("name_missing", _("请填写方案名称。"))
    code = next_code(owner, clock.today().year)
    plan = Plan.objects.create(owner=owner, name=name.strip(), code=code, profile=built_in_profile(Matter.PLAN))
    history.record(plan, "plan.add", by=by, after=history.snapshot(plan, PLAN_FACTS))
    return plan


def take_over(plan: Plan, rows: Sequence[OldMeasure], *, by: User, workbook: str) -> list[Measure]:
    """Make measures of the rows, in their order, each in the state it has reached; the caller opens the transaction."""
    require(RULES, "measure.add", by, plan)
    refuse_archived(lock(Plan.objects.all(), plan.pk))
    now, days, first = clock.now(), working_calendar(), next_number(plan)
    made = [measure_of(plan, row, number, by=by, now=now, days=days) for number, row in enumerate(rows, first)]
    parts = [parts_of(measure, row, by=by, now=now) for measure, row in zip(made, rows, strict=True)]
    for measure in made:
        refresh_light(measure, days=days)
    Measure.objects.bulk_create(made)
    Part.objects.bulk_create([part for some in parts for part in some])
    Report.objects.bulk_create(reports_of(made, rows, by=by, now=now))
    after = [facts_of(measure) for measure in made]
    changes = [
        history.Change(measure, "measure.take_over", after=facts, params={"workbook": workbook})
        for measure, facts in zip(made, after, strict=True)
    ]
    history.record_many(changes, by=by)
    if plan.state == PlanState.DRAFT and any(measure.state not in DRAFT for measure in made):
        plan.state = PlanState.RUNNING
        next_version(plan)
        plan.save()
        history.record(plan, "plan.run", by=by, before={"state": PlanState.DRAFT}, after={"state": PlanState.RUNNING})
    return made


def measure_of(plan: Plan, row: OldMeasure, number: int, *, by: User, now: datetime, days: WorkingCalendar) -> Measure:
    """What a row becomes, not yet saved and without its light."""
    accountable, _is_assumed = rule_of_accountable(_drafts(row))
    unit = accountable.unit if accountable else None
    measure = Measure(
        plan=plan,
        number=number,
        code=code_of(plan, number),
        matter=plan.matter,
        text=row.text,
        aim=row.aim,
        headings=row.headings[:400],
        local_reason=str(_("由原有台账导入")),
        accountable=unit,
        # Nobody could act on an assigned measure that has no accountable unit.
        state=row.state if unit or row.state in DONE else State.PROPOSED,
        state_since=now,
        created_by=by,
        standing_wanted=row.is_standing or row.state == State.STANDING,
        claimed=100 if row.state in DONE else row.claimed,
    )
    if row.due_on:
        set_due(measure, row.due_on, DueSource.HAND)
    if measure.state in AT_WORK | {State.SUSPENDED}:
        start_clocks(measure, clock.today(), days)
        measure.sign_by = measure.sign_by if measure.state == State.ASSIGNED else None
    if measure.state == State.SUSPENDED:
        measure.suspended_from = State.IN_PROGRESS
    if measure.state in DONE:
        measure.closed_on = clock.today()
    return measure


def can_be_at_work(row: OldMeasure) -> bool:
    """Whether a unit is known that answers for it: nobody could act on an assigned measure without one."""
    return rule_of_accountable(_drafts(row))[0] is not None


def _drafts(row: OldMeasure) -> list[Part]:
    return [
        Part(unit=part.unit, printed=part.printed[:120], role=part.role, position=position)
        for position, part in enumerate(row.parts)
        if part.unit
    ]


def parts_of(measure: Measure, row: OldMeasure, *, by: User, now: datetime) -> list[Part]:
    """A part for every unit named, once; the accountable one has signed where the work has begun."""
    parts: list[Part] = []
    taken: set[int] = set()
    for named in row.parts:
        if named.unit and named.unit.pk in taken:
            continue
        taken |= {named.unit.pk} if named.unit else set()
        parts.append(
            Part(measure=measure, unit=named.unit, printed=named.printed[:120], role=named.role, position=len(parts))
        )
    chosen, is_assumed = rule_of_accountable([part for part in parts if part.unit_id])
    if chosen:
        chosen.is_accountable, chosen.is_assumed = True, is_assumed
        chosen.leader, chosen.person = row.leader[:60], row.person[:60]
        if measure.state in _SIGNED:
            chosen.signed_at, chosen.signed_by = now, by
    return parts


def reports_of(made: Sequence[Measure], rows: Sequence[OldMeasure], *, by: User, now: datetime) -> list[Report]:
    """What the old ledger says of the progress, as the report of the cycle that has passed."""
    found = []
    for measure, row in zip(made, rows, strict=True):
        if row.progress and measure.accountable and measure.state not in DRAFT:
            plan = measure.plan
            cycle_on = last_report_day(plan.cycle, plan.cycle_day, on=clock.today()) or clock.today()
            found.append(
                Report(
                    measure=measure,
                    unit=measure.accountable,
                    cycle_on=cycle_on,
                    state=ReportState.SUBMITTED,
                    claimed=measure.claimed,
                    done=row.progress,
                    by=by,
                    signed_by=by,
                    submitted_at=now,
                    from_workbook=True,
                )
            )
    return found
