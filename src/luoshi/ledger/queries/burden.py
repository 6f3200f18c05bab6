"""What a step asks of the units: the burden meter of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from luoshi.common.burden import Burden
from luoshi.ledger.models import AcceptancePoint
from luoshi.ledger.states import AT_WORK, DRAFT, Cycle

if TYPE_CHECKING:
    from collections.abc import Collection

    from luoshi.ledger.models import Measure, Plan

REPORT_FIELDS = ("claimed", "done", "obstacle", "asked_for")
"""What a report of a cycle asks for."""
TIMES_A_YEAR = {Cycle.NONE: 1, Cycle.MONTHLY: 12, Cycle.QUARTERLY: 4, Cycle.HALF_YEARLY: 2}
_ASKED_ONCE = {"urge": 1}
"""Steps that ask for one answer, and in how many boxes."""


def cycle_burdens(plan: Plan) -> list[tuple[str, Burden]]:
    """What each choice of a report cycle would ask of the units of a plan, beside one another."""
    asked = plan.measures.filter(state__in=DRAFT | AT_WORK).exclude(accountable=None)
    count = asked.aggregate(requests=Count("pk"), units=Count("accountable", distinct=True))
    burdens = {cycle: Burden(**count, fields=len(REPORT_FIELDS), times=times) for cycle, times in TIMES_A_YEAR.items()}
    return [(str(cycle.label), burden) for cycle, burden in burdens.items() if cycle != Cycle.NONE and burden.requests]


def burden_of(measures: Collection[Measure], verb: str) -> Burden | None:
    """What the accountable units have to fill in after this step; None where the step asks them nothing."""
    asked = [measure for measure in measures if measure.accountable_id]
    units = len({measure.accountable_id for measure in asked})
    if once := _ASKED_ONCE.get(verb):
        return Burden(len(asked), units, once)
    if verb != "assign" or not asked:
        return None
    times = max(TIMES_A_YEAR[Cycle(measure.plan.cycle)] for measure in asked)
    files = AcceptancePoint.objects.filter(measure__in=[measure.pk for measure in asked], wants_evidence=True).count()
    return Burden(len(asked), units, len(REPORT_FIELDS), times=times, files=files)
