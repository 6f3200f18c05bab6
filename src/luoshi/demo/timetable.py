"""Lays the timetables of some measures of the city's plan down, and ticks what was done on its day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from luoshi.demo.tables import rows_of
from luoshi.ledger.actions.milestones import Wanted, set_milestones, tick_milestone
from luoshi.ledger.models import Milestone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.models import Unit

_ROWS = "milestones.tsv"


def lay_down(
    measures: Iterable[Measure], *, day_of: Callable[[int], date], liaison_of: Callable[[Unit | None], User]
) -> None:
    """What each accountable unit planned after signing; `day_of` a month after the start."""
    wanted: dict[int, list[Wanted]] = defaultdict(list)
    for number, month, name, _is_done in rows_of("luoshi.demo", _ROWS):
        wanted[int(number)].append(Wanted(name=name, due_on=day_of(int(month))))
    for measure in measures:
        if rows := wanted.get(measure.number):
            measure.refresh_from_db()
            set_milestones(measure, rows, by=liaison_of(measure.accountable))


def tick(measures: Iterable[Measure], *, month: int, liaison_of: Callable[[Unit | None], User]) -> None:
    """What was done in a month."""
    done = {(int(row[0]), row[2]) for row in rows_of("luoshi.demo", _ROWS) if (row[1], row[3]) == (str(month), "1")}
    milestones = Milestone.objects.filter(measure__in=list(measures), name__in=[name for _number, name in done])
    for milestone in milestones.select_related("measure__plan__owner", "measure__accountable"):
        if (milestone.measure.number, milestone.name) in done:
            tick_milestone(milestone, is_done=True, by=liaison_of(milestone.measure.accountable))
