"""The history of a measure in words: sentences, and what changed with names in place of numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from luoshi.common.models import Entry
from luoshi.common.words import field_name, sentence_of
from luoshi.ledger.models import ClockProfile, Measure
from luoshi.ledger.states import Cycle, DueSource, Grade, Judgement, PlanState, State
from luoshi.units.models import Field, Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from luoshi.accounts.models import User

_CHOICES: dict[str, tuple[Any, ...]] = {
    "state": (State, PlanState),
    "due_source": (DueSource,),
    "judgement": (Judgement,),
    "grade": (Grade,),
    "cycle": (Cycle,),
}
_ROWS: dict[str, Any] = {"accountable": Unit, "field": Field, "merged_into": Measure, "profile": ClockProfile}
_LONG = 60
_SILENT = frozenset({"due_source"})
"""Fields that say nothing more than the one beside them."""


@dataclass(frozen=True)
class Changed:
    """One field: its name, what it was and what it is, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One entry in words: what happened, who did it and when, what changed."""

    sentence: str
    actor: User | None
    at: datetime
    changes: tuple[Changed, ...]


def told(entries: Sequence[Entry]) -> list[Told]:
    """Entries in words; names of rows are fetched once for all of them."""
    names = _names(entries)
    return [Told(sentence_of(entry), entry.actor, entry.at, tuple(_changes(entry, names))) for entry in entries]


def never_acted_on(measures: Collection[int], *, but: Collection[str]) -> set[int]:
    """Those of the measures (by primary key) in whose history nothing but these verbs stands; one query."""
    entries = Entry.objects.filter(chain__subject_type=Measure._meta.label_lower, chain__subject_id__in=measures)
    return set(measures) - set(entries.exclude(verb__in=but).values_list("chain__subject_id", flat=True))


def _changes(entry: Entry, names: dict[tuple[str, Any], str]) -> Iterable[Changed]:
    for field, after in entry.after.items():
        if field in entry.before and field not in _SILENT:
            before = entry.before[field]
            yield Changed(field_name(field), _words(field, before, names), _words(field, after, names))


def _words(field: str, value: Any, names: dict[tuple[str, Any], str]) -> str:
    if value in (None, ""):
        return "—"
    if field in _ROWS:
        return names.get((field, value), "—")
    for choices in _CHOICES.get(field, ()):
        if value in choices.values:
            return str(choices(value).label)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    text = str(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _names(entries: Sequence[Entry]) -> dict[tuple[str, Any], str]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        for field in _ROWS:
            wanted[field] |= {side[field] for side in (entry.before, entry.after) if isinstance(side.get(field), int)}
    found = {}
    for field, pks in wanted.items():
        for row in _ROWS[field].objects.filter(pk__in=pks) if pks else ():
            found[field, row.pk] = row.code if isinstance(row, Measure) else str(row)
    return found
