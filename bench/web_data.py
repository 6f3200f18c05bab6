"""Fills a database with a province of units, plans and measures, as fast as rows can be written."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from luoshi.accounts.models import User
from luoshi.common import clock
from luoshi.ledger.actions.plans import built_in_profile
from luoshi.ledger.models import Measure, Part, Plan
from luoshi.ledger.states import Cycle, DueSource, Matter, PartRole, State
from luoshi.units import paths
from luoshi.units.actions.posts import install
from luoshi.units.actions.units import plant
from luoshi.units.models import Post, Unit
from luoshi.units.states import Kind, Level, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

PER_PLAN = 200
_STATES = (State.IN_PROGRESS,) * 14 + (State.SIGNED, State.ASSIGNED, State.STANDING, State.CLOSED, State.SIGNED_OFF)


def fill(size: int, units: int, today: date) -> tuple[User, User, list[int]]:
    """`size` measures over `units` units; returns the supervisor, one liaison, and the measures' numbers.

    The unit of the liaison has as many measures at every size, so that its pages can be compared.
    """
    chance = random.Random(size)
    root = plant(None, by=None, name="云岭省", level=Level.PROVINCE, kind=Kind.AREA)
    office = plant(root, by=None, name="省政府督查室", level=Level.PROVINCE, kind=Kind.OFFICE)
    made = _units(root, units)
    supervisor, liaison = (
        User.objects.create_user("office", name="督办员"),
        User.objects.create_user("unit", name="联络员"),
    )
    install(Post(user=supervisor, unit=office, role=Role.SUPERVISOR, starts_on=date(2026, 1, 1)), by=None)
    install(Post(user=liaison, unit=made[0], role=Role.LIAISON, starts_on=date(2026, 1, 1)), by=None)
    profile = built_in_profile(Matter.PLAN)
    plans = Plan.objects.bulk_create(
        Plan(owner=office, name=f"第{n}号工作方案", code=f"B-{n:04}", profile=profile, cycle=Cycle.MONTHLY)
        for n in range(size // PER_PLAN)
    )
    numbers = []
    for plan in plans:
        rows = Measure.objects.bulk_create(_measures(plan, made, chance, today), batch_size=PER_PLAN)
        Part.objects.bulk_create(_parts(rows, made, chance), batch_size=500)
        numbers.extend(row.pk for row in rows)
    return supervisor, liaison, numbers


def _units(root: Unit, count: int) -> list[Unit]:
    made = Unit.objects.bulk_create(
        [Unit(parent=root, name=f"第{n}单位", level=Level.CITY, position=n) for n in range(count)], batch_size=500
    )
    for unit in made:
        unit.path = f"{root.path}{paths.step_of(unit.pk)}"
    Unit.objects.bulk_update(made, ["path"], batch_size=500)
    return made


def _measures(plan: Plan, units: list[Unit], chance: random.Random, today: date) -> Iterator[Measure]:
    now = clock.now()
    first = plan.code == "B-0000"
    for number in range(1, PER_PLAN + 1):
        due = today + timedelta(days=chance.randrange(-60, 300))
        unit = units[0] if first and number <= 100 else units[chance.randrange(1, len(units))]
        yield Measure(
            plan=plan,
            number=number,
            code=f"{plan.code}-{number:03}",
            text=f"推进第{number}项建设，按期完成改造任务并组织验收。",
            accountable=unit,
            state=State.IN_PROGRESS if unit is units[0] else chance.choice(_STATES),
            state_since=now,
            due_on=due,
            first_due_on=due,
            due_source=DueSource.TEXT,
            assigned_on=today - timedelta(days=90),
            next_report_on=today + timedelta(days=5),
            yellow_on=due - timedelta(days=14),
            red_on=due + timedelta(days=1),
            claimed=chance.randrange(101),
        )


def _parts(rows: list[Measure], units: list[Unit], chance: random.Random) -> Iterator[Part]:
    for row in rows:
        yield Part(measure=row, unit=row.accountable, printed="", role=PartRole.LEAD, is_accountable=True)
        others = {chance.randrange(1, len(units)) for _ in range(2)}
        for position, other in enumerate(sorted(others), 1):
            if units[other].pk != row.accountable_id:
                yield Part(measure=row, unit=units[other], printed="", role=PartRole.SUPPORT, position=position)
