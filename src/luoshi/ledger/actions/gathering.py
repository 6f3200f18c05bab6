"""Many steps together: the same actions on rows loaded beforehand, written in one short transaction."""

from __future__ import annotations

from collections import defaultdict
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import ForeignKey, ManyToOneRel, Model, Prefetch, prefetch_related_objects

from luoshi.common import history
from luoshi.common.errors import RuleError, StaleFormError
from luoshi.common.models import Versioned
from luoshi.common.writing import Statement, insertion, renewal
from luoshi.ledger.actions.pen import Pen
from luoshi.ledger.models import Measure, Milestone, Obstacle, Part, Report
from luoshi.units.queries.calendar import working_calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit
    from luoshi.units.working_days import WorkingCalendar

CHUNK = 400
"""Rows asked for with one query: below what the smallest database takes as parameters."""


@dataclass(frozen=True)
class Told:
    """Something that would have been told about one measure; `unit` is None for the office."""

    measure: Measure
    unit: Unit | None
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


class GatheringPen(Pen):
    """Gathers what actions change of the measures it was given; `write` writes all of it, or nothing.

    No action that uses this pen asks the database anything.
    """

    def __init__(self, measures: Collection[int], *, cycles: Collection[date] = ()) -> None:
        self.measures: dict[int, Measure] = {}
        self.parts: dict[int, Part] = {}
        self.milestones: dict[int, Milestone] = {}
        self.told: list[Told] = []
        self._reports: dict[tuple[int, int, date], Report] = {}
        self._obstacles: dict[int, Obstacle] = {}
        self._days = working_calendar()
        self._loaded: dict[tuple[type[Model], int], dict[str, Any]] = {}
        self._rows: dict[int, Model] = {}
        self._changes: list[history.Change] = []
        for some in _chunks(sorted(measures)):
            self._load(some, cycles)

    def transaction(self) -> AbstractContextManager[object]:
        return nullcontext()

    def measure(self, measure: Measure) -> Measure:
        return self.measures[measure.pk]

    def part(self, part: Part) -> Part:
        return self.parts[part.pk]

    def milestone(self, milestone: Milestone) -> Milestone:
        return self.milestones[milestone.pk]

    def report(self, measure: Measure, unit: Unit, cycle_on: date) -> Report | None:
        return self._reports.get((measure.pk, unit.pk, cycle_on))

    def obstacle(self, report: Report) -> Obstacle | None:
        return self._obstacles.get(report.pk) if report.pk else None

    def days(self) -> WorkingCalendar:
        return self._days

    def save(self, row: Model) -> None:
        self._rows[id(row)] = row
        if isinstance(row, Report):
            self._reports[row.measure_id, row.unit_id, row.cycle_on] = row

    def record(
        self,
        subject: Model,
        verb: str,
        *,
        by: User | None,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        params: dict[str, Any] | None = None,
    ) -> None:
        self.record_all([history.Change(subject, verb, before or {}, after or {}, params or {})], by=by)

    def record_all(self, changes: Sequence[history.Change], *, by: User | None) -> None:
        for change in changes:
            version = change.subject.version if isinstance(change.subject, Versioned) else None
            self._changes.append(replace(change, version=version, by=by))

    def tell_unit(self, measure: Measure, unit: Unit | None, code: str, **params: str) -> None:
        if unit is not None:
            self.told.append(Told(measure, unit, code, params))

    def tell_office(self, measure: Measure, code: str, **params: str) -> None:
        self.told.append(Told(measure, None, code, params))

    @contextmanager
    def attempt(self, measure: Measure) -> Iterator[None]:
        """A step that may be refused: the measure then stands as before, and nothing of the step is kept."""
        touched = (measure, *measure.parts.all(), *measure.milestones.all())
        before = [dict(row.__dict__) for row in touched]
        gathered: tuple[list[Any] | dict[Any, Any], ...] = (self._rows, self._reports, self._changes, self.told)
        lengths = [len(some) for some in gathered]
        try:
            yield
        except RuleError:
            for row, values in zip(touched, before, strict=True):
                row.__dict__.clear()
                row.__dict__.update(values)
            for some, length in zip(gathered, lengths, strict=True):
                _shorten(some, length)
            raise

    def write(self, *, by: User | None, finish: Callable[[], None]) -> None:
        """Write everything gathered and what `finish` adds, in one transaction.

        Raises `StaleFormError`, and writes nothing, if any of the rows has been changed since it was loaded.
        """
        asked_for = self._asked_for()
        statements: list[Statement] = []
        named: list[tuple[type[Model], list[Model]]] = []
        for model, rows in self._by_model().items():
            known, new = [row for row in rows if row.pk], [row for row in rows if not row.pk]
            statements.append(renewal(model, known, names=self._changed_names(known)))
            statements.append(insertion(model, [row for row in new if id(row) not in asked_for and not _awaits(row)]))
            named.append((model, [row for row in new if id(row) in asked_for or _awaits(row)]))
        entries = history.prepare_many(self._changes, by=by)
        with transaction.atomic():
            self._check_unchanged()
            for statement in statements:
                statement.run()
            for model, rows in named:
                model._default_manager.bulk_create(rows)
            entries.write()
            finish()

    def _changed_names(self, rows: list[Model]) -> set[str]:
        """The attributes in which any of the rows differs from what was loaded."""
        return {
            name
            for row in rows
            for name, value in self._loaded[type(row), row.pk].items()
            if row.__dict__.get(name) != value
        }

    def _asked_for(self) -> set[int]:
        """New rows whose primary key another new row has to name: the report that raises an obstacle."""
        return {id(other) for row in self._rows.values() if not row.pk for other in _named_by(row) if not other.pk}

    def _by_model(self) -> dict[type[Model], list[Model]]:
        """Rows in the order in which they were first saved: a report before the obstacle that it raises."""
        found: dict[type[Model], list[Model]] = defaultdict(list)
        for row in self._rows.values():
            found[type(row)].append(row)
        return found

    def _check_unchanged(self) -> None:
        for model, rows in self._by_model().items():
            for some in _chunks(sorted(row.pk for row in rows if row.pk)):
                now = model._default_manager.select_for_update().order_by("pk").filter(pk__in=some)
                seen = {pk: self._loaded[model, pk]["version"] for pk in some}
                if dict(now.values_list("pk", "version")) != seen:
                    raise StaleFormError(by="", at=None)

    def _load(self, pks: list[int], cycles: Collection[date]) -> None:
        # Not joined: thousands of measures have few plans, units and fields.
        shared = ("plan__owner", "plan__profile", "accountable", "field")
        parts = Prefetch("parts", Part.objects.prefetch_related("unit"))
        measures = list(Measure.objects.filter(pk__in=pks).prefetch_related(*shared, parts))
        for name in ("points", "evidence", "milestones", "children", "extensions"):
            _give(measures, name)
        for measure in measures:
            self._keep(measure)
            self.measures[measure.pk] = measure
            for part in measure.parts.all():
                part.measure = measure
                self._keep(part)
                self.parts[part.pk] = part
            for milestone in measure.milestones.all():
                self._keep(milestone)
                self.milestones[milestone.pk] = milestone
        reports = {row.pk: row for row in Report.objects.filter(measure__in=pks, cycle_on__in=cycles)}
        for report in reports.values():
            report.measure = self.measures[report.measure_id]
            self._keep(report)
            self._reports[report.measure_id, report.unit_id, report.cycle_on] = report
        for obstacle in Obstacle.objects.filter(report__in=list(reports)):
            self._keep(obstacle)
            self._obstacles[obstacle.report_id or 0] = obstacle

    def _keep(self, row: Model) -> None:
        """Remember a row as it was loaded."""
        names, values_of = _columns_of(type(row))
        self._loaded[type(row), row.pk] = dict(zip(names, values_of(row), strict=True))


