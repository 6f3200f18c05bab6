"""Quiet suggestions for drafts: the field and the lead that the same units had before."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from luoshi.ledger.models import Part
from luoshi.ledger.states import DRAFT, State
from luoshi.units.models import Field

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

    from luoshi.ledger.models import Measure
    from luoshi.units.models import Unit

REMEMBERED_AT_MOST = 4000


@dataclass(frozen=True)
class Hint:
    """What is suggested for one draft; None where nothing is."""

    field: Field | None = None
    lead: Part | None = None


NO_HINT = Hint()


def hints_for(drafts: Sequence[Measure], visible: QuerySet[Measure]) -> dict[int, Hint]:
    """Suggestions by draft, with four queries for any number of them; drafts have their parts at hand."""
    fields, leads = _fields(drafts, visible), _leads(drafts, visible)
    return {draft.pk: Hint(fields.get(draft.pk), leads.get(draft.pk)) for draft in drafts}


def _fields(drafts: Sequence[Measure], visible: QuerySet[Measure]) -> dict[int, Field]:
    """The field that the accountable unit's measures had most often, else the one field that holds the unit."""
    wanted = {draft.accountable_id for draft in drafts if draft.field_id is None and draft.accountable_id}
    usual = _usual_fields(wanted, visible)
    rows = Field.objects.in_bulk(set(usual.values()))
    return {
        draft.pk: rows[usual[draft.accountable_id]]
        for draft in drafts
        if draft.field_id is None and draft.accountable_id in usual
    }


def usual_field(unit: Unit, visible: QuerySet[Measure]) -> Field | None:
    """The field in which a unit's measures usually stand."""
    found = _usual_fields({unit.pk}, visible).get(unit.pk)
    return None if found is None else Field.objects.get(pk=found)


def _usual_fields(wanted: Collection[int], visible: QuerySet[Measure]) -> dict[int, int]:
    """By unit: the field of most of its measures, else the one field that holds it."""
    if not wanted:
        return {}
    past = visible.filter(accountable__in=wanted).exclude(field=None).order_by()
    had: dict[int, Counter[int]] = defaultdict(Counter)
    for unit_id, field_id, count in past.values_list("accountable", "field").annotate(count=Count("pk")):
        had[unit_id][field_id] += count
    holds: dict[int, set[int]] = defaultdict(set)
    for field_id, unit_id in Field.units.through.objects.filter(unit__in=wanted).values_list("field_id", "unit_id"):
        holds[unit_id].add(field_id)
    return {unit_id: found for unit_id in wanted if (found := _usual(had[unit_id], holds[unit_id]))}


def _usual(had: Counter[int], holds: set[int]) -> int | None:
    """More than half of what was, else the only one that there is."""
    if had:
        field_id, count = had.most_common(1)[0]
        if 2 * count > had.total():
            return field_id
    return next(iter(holds)) if len(holds) == 1 else None


def _leads(drafts: Sequence[Measure], visible: QuerySet[Measure]) -> dict[int, Part]:
    """Where the accountable unit is only assumed: the one that led when these units worked together before."""
    open_ones = [draft for draft in drafts if _is_assumed(draft)]
    units = {part.unit_id for draft in open_ones for part in draft.parts.all() if part.unit_id}
    if len(units) < 2:
        return {}
    settled = visible.exclude(state__in=DRAFT | {State.WITHDRAWN, State.MERGED}).filter(accountable__in=units)
    rows = Part.objects.filter(measure__in=settled, unit__in=units).order_by("-measure_id")
    together: dict[tuple[int | None, int], set[int]] = defaultdict(set)
    for measure_id, unit_id, leader in rows.values_list("measure_id", "unit_id", "measure__accountable")[
        :REMEMBERED_AT_MOST
    ]:
        if unit_id is not None and leader is not None:
            together[measure_id, leader].add(unit_id)
    return {draft.pk: part for draft in open_ones if (part := _lead(draft, together))}


def _lead(draft: Measure, together: dict[tuple[int | None, int], set[int]]) -> Part | None:
    parts = {part.unit_id: part for part in draft.parts.all() if part.unit_id}
    led: Counter[int] = Counter()
    for (_measure_id, leader), units in together.items():
        if leader in parts and len(units & parts.keys()) > 1:
            led[leader] += 1
    if not led:
        return None
    best, _count = led.most_common(1)[0]
    return None if best == draft.accountable_id else parts[best]


def _is_assumed(draft: Measure) -> bool:
    return any(part.is_accountable and part.is_assumed for part in draft.parts.all())
