"""What the ledger page shows: rows with all they need, counts by light, groups, saved views, chosen columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery

from luoshi.common import clock
from luoshi.ledger.models import ColumnChoice, Measure, Part, Report, SavedView, Verification
from luoshi.ledger.queries.columns import COLUMNS, DEFAULT_COLUMNS, PARTS, Column
from luoshi.ledger.queries.counting import count_lights, count_many_lights
from luoshi.ledger.queries.filters import GROUPS, LIGHT_ORDER, NO_SECTION, ordered, with_section
from luoshi.ledger.queries.measures import sees_plans, with_light
from luoshi.ledger.queries.offers import offers_for, reporting_units
from luoshi.ledger.queries.shares import broods_of
from luoshi.ledger.states import Light, ReportState, State
from luoshi.ledger.verbs import STEPS
from luoshi.units.duties import duties_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.ledger.queries.filters import LedgerFilter
    from luoshi.ledger.queries.offers import Offer
    from luoshi.ledger.queries.shares import Brood


@dataclass(frozen=True)
class LightCount:
    """How many measures show a light, and the filter that lists exactly these."""

    light: Light
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Counts:
    """The figures above the list; each leads to the list that it counts."""

    total: int
    all_query: str
    lights: tuple[LightCount, ...]
    late: int
    late_query: str

    @property
    def shown(self) -> int:
        """How many the list shows: those of the chosen light, or all."""
        return next((light.count for light in self.lights if light.is_chosen), self.total)


def counts_of(measures: QuerySet[Measure], wanted: LedgerFilter, today: date, *, by: User) -> Counts:
    """Counts of the measures that pass all filters but that of the light (the caller leaves it out), in one query."""
    if wanted.but(light="").is_empty and sees_plans(by):
        found = count_many_lights(measures, today, by=by)
    else:
        found = count_lights(measures, today)
    lights = tuple(
        LightCount(Light(light), found[light], wanted.but(light=light).query, wanted.light == light)
        for light in LIGHT_ORDER
    )
    return Counts(
        total=found["total"],
        all_query=wanted.but(light="").query,
        lights=lights,
        late=found["late"],
        late_query=wanted.but(light="", late=True).query,
    )


def rows_of(measures: QuerySet[Measure], wanted: LedgerFilter, today: date) -> QuerySet[Measure]:
    """The rows in order, with what columns and buttons look at; a bounded number of queries for any number of rows."""
    return (
        ordered(_with_latest(measures, today), wanted)
        .select_related("field", "accountable", "parent")
        .prefetch_related(
            # Not joined: few plans have many rows, and joined first they would have all of them sorted.
            "plan__owner",
            "plan__profile",
            Prefetch("parts", Part.objects.select_related("unit")),
            Prefetch("verifications", Verification.objects.filter(accepted_at=None)),
        )
    )


def sheet_rows_of(
    measures: QuerySet[Measure], wanted: LedgerFilter, today: date, columns: Iterable[Column]
) -> QuerySet[Measure]:
    """The same rows with what these columns look at alone; whatever many rows share is made once."""
    parts = Part.objects.only("measure", "unit", "printed", "role", "position", "is_accountable", "is_assumed")
    if all(column.name != PARTS for column in columns):
        parts = parts.filter(is_accountable=True, is_assumed=True)  # beside the accountable unit only these are told
    return ordered(_with_latest(measures, today), wanted).prefetch_related(
        "plan", "field", "accountable", Prefetch("parts", parts.prefetch_related("unit"))
    )


def _with_latest(measures: QuerySet[Measure], today: date) -> QuerySet[Measure]:
    newest = Report.objects.filter(measure=OuterRef("pk"), state=ReportState.SUBMITTED).order_by("-cycle_on", "-pk")
    return with_light(measures, today).annotate(
        latest_report=Subquery(newest.values("done")[:1]), latest_report_on=Subquery(newest.values("cycle_on")[:1])
    )


def group_counts(measures: QuerySet[Measure], wanted: LedgerFilter, today: date) -> dict[Any, int]:
    """How many measures of the filter each group holds, over all pages."""
    if wanted.group not in GROUPS:
        return {}
    name = {"unit": "accountable"}.get(wanted.group, wanted.group)
    known = with_section(measures) if wanted.group == "section" else with_light(measures, today)
    counted = known.order_by().values(name).annotate(count=Count("pk"))
    return {row[name]: row["count"] for row in counted}


@dataclass(frozen=True)
class Group:
    """A heading above the first of its rows on a page: what it is called, how many there are, where they are listed."""

    label: str
    count: int
    query: str


def group_key(measure: Measure, group: str) -> Any:
    """What tells the group of a row: the same value as in `group_counts`."""
    return getattr(measure, {"plan": "plan_id", "field": "field_id", "unit": "accountable_id"}.get(group, group))


def group_of(measure: Measure, wanted: LedgerFilter, counts: dict[Any, int], *, none_label: str) -> Group:
    """The heading of the group that a row belongs to."""
    key = group_key(measure, wanted.group)
    labels = {
        "plan": lambda: str(measure.plan),
        "field": lambda: str(measure.field or none_label),
        "section": lambda: str(key or none_label),
        "unit": lambda: str(measure.accountable or none_label),
        "state": lambda: str(State(measure.state).label),
        "light": lambda: str(Light(key).label),
    }
    answer: Any = (key,) if wanted.group == "state" else key
    if wanted.group == "field" and key is None:
        answer = 0
    if wanted.group == "section" and not key:
        answer = NO_SECTION
    return Group(labels[wanted.group](), counts.get(key, 0), wanted.but(**{wanted.group: answer, "group": ""}).query)


def headed(
    measures: Iterable[Measure], wanted: LedgerFilter, counts: dict[Any, int], *, none_label: str
) -> Iterator[tuple[Measure, Group | None]]:
    """Each row with the heading above it, if a group begins there."""
    last: object = object()
    for measure in measures:
        group = None
        if counts and (key := group_key(measure, wanted.group)) != last:
            group, last = group_of(measure, wanted, counts, none_label=none_label), key
        yield measure, group


def views_visible_to(user: User) -> QuerySet[SavedView]:
    """One's own saved views, and those that colleagues share with the unit."""
    units = duties_of(user).unit_ids()
    return SavedView.objects.filter(Q(owner=user.pk) | Q(shared_with__in=units)).select_related("owner", "shared_with")


