"""What is printed: assignment slips with one page a unit, urging slips with one page each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from luoshi.ledger.models import Measure, Part, UrgingSlip
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.states import DRAFT, State

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

SLIPS_AT_MOST = 300


@dataclass(frozen=True)
class AssignmentSlip:
    """One unit's page: from whom, by when to sign, and what the unit is accountable for."""

    unit: Unit
    owner: Unit
    measures: tuple[Measure, ...]
    sign_by: date | None


def assignment_slips(measures: QuerySet[Measure]) -> list[AssignmentSlip]:
    """The pages, one for each accountable unit and supervising office, of the measures that have been assigned."""
    assigned = (
        measures.exclude(state__in=DRAFT)
        .exclude(accountable=None)
        .select_related("accountable", "plan__owner", "field")
        .prefetch_related(Prefetch("parts", Part.objects.select_related("unit")))
        .order_by("accountable__path", "plan__owner__path", "plan", "number")
    )
    pages = []
    for (unit_id, _owner_id), rows in groupby(assigned, key=lambda m: (m.accountable_id, m.plan.owner_id)):
        some = tuple(rows)
        if unit_id is None or some[0].accountable is None:
            continue
        dates = [measure.sign_by for measure in some if measure.sign_by and measure.state == State.ASSIGNED]
        pages.append(AssignmentSlip(some[0].accountable, some[0].plan.owner, some, min(dates, default=None)))
    return pages


def slips_visible_to(user: User) -> QuerySet[UrgingSlip]:
    """The urging slips of the measures that one sees."""
    return UrgingSlip.objects.filter(measure__in=measures_visible_to(user))


def slips_to_print(slips: QuerySet[UrgingSlip]) -> QuerySet[UrgingSlip]:
    """Urging slips with what stands on them, unit by unit."""
    rows = slips.select_related("unit", "by", "measure__plan__owner", "measure__accountable")
    return rows.order_by("unit__path", "-at")[:SLIPS_AT_MOST]
