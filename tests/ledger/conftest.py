"""A small plan of the city's supervision office, and the people of a measure's life."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from luoshi.common import clock
from luoshi.ledger.actions.plans import built_in_profile
from luoshi.ledger.models import Measure, Part, Plan
from luoshi.ledger.states import DueSource, Matter, PartRole, State
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.units.models import Field, Unit


@pytest.fixture
def plan(office: Unit, today: date) -> Plan:
    """A plan that the office runs."""
    return Plan.objects.create(
        owner=office, name="滨川市民生工作方案", code="2026-01", profile=built_in_profile(Matter.PLAN)
    )


@pytest.fixture
def measure_in(plan: Plan, bureau: Unit, field: Field, supervisor: User) -> Callable[..., Measure]:
    """Make a measure in a state, with the education bureau accountable."""

    def make(state: State = State.PROPOSED, **values: object) -> Measure:
        number = plan.measures.count() + 1
        facts = {
            "text": "年底前新建3所小学。",
            "accountable": bureau,
            "field": field,
            "due_on": date(2026, 12, 31),
            "first_due_on": date(2026, 12, 31),
            "due_source": DueSource.TEXT,
        }
        measure = Measure.objects.create(
            plan=plan,
            number=number,
            code=f"{plan.code}-{number:03d}",
            state=state,
            state_since=clock.now(),
            created_by=supervisor,
            suspended_from=State.IN_PROGRESS,
            **(facts | values),
        )
        Part.objects.create(
            measure=measure, unit=bureau, printed=bureau.name, role=PartRole.LEAD, is_accountable=True, position=0
        )
        return measure

    return make


@pytest.fixture
def supervisor(office: Unit, person: Callable[..., User]) -> User:
    return person("duban", office, Role.SUPERVISOR)


@pytest.fixture
def office_head(office: Unit, person: Callable[..., User]) -> User:
    return person("zhuren", office, Role.OFFICE_HEAD)


@pytest.fixture
def leader(city: Unit, field: Field, person: Callable[..., User]) -> User:
    return person("lingdao", city, Role.LEADER, field=field)


@pytest.fixture
def liaison(bureau: Unit, person: Callable[..., User]) -> User:
    return person("lianluo", bureau, Role.LIAISON)


@pytest.fixture
def unit_head(bureau: Unit, person: Callable[..., User]) -> User:
    return person("juzhang", bureau, Role.UNIT_HEAD)


@pytest.fixture
def verifier(office: Unit, person: Callable[..., User]) -> User:
    return person("hecha", office, Role.VERIFIER)


@pytest.fixture
def auditor(city: Unit, person: Callable[..., User]) -> User:
    return person("shenji", city, Role.AUDITOR)


@pytest.fixture
def stranger(county_bureau: Unit, person: Callable[..., User]) -> User:
    """A liaison of a unit without any part."""
    return person("moshengren", county_bureau, Role.LIAISON)
