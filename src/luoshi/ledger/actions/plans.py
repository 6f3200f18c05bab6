"""From a document to a plan with proposed measures, and the plan's defaults."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.engine import break_down
from luoshi.engine.findings import Role
from luoshi.ledger.actions.door import change_of, facts_of, refresh_light
from luoshi.ledger.actions.parts import rule_of_accountable
from luoshi.ledger.actions.reviewing import set_due
from luoshi.ledger.doubts import OF_READING
from luoshi.ledger.models import ClockProfile, Indicator, Measure, Part, Plan, Source
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import DRAFT, DueSource, Matter, PartRole, PlanState
from luoshi.library.frozen import engine_document
from luoshi.library.models import Clause
from luoshi.units.models import Unit
from luoshi.units.queries.calendar import working_calendar
from luoshi.units.queries.units import resolve_many

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.engine import findings
    from luoshi.library.models import Document
    from luoshi.units.queries.units import Resolution

_ISSUES = re.compile(r"(?:印发|转发|发布|下达)《([^《》]{4,200})》[^《》]{0,12}通知$")
FACTS = ("name", "default_due_on", "cycle", "cycle_day", "profile", "head_signs_reports", "state")
MOST = 1000
"""Measures that one document may give; what holds more is a whole year of papers in one file, and no page shows it."""
_ROLES = {
    Role.LEAD: PartRole.LEAD,
    Role.RESPONSIBLE: PartRole.RESPONSIBLE,
    Role.SUPPORT: PartRole.SUPPORT,
}


@dataclass(frozen=True)
class Defaults:
    """What a plan sets once for all its measures."""

    default_due_on: date | None
    cycle: str
    cycle_day: int
    profile: ClockProfile
    head_signs_reports: bool = False
    name: str = ""


def make_plan(document: Document, *, owner: Unit, by: User, name: str = "") -> Plan:
    """Break a document of the library down: a plan in draft with its proposed measures and indicators.

    Units are named where the printed name is understood; the accountable part is assumed by the rule (first named
    lead, else first responsible); a date from the text goes before the plan's default.
    """
    require(RULES, "plan.add", by, owner)
    _check_new(document, owner)
    found = break_down(engine_document(document))  # before the transaction: nobody else waits for it
    if len(found.measures) > MOST:
        raise UnmetConditionError(
            "too_many_measures",
            _("“%(title)s”已存入文件库，但拆出%(count)s项措施，一个方案最多%(most)s项。请把文件分成几份再上传。")
            % {"title": document.title, "count": len(found.measures), "most": MOST},
        )
    return _begin(document, found, owner=owner, by=by, name=name)


def _check_new(document: Document, owner: Unit) -> None:
    if Plan.objects.filter(document=document, owner=owner).exists():
        raise UnmetConditionError("plan_exists", _("这份文件已经分解过了，请直接打开它的方案。"))


@transaction.atomic
def _begin(document: Document, found: findings.Breakdown, *, owner: Unit, by: User, name: str) -> Plan:
    Unit.objects.select_for_update(no_key=True).get(pk=owner.pk)  # one plan at a time: it takes the next code
    _check_new(document, owner)
    plan = Plan.objects.create(
        owner=owner,
        name=name or name_of(document.title),
        code=next_code(owner, document.signed_on.year if document.signed_on else clock.today().year),
        document=document,
        profile=built_in_profile(Matter.PLAN),
    )
    history.record(plan, "plan.add", by=by, after=history.snapshot(plan, FACTS))
    propose(plan, found.measures, by=by)
    _keep_indicators(plan, found.indicators)
    return plan


@transaction.atomic
def set_defaults(plan: Plan, defaults: Defaults, *, seen: int | None, by: User) -> Plan:
    """Set the defaults and apply them to every measure still in draft; a date from the text stays."""
    require(RULES, "plan.change", by, plan)
    plan = lock(Plan.objects.all(), plan.pk)
    check_version(plan, seen)
    before = history.snapshot(plan, FACTS)
    plan.default_due_on, plan.cycle, plan.cycle_day = defaults.default_due_on, defaults.cycle, defaults.cycle_day
    plan.profile, plan.head_signs_reports = defaults.profile, defaults.head_signs_reports
    plan.name = defaults.name or plan.name
    next_version(plan)
    plan.save()
    _apply_defaults(plan, by=by)
    history.record_change(plan, "plan.defaults", by=by, before=before, after=history.snapshot(plan, FACTS))
    return plan


def propose(plan: Plan, measures: tuple[findings.Measure, ...], *, by: User) -> list[Measure]:
    """Proposed measures of what the engine found, with sources and parts, in a bounded number of queries."""
    if not measures:
        return []
    now, first = clock.now(), next_number(plan)
    rows = Measure.objects.bulk_create(
        [_row(plan, found, number, by=by, now=now) for number, found in enumerate(measures, first)], batch_size=200
    )
    names = {part.full_name or part.name for found in measures for part in found.parts}
    resolved = resolve_many(names, within=area_of(plan.owner))
    parts = [part for row, found in zip(rows, measures, strict=True) for part in _parts(row, found, resolved)]
    Part.objects.bulk_create(parts, batch_size=500)
    chosen = {part.measure_id: part.unit for part in parts if part.is_accountable}
    for row in rows:
        row.accountable = chosen.get(row.pk)
    Measure.objects.bulk_update(rows, ["accountable"], batch_size=200)
    if plan.document:
        Source.objects.bulk_create(_sources(plan.document, rows, measures), batch_size=200)
    changes = [history.Change(row, "measure.propose", after={"text": row.text, "state": row.state}) for row in rows]
    history.record_many(changes, by=by)
    return rows


def name_of(title: str) -> str:
    """What a plan is called: of a covering notice the name of what it issues.

    >>> name_of("滨川市人民政府关于印发《滨川市就业工作方案》的通知")
    '滨川市就业工作方案'
    """
    issued = _ISSUES.search(title)
    return issued[1] if issued else title


def refuse_archived(plan: Plan) -> None:
    """Raises `UnmetConditionError` for a plan that has been put away; the caller has locked it."""
    if plan.state == PlanState.ARCHIVED:
        raise UnmetConditionError("plan_archived", _("这个方案已经归档，不能再添加措施。请先在方案页取消归档。"))


def next_number(plan: Plan) -> int:
    """The number of the next measure of a plan."""
    return int(Measure.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0) + 1


def code_of(plan: Plan, number: int) -> str:
    """The code of a measure: the plan's prefix and its number, e.g. 2026-003-017."""
    return f"{plan.code}-{number:03d}"


