"""What an action writes with: at once and in a transaction of its own; `gathering` has one for many steps together."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.db import transaction

from luoshi.common import history
from luoshi.common.versions import lock
from luoshi.ledger.actions import telling
from luoshi.ledger.models import Measure, Milestone, Obstacle, Part, Report
from luoshi.units.queries.calendar import working_calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from django.db.models import Model

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit
    from luoshi.units.working_days import WorkingCalendar

P = ParamSpec("P")
T = TypeVar("T")


class Pen:
    """Gives an action its rows, locked, and takes what it changes; this one goes to the database at every call."""

    def transaction(self) -> AbstractContextManager[object]:
        """What one step runs in."""
        return transaction.atomic()

    def measure(self, measure: Measure) -> Measure:
        return lock(Measure.objects.select_related("plan__owner", "plan__profile", "accountable"), measure.pk)

    def part(self, part: Part) -> Part:
        return lock(Part.objects.select_related("measure__plan__owner", "unit"), part.pk)

    def milestone(self, milestone: Milestone) -> Milestone:
        return lock(Milestone.objects.filter(measure=milestone.measure_id), milestone.pk)

    def report(self, measure: Measure, unit: Unit, cycle_on: date) -> Report | None:
        """The unit's report of one cycle, if it has been begun."""
        return Report.objects.select_for_update().filter(measure=measure, unit=unit, cycle_on=cycle_on).first()

    def obstacle(self, report: Report) -> Obstacle | None:
        """The obstacle that an earlier handing-in of the report has raised."""
        return Obstacle.objects.filter(report=report).first()

    def days(self) -> WorkingCalendar:
        return working_calendar()

    def save(self, row: Model) -> None:
        row.save()

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
        history.record(subject, verb, by=by, before=before, after=after, params=params)

    def record_all(self, changes: Sequence[history.Change], *, by: User | None) -> None:
        history.record_many(changes, by=by)

    def tell_unit(self, measure: Measure, unit: Unit | None, code: str, **params: str) -> None:
        telling.tell_unit(measure, unit, code, **params)

    def tell_office(self, measure: Measure, code: str, **params: str) -> None:
        telling.tell_office(measure, code, **params)


AT_ONCE = Pen()


def step(act: Callable[P, T]) -> Callable[P, T]:
    """An action that runs in the transaction of its pen (`pen=…`, by default one that writes at once)."""

    @wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        pen = kwargs.get("pen", AT_ONCE)
        with (pen if isinstance(pen, Pen) else AT_ONCE).transaction():
            return act(*args, **kwargs)

    return run
