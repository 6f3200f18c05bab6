"""Reads of indicators: the measures that serve one, the values it has reached, and what the engine offers of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Prefetch, Q, When

from luoshi.common import history
from luoshi.common.narration import told
from luoshi.engine.serving import Goal, find_grounds, find_reached
from luoshi.ledger.models import Contribution, Indicator, Measure, ReachedValue, Report
from luoshi.ledger.queries.measures import measures_visible_to, plans_visible_to, with_light
from luoshi.ledger.queries.reports import newest_first, reports_visible_to
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import ReportState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.engine.serving import Ground

MOST_COMPARED = 1_000
"""Measures and reports, the newest, that are looked through for offers."""
MOST_OFFERED = 12
COUNTED = Q(report=None) | Q(report__state=ReportState.SUBMITTED)
"""Values that count: not those of a report that was returned since."""


@dataclass(frozen=True)
class Offered:
    """A measure and an indicator that seem to belong together, and why."""

    measure: Measure
    indicator: Indicator
    grounds: tuple[Ground, ...]


@dataclass(frozen=True)
class OfferedValue:
    """A value that a report of a serving measure tells, with its sentence."""

    report: Report
    text: str
    sentence: str


def indicators_visible_to(user: User) -> QuerySet[Indicator]:
    """Those of plans that one sees, and those that a measure one sees serves."""
    served = Contribution.objects.filter(measure__in=measures_visible_to(user)).values("indicator")
    return Indicator.objects.filter(Q(plan__in=plans_visible_to(user)) | Q(pk__in=served))


def with_results(indicators: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """Indicators with `served`, how many measures serve each, and `counted`, its values that count, newest first."""
    counted = ReachedValue.objects.filter(COUNTED).select_related("report").order_by("-as_of", "-pk")
    rows: QuerySet[Indicator] = indicators.annotate(served=Count("contributions", distinct=True))
    return rows.prefetch_related(Prefetch("reached", counted, to_attr="counted"))


def latest_values(indicators: Iterable[Indicator]) -> dict[int, ReachedValue]:
    """The newest value that counts of each, with one query."""
    rows = ReachedValue.objects.filter(COUNTED, indicator__in=[one.pk for one in indicators])
    latest: dict[int, ReachedValue] = {}
    for value in rows.select_related("report").order_by("-as_of", "-pk"):
        latest.setdefault(value.indicator_id, value)
    return latest


def indicators_of_plan(plan_id: int) -> list[Any]:
    """The indicators of a plan, each with `served`, the number of measures, and `latest`, its newest value."""
    rows: list[Any] = list(
        Indicator.objects.filter(plan=plan_id).annotate(served=Count("contributions")).order_by("position")
    )
    return _with_latest(rows)


def served_by(measure: Measure) -> list[Any]:
    """What a measure serves, each with its `indicator` and the newest value."""
    rows = list(measure.contributions.select_related("indicator").order_by("indicator__plan", "indicator__position"))
    _with_latest([row.indicator for row in rows])
    return rows


def page_of(indicator: Indicator, user: User, today: date) -> dict[str, Any]:
    """The sections of an indicator's page, with a bounded number of queries."""
    visible = measures_visible_to(user)
    serving = with_light(visible.filter(contributions__indicator=indicator), today).select_related("accountable")
    values = list(indicator.reached.select_related("report", "by"))
    with_ways(values, user)
    may = may_change(indicator, user)
    return {
        "serving": _with_contributions(list(serving.order_by("code")), indicator),
        "values": values,
        "counted": {
            value.pk for value in values if value.report is None or value.report.state == ReportState.SUBMITTED
        },
        "offers": offered_measures(indicator, user) if may else [],
        "offered_values": offered_values(indicator, user, values) if may else [],
        "entries": told(list(history.entries_of(indicator).order_by("-number")[:20])),
        "may_change": may,
    }


def may_change(indicator: Indicator, user: User) -> bool:
    """Whether the person says which measures serve it and which values it has reached."""
    return RULES["indicator.serve"](user, indicator)


