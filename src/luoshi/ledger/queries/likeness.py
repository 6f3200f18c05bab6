"""Measures with like words: shares of pairs of characters, over the open measures of the same units."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.ledger.models import Measure, Part
from luoshi.ledger.states import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

LIKE = 0.6
"""From this share on two texts are pointed out."""
COMPARED_AT_MOST = 3000
SHOWN_AT_MOST = 3
_LENGTH = 600
_NO_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Alike:
    """A measure with like words, and how like: between 0 and 1."""

    measure: Measure
    share: float

    @property
    def percent(self) -> int:
        return round(self.share * 100)


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, without punctuation and space; of a long text its beginning."""
    words = _NO_WORDS.sub("", text)[:_LENGTH]
    return frozenset(words[at : at + 2] for at in range(len(words) - 1))


def share_of(one: frozenset[str], other: frozenset[str]) -> float:
    """How like two sets of pairs are: twice what they share over what they hold.

    >>> share_of(pairs_of("新建3所小学。"), pairs_of("新建3所小学"))
    1.0
    """
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def find_alike(drafts: Sequence[Measure], visible: QuerySet[Measure]) -> dict[int, tuple[Alike, ...]]:
    """Open measures of the same units with like words, the likest first, by draft; drafts have their parts at hand."""
    units = {part.unit_id for draft in drafts for part in draft.parts.all() if part.unit_id}
    others = _open_measures(units, drafts, visible)
    if not others:
        return {}
    by_unit: dict[int, list[int]] = defaultdict(list)
    named = Part.objects.filter(measure__in=others.keys(), unit__in=units).values_list("measure_id", "unit_id")
    for measure_id, unit_id in named:
        if unit_id is not None:
            by_unit[unit_id].append(measure_id)
    pairs = {pk: pairs_of(measure.text) for pk, measure in others.items()}
    return {draft.pk: found for draft in drafts if (found := _alike(draft, others, by_unit, pairs))}


def _alike(
    draft: Measure, others: dict[int, Measure], by_unit: dict[int, list[int]], pairs: dict[int, frozenset[str]]
) -> tuple[Alike, ...]:
    own = pairs_of(draft.text)
    near = {pk for part in draft.parts.all() if part.unit_id for pk in by_unit.get(part.unit_id, ())}
    # What differs too much in length cannot reach the share, and need not be compared.
    able = (pk for pk in near if LIKE * len(own) <= (2 - LIKE) * len(pairs[pk]))
    shares = Counter({pk: share for pk in able if (share := share_of(own, pairs[pk])) >= LIKE})
    return tuple(Alike(others[pk], share) for pk, share in shares.most_common(SHOWN_AT_MOST))


def _open_measures(units: Iterable[int], drafts: Sequence[Measure], visible: QuerySet[Measure]) -> dict[int, Measure]:
    mine = Part.objects.filter(unit__in=units).values("measure_id")
    rows = visible.filter(pk__in=mine, state__in=OPEN).exclude(pk__in=[draft.pk for draft in drafts])
    newest = rows.select_related("plan", "accountable").order_by("-pk")[:COMPARED_AT_MOST]
    return {measure.pk: measure for measure in newest}
