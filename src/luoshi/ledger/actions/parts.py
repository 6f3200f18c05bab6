"""Who does what in a measure: parts, the accountable one, confirming the assumption, reassignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import Paper, enter, facts_of, leave, need_reason, refresh_light
from luoshi.ledger.actions.reviewing import start_clocks
from luoshi.ledger.models import Measure, Part, Plan
from luoshi.ledger.queries.shares import units_below
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import DONE, DRAFT, PartRole
from luoshi.units.queries.calendar import working_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

_LED = PartRole.LEAD


def accountable_of(parts: Iterable[Part]) -> Part | None:
    """The part that is accountable where nobody has said so: the first lead, else the first responsible unit.

    Support units are never accountable by assumption.
    """
    ordered = sorted(parts, key=lambda part: part.position)
    for role in (PartRole.LEAD, PartRole.RESPONSIBLE):
        first = next((part for part in ordered if part.role == role), None)
        if first:
            return first
    return None


def rule_of_accountable(parts: Iterable[Part]) -> tuple[Part | None, bool]:
    """Who is accountable by the rule among the parts whose unit is known, and whether that is but an assumption.

    One lead alone leaves no doubt; of several, or of responsible units, the first named is assumed.
    """
    every = list(parts)
    chosen = accountable_of(part for part in every if part.unit_id)
    return chosen, [part for part in every if part.role == PartRole.LEAD] != [chosen]


@transaction.atomic
def set_part(
    measure: Measure, *, unit: Unit, role: str, by: User, leader: str = "", person: str = "", seen: int | None = None
) -> Part:
    """Add a unit to a measure, or change its role; the first that may be is accountable by assumption."""
    measure = _locked(measure, by=by, seen=seen)
    _check_reach(measure, unit, by=by)
    part = measure.parts.filter(unit=unit).first() or Part(
        measure=measure, unit=unit, printed=unit.name, position=measure.parts.count()
    )
    part.role, part.leader, part.person = PartRole(role), leader or part.leader, person or part.person
    next_version(part)
    part.save()
    settle_accountable(measure)
    _save(measure, "part_set", by=by, unit=str(unit), role=role)
    if measure.state not in DRAFT:
        telling.tell_unit(measure, unit, "measure.part_added")
    return part


@transaction.atomic
def change_role(part: Part, *, role: str, by: User, seen: int | None = None) -> Part:
    """Lead, responsible or support: also for a name whose unit is not known yet."""
    measure = _locked(part.measure, by=by, seen=seen)
    part = lock(Part.objects.filter(measure=measure), part.pk)
    if measure.state not in DRAFT and part.is_accountable and role == PartRole.SUPPORT:
        raise UnmetConditionError("accountable_leads", _("主责单位不能改为配合单位，请先改派给其他单位。"))
    part.role = PartRole(role)
    next_version(part)
    part.save()
    settle_accountable(measure)
    _save(measure, "part_set", by=by, unit=str(part.unit or part.printed), role=role)
    return part


@transaction.atomic
def name_unit(part: Part, *, unit: Unit, by: User, seen: int | None = None) -> Part:
    """Say which unit a printed name means."""
    measure = _locked(part.measure, by=by, seen=seen)
    part = lock(Part.objects.filter(measure=measure), part.pk)
    if measure.parts.filter(unit=unit).exclude(pk=part.pk).exists():
        raise UnmetConditionError("unit_twice", _("“%(unit)s”已经在这项措施里了。") % {"unit": unit})
    part.unit = unit
    next_version(part)
    part.save()
    settle_accountable(measure)
    _save(measure, "part_named", by=by, unit=str(unit), printed=part.printed)
    return part


@transaction.atomic
def spread_part(part: Part, *, units: Iterable[Unit], by: User, seen: int | None = None) -> list[Part]:
    """Say which units a collective name means (各县（区）人民政府): each gets a part of its own in the same role."""
    measure = _locked(part.measure, by=by, seen=seen)
    part = lock(Part.objects.filter(measure=measure), part.pk)
    taken = set(measure.parts.exclude(unit=None).values_list("unit_id", flat=True))
    wanted = [unit for unit in units if unit.pk not in taken]
    last = measure.parts.count()
    made = [
        Part(measure=measure, unit=unit, printed=part.printed, role=part.role, position=last + number)
        for number, unit in enumerate(wanted)
    ]
    part.delete()
    Part.objects.bulk_create(made)
    settle_accountable(measure)
    _save(measure, "part_spread", by=by, printed=part.printed, count=str(len(made)))
    return made


@transaction.atomic
def remove_part(part: Part, *, by: User, seen: int | None = None) -> None:
    """Take a unit out of a measure; the accountable one only by naming another first."""
    measure = _locked(part.measure, by=by, seen=seen)
    part = lock(Part.objects.filter(measure=measure), part.pk)
    if part.is_accountable and measure.state not in DRAFT:
        raise UnmetConditionError("accountable_stays", _("请先把主责单位改派给其他单位，再移除这个单位。"))
    name = str(part.unit or part.printed)
    part.delete()
    settle_accountable(measure)
    _save(measure, "part_removed", by=by, unit=name)


@transaction.atomic
def make_accountable(part: Part, *, by: User, seen: int | None = None) -> Part:
    """One click: this unit is accountable, and that is no assumption any more."""
    measure = _locked(part.measure, by=by, seen=seen)
    if measure.state not in DRAFT:
        raise IllegalMoveError("assigned_already", _("已经交办的措施，请用“改派”更换主责单位。"))
    _appoint(measure, part)
    _save(measure, "accountable", by=by, unit=str(part.unit))
    return part


@transaction.atomic
def confirm_parts(plan: Plan, *, by: User) -> int:
    """Confirm the assumed accountable units of a whole plan; returns of how many measures."""
    require(RULES, "plan.change", by, plan)
    plan = lock(Plan.objects.all(), plan.pk)
    assumed = Part.objects.filter(measure__plan=plan, measure__state__in=DRAFT, is_accountable=True, is_assumed=True)
    measures = [part.measure for part in assumed.select_related("measure__accountable")]
    for measure in measures:
        next_version(measure)
    assumed.update(is_assumed=False)
    Measure.objects.bulk_update(measures, ["version"], batch_size=200)
    changes = [
        history.Change(measure, "measure.accountable", params={"unit": str(measure.accountable)})
        for measure in measures
    ]
    history.record_many(changes, by=by)
    plan.parts_settled = True
    next_version(plan)
    plan.save()
    history.record(plan, "plan.confirm_parts", by=by, params={"count": len(measures)})
    return len(measures)


@transaction.atomic
def reassign(measure: Measure, *, unit: Unit, by: User, reason: str, paper: Paper | None = None) -> Measure:
    """Make another unit accountable: it signs anew, the old one keeps its part as support.

    Of a measure that has come back by refusal the unit that refused is released.
    """
    measure = enter(measure, "reassign", by=by, paper=paper)
    before, note = facts_of(measure), need_reason(reason)
    old = measure.accountable
    if measure.state in DRAFT and measure.assigned_on is None:
        raise IllegalMoveError("never_assigned", _("“%(code)s”还没有批准交办，请先审核。") % {"code": measure.code})
    if old == unit:
        raise UnmetConditionError("same_unit", _("“%(unit)s”已经是主责单位。") % {"unit": unit})
    _check_reach(measure, unit, by=by)
    _release(measure)
    part = measure.parts.filter(unit=unit).first() or Part(
        measure=measure, unit=unit, printed=unit.name, position=measure.parts.count(), role=_LED
    )
    part.role, part.signed_at, part.signed_by, part.promised_on = _LED, None, None, None
    part.save()
    _appoint(measure, part)
    days = working_calendar()
    start_clocks(measure, clock.today(), days)
    telling.tell_unit(measure, unit, "measure.assigned")
    telling.tell_unit(measure, old, "measure.reassigned", by_unit=str(unit), reason=note)
    return leave(measure, "reassign", by=by, before=before, note=note, paper=paper, days=days, unit=str(unit))


def _release(measure: Measure) -> None:
    """The unit that is accountable so far is so no longer."""
    old = measure.parts.filter(is_accountable=True)
    if measure.state in DRAFT:
        old.delete()
    else:
        old.update(is_accountable=False, is_assumed=False, role=PartRole.SUPPORT, signed_at=None, signed_by=None)


def settle_accountable(measure: Measure) -> None:
    """Keep exactly one accountable part where there may be one; the caller saves the measure."""
    parts = list(measure.parts.all())
    chosen = next((part for part in parts if part.is_accountable and part.unit_id), None)
    if chosen is None or (chosen.is_assumed and measure.state in DRAFT):
        chosen, is_assumed = rule_of_accountable(parts)
        if chosen:
            _appoint(measure, chosen, is_assumed=is_assumed)
            return
        measure.parts.filter(is_accountable=True).update(is_accountable=False, is_assumed=False)
    measure.accountable = chosen.unit if chosen else None


def _appoint(measure: Measure, part: Part, *, is_assumed: bool = False) -> None:
    measure.parts.exclude(pk=part.pk).filter(is_accountable=True).update(is_accountable=False, is_assumed=False)
    part.is_accountable, part.is_assumed = True, is_assumed
    part.save()
    measure.accountable = part.unit


def _check_reach(measure: Measure, unit: Unit, *, by: User) -> None:
    """Of a share that a unit has handed on, it names only units below itself."""
    above = measure.parent
    if above is None or RULES["measure.share_widely"](by, measure):
        return
    if not units_below(above, by).filter(pk=unit.pk).exists():
        raise UnmetConditionError("beyond_reach", _("“%(unit)s”不是下级单位，请联系督查室安排。") % {"unit": unit})


def _locked(measure: Measure, *, by: User, seen: int | None) -> Measure:
    require(RULES, "part.change", by, measure)
    measure = lock(Measure.objects.select_related("plan__owner", "plan__profile", "accountable"), measure.pk)
    check_version(measure, seen)
    check_open(measure)
    return measure


def check_open(measure: Measure) -> None:
    """Refuse what comes after the closing."""
    if measure.state in DONE:
        raise IllegalMoveError("done_already", _("已经办结的措施不能再调整单位。"))


def _save(measure: Measure, verb: str, *, by: User, **params: str) -> None:
    refresh_light(measure)
    next_version(measure)
    measure.save()
    history.record(measure, f"measure.{verb}", by=by, params=params)
