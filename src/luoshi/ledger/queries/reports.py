"""Reads of reports: what a unit has to report this cycle, what waits for the unit's head, what was said last time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, Subquery

from luoshi.ledger.cycles import next_report_day
from luoshi.ledger.models import Measure, Obstacle, Plan, Report
from luoshi.ledger.queries.measures import measures_visible_to, with_light
from luoshi.ledger.states import AT_WORK, Cycle, ReportState, State
from luoshi.units.duties import duties_of
from luoshi.units.states import Role

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

AHEAD = timedelta(days=31)
"""A report can be written this long before its day, and is asked for no earlier."""
ONE_DAY = timedelta(days=1)
IS_OUT = Q(state=ReportState.SUBMITTED) | Q(state=ReportState.RETURNED, signed_by__isnull=False)
"""Left the unit: one that its own head gave back, or that is being written anew since it came back, has not."""


def reports_visible_to(user: User) -> QuerySet[Report]:
    """What was handed in on measures that one sees; drafts and what waits inside only for the own unit."""
    own = duties_of(user).unit_ids(Role.LIAISON, Role.UNIT_HEAD)
    visible = Report.objects.filter(measure__in=measures_visible_to(user))
    return visible.filter(IS_OUT | Q(unit__in=own))


def due_reports(user: User, today: date) -> QuerySet[Measure]:
    """The measures on which the own units have to report this cycle, the most urgent first.

    Each with its light and `report_state`, the state of what was begun for this cycle. What waits for the unit's head
    is no longer asked of the liaison.
    """
    own = duties_of(user).unit_ids(Role.LIAISON, Role.UNIT_HEAD)
    rows = measures_visible_to(user).filter(
        accountable__in=own, state__in=AT_WORK - {State.ASSIGNED}, next_report_on__isnull=False
    )
    begun = Report.objects.filter(
        measure=OuterRef("pk"), unit=OuterRef("accountable"), cycle_on=OuterRef("next_report_on")
    )
    return (
        with_light(rows.filter(_of_this_cycle(today)), today)
        .annotate(report_state=Subquery(begun.values("state")[:1]))
        .filter(~Q(report_state=ReportState.WAITING) | Q(report_state=None))
        .select_related("accountable", "plan")
        .order_by("next_report_on", "plan", "number")
    )


def waiting_reports(user: User) -> QuerySet[Report]:
    """What waits for the head of the own units to release it."""
    own = duties_of(user).unit_ids(Role.LIAISON, Role.UNIT_HEAD)
    waiting = Report.objects.filter(state=ReportState.WAITING, unit__in=own, measure__in=measures_visible_to(user))
    return waiting.select_related("measure", "measure__plan", "unit", "by").order_by("cycle_on", "pk")


def count_due(user: User, today: date) -> int:
    """How many reports are asked for, for the badge in the navigation; asks nothing for people of other kinds."""
    if not duties_of(user).holds(Role.LIAISON, Role.UNIT_HEAD):
        return 0
    return due_reports(user, today).count()


def following(due: QuerySet[Measure], measure: Measure) -> Measure | None:
    """The next one to report on after this; from the end back to the beginning."""
    rows = [row for row in due if row.pk != measure.pk]
    day = measure.next_report_on
    later = [row for row in rows if day and row.next_report_on and _place(row) > _place(measure)]
    return next(iter(later or rows), None)


def report_of_cycle(measure: Measure, unit: Unit, cycle_on: date) -> Report | None:
    """What was begun for this cycle."""
    return Report.objects.filter(measure=measure, unit=unit, cycle_on=cycle_on).first()


def last_report(measure: Measure, unit: Unit, *, before: date) -> Report | None:
    """What the unit said in the cycle before."""
    return Report.objects.filter(IS_OUT, measure=measure, unit=unit, cycle_on__lt=before).first()


def open_obstacles(measure: Measure, unit: Unit) -> QuerySet[Obstacle]:
    """What the unit raised and what still stands in the way."""
    return Obstacle.objects.filter(measure=measure, unit=unit, settled_at=None).order_by("-raised_at")


def _of_this_cycle(today: date) -> Q:
    """The report day has come near: within this cycle of the plan, and within a month."""
    kinds = Plan.objects.exclude(cycle=Cycle.NONE).values_list("cycle", "cycle_day").distinct().order_by()
    condition = Q(next_report_on__lte=today) | Q(plan__cycle=Cycle.NONE, next_report_on__lte=today + AHEAD)
    for cycle, cycle_day in kinds:
        ends = next_report_day(cycle, cycle_day, after=today - ONE_DAY)
        until = min(ends or today, today + AHEAD)
        condition |= Q(plan__cycle=cycle, plan__cycle_day=cycle_day, next_report_on__lte=until)
    return condition


def _place(measure: Measure) -> tuple[object, ...]:
    return (measure.next_report_on, measure.plan_id, measure.number)


def newest_first(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Reports with unit and people, the latest cycle first."""
    return reports.select_related("unit", "by", "signed_by").order_by(F("cycle_on").desc(), "-pk")
