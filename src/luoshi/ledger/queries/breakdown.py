"""The rows of the breakdown page: drafts in the order of the text with parts, doubts and hints; what changed since."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db.models import F, Min, Prefetch, Q

from luoshi.common import history
from luoshi.ledger.doubts import FOR_THE_EYE, Doubt, doubts_of
from luoshi.ledger.models import Measure, Part
from luoshi.ledger.queries.hints import NO_HINT, Hint, hints_for
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.text_pane import Stretch
from luoshi.ledger.states import DRAFT, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.common.models import Entry
    from luoshi.ledger.models import Plan
    from luoshi.ledger.queries.likeness import Alike

WHOLE_AT_FIRST = 100
"""So many rows come whole with the page; those of a longer plan come in words, and whole when somebody gets there."""
WHOLE_AT_ONCE = 60
"""So many are fetched whole with one request."""
AWAY = frozenset({State.WITHDRAWN, State.MERGED})
"""Dropped or joined into another: shown folded at the end."""
_IN_TEXT = (F("place").asc(nulls_last=True), "number")


@dataclass(frozen=True)
class Row:
    """One measure as the breakdown page shows it."""

    measure: Measure
    doubts: tuple[Doubt, ...] = ()
    hint: Hint = NO_HINT
    alike: tuple[Alike, ...] = ()

    @property
    def is_draft(self) -> bool:
        return self.measure.state in DRAFT

    @property
    def told(self) -> tuple[Doubt, ...]:
        """The doubts in words: where names wait to be known, that nobody is accountable yet goes without saying."""
        if Doubt.UNIT_UNKNOWN not in self.doubts:
            return self.doubts
        return tuple(doubt for doubt in self.doubts if doubt is not Doubt.NO_ACCOUNTABLE)

    @property
    def doubt_codes(self) -> str:
        """The codes for the filter of the page, with `eye` where somebody has to look."""
        codes = [doubt.value for doubt in self.doubts]
        return " ".join([*codes, "eye"] if FOR_THE_EYE & set(self.doubts) else codes)

    @property
    def told_words(self) -> str:
        return " · ".join(str(doubt.label) for doubt in self.told)

    @property
    def places(self) -> str:
        """Where its words begin in the text, with blanks between."""
        return " ".join(str(source.start) for source in self.measure.sources.all())

    @property
    def facts(self) -> str:
        """Who, by when and of which field, in one line."""
        parts = self.measure.parts.all()
        names = [("★" if part.is_accountable else "") + str(part.unit or part.printed) for part in parts]
        due = self.measure.due_on.isoformat() if self.measure.due_on else ""
        return " · ".join(filter(None, ["、".join(names), due, self.measure.field.name if self.measure.field else ""]))


@dataclass(frozen=True)
class Tally:
    """How many rows stand in each doubt, how many wait for review, how many have been assigned."""

    total: int
    proposed: int
    in_review: int
    assigned: int
    eye: int
    unnamed: int = 0
    """Rows without an accountable unit and without a name that could become one."""
    doubts: tuple[tuple[Doubt, int], ...] = field(default=())

    @property
    def counts(self) -> dict[str, int]:
        """The figures by code of the doubt."""
        return {doubt.value: count for doubt, count in self.doubts}

    @property
    def is_open(self) -> bool:
        """Whether something is left that review would miss or that is only assumed."""
        return bool({Doubt.NO_ACCOUNTABLE, Doubt.ASSUMED, Doubt.NO_DUE} & dict(self.doubts).keys())


def rows_of(plan: Plan, user: User) -> list[Row]:
    """The measures of a plan that the user sees, in the order of the text, local additions last; a bounded number
    of queries."""
    return _of_plan(plan, measures_visible_to(user).exclude(state__in=AWAY), user)


def rows_among(plan: Plan, user: User, wanted: Sequence[int]) -> list[Row]:
    """Some of the rows of a plan, in its order."""
    return _of_plan(plan, measures_visible_to(user).filter(pk__in=wanted), user)


def last_changes(measures: Iterable[Measure]) -> list[tuple[Measure, Entry]]:
    """Measures with the entry that changed each last."""
    rows = list(measures)
    last = history.last_entries(rows)
    return [(measure, last[measure.pk]) for measure in rows if measure.pk in last]


def row_of(measure: Measure, user: User) -> Row:
    """One measure, read anew."""
    return _of_plan(measure.plan, measures_visible_to(user).filter(pk=measure.pk), user)[0]


def away_of(plan: Plan, user: User) -> list[tuple[Measure, Entry | None]]:
    """What was dropped or joined, each with the last entry of its history, which says why; two queries."""
    rows = list(
        measures_visible_to(user).filter(plan=plan, state__in=AWAY).select_related("merged_into").order_by("number")
    )
    last = history.last_entries(rows)
    return [(measure, last.get(measure.pk)) for measure in rows]


def stretches_of(rows: Iterable[Row]) -> list[Stretch]:
    """The words of the measures in their document."""
    return [
        Stretch(source.start, source.end, row.measure.pk, row.measure.number)
        for row in rows
        for source in row.measure.sources.all()
        if source.document_id == row.measure.plan.document_id
    ]


def tally_of(rows: Sequence[Row]) -> Tally:
    """The figures of the chips; each has exactly the rows that its chip shows."""
    counts = Counter(doubt for row in rows for doubt in row.doubts)
    states = Counter(row.measure.state for row in rows)
    proposed, in_review = states[State.PROPOSED], states[State.IN_REVIEW]
    return Tally(
        total=len(rows),
        proposed=proposed,
        in_review=in_review,
        assigned=len(rows) - proposed - in_review,
        unnamed=sum(1 for row in rows if Doubt.NO_ACCOUNTABLE in row.told),
        eye=sum(1 for row in rows if FOR_THE_EYE & set(row.doubts)),
        doubts=tuple((doubt, counts[doubt]) for doubt in Doubt if counts[doubt]),
    )


def with_alike(rows: Sequence[Row], alike: dict[int, tuple[Alike, ...]]) -> list[Row]:
    """The rows with the measures that they may repeat."""
    return [
        replace(row, alike=alike[row.measure.pk], doubts=(*row.doubts, Doubt.LIKE_OTHERS))
        if row.measure.pk in alike
        else row
        for row in rows
    ]


def versions_of(plan: Plan, user: User) -> dict[int, int]:
    """The version of every row of the page, in its order, with one query."""
    measures = measures_visible_to(user).filter(plan=plan).exclude(state__in=AWAY)
    return dict(in_text_order(measures).values_list("pk", "version"))


def _of_plan(plan: Plan, measures: QuerySet[Measure], user: User) -> list[Row]:
    found = list(_in_order(measures.filter(plan=plan)))
    for measure in found:
        measure.plan = plan
    return _shown(found, user)


def _shown(measures: list[Measure], user: User) -> list[Row]:
    drafts = [measure for measure in measures if measure.state in DRAFT]
    hints = hints_for(drafts, measures_visible_to(user)) if drafts else {}
    return [Row(measure, doubts_of(measure), hints.get(measure.pk, NO_HINT)) for measure in measures]


def in_text_order(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Measures as their words stand in the document; those without a source last."""
    own = Q(sources__document=F("plan__document"))  # words of a superior document stand in no order of this one
    return measures.annotate(place=Min("sources__start", filter=own)).order_by(*_IN_TEXT)


def _in_order(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    # Units of parts are not joined: a thousand measures have few.
    parts = Prefetch("parts", Part.objects.prefetch_related("unit"))
    return in_text_order(measures).select_related("accountable", "field").prefetch_related(parts, "sources")
