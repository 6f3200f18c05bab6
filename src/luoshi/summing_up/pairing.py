"""Which measure of a plan a row of an office's own ledger is: by its words first, then by its number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from luoshi.ledger.models import Measure
    from luoshi.summing_up.sheets.old_rows import OldRow

UNLIKE = 40
"""Below this likeness (of 100) two texts with the same number are hardly the same measure."""


def pair(rows: Sequence[OldRow], measures: Iterable[Measure]) -> dict[int, Measure]:
    """The measure of each row by the row's line; each measure for one row at most.

    Running numbers move when a row is put in between, so a number alone does not tell: words that stand in the plan
    come first (with the same number before those without), numbers of what is then left over second.
    """
    standing = list(measures)
    found = dict(_by_words(rows, standing))
    taken = {measure.pk for measure in found.values()}
    numbered = {key: measure for measure in standing if measure.pk not in taken for key in _keys(measure)}
    for row in rows:
        measure = numbered.get(row.key) if row.key and row.line not in found and not row.fault else None
        if measure and measure.pk not in taken:
            found[row.line] = measure
            taken.add(measure.pk)
    return found


def likeness(one: str, other: str) -> float:
    """0 to 100: how far two texts share their characters in their order."""
    return fuzz.ratio(one, other)


def _by_words(rows: Sequence[OldRow], measures: Sequence[Measure]) -> Iterator[tuple[int, Measure]]:
    same: dict[str, list[Measure]] = defaultdict(list)
    for measure in measures:
        same[_bare(measure.text)].append(measure)
    with_number = [row for row in rows if row.key and any(row.key in _keys(m) for m in same.get(_bare(row.text), []))]
    lines = {row.line for row in with_number}
    for row in (*with_number, *(row for row in rows if row.line not in lines)):
        candidates = same.get(_bare(row.text), [])
        if not candidates or row.fault:
            continue
        measure = next((m for m in candidates if row.key in _keys(m)), candidates[0])
        candidates.remove(measure)
        yield row.line, measure


def _keys(measure: Measure) -> tuple[str, ...]:
    """The number in the old ledger, and our own code."""
    imported = getattr(measure, "imported_row", None)
    return (imported.key, measure.code) if imported else (measure.code,)


def _bare(text: str) -> str:
    return "".join(text.split())