def offered_measures(indicator: Indicator, user: User) -> list[Offered]:
    """Measures of the same office that seem to serve the indicator, those of its own plan first."""
    rows = measures_visible_to(user).filter(plan__owner=indicator.plan.owner_id, parent=None)
    rows = rows.exclude(contributions__indicator=indicator).only("pk", "code", "text", "plan")
    newest = sorted(rows.order_by("-pk")[:MOST_COMPARED], key=lambda one: (one.plan_id != indicator.plan_id, one.pk))
    goal = goal_of(indicator)
    found = (Offered(measure, indicator, find_grounds(measure.text, goal)) for measure in newest)
    return [one for one in found if one.grounds][:MOST_OFFERED]


def offered_indicators(measure: Measure, user: User) -> list[Offered]:
    """Indicators of plans of the same office that the measure seems to serve."""
    rows = choices_for(measure, user)[:MOST_COMPARED]
    found = (Offered(measure, one, find_grounds(measure.text, goal_of(one))) for one in rows)
    return [one for one in found if one.grounds and may_change(one.indicator, user)][:MOST_OFFERED]


def choices_for(measure: Measure, user: User) -> QuerySet[Indicator]:
    """Indicators of plans of the same office that the measure does not serve, those of its own plan first."""
    rows = Indicator.objects.filter(plan__in=plans_visible_to(user), plan__owner=measure.plan.owner_id)
    is_other = Case(When(plan=measure.plan_id, then=0), default=1)
    unserved = rows.exclude(contributions__measure=measure).select_related("plan__owner")
    return unserved.order_by(is_other, "-plan", "position")


def offered_values(indicator: Indicator, user: User, values: Iterable[ReachedValue]) -> list[OfferedValue]:
    """Values that reports of serving measures tell, the newest first, one from a report; those taken are left out."""
    taken = {value.report_id for value in values}
    rows = reports_visible_to(user).filter(state=ReportState.SUBMITTED, measure__contributions__indicator=indicator)
    goal = goal_of(indicator)
    found = []
    for report in newest_first(rows.select_related("measure"))[:MOST_COMPARED]:
        told_here = find_reached(report.done, goal) if report.pk not in taken else ()
        found += [OfferedValue(report, one.text, one.sentence.of(report.done)) for one in told_here[:1]]
    return found[:MOST_OFFERED]


def goal_of(indicator: Indicator) -> Goal:
    """The indicator as the engine takes it."""
    numbers = [value.get("value") for value in indicator.values]
    values = tuple(float(one) for one in numbers if isinstance(one, int | float))
    return Goal(indicator.name, indicator.unit_of_measure, values)


def _with_latest(indicators: list[Any]) -> list[Any]:
    latest = latest_values(indicators)
    for one in indicators:
        one.latest = latest.get(one.pk)
    return indicators


def _with_contributions(measures: list[Any], indicator: Indicator) -> list[Any]:
    """Each measure with the number of its `contribution` to the indicator."""
    numbers = dict(indicator.contributions.values_list("measure_id", "pk"))
    for measure in measures:
        measure.contribution = numbers[measure.pk]
    return measures


def with_ways(values: Collection[Any], user: User) -> None:
    """Mark the values, read with their `report`, whose report the person can open (`is_open`)."""
    wanted = {value.report.measure_id for value in values if value.report}
    seen = set(measures_visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    for value in values:
        value.is_open = value.report is not None and value.report.measure_id in seen


def results_of(measures: QuerySet[Measure]) -> QuerySet[Contribution]:
    """What some measures serve, with indicator, plan and the values that count, by plan and indicator."""
    counted = ReachedValue.objects.filter(COUNTED).order_by("-as_of", "-pk")
    rows = Contribution.objects.filter(measure__in=measures.order_by().values("pk"))
    near = rows.select_related("indicator__plan", "measure")
    return near.order_by("indicator__plan", "indicator__position", "measure__code").prefetch_related(
        Prefetch("indicator__reached", counted, to_attr="counted")
    )
