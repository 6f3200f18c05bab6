"""Tells people what has happened to a measure: the unit's people, the office, one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from luoshi.common import clock
from luoshi.notices.actions import notify
from luoshi.units.queries.people import people_in
from luoshi.units.states import Role

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure, Plan
    from luoshi.units.models import Unit


def tell_unit(measure: Measure, unit: Unit | None, code: str, **params: str) -> None:
    """Tell the liaisons and the head of a unit."""
    if unit is None:
        return
    today = clock.today()
    people = list(people_in(Role.LIAISON, Role.UNIT_HEAD, unit=unit, day=today))
    _tell(measure, people, code, **params)


def tell_unit_of_plan(plan: Plan, unit: Unit, code: str, **params: int | str) -> None:
    """Tell the liaisons and the head of a unit something about a plan as a whole."""
    today = clock.today()
    people = list(people_in(Role.LIAISON, Role.UNIT_HEAD, unit=unit, day=today))
    if people:
        notify(people, code, url=reverse("ledger:plan", args=[plan.pk]), params={"plan": plan.name, **params})


def tell_units(measure: Measure, code: str, **params: str) -> None:
    """Tell every unit with a part."""
    for part in measure.parts.select_related("unit"):
        tell_unit(measure, part.unit, code, **params)


def tell_office(measure: Measure, code: str, *roles: str, **params: str) -> None:
    """Tell the supervision office that runs the plan; without roles its supervisors and its head.

    Of a share also the unit that handed it on is told.
    """
    today, owner = clock.today(), measure.plan.owner
    if measure.parent:
        tell_unit(measure, measure.parent.accountable, code, **params)
    wanted = roles or (Role.SUPERVISOR, Role.OFFICE_HEAD)
    _tell(measure, list(people_in(*wanted, unit=owner, day=today)), code, **params)


def tell_person(measure: Measure, person: User, code: str, **params: str) -> None:
    _tell(measure, [person], code, **params)


def _tell(measure: Measure, people: list[User], code: str, **params: str) -> None:
    if people:
        url = reverse("ledger:measure", args=[measure.pk])
        notify(people, code, url=url, params={"code": measure.code, **params})
