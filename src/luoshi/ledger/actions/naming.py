"""Settles the printed names of a plan's units at once: which unit each means, new units, collective names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from luoshi.common import history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock, next_version
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import change_of, facts_of
from luoshi.ledger.actions.parts import rule_of_accountable
from luoshi.ledger.models import Measure, Part, Plan
from luoshi.ledger.queries.names import areas_of, departments_of, place_of, unknown_parts
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import DRAFT, PartRole
from luoshi.units.actions.units import plant
from luoshi.units.models import Alias, Unit
from luoshi.units.states import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from luoshi.accounts.models import User

NAME_LIMIT = 120


@dataclass(frozen=True)
class NameChoice:
    """What a printed name means: units of the tree, a unit to be added, or no unit at all."""

    printed: str
    units: tuple[Unit, ...] = ()
    new_name: str = ""
    is_no_unit: bool = False


@dataclass
class _Desk:
    """What one settling changes, gathered so that it is written with a bounded number of queries."""

    changed: list[Part] = field(default_factory=list)
    made: list[Part] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    cleared: list[int] = field(default_factory=list)
    told: list[tuple[Measure, Unit]] = field(default_factory=list)


@transaction.atomic
def settle_names(plan: Plan, choices: Iterable[NameChoice], *, by: User, remember: bool = True) -> int:
    """Say what printed names mean, for all unfinished measures of a plan; returns how many measures changed.

    With `remember` a name that is not the unit's own becomes its alias in texts of the plan's area.
    """
    require(RULES, "plan.name_units", by, plan)
    plan = lock(Plan.objects.select_related("owner", "profile"), plan.pk)
    place = place_of(plan.owner)
    meant = {choice.printed: _meant(choice, place, by=by) for choice in choices}
    if remember:
        remember_names({name: units[0] for name, units in meant.items() if len(units) == 1}, place, by=by)
    wanted = unknown_parts(plan).filter(printed__in=meant).values("measure_id")
    return _settle(_measures(plan).filter(pk__in=wanted), meant, by=by)


@transaction.atomic
def give_rest(plan: Plan, unit: Unit, *, by: User) -> int:
    """Make one unit accountable for every draft that names none; returns for how many."""
    require(RULES, "plan.change", by, plan)
    plan = lock(Plan.objects.select_related("owner", "profile"), plan.pk)
    rows = list(_measures(plan).filter(accountable=None, state__in=DRAFT))
    made: list[Part] = []
    known: list[Part] = []
    changes = []
    for measure in rows:
        before = facts_of(measure)
        part = next((part for part in measure.parts.all() if part.unit_id == unit.pk), None)
        (known if part else made).append(
            part or Part(measure=measure, unit=unit, printed=unit.name[:NAME_LIMIT], position=len(measure.parts.all()))
        )
        measure.accountable = unit
        next_version(measure)
        changes.append(change_of(measure, "measure.accountable", before=before, unit=str(unit)))
    for part in (*known, *made):
        part.role, part.is_accountable, part.is_assumed = PartRole.LEAD, True, False
    Part.objects.bulk_create(made, batch_size=200)
    Part.objects.bulk_update(known, ["role", "is_accountable", "is_assumed"], batch_size=200)
    Measure.objects.bulk_update(rows, ["accountable", "version"], batch_size=200)
    history.record_many(changes, by=by)
    return len(rows)


def all_areas(plan: Plan) -> tuple[Unit, ...]:
    """The areas that 各县（区） means in the plan's texts."""
    return tuple(areas_of(place_of(plan.owner)))


def all_departments(plan: Plan) -> tuple[Unit, ...]:
    """The departments that 各部门 means in the plan's texts."""
    return tuple(departments_of(place_of(plan.owner)))


def _meant(choice: NameChoice, place: Unit, *, by: User) -> tuple[Unit, ...]:
    if choice.is_no_unit:
        return ()
    if choice.units:
        return choice.units
    name = choice.new_name.strip()
    if not name or len(name) > NAME_LIMIT:
        raise UnmetConditionError("new_name", _("请为“%(name)s”填写单位名称。") % {"name": choice.printed})
    known = Unit.objects.filter(parent=place, name=name).first()
    return (known or plant(place, by=by, name=name, level=place.level, kind=Kind.DEPARTMENT),)


