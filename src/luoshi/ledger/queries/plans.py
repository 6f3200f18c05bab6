"""Reads of plans: counts by state and light that lead to their lists, what is suggested for a new plan, profiles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Max, Q, Value, When

from luoshi.common import clock
from luoshi.engine.timeframe import find_time_frame
from luoshi.ledger.models import ClockProfile, Measure, Plan
from luoshi.ledger.queries.breakdown import AWAY
from luoshi.ledger.queries.filters import LIGHT_ORDER, LedgerFilter
from luoshi.ledger.queries.measures import in_light, measures_visible_to
from luoshi.ledger.states import Light, Matter, PlanState, State
from luoshi.units.duties import duties_of
from luoshi.units.models import Unit
from luoshi.units.paths import ancestor_pks
from luoshi.units.queries.calendar import working_calendar
from luoshi.units.queries.units import subtrees
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.library.models import Document

OFFICE = (Role.OFFICE_HEAD, Role.SUPERVISOR)


@dataclass(frozen=True)
class LightFigure:
    """How many measures of a plan show a light, and the filter of the ledger that lists exactly these."""

    light: Light
    count: int
    query: str


@dataclass(frozen=True)
class PlanFigures:
    """A plan with its counts as one person sees them; every figure has the filter that lists what it counts."""

    plan: Plan
    total: int
    proposed: int
    in_review: int
    lights: tuple[LightFigure, ...]

    @property
    def query(self) -> str:
        return LedgerFilter(plan=self.plan.pk).query

    @property
    def proposed_query(self) -> str:
        return LedgerFilter(plan=self.plan.pk, state=(State.PROPOSED.value,)).query

    @property
    def in_review_query(self) -> str:
        return LedgerFilter(plan=self.plan.pk, state=(State.IN_REVIEW.value,)).query


def figures_of(plans: Iterable[Plan], user: User, today: date) -> list[PlanFigures]:
    """Plans with their counts, with one query for any number of plans."""
    rows = list(plans)
    asked = {f"in_{light}": Count("pk", filter=in_light(light, today)) for light in LIGHT_ORDER}
    counted = (
        measures_visible_to(user)
        .filter(plan__in=[plan.pk for plan in rows])
        .order_by()
        .values("plan")
        .annotate(
            total=Count("pk"),
            proposed=Count("pk", filter=Q(state=State.PROPOSED)),
            in_review=Count("pk", filter=Q(state=State.IN_REVIEW)),
            **asked,
        )
    )
    found: dict[int, dict[str, Any]] = {row["plan"]: dict(row) for row in counted}
    return [_figures(plan, found.get(plan.pk, {})) for plan in rows]


def left_of(plan: Plan) -> int:
    """How many of a plan's measures are not put away yet, and are neither withdrawn nor joined into others."""
    return Measure.objects.filter(plan=plan).exclude(state__in=AWAY | {State.ARCHIVED}).count()


def is_done(plan: Plan) -> bool:
    """Whether the plan can be put away as a whole now."""
    return plan.state == PlanState.RUNNING and is_work_plan(plan) and not left_of(plan)


def is_work_plan(plan: Plan) -> bool:
    """Neither a register of single matters nor what units break down further: those are never complete."""
    return plan.matter == Matter.PLAN and plan.superior_id is None


def in_order(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """The newest first, below them what has been put away."""
    is_archived = Case(When(state=PlanState.ARCHIVED, then=Value(1)), default=Value(0))
    return plans.order_by(is_archived, "-pk")


def owners_for(user: User) -> QuerySet[Unit]:
    """The units for which a person makes plans: those whose supervision office he works in."""
    return Unit.objects.filter(pk__in=duties_of(user).unit_ids(*OFFICE), closed_on=None).order_by("path")


def owner_for(document: Document, user: User) -> Unit:
    """For which of the person's units a document is broken down: the one whose library holds it, else the first.

    Raises Unit.DoesNotExist for somebody who works in no supervision office.
    """
    owners = owners_for(user)
    return owners.filter(pk=document.owner_id).first() or owners[:1].get()


def plan_of_document(document: Document, user: User) -> Plan | None:
    """The plan that was made of a document by one of the person's own units."""
    return Plan.objects.filter(document=document, owner__in=owners_for(user)).first()


def profiles_visible_to(user: User) -> QuerySet[ClockProfile]:
    """The built-in profiles, those of the own units and those of the units above."""
    duties = duties_of(user)
    above = {pk for path in duties.unit_paths() for pk in ancestor_pks(path)}
    own = subtrees(duties.unit_paths(*OFFICE, Role.AUDITOR), prefix="owner__")
    return ClockProfile.objects.filter(Q(owner=None) | Q(owner__in=above) | own).select_related("owner")


def profiles_for(owner: Unit, matter: str) -> QuerySet[ClockProfile]:
    """The profiles that a plan of a unit may run by."""
    units = [*ancestor_pks(owner.path or ""), owner.pk]
    return ClockProfile.objects.filter(Q(owner=None) | Q(owner__in=units), matter=matter)


def ends_by_clock(profiles: Iterable[ClockProfile]) -> list[tuple[ClockProfile, date | None]]:
    """Profiles with the day on which a matter would be due that is handed out today; two queries."""
    days, today = working_calendar(), clock.today()
    return [
        (profile, days.add_working_days(today, profile.done_days) if profile.done_days is not None else None)
        for profile in profiles
    ]


def suggested_due(plan: Plan, today: date) -> date:
    """The end date that a plan most likely has: of the years in its title, else the end of the year it was signed in;
    never a day that has passed."""
    title, signed_on = plan.name, None
    if plan.document:
        title, signed_on = plan.document.title, plan.document.signed_on
    frame = find_time_frame(title, signed_on)
    latest = Measure.objects.filter(plan=plan).exclude(state__in=AWAY).aggregate(latest=Max("due_on"))["latest"]
    year = frame.plan_to or (signed_on.year if signed_on else today.year)
    likely = max(date(year, 12, 31), date(latest.year, 12, 31) if latest and not frame.plan_to else date(year, 1, 1))
    return likely if likely > today else date(today.year, 12, 31)


def _figures(plan: Plan, row: dict[str, Any]) -> PlanFigures:
    lights = tuple(
        LightFigure(Light(light), row.get(f"in_{light}", 0), LedgerFilter(plan=plan.pk, light=light).query)
        for light in LIGHT_ORDER
    )
    return PlanFigures(plan, row.get("total", 0), row.get("proposed", 0), row.get("in_review", 0), lights)
