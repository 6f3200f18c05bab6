"""The filters, order and grouping of the ledger page: one value that pages, exports, prints and the API share."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Case, Exists, F, IntegerField, Min, OuterRef, Q, Value, When, Window
from django.db.models.functions import Left, StrIndex

from luoshi.ledger.models import Part, Verification
from luoshi.ledger.queries.measures import closed_late, in_light, still_late
from luoshi.ledger.states import DRAFT, OPEN, Light, State
from luoshi.units.duties import duties_of
from luoshi.units.models import Unit
from luoshi.units.queries.units import subtree
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.db.models import OrderBy, QuerySet

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure

DUE_WITHIN = {"within7": 7, "within30": 30, "within90": 90}
NO_FIELD = 0
NO_SECTION = "-"
BETWEEN_HEADINGS = " / "
WORDS_AT_MOST = 5


@dataclass(frozen=True)
class LedgerFilter:
    """What is asked of the ledger; empty values ask nothing.

    `unit` takes in the units below it: those accountable, with `part="any"` those with any part. `field` 0 asks for
    measures without one, `section` (the first of the headings) "-" likewise. `due`: `overdue`, `none`, `within7`,
    `within30`, `within90`. `is_late_by_first`: late by the first due date, whatever was extended. `sort` may begin
    with a minus.
    """

    q: str = ""
    plan: int | None = None
    field: int | None = None
    section: str = ""
    unit: int | None = None
    part: str = ""
    state: tuple[str, ...] = ()
    light: str = ""
    due: str = ""
    matter: str = ""
    late: bool = False
    mine: bool = False
    sort: str = ""
    group: str = ""

    def but(self, **changes: Any) -> LedgerFilter:
        """The same with some answers changed."""
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """The filter as the query of an address, without what is empty; the same filter gives the same address."""
        pairs = [(field.name, getattr(self, field.name)) for field in fields(self)]
        given = {name: int(value) if value is True else value for name, value in pairs if _is_given(value)}
        return urlencode(given, doseq=True)

    @property
    def is_empty(self) -> bool:
        """Whether every measure that one sees passes."""
        return not replace(self, sort="", group="").query


def filtered(measures: QuerySet[Measure], wanted: LedgerFilter, *, user: User, today: date) -> QuerySet[Measure]:
    """The measures that pass; the caller hands in what the user sees."""
    for condition in _conditions(wanted, user, today):
        measures = measures.filter(condition)
    return measures


def _conditions(wanted: LedgerFilter, user: User, today: date) -> list[Q]:
    """One condition per question that was asked."""
    asked: list[tuple[object, Callable[[], Q]]] = [
        (wanted.plan, lambda: Q(plan=wanted.plan)),
        (wanted.field is not None, lambda: Q(field=wanted.field or None)),
        (wanted.section, lambda: _of_section(wanted.section)),
        (wanted.unit, lambda: _of_unit(wanted)),
        (wanted.state, lambda: Q(state__in=wanted.state)),
        (wanted.light, lambda: in_light(wanted.light, today)),
        (wanted.due, lambda: _due(wanted.due, today)),
        (wanted.matter, lambda: Q(matter=wanted.matter)),
        (wanted.late, lambda: late_by_first_date(today)),
        (wanted.mine, lambda: _mine(user)),
        (wanted.q, lambda: _words(wanted.q)),
    ]
    return [condition() for answer, condition in asked if answer]


def late_by_first_date(today: date) -> Q:
    """Open after the first due date, or closed after it; an extension does not take this away."""
    return still_late(today) | closed_late()


def _of_section(section: str) -> Q:
    if section == NO_SECTION:
        return Q(headings="")
    return Q(headings=section) | Q(headings__startswith=f"{section}{BETWEEN_HEADINGS}")


def _of_unit(wanted: LedgerFilter) -> Q:
    top = Unit.objects.filter(pk=wanted.unit or 0).values_list("path", flat=True).first()
    if top is None:
        return Q(pk__in=())
    if wanted.part == "any":
        return Q(Exists(Part.objects.filter(subtree(top, prefix="unit__"), measure=OuterRef("pk"))))
    return subtree(top, prefix="accountable__")


def _due(due: str, today: date) -> Q:
    if due == "none":
        return Q(due_on=None)
    if due == "overdue":
        return Q(state__in=OPEN, due_on__lt=today)
    until = today + timedelta(days=DUE_WITHIN.get(due, 0))
    return Q(state__in=OPEN, due_on__gte=today, due_on__lte=until)


def _words(text: str) -> Q:
    """Every word has to stand in the text, the aim or the code."""
    condition = Q()
    for word in text.split()[:WORDS_AT_MOST]:
        condition &= Q(text__icontains=word) | Q(aim__icontains=word) | Q(code__icontains=word)
    return condition


def _mine(user: User) -> Q:
    """Registered by me, of my units (assigned), of my fields, or mine to verify."""
    duties = duties_of(user)
    condition = Q(created_by=user.pk) | Q(
        Exists(Verification.objects.filter(measure=OuterRef("pk"), verifier=user.pk, accepted_at=None))
    )
    if units := duties.unit_ids(Role.LIAISON, Role.UNIT_HEAD):
        own = Part.objects.filter(unit__in=units, measure=OuterRef("pk"))
        condition |= Q(Exists(own)) & ~Q(state__in=DRAFT)
    if owned := duties.field_ids():
        condition |= Q(field__in=owned)
    return condition


def _rank(name: str, order: tuple[str, ...]) -> Case:
    cases = [When(**{name: value}, then=Value(rank)) for rank, value in enumerate(order)]
    return Case(*cases, default=Value(len(order)), output_field=IntegerField())


LIGHT_ORDER = (Light.RED.value, Light.YELLOW.value, Light.GREEN.value, Light.GREY.value)
STATE_ORDER = tuple(State.values)
SORTS: dict[str, tuple[str, ...]] = {
    "number": ("plan", "number"),
    "due": ("due_on", "plan", "number"),
    "light": ("light_rank", "due_on", "plan", "number"),
    "state": ("state_rank", "plan", "number"),
    "unit": ("accountable__path", "plan", "number"),
    "claimed": ("claimed", "plan", "number"),
    "verified": ("verified", "plan", "number"),
    "since": ("state_since", "pk"),
}
GROUPS: dict[str, tuple[str, ...]] = {
    "plan": ("plan",),
    "field": ("field__position", "field"),
    "section": ("section_plan", "section_number", "section"),
    "unit": ("accountable__path",),
    "state": ("state_rank",),
    "light": ("light_rank",),
}
"""What rows are ordered by so that a group stands together."""
_MAY_BE_EMPTY = frozenset({"due_on", "accountable__path", "field__position", "field", *GROUPS["section"]})
_RANKS = {"light_rank": ("light", LIGHT_ORDER), "state_rank": ("state", STATE_ORDER)}
"""What has to be worked out of each row, where it is ordered by it."""


def with_section(measures: QuerySet[Measure]) -> QuerySet[Any]:
    """Measures with `section`, the first of their headings."""
    cut = StrIndex("headings", Value(BETWEEN_HEADINGS))
    return measures.annotate(
        section=Case(When(headings__contains=BETWEEN_HEADINGS, then=Left("headings", cut - 1)), default="headings")
    )


def sections_of(measures: QuerySet[Measure]) -> list[str]:
    """The sections of these measures of one plan, in the order of its document."""
    named = with_section(measures.exclude(headings="")).order_by().values("section")
    return [row["section"] for row in named.annotate(at=Min("number")).order_by("at", "section")]


def _in_sections(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Measures that know where their section begins, so that sections stand in the order of the document."""
    known: QuerySet[Measure] = with_section(measures)
    return known.annotate(
        section_plan=Window(Min("plan"), partition_by=["section"]),
        section_number=Window(Min("number"), partition_by=["section"]),
    )


def ordered(measures: QuerySet[Measure], wanted: LedgerFilter) -> QuerySet[Measure]:
    """Measures (with their light) in the order asked for, groups together; empty values last."""
    name = wanted.sort.removeprefix("-")
    first, *rest = SORTS.get(name, SORTS["number"])
    groups = GROUPS.get(wanted.group, ())
    ranks = {key: _rank(*_RANKS[key]) for key in (*groups, first, *rest) if key in _RANKS}
    keys = [*map(_key, groups), _key(first, is_down=wanted.sort.startswith("-")), *map(_key, rest)]
    measures = _in_sections(measures) if wanted.group == "section" else measures
    return measures.annotate(**ranks).order_by(*keys)


def _key(name: str, *, is_down: bool = False) -> OrderBy:
    """Says where empty values go only where there are any: a plain order can be read from an index."""
    empty = {"nulls_last": True} if name in _MAY_BE_EMPTY else {}
    return F(name).desc(**empty) if is_down else F(name).asc(**empty)


def _is_given(value: object) -> bool:
    """Whether an answer asks anything: field 0 does, False and empty texts do not."""
    return value is not None and value is not False and value not in ("", ())