def remember_names(meant: dict[str, Unit], place: Unit, *, by: User) -> None:
    """New aliases of units; a name that already means something here is left alone."""
    taken = set(Alias.objects.filter(text__in=meant, scope=place).values_list("text", flat=True))
    taken |= set(Unit.objects.filter(parent=place, name__in=meant).values_list("name", flat=True))
    new = {text: unit for text, unit in meant.items() if text not in taken and text != unit.name}
    Alias.objects.bulk_create(Alias(unit=unit, scope=place, text=text) for text, unit in new.items())
    changes = [history.Change(unit, "unit.alias_add", params={"text": text}) for text, unit in new.items()]
    history.record_many(changes, by=by)


def _measures(plan: Plan) -> QuerySet[Measure]:
    rows = Measure.objects.select_for_update(of=("self",)).filter(plan=plan).select_related("plan__owner")
    return rows.prefetch_related(Prefetch("parts", Part.objects.select_related("unit")))


def _settle(measures: Iterable[Measure], meant: dict[str, tuple[Unit, ...]], *, by: User) -> int:
    desk, rows, changes = _Desk(), list(measures), []
    for measure in rows:
        before = facts_of(measure)
        names = [part.printed for part in measure.parts.all() if part.unit_id is None and part.printed in meant]
        parts = _named(measure, meant, desk)
        _appoint(measure, parts, desk)
        next_version(measure)
        words = "；".join(f"{name}→{'、'.join(map(str, meant[name])) or '—'}" for name in dict.fromkeys(names))
        changes.append(change_of(measure, "measure.names_settled", before=before, names=words[:500]))
    _write(desk)
    Measure.objects.bulk_update(rows, ["accountable", "version"], batch_size=200)
    history.record_many(changes, by=by)
    for measure, unit in desk.told:
        telling.tell_unit(measure, unit, "measure.part_added")
    return len(rows)


def _named(measure: Measure, meant: dict[str, tuple[Unit, ...]], desk: _Desk) -> list[Part]:
    """The measure's parts once the names are understood; a unit that is there already is not named twice."""
    kept: list[Part] = []
    taken = {part.unit_id for part in measure.parts.all() if part.unit_id}
    for part in measure.parts.all():
        if part.unit_id is not None or part.printed not in meant:
            kept.append(part)
            continue
        free = [unit for unit in dict.fromkeys(meant[part.printed]) if unit.pk not in taken]
        taken.update(unit.pk for unit in free)
        if not free:
            desk.gone.append(part.pk)
            continue
        part.unit = free[0]
        desk.changed.append(part)
        kept.append(part)
        more = [Part(measure=measure, unit=unit, printed=part.printed, role=part.role) for unit in free[1:]]
        desk.made.extend(more)
        kept.extend(more)
        if measure.state not in DRAFT:
            desk.told.extend((measure, unit) for unit in free)
    for position, part in enumerate(kept):
        part.position = position
    desk.changed.extend(part for part in kept if part.pk and part not in desk.changed)
    return kept


def _appoint(measure: Measure, parts: Sequence[Part], desk: _Desk) -> None:
    """Accountable by the rule as long as nobody has said it and the measure is a draft."""
    chosen = next((part for part in parts if part.is_accountable and part.unit_id), None)
    if chosen is None or (chosen.is_assumed and measure.state in DRAFT):
        appointed, is_assumed = rule_of_accountable(parts)
        if chosen is not None and chosen is not appointed:
            chosen.is_accountable = chosen.is_assumed = False
            desk.cleared.append(chosen.pk)
        chosen = appointed
        if chosen is not None:
            chosen.is_accountable, chosen.is_assumed = True, is_assumed
    measure.accountable = chosen.unit if chosen else None


def _write(desk: _Desk) -> None:
    Part.objects.filter(pk__in=desk.gone).delete()
    # First taken away, then given: a measure never has two accountable parts, not even inside one statement.
    Part.objects.filter(pk__in=desk.cleared).update(is_accountable=False, is_assumed=False)
    for part in desk.changed:
        next_version(part)
    names = ["unit", "position", "is_accountable", "is_assumed", "version"]
    Part.objects.bulk_update(desk.changed, names, batch_size=200)
    Part.objects.bulk_create(desk.made, batch_size=500)
