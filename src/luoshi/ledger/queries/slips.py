"""What is printed: assignment slips with one page a unit, urging slips with one page each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, Prefetch
from django.utils.translation import gettext_lazy as _

from luoshi.common.errors import UnmetConditionError
from luoshi.ledger.models import Measure, Part, UrgingSlip
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.states import DRAFT, State

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

_Row = TypeVar("_Row", bound=Model)
PRINTED_AT_MOST = 1_000
"""Measures, or urging slips, of one print: a browser lays out so many pages without choking."""


@dataclass(frozen=True)
class AssignmentSlip:
    """One unit's page: from whom, by when to sign, what the unit is accountable for and where it takes part."""

    unit: Unit
    owner: Unit
    measures: tuple[Measure, ...]
    joined: tuple[Measure, ...]
    sign_by: date | None


def assignment_slips(measures: QuerySet[Measure]) -> list[AssignmentSlip]:
    """The pages, one for each unit with a part and each supervising office, of the measures that have been assigned.

    Raises `UnmetConditionError` where there are more than one print takes.
    """
    assigned = (
        measures.exclude(state__in=DRAFT)
        .exclude(accountable=None)
        .select_related("accountable", "plan__owner", "field")
        .prefetch_related(Prefetch("parts", Part.objects.select_related("unit")))
        .order_by("plan__owner__path", "plan", "number")
    )
    led: dict[tuple[int, int], list[Measure]] = defaultdict(list)
    joined: dict[tuple[int, int], list[Measure]] = defaultdict(list)
    units: dict[int, Unit] = {}
    owners: dict[int, Unit] = {}
    for measure in _few_enough(assigned):
        owner, accountable = measure.plan.owner, measure.accountable
        owners[owner.pk] = owner
        others = {part.unit for part in measure.parts.all() if part.unit and part.unit != accountable}
        for unit in (accountable, *others):
            if unit is not None:
                units[unit.pk] = unit
                (led if unit == accountable else joined)[unit.pk, owner.pk].append(measure)
    keys = sorted({*led, *joined}, key=lambda key: (units[key[0]].path or "", owners[key[1]].path or ""))
    return [_slip(units[unit], owners[owner], led[unit, owner], joined[unit, owner]) for unit, owner in keys]


def _slip(unit: Unit, owner: Unit, led: list[Measure], joined: list[Measure]) -> AssignmentSlip:
    dates = [measure.sign_by for measure in led if measure.sign_by and measure.state == State.ASSIGNED]
    return AssignmentSlip(unit, owner, tuple(led), tuple(joined), min(dates, default=None))


def slips_visible_to(user: User) -> QuerySet[UrgingSlip]:
    """The urging slips of the measures that one sees."""
    return UrgingSlip.objects.filter(measure__in=measures_visible_to(user))


def slips_to_print(slips: QuerySet[UrgingSlip]) -> list[UrgingSlip]:
    """Urging slips with what stands on them, unit by unit; raises `UnmetConditionError` as `assignment_slips` does."""
    rows = slips.select_related("unit", "by", "measure__plan__owner", "measure__accountable")
    return _few_enough(rows.order_by("unit__path", "-at"))


def _few_enough(rows: QuerySet[_Row]) -> list[_Row]:
    found = list(rows[: PRINTED_AT_MOST + 1])
    if len(found) > PRINTED_AT_MOST:
        sentence = _("符合条件的超过%(most)s项，一次打印不了这么多。请先在台账中按方案、单位或状态筛选，再打印。")
        raise UnmetConditionError("too_many_to_print", sentence % {"most": PRINTED_AT_MOST})
    return found
