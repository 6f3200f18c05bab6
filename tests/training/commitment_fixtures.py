"""Fixtures of commitments: a reflection with three sentences of intent, and a measure of the same bureau."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from luoshi.common import clock
from luoshi.ledger.actions.plans import built_in_profile
from luoshi.ledger.models import Measure, Part, Plan
from luoshi.ledger.states import Matter, PartRole, State
from luoshi.training.actions.commitments import accept, offer
from luoshi.training.models import Commitment, Reflection
from luoshi.training.states import ReflectionState

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.training.models import Trainee
    from luoshi.units.models import Field, Unit

BUSES = "下一步，我将在6月底前会同交警支队把全市校车安全员重新培训一遍，持证率达到100%。"
VISITS = "回到岗位后，我每月到两所乡镇学校听课，当场把问题记成清单。"
MEALS = "我要在年底前把28所学校的午餐价格公示上墙。"
INSIGHT = "五天的学习使我认识到教育工作的重要。"
PARTS = [
    {"heading": "一、学习体会", "text": INSIGHT},
    {"heading": "二、下一步打算", "text": f"{BUSES}{VISITS}{MEALS}"},
]


@pytest.fixture
def reflection(enrolled: Trainee) -> Reflection:
    """The trainee's draft."""
    return Reflection.objects.create(trainee=enrolled, title="学习心得", parts=PARTS, changed_at=clock.now())


@pytest.fixture
def handed_in(reflection: Reflection) -> Reflection:
    """The same, handed in."""
    reflection.state, reflection.handed_in_at = ReflectionState.HANDED_IN, clock.now()
    reflection.save()
    return reflection


@pytest.fixture
def paper(on_paper: Trainee, class_head: User) -> Reflection:
    """What somebody without an account handed in on paper."""
    return Reflection.objects.create(
        trainee=on_paper,
        state=ReflectionState.ON_PAPER,
        recorded_by=class_head,
        changed_at=clock.now(),
        handed_in_at=clock.now(),
    )


@pytest.fixture
def offered(reflection: Reflection, trainee: User) -> list[Commitment]:
    """What the author was offered, in the order of the text."""
    return offer(reflection, by=trainee)


@pytest.fixture
def accepted(offered: list[Commitment], handed_in: Reflection, trainee: User) -> Commitment:
    """The first, taken up, the reflection handed in."""
    return accept(offered[0], by=trainee)


@pytest.fixture
def measure(office: Unit, bureau: Unit, field: Field, supervisor: User) -> Measure:
    """A measure that the bureau is working on."""
    return make_measure(office, bureau, supervisor, field=field)


def make_measure(office: Unit, bureau: Unit, by: User, **values: object) -> Measure:
    """One more measure of the office's plan."""
    plan, _made = Plan.objects.get_or_create(
        owner=office, code="2026-09", defaults={"name": "校园安全工作方案", "profile": built_in_profile(Matter.PLAN)}
    )
    number = plan.measures.count() + 1
    facts = {"text": "健全校车安全管理制度，开展校车安全员培训。", "state": State.IN_PROGRESS, "accountable": bureau}
    made = Measure.objects.create(
        plan=plan,
        number=number,
        code=f"2026-09-{number:03d}",
        state_since=clock.now(),
        due_on=date(2026, 12, 31),
        first_due_on=date(2026, 12, 31),
        created_by=by,
        **(facts | values),
    )
    Part.objects.create(measure=made, unit=bureau, printed=bureau.name, role=PartRole.LEAD, is_accountable=True)
    return made
