"""Reads of batches of returned workbooks: who sees which, their rows, and what changed after they were made."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Case, Count, Q, When

from luoshi.common.models import Entry
from luoshi.common.words import field_name, sentence_of
from luoshi.ledger.models import Measure, Milestone, Part
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.rules import OFFICE
from luoshi.summing_up.models import WorkbookBatch, WorkbookChange, WorkbookFile
from luoshi.summing_up.states import STEP_NAMES, Choice, Outcome
from luoshi.units.duties import duties_of
from luoshi.units.queries.units import subtrees

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from luoshi.accounts.models import User

T = TypeVar("T")

CHUNK = 400
_HARMLESS = frozenset({"measure.start", "measure.judge", "measure.spot_check", "measure.finding", "measure.part_set"})
"""Steps after which what a unit wrote before still stands."""
_HARMLESS_KINDS = ("obstacle.", "slip.", "comment.", "evidence.", "point.", "milestone.")
_OF_ONE_UNIT = frozenset({"measure.report", "report.wait", "part.sign"})
_ASKED_FOR = frozenset({"text", "due_on", "standing_wanted", "accountable", "state"})
"""Facts that a unit reads before it writes; other edits do not touch its answer."""


def batches_visible_to(user: User) -> QuerySet[WorkbookBatch]:
    """One's own batches, and those of colleagues in the office or of one below it."""
    tops = duties_of(user).unit_paths(*OFFICE)
    return WorkbookBatch.objects.filter(Q(by=user.pk) | subtrees(tops, prefix="unit__")).select_related("by", "unit")


def changes_of(batch: WorkbookBatch) -> QuerySet[WorkbookChange]:
    """The rows of a batch in the order of files and lines, with what a page shows of them."""
    rows = WorkbookChange.objects.filter(file__batch=batch).select_related("file", "measure", "part__unit")
    return rows.order_by("file__position", "file", "line", "pk")


def going_changes(batch: WorkbookBatch) -> list[WorkbookChange]:
    """The rows of a batch that have their part, to be compared once more: whose parts and measures lie elsewhere."""
    rows = WorkbookChange.objects.filter(file__batch=batch).exclude(part=None)
    changes = list(rows.order_by("file__position", "file", "line", "pk").prefetch_related("file"))
    for change in changes:
        change.file.batch = batch
    return changes


def counts_of(batch: WorkbookBatch) -> dict[str, int]:
    """How many rows there are of each outcome, and how many conflicts nobody has decided."""
    rows = WorkbookChange.objects.filter(file__batch=batch)
    counts = rows.aggregate(
        **{outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome},
        open=Count("pk", filter=Q(outcome=Outcome.CONFLICT, choice=Choice.NONE)),
        kept=Count("pk", filter=Q(outcome=Outcome.CONFLICT, choice=Choice.KEEP)),
    )
    return dict(counts)


def parts_by_pk(pks: Iterable[int]) -> dict[int, Part]:
    """The parts with these numbers, those that are still there."""
    rows = Part.objects.exclude(unit=None)
    return {part.pk: part for some in _chunks(pks) for part in rows.filter(pk__in=some)}


def parts_by_code(user: User, codes: Iterable[str]) -> dict[str, list[Part]]:
    """The parts in measures with these codes that the person sees: for rows whose id is gone."""
    found: dict[str, list[Part]] = defaultdict(list)
    visible = measures_visible_to(user)
    for some in _chunks(codes):
        rows = Part.objects.filter(measure__in=visible.filter(code__in=some)).exclude(unit=None)
        for part in rows.select_related("unit", "measure__plan"):
            found[part.measure.code].append(part)
    return found


def visible_among(user: User, measures: Iterable[int]) -> frozenset[int]:
    """Those of the measures that the person sees."""
    visible = measures_visible_to(user)
    return frozenset(
        pk for some in _chunks(measures) for pk in visible.filter(pk__in=some).values_list("pk", flat=True)
    )


def news_since(seen: Mapping[int, int]) -> dict[int, list[Entry]]:
    """The entries of each measure that are newer than the version seen, oldest first; units' own ones included."""
    label = Measure._meta.label_lower
    moved: dict[int, int] = {}
    for some in _chunks(seen):
        now = Measure.objects.filter(pk__in=some).values_list("pk", "version")
        moved.update({pk: seen[pk] for pk, version in now if version > seen[pk]})
    found: dict[int, list[Entry]] = defaultdict(list)
    for some in _chunks(moved):
        entries = Entry.objects.filter(chain__subject_type=label, chain__subject_id__in=some)
        for entry in entries.filter(version__gt=min(moved[pk] for pk in some)).select_related("chain", "actor"):
            if (entry.version or 0) > moved[entry.chain.subject_id]:
                found[entry.chain.subject_id].append(entry)
    return found


def concerns(entry: Entry, unit: str) -> bool:
    """Whether a later change touches what a unit has written: not what others report, nor remarks and judgements."""
    if entry.verb in _HARMLESS or entry.verb.startswith(_HARMLESS_KINDS):
        return False
    if entry.verb in _OF_ONE_UNIT:
        return entry.params.get("unit") == unit
    if entry.verb == "measure.edit":
        return bool(_ASKED_FOR & set(entry.after))
    return True


def concerns_milestone(entry: Entry, milestone: Milestone) -> bool:
    """Whether a later change is one of this milestone; entries without its number are told by the name."""
    if not entry.verb.startswith("milestone."):
        return False
    return bool(entry.params.get("milestone", entry.params.get("name")) in (milestone.pk, milestone.name))


@dataclass(frozen=True)
class ShownNews:
    """A later change that conflicts: in words, by whom and when, and the facts that it changed (name, old, new)."""

    sentence: str
    by: str
    at: datetime
    changes: tuple[tuple[str, object, object], ...] = ()


@dataclass(frozen=True)
class ShownRow:
    """A row of a batch as the page shows it; `milestone` is the name of the one that it speaks for."""

    change: WorkbookChange
    milestone: str
    steps: tuple[tuple[str, list[dict[str, str]]], ...]
    news: tuple[ShownNews, ...]


def shown_rows(changes: Iterable[WorkbookChange]) -> list[ShownRow]:
    """The rows of one page with their later changes and milestones in words; two queries for all."""
    rows = list(changes)
    entries = {
        entry.pk: entry
        for entry in Entry.objects.filter(pk__in={pk for row in rows for pk in row.news}).select_related("actor")
    }
    names = dict(Milestone.objects.filter(pk__in={row.milestone for row in rows}).values_list("pk", "name"))
    return [
        ShownRow(
            row,
            names.get(row.milestone or 0, ""),
            tuple((str(STEP_NAMES[step["verb"]]), step["cells"]) for step in row.steps),
            tuple(_news(entries[pk]) for pk in row.news if pk in entries),
        )
        for row in rows
    ]


def files_of(batch: WorkbookBatch) -> QuerySet[WorkbookFile]:
    """The files of a batch, those with something to say first."""
    return batch.files.order_by(Case(When(fault="", missing=0, then=1), default=0), "position")


def _news(entry: Entry) -> ShownNews:
    told = tuple(
        (field_name(name), entry.before[name], after)
        for name, after in entry.after.items()
        if name in entry.before and name in (_ASKED_FOR - {"state", "accountable"} | {"done_on"})
    )
    return ShownNews(sentence_of(entry), str(entry.actor or ""), entry.at, told)


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    ordered = list(items)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
