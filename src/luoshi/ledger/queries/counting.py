"""Counts over a long ledger: every number by its own index where all is counted, in one pass where filters ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, Subquery, Value

from luoshi.accounts.models import User
from luoshi.ledger.queries.measures import closed_late, in_light, still_late
from luoshi.ledger.states import DRAFT, Light

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import Q, QuerySet

    from luoshi.ledger.models import Measure

LATE = "late"
TOTAL = "total"


class _Counted(Subquery):
    """How many rows a query gives that says itself where it stops."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted_)"
    output_field = IntegerField()


def count_each(rows: Mapping[str, QuerySet[Any]], *, by: User, at_most: int | None = None) -> dict[str, int]:
    """How many rows each has, in one query that counts each by its own index and not all of them over all measures.

    Told `at_most`, no row beyond so many of each is looked at.
    """
    counts = {name: _count_of(of) if at_most is None else _Counted(_ones(of)[:at_most]) for name, of in rows.items()}
    found = User.objects.filter(pk=by.pk).values(**counts).first() if counts else None
    return {name: found[name] or 0 if found else 0 for name in rows}


def count_lights(measures: QuerySet[Measure], today: date) -> dict[str, int]:
    """How many show each colour, how many are late by their first date, and the total, in one pass."""
    asked = {name: Count("pk", filter=condition) for name, condition in _colours(today).items()}
    late = Count("pk", filter=still_late(today) | closed_late())
    found: dict[str, int] = measures.order_by().aggregate(**{TOTAL: Count("*"), LATE: late}, **asked)
    return _with_green(found)


def count_many_lights(measures: QuerySet[Measure], today: date, *, by: User) -> dict[str, int]:
    """The same for whole plans, however many there are: a pass over all of their measures would take too long."""
    late = {LATE: still_late(today), "closed_late": closed_late() & ~still_late(today)}
    rows = {name: measures.filter(condition) for name, condition in (_colours(today) | late).items()}
    found = count_each({TOTAL: measures, **rows}, by=by)
    found[LATE] += found.pop("closed_late")
    return _with_green(found)


def count_many_assigned(measures: QuerySet[Measure], today: date, *, by: User) -> dict[str, int]:
    """The colours of whole plans without what is only drafted: it is green, and is taken off.

    Left out instead, it would have an index read from end to end.
    """
    rows = {name: measures.filter(condition) for name, condition in _colours(today).items()}
    found = count_each({TOTAL: measures, "drafts": measures.filter(state__in=DRAFT), **rows}, by=by)
    found[TOTAL] -= found.pop("drafts")
    return _with_green(found)


def _colours(today: date) -> dict[str, Q]:
    return {light.value: in_light(light, today) for light in Light if light != Light.GREEN}


def _with_green(found: dict[str, int]) -> dict[str, int]:
    """What shows none of the other colours is green, and no measure shows two."""
    found[Light.GREEN.value] = found[TOTAL] - sum(found[name] for name in Light.values if name != Light.GREEN)
    return found


def _ones(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    ones: QuerySet[Any, Any] = rows.order_by().annotate(one=Value(1)).values("one")
    return ones


def _count_of(rows: QuerySet[Any]) -> Subquery:
    return Subquery(_ones(rows).annotate(count=Count("*")).values("count"))