@lru_cache
def _columns_of(model: type[Model]) -> tuple[tuple[str, ...], Callable[[Model], tuple[Any, ...]]]:
    """The attributes that hold the columns of a model, and what reads all of them at once."""
    names = tuple(column.attname for column in model._meta.concrete_fields)
    return names, attrgetter(*names)


def _give(measures: list[Measure], name: str) -> None:
    """Put what hangs on the measures at hand. Most have nothing of it: they share one empty answer, where prefetching
    makes one for each."""
    relation = Measure._meta.get_field(name)
    assert isinstance(relation, ManyToOneRel)  # noqa: S101 -- all that hangs on a measure names it
    back, rows = relation.field.name, relation.related_model._default_manager
    having = set(rows.filter(**{f"{back}__in": measures}).order_by().values_list(back, flat=True))
    found = rows.prefetch_related("evidence") if name == "points" else rows.all()
    prefetch_related_objects([measure for measure in measures if measure.pk in having], Prefetch(name, found))
    nothing = rows.none()
    for measure in measures:
        if measure.pk not in having:
            measure.__dict__.setdefault("_prefetched_objects_cache", {})[name] = nothing


def _chunks(pks: list[int]) -> Iterator[list[int]]:
    return (pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK))


def _named_by(row: Model) -> Iterator[Model]:
    """The rows at hand that a row refers to."""
    for column in row._meta.concrete_fields:
        if isinstance(column, ForeignKey) and column.is_cached(row) and (other := column.get_cached_value(row)):
            yield other


def _awaits(row: Model) -> bool:
    """Whether a new row refers to one that has no primary key yet."""
    return any(not other.pk for other in _named_by(row))


def _shorten(some: list[Any] | dict[Any, Any], length: int) -> None:
    while len(some) > length:
        some.popitem() if isinstance(some, dict) else some.pop()