def columns_of(user: User) -> Sequence[Column]:
    """The columns that the person chose, or the usual ones."""
    chosen = ColumnChoice.objects.filter(user=user.pk).values_list("columns", flat=True).first() or DEFAULT_COLUMNS
    return [COLUMNS[name] for name in chosen if name in COLUMNS]


_SHOWN_IN_ITS_WAY = frozenset({"light", "text", "code", "state", "due", "latest", "aim"})


@dataclass(frozen=True)
class Cell:
    """What one column shows of one measure; `name` and `label` are the column's, in words that are made once a page."""

    name: str
    label: str
    is_number: bool
    value: Any

    @property
    def is_plain(self) -> bool:
        """Whether the value is shown as it is."""
        return self.name not in _SHOWN_IN_ITS_WAY


@dataclass(frozen=True)
class Row:
    """A measure as a line of the list: its cells, the steps that the person may take, a heading if a group begins."""

    measure: Measure
    cells: tuple[Cell, ...]
    offers: tuple[Offer, ...]
    may_report: bool
    group: Group | None = None
    brood: Brood | None = None

    @property
    def first(self) -> Offer | None:
        """The step that the row puts forward."""
        return next((offer for offer in self.offers if offer.leads_on), None)


@dataclass(frozen=True)
class Heading:
    """A column's heading: the order that a click asks for, and the one that holds."""

    column: Column
    query: str
    direction: str


def headings_of(columns: Sequence[Column], wanted: LedgerFilter) -> list[Heading]:
    """Headings with the order that a click brings: up, down, then the usual order again."""
    return [_heading(column, wanted) for column in columns]


def _heading(column: Column, wanted: LedgerFilter) -> Heading:
    name = wanted.sort.removeprefix("-")
    is_sorted = bool(column.sort) and (name or "number") == column.sort
    direction = "" if not is_sorted else "descending" if wanted.sort.startswith("-") else "ascending"
    following = {"": column.sort, "ascending": f"-{column.sort}", "descending": ""}[direction]
    return Heading(column, wanted.but(sort=following).query, direction)


def lines_of(
    measures: Iterable[Measure],
    columns: Sequence[Column],
    *,
    user: User,
    wanted: LedgerFilter,
    groups: dict[Any, int],
    none_label: str,
) -> list[Row]:
    """The rows of one page, each with its buttons; a heading where a group begins."""
    page = list(measures)
    broods = broods_of(page, clock.today())
    labels = _labelled(columns)
    rows = []
    for measure, group in headed(page, wanted, groups, none_label=none_label):
        cells = _cells(measure, labels)
        offers = tuple(offers_for(user, measure))
        reporting = reporting_units(user, measure)
        may_report = reporting is not None and not reporting.by_paper
        rows.append(Row(measure, cells, offers, may_report, group, broods.get(measure.pk)))
    return rows


def printed_lines(
    measures: Iterable[Measure],
    columns: Sequence[Column],
    *,
    wanted: LedgerFilter,
    groups: dict[Any, int],
    none_label: str,
) -> list[Row]:
    """Rows for paper: without buttons, so that many take no longer than they must."""
    rows, labels = headed(measures, wanted, groups, none_label=none_label), _labelled(columns)
    return [Row(measure, _cells(measure, labels), (), may_report=False, group=group) for measure, group in rows]


def _labelled(columns: Sequence[Column]) -> list[tuple[Column, str]]:
    """The columns with their labels in the reader's language: looked up once, not for every cell."""
    return [(column, str(column.label)) for column in columns]


def _cells(measure: Measure, columns: Sequence[tuple[Column, str]]) -> tuple[Cell, ...]:
    return tuple(Cell(column.name, label, column.is_number, column.value(measure)) for column, label in columns)


def bulk_steps(rows: Iterable[Row]) -> list[Offer]:
    """The steps that make sense for several of these rows at once: those of one's own before records of paper."""
    found: dict[str, Offer] = {}
    for offer in (offer for row in rows for offer in row.offers if offer.step.in_bulk):
        known = found.get(offer.step.verb)
        found[offer.step.verb] = offer if known is None or known.by_paper else known
    order = list(STEPS)
    return sorted(found.values(), key=lambda offer: (offer.by_paper, order.index(offer.step.verb)))
