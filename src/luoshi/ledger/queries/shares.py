"""Reads of what was broken down from a measure: the shares with their lights, and to whom more can be handed on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from luoshi.ledger.models import Measure
from luoshi.ledger.queries.measures import in_light, measures_visible_to, with_light
from luoshi.ledger.queries.names import areas_of, place_of
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import AT_REST, AT_WORK, Light
from luoshi.units.models import Unit
from luoshi.units.queries.units import subtree
from luoshi.units.states import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User

_LEVELS = frozenset("省市县区州旗盟")


@dataclass(frozen=True)
class Family:
    """What was broken down from a measure: the rows with their lights, and how many are green."""

    children: tuple[Measure, ...]
    green: int
    claimed: int | None
    """The average of what the shares claim, each with the same weight; None without shares."""


@dataclass(frozen=True)
class Brood:
    """The shares of a measure in a list: how many, and how many of them are green."""

    all: int
    green: int


def family_of(measure: Measure, user: User, today: date) -> Family:
    """The shares that the person sees, in the order of the units."""
    rows = with_light(measures_visible_to(user).filter(parent=measure), today).select_related("accountable")
    children = tuple(rows.order_by("accountable__path", "number"))
    claimed = round(sum(child.claimed for child in children) / len(children)) if children else None
    return Family(children, sum(_light_of(child) == Light.GREEN for child in children), claimed)


def broods_of(measures: Iterable[Measure], today: date) -> dict[int, Brood]:
    """The shares of many measures, by the measure's number, in one query."""
    rows = Measure.objects.filter(parent__in=[measure.pk for measure in measures]).order_by().values("parent")
    counted = rows.annotate(all=Count("pk"), green=Count("pk", filter=in_light(Light.GREEN, today)))
    return {int(row["parent"] or 0): Brood(row["all"], row["green"]) for row in counted}


def may_share(user: User, measure: Measure) -> bool:
    """Whether the person may hand the measure on now."""
    return measure.state in AT_WORK and RULES["measure.share"](user, measure)


def units_below(measure: Measure, user: User) -> QuerySet[Unit]:
    """The units that the person may charge with shares of the measure.

    A unit: what lies below it and, of a department, the places below its own with their departments, never its
    neighbours. The office: every unit of the place.
    """
    accountable = measure.accountable
    top = place_of(accountable or measure.plan.owner)
    within = subtree(top.path)
    if accountable and not RULES["measure.share_widely"](user, measure):
        within = subtree(accountable.path)
        if accountable.kind != Kind.AREA:
            for area in areas_of(top):
                within |= subtree(area.path)
    left_out = [pk for pk in (measure.accountable_id, top.pk) if pk]
    return Unit.objects.filter(within, closed_on=None).exclude(pk__in=left_out)


def sharers_of(measure: Measure, user: User) -> QuerySet[Unit]:
    """The units below that have no share yet."""
    taken = Measure.objects.filter(parent=measure, accountable__isnull=False).exclude(state__in=AT_REST)
    return units_below(measure, user).exclude(pk__in=taken.values("accountable"))


def likely_sharers(measure: Measure, units: QuerySet[Unit]) -> list[Unit]:
    """The units that one would tick: of a department its counterparts in the places below, else these places."""
    accountable = measure.accountable
    if accountable is None:
        return []
    place = place_of(accountable)
    areas = list(areas_of(place))
    below = list(units.filter(pk__in=[area.pk for area in areas]).order_by("path"))
    if accountable.kind == Kind.AREA:
        return below
    what = bare_name(accountable.name, place.name)
    departments = units.filter(parent__in=areas, kind=Kind.DEPARTMENT).select_related("parent").order_by("path")
    counterparts = [unit for unit in departments if unit.parent and bare_name(unit.name, unit.parent.name) == what]
    return counterparts or below


def bare_name(name: str, place: str) -> str:
    """What a department is, whatever place it belongs to.

    >>> bare_name("滨川市教育局", "滨川市"), bare_name("县教育局", "青山县")
    ('教育局', '教育局')
    """
    rest = name.removeprefix(place)
    return rest[1:] if rest == name and rest[:1] in _LEVELS else rest


def _light_of(measure: Any) -> str:
    return str(measure.light)
