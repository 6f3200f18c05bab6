"""What the construction chart shows: the measures of a filter as rows over one axis of time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Min, Q

from luoshi.ledger.models import Milestone
from luoshi.ledger.queries.filters import ordered
from luoshi.ledger.queries.ledger import headed
from luoshi.ledger.queries.measures import with_light
from luoshi.ledger.states import OPEN
from luoshi.ledger.timetables import Sign, Span, axis_over, sign_of, stretches_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from luoshi.ledger.models import Measure
    from luoshi.ledger.queries.filters import LedgerFilter
    from luoshi.ledger.queries.ledger import Group
    from luoshi.ledger.timetables import Axis, Stretch

HALF_A_YEAR = 6


@dataclass(frozen=True)
class Step:
    """A milestone, how it stands, and where it lies on the axis (None: outside)."""

    milestone: Milestone
    sign: Sign
    at: str | None


@dataclass(frozen=True)
class Bar:
    """A stretch of time as it is drawn: where it begins and how wide it is, as shares of the axis."""

    span: Span
    x: str
    width: str


@dataclass(frozen=True)
class Line:
    """One measure of the chart; `stretches` in days for sheets, `bars` and `steps` for drawing."""

    measure: Measure
    stretches: tuple[Stretch, ...]
    bars: tuple[Bar, ...]
    steps: tuple[Step, ...]
    due_at: str | None
    closed_at: str | None
    group: Group | None = None


@dataclass(frozen=True)
class Tick:
    """A period of the axis as it is drawn, with the year where one begins."""

    x: str
    middle: str
    number: int
    year: int | None


def rows_of(measures: QuerySet[Measure], wanted: LedgerFilter, today: date) -> QuerySet[Measure]:
    """The rows in the order of the ledger, with what the chart looks at."""
    rows = ordered(with_light(measures, today), wanted)
    return rows.select_related("plan", "field", "accountable").prefetch_related("milestones")


def axis_of(measures: QuerySet[Measure], span: str, today: date) -> Axis:
    """The axis that all measures of a filter fit on, whatever page of them is shown; two queries.

    `span` "year" asks for this year, "half" for six months from the last one on.
    """
    if span == "year":
        return axis_over(date(today.year, 1, 1), date(today.year, 12, 31))
    if span == "half":
        last_month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        return axis_over(last_month, last_month + timedelta(days=31 * (HALF_A_YEAR - 1)))
    found = measures.order_by().aggregate(
        first=Min("assigned_on"),
        earliest=Min("first_due_on"),
        last=Max("due_on"),
        first_last=Max("first_due_on"),
        closed=Max("closed_on"),
        open=Count("pk", filter=Q(state__in=OPEN)),
    )
    steps = Milestone.objects.filter(measure__in=measures.order_by().values("pk")).aggregate(
        earliest=Min("due_on"), latest=Max("due_on")
    )
    now = today if found["open"] else None
    begins = [day for day in (found["first"] or found["earliest"], steps["earliest"]) if day] or [today]
    ends = [day for day in (found["last"], found["first_last"], found["closed"], steps["latest"], now) if day]
    return axis_over(min(begins), max(ends, default=today))


def lines_of(
    measures: Iterable[Measure],
    axis: Axis,
    *,
    wanted: LedgerFilter,
    groups: dict[Any, int],
    none_label: str,
    today: date,
) -> list[Line]:
    """The measures of one page as lines, a heading where a group begins."""
    rows = headed(measures, wanted, groups, none_label=none_label)
    return [replace(_line(measure, axis, today), group=group) for measure, group in rows]


def ticks_of(axis: Axis) -> list[Tick]:
    """The periods of the axis with their places; the year stands at its first period."""
    ticks, year = [], None
    for period in axis.periods:
        x, end = axis.share(period.starts_on), axis.share(period.ends_on + timedelta(days=1))
        is_new = period.starts_on.year != year
        year = period.starts_on.year
        ticks.append(Tick(_percent(x), _percent((x + end) / 2), period.number, year if is_new else None))
    return ticks


def place_of(day: date | None, axis: Axis) -> str | None:
    """The middle of a day on the axis, None for what lies outside."""
    if day is None or not axis.holds(day):
        return None
    return _percent((axis.share(day) + axis.share(day + timedelta(days=1))) / 2)


def _line(measure: Measure, axis: Axis, today: date) -> Line:
    stretches = tuple(stretches_of(measure, until=axis.ends_on, today=today))
    is_open = measure.state in OPEN
    steps = tuple(
        Step(milestone, sign_of(milestone, is_open=is_open, today=today), place_of(milestone.due_on, axis))
        for milestone in measure.milestones.all()
    )
    bars = tuple(_bar(stretch, axis) for stretch in stretches if _is_within(stretch, axis))
    closed = measure.closed_on if not is_open else None
    return Line(measure, stretches, bars, steps, place_of(measure.due_on, axis), place_of(closed, axis))


def _is_within(stretch: Stretch, axis: Axis) -> bool:
    return stretch.starts_on <= axis.ends_on and axis.starts_on <= stretch.ends_on


def _bar(stretch: Stretch, axis: Axis) -> Bar:
    x, end = axis.share(stretch.starts_on), axis.share(stretch.ends_on + timedelta(days=1))
    return Bar(stretch.span, _percent(x), _percent(end - x))


def _percent(share: float) -> str:
    """A share as an attribute of a drawing: the same in every language.

    >>> _percent(0.25)
    '25.00%'
    """
    return f"{share * 100:.2f}%"
