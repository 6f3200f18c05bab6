"""Tells people what has happened to a measure: the unit's people, the office, one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from luoshi.common import clock
from luoshi.notices.actions import News, notify, notify_of_all
from luoshi.units.queries.people import people_by_unit, people_in
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from luoshi.accounts.models import User
    from luoshi.ledger.actions.gathering import Told
    from luoshi.ledger.models import Measure, Plan
    from luoshi.units.models import Unit

_UNIT = (Role.LIAISON, Role.UNIT_HEAD)
_OFFICE = (Role.SUPERVISOR, Role.OFFICE_HEAD)


def tell_unit(measure: Measure, unit: Unit | None, code: str, **params: str) -> None:
    """Tell the liaisons and the head of a unit."""
    if unit is None:
        return
    today = clock.today()
    people = list(people_in(*_UNIT, unit=unit, day=today))
    _tell(measure, people, code, **params)


def tell_units_of_plans(told: Sequence[tuple[Plan, int, int]], code: str) -> None:
    """Tell the people of many units (by primary key) of a plan and of how many measures; who is who is asked once."""
    people = people_by_unit(*_UNIT, units={unit_id for _plan, unit_id, _count in told}, day=clock.today())
    notify_of_all(
        News(people[unit_id], code, reverse("ledger:plan", args=[plan.pk]), {"plan": plan.name, "count": count})
        for plan, unit_id, count in told
        if unit_id in people
    )


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
    wanted = roles or _OFFICE
    _tell(measure, list(people_in(*wanted, unit=owner, day=today)), code, **params)


def tell_gathered(told: Iterable[Told]) -> None:
    """Tell what many steps, gathered and written together, would have told one by one; who is who is asked once."""
    known: dict[tuple[int, tuple[str, ...]], list[User]] = {}
    news: list[News] = []
    for one in told:
        for unit, roles in _places(one):
            if (unit.pk, roles) not in known:
                known[unit.pk, roles] = list(people_in(*roles, unit=unit, day=clock.today()))
            url = reverse("ledger:measure", args=[one.measure.pk])
            news.append(News(known[unit.pk, roles], one.code, url, {"code": one.measure.code, **one.params}))
    notify_of_all(news)


def _places(one: Told) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    """In which roles of which units people are to be told."""
    if one.unit is not None:
        yield one.unit, _UNIT
        return
    if one.measure.parent and one.measure.parent.accountable:
        yield one.measure.parent.accountable, _UNIT
    yield one.measure.plan.owner, _OFFICE


def tell_person(measure: Measure, person: User, code: str, **params: str) -> None:
    _tell(measure, [person], code, **params)


def _tell(measure: Measure, people: list[User], code: str, **params: str) -> None:
    if people:
        url = reverse("ledger:measure", args=[measure.pk])
        notify(people, code, url=url, params={"code": measure.code, **params})