def built_in_profile(matter: str) -> ClockProfile:
    """The built-in clock profile of a kind of matter."""
    return ClockProfile.objects.filter(owner=None, matter=matter).order_by("pk")[0]


def area_of(unit: Unit) -> Unit:
    """The place whose names a unit's texts use: an office of a city writes of the city's departments."""
    return unit.parent if unit.parent and unit.kind == "office" else unit


def _row(plan: Plan, found: findings.Measure, number: int, *, by: User, now: Any) -> Measure:
    row = Measure(
        plan=plan,
        number=number,
        code=code_of(plan, number),
        matter=plan.matter,
        engine_id=found.id,
        text=found.text,
        clause_path=found.clause[:200],
        headings=" / ".join(found.headings)[:400],
        state_since=now,
        created_by=by,
        standing_wanted=bool(found.ongoing) and not found.due,
        doubts=[doubt.value for doubt in found.doubts if doubt.value in OF_READING],
    )
    if found.due:
        set_due(row, found.due[-1], DueSource.TEXT)
    elif plan.default_due_on and not row.standing_wanted:
        set_due(row, plan.default_due_on, DueSource.DEFAULT)
    return row


def _parts(row: Measure, found: findings.Measure, resolved: dict[str, Resolution]) -> list[Part]:
    parts: list[Part] = []
    taken: set[int] = set()
    for part in found.parts:
        unit = resolved[part.full_name or part.name].unit
        if unit is not None and unit.pk in taken:
            continue
        if unit is not None:
            taken.add(unit.pk)
        parts.append(
            Part(
                measure=row,
                unit=unit,
                printed=part.name[:120],
                full_name=(part.full_name or "")[:120],
                role=_ROLES[part.role],
                position=len(parts),
            )
        )
    chosen, is_assumed = rule_of_accountable(parts)
    if chosen:
        chosen.is_accountable, chosen.is_assumed = True, is_assumed
    return parts


def _sources(document: Document, rows: list[Measure], measures: tuple[findings.Measure, ...]) -> list[Source]:
    clauses = list(Clause.objects.filter(document=document).order_by("start", "depth"))
    made = []
    for row, found in zip(rows, measures, strict=True):
        inside = [clause for clause in clauses if clause.start <= found.span.start < max(clause.end, clause.start + 1)]
        made.append(
            Source(
                measure=row,
                document=document,
                clause=inside[-1] if inside else None,
                quote=found.text,
                start=found.span.start,
                end=found.span.end,
                digest=found.digest,
            )
        )
    return made


def _keep_indicators(plan: Plan, indicators: tuple[findings.Indicator, ...]) -> None:
    Indicator.objects.bulk_create(
        Indicator(
            plan=plan,
            position=position,
            name=found.name[:200],
            unit_of_measure=found.unit[:30],
            nature=found.nature[:20],
            baseline=found.baseline.text[:60] if found.baseline else "",
            baseline_year=found.baseline.year if found.baseline else None,
            target=found.targets[-1].text[:60] if found.targets else "",
            target_year=found.targets[-1].year if found.targets else None,
            values=[
                {"year": value.year, "text": value.text, "value": value.value, "comparator": value.comparator}
                for value in found.targets
            ],
            start=found.span.start,
            end=found.span.end,
        )
        for position, found in enumerate(indicators)
    )


def _apply_defaults(plan: Plan, *, by: User) -> None:
    days = working_calendar()
    own = (DueSource.TEXT, DueSource.HAND)
    drafts = list(Measure.objects.filter(plan=plan, state__in=DRAFT).exclude(due_source__in=own))
    changed, changes = [], []
    for measure in drafts:
        measure.plan = plan
        before = facts_of(measure)
        if measure.standing_wanted:
            continue
        if plan.default_due_on:
            set_due(measure, plan.default_due_on, DueSource.DEFAULT)
        else:
            measure.due_on = measure.first_due_on = None
            measure.due_source = DueSource.NONE
        if facts_of(measure) == before:
            continue
        refresh_light(measure, days=days)
        next_version(measure)
        changed.append(measure)
        changes.append(change_of(measure, "measure.edit", before=before))
    fields = ["due_on", "first_due_on", "due_source", "yellow_on", "red_on", "version"]
    Measure.objects.bulk_update(changed, fields, batch_size=200)
    history.record_many(changes, by=by)


def next_code(owner: Unit, year: int) -> str:
    number = Plan.objects.filter(owner=owner, code__startswith=f"{year}-").count() + 1
    while Plan.objects.filter(code=f"{year}-{owner.pk}-{number:02d}").exists():
        number += 1
    return f"{year}-{owner.pk}-{number:02d}"
