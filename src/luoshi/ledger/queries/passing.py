"""What passes a filter, and the rows of a file in portions."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from luoshi.common import clock
from luoshi.ledger.models import LedgerExport, Measure
from luoshi.ledger.queries.filters import filtered, ordered
from luoshi.ledger.queries.ledger import sheet_rows_of
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.units.duties import duties_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.ledger.queries.columns import Column
    from luoshi.ledger.queries.filters import LedgerFilter

CHUNK = 2_000


def passing(user: User, wanted: LedgerFilter) -> QuerySet[Measure]:
    """What the person sees of what passes the filter."""
    return filtered(measures_visible_to(user), wanted, user=user, today=clock.today())


def sheet_rows(user: User, wanted: LedgerFilter, columns: Sequence[Column]) -> Iterator[Measure]:
    """The rows of a file in the order of the filter; between two portions nothing is being read."""
    today = clock.today()
    numbers = list(ordered(passing(user, wanted), wanted).values_list("pk", flat=True))
    for start in range(0, len(numbers), CHUNK):
        some = measures_visible_to(user).filter(pk__in=numbers[start : start + CHUNK])
        yield from list(sheet_rows_of(some, wanted, today, columns))


def sight_of(user: User) -> str:
    """What the person's duties of today let him or her see, in short."""
    duties = sorted((duty.role, duty.unit_path, duty.field_id or 0) for duty in duties_of(user).all)
    return hashlib.sha256(repr(duties).encode()).hexdigest()


def exports_of(user: User) -> QuerySet[LedgerExport]:
    """A person's own, as long as the duties are those with which they were asked for."""
    return LedgerExport.objects.filter(by=user, sight=sight_of(user)).select_related("file")
