"""Printed names of units that a plan does not understand yet, and what each most likely means."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q
from rapidfuzz import fuzz, process

from luoshi.ledger.models import Part
from luoshi.ledger.states import AT_REST, DONE
from luoshi.units import paths
from luoshi.units.models import Alias, Unit
from luoshi.units.states import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from luoshi.ledger.models import Plan

CANDIDATES_AT_MOST = 5
_NEAR, _SURE = 60.0, 86.0
"""Percent of likeness from which a unit is offered, and from which it is proposed."""
_AREAS = re.compile(r"各[^部门单位]{0,6}[县区市州旗]|[县区市州旗][^部门单位]{0,4}各级?人民政府")
_VAGUE = re.compile(r"各.{0,6}(?:部门|单位|乡|镇|街道|级|方面|地)|(?:有关|相关|成员|责任|牵头)(?:部门|单位|方面|地区)")


class Meaning(StrEnum):
    """What can be said of a printed name."""

    UNIT = "unit"
    NEW = "new"
    AREAS = "areas"
    DEPARTMENTS = "departments"
    LEAVE = "leave"
    REMOVE = "remove"


@dataclass(frozen=True)
class UnknownName:
    """A printed name without a unit: in how many measures, the units it may mean, and what is proposed."""

    printed: str
    count: int
    measure_ids: tuple[int, ...]
    candidates: tuple[Unit, ...]
    proposal: Meaning
    new_name: str

    @property
    def unit(self) -> Unit | None:
        """The unit that is proposed, if one is."""
        return self.candidates[0] if self.proposal is Meaning.UNIT else None


def place_of(unit: Unit) -> Unit:
    """The area whose government a unit belongs to: itself or the nearest area above it, else the root."""
    above = {row.pk: row for row in Unit.objects.filter(pk__in=paths.ancestor_pks(unit.path or ""))}
    chain = [unit, *(above[pk] for pk in reversed(paths.ancestor_pks(unit.path or "")))]
    return next((row for row in chain if row.kind == Kind.AREA), chain[-1])


def areas_of(place: Unit) -> QuerySet[Unit]:
    """The areas right below a place: what 各县（区）人民政府 means in its texts."""
    return Unit.objects.filter(parent=place, kind=Kind.AREA, closed_on=None).order_by("position", "pk")


def departments_of(place: Unit) -> QuerySet[Unit]:
    """The departments of a place: what 各有关部门 could mean at most."""
    return Unit.objects.filter(parent=place, kind=Kind.DEPARTMENT, closed_on=None).order_by("position", "pk")


def unknown_parts(plan: Plan) -> QuerySet[Part]:
    """The parts of a plan's unfinished measures that name no known unit."""
    return Part.objects.filter(measure__plan=plan, unit=None).exclude(measure__state__in=DONE | AT_REST)


def unknown_names(plan: Plan) -> list[UnknownName]:
    """Every name to be settled, in the order of the text, with a bounded number of queries."""
    rows = unknown_parts(plan).order_by("measure__number", "position").values_list("printed", "full_name", "measure_id")
    measures: dict[str, list[int]] = defaultdict(list)
    full: dict[str, str] = {}
    for printed, full_name, measure_id in rows:
        measures[printed].append(measure_id)
        full[printed] = full.get(printed) or full_name or printed
    if not measures:
        return []
    place = place_of(plan.owner)
    known = known_names(place)
    has_areas = areas_of(place).exists()
    return [
        _unknown(printed, full[printed], tuple(measures[printed]), known, set(full.values()), has_areas=has_areas)
        for printed in measures
    ]


def is_short_for(short: str, full: str) -> bool:
    """Whether a name is an abbreviation of another: its characters in their order, the same character last.

    >>> is_short_for("市发改委", "市发展和改革委员会"), is_short_for("市水利局", "市水务局")
    (True, False)
    """
    if len(short) < 3 or len(short) >= len(full):
        return False
    if short[-1] not in (full[-1], full.removesuffix("员会")[-1], full.removesuffix("公室")[-1]):
        return False
    rest = iter(full)
    return all(character in rest for character in short)


def candidates_for(printed: str, known: dict[str, list[Unit]]) -> list[tuple[Unit, float]]:
    """Units that a name may mean, the likeliest first, with percent of likeness."""
    scores: dict[int, float] = {}
    units: dict[int, Unit] = {}
    near = process.extract(printed, known.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=20)
    likely = [(name, score) for name, score, _index in near]
    likely += [(name, 90.0) for name in known if is_short_for(printed, name) or is_short_for(name, printed)]
    for name, score in likely:
        for unit in known[name]:
            units[unit.pk] = unit
            scores[unit.pk] = max(scores.get(unit.pk, 0.0), score)
    best = sorted(scores, key=lambda pk: (-scores[pk], units[pk].path or ""))
    return [(units[pk], scores[pk]) for pk in best[:CANDIDATES_AT_MOST]]


def _unknown(
    printed: str,
    full: str,
    measure_ids: tuple[int, ...],
    known: dict[str, list[Unit]],
    others: set[str],
    *,
    has_areas: bool,
) -> UnknownName:
    found = candidates_for(full, known)
    longer = [name for name in others if is_short_for(full, name)]
    new_name = longer[0] if len(longer) == 1 else full
    proposal = _proposal(printed, found, has_areas=has_areas)
    units = tuple(unit for unit, _score in found)
    return UnknownName(printed, len(set(measure_ids)), measure_ids, units, proposal, new_name)


def _proposal(printed: str, found: list[tuple[Unit, float]], *, has_areas: bool) -> Meaning:
    if _VAGUE.search(printed) and not _AREAS.search(printed):
        return Meaning.LEAVE
    if has_areas and _AREAS.search(printed):
        return Meaning.AREAS
    is_clear = len(found) == 1 or (len(found) > 1 and found[0][1] > found[1][1])
    return Meaning.UNIT if found and is_clear and found[0][1] >= _SURE else Meaning.NEW


def known_names(place: Unit) -> dict[str, list[Unit]]:
    """Names and aliases of the units of a place, two steps down, with two queries."""
    near = Q(pk=place.pk) | Q(parent=place) | Q(parent__parent=place, parent__kind=Kind.DEPARTMENT)
    known: dict[str, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.filter(near, closed_on=None):
        known[unit.name].append(unit)
    for alias in _aliases(known):
        known[alias.text].append(alias.unit)
    return known


def _aliases(known: dict[str, list[Unit]]) -> Iterable[Alias]:
    units = [unit.pk for found in known.values() for unit in found]
    return Alias.objects.filter(unit__in=units).select_related("unit")
