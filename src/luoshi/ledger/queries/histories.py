"""What the histories of measures say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.common.models import Entry
from luoshi.ledger.models import Measure

if TYPE_CHECKING:
    from collections.abc import Collection


def never_acted_on(measures: Collection[int], *, but: Collection[str]) -> set[int]:
    """Those of the measures (by primary key) in whose history nothing but these verbs stands; one query."""
    entries = Entry.objects.filter(chain__subject_type=Measure._meta.label_lower, chain__subject_id__in=measures)
    return set(measures) - set(entries.exclude(verb__in=but).values_list("chain__subject_id", flat=True))
