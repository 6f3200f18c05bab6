"""Tells people once what a batch of returned workbooks has brought them, instead of once per row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from luoshi.common import clock
from luoshi.notices.actions import notify
from luoshi.units.queries.people import people_in
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from luoshi.accounts.models import User
    from luoshi.ledger.actions.gathering import Told
    from luoshi.summing_up.models import WorkbookBatch
    from luoshi.units.models import Unit

_OFFICE = (Role.SUPERVISOR, Role.OFFICE_HEAD)
_UNIT = (Role.LIAISON, Role.UNIT_HEAD)


@dataclass(frozen=True)
class Places:
    """Where the notices lead: the batch for the offices, the inbox for the units."""

    batch: str
    inbox: str


def places_of(batch: WorkbookBatch) -> Places:
    """Looked up before anything is locked: the first address that a process asks for takes it a second."""
    return Places(reverse("summing_up:batch", args=[batch.pk]), reverse("notices:inbox"))


def tell_what_came(batch: WorkbookBatch, told: Iterable[Told], places: Places) -> None:
    """One notice to every person of the offices and units concerned, but to whoever handed the batch in."""
    offices: dict[Unit, set[int]] = defaultdict(set)
    units: dict[Unit, set[int]] = defaultdict(set)
    for one in told:
        if one.unit is None:
            offices[one.measure.plan.owner].add(one.measure.pk)
        else:
            units[one.unit].add(one.measure.pk)
    _tell(batch, offices, _OFFICE, "workbooks.registered", places.batch)
    _tell(batch, units, _UNIT, "workbooks.news", places.inbox)


def _tell(batch: WorkbookBatch, places: dict[Unit, set[int]], roles: tuple[Role, ...], code: str, url: str) -> None:
    today = clock.today()
    for unit, measures in places.items():
        people: dict[int, User] = {}
        for role in roles:
            people |= {person.pk: person for person in people_in(role, unit=unit, day=today)}
        people.pop(batch.by_id, None)
        if people:
            notify(people.values(), code, url=url, params={"count": len(measures), "by": str(batch.by)})
