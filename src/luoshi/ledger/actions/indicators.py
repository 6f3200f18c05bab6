"""The indicators of a plan: corrected by hand, added, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from luoshi.common import history
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.ledger.models import Indicator
from luoshi.ledger.rules import RULES

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.ledger.models import Plan

FIELDS = ("name", "unit_of_measure", "nature", "baseline", "baseline_year", "target", "target_year")


@transaction.atomic
def add_indicator(plan: Plan, *, by: User, **values: Any) -> Indicator:
    """One more indicator at the end (values: see FIELDS)."""
    require(RULES, "plan.change", by, plan)
    last = Indicator.objects.filter(plan=plan).aggregate(last=Max("position"))["last"]
    made = Indicator.objects.create(plan=plan, position=0 if last is None else last + 1, **values)
    history.record(made, "indicator.add", by=by, after=history.snapshot(made, FIELDS))
    history.record(plan, "plan.indicator_add", by=by, params={"name": made.name})
    return made


@transaction.atomic
def change_indicator(indicator: Indicator, *, seen: int | None, by: User, **values: Any) -> Indicator:
    """Correct what was read (see FIELDS)."""
    require(RULES, "plan.change", by, indicator.plan)
    indicator = lock(Indicator.objects.select_related("plan__owner"), indicator.pk)
    check_version(indicator, seen)
    before = history.snapshot(indicator, FIELDS)
    for name in FIELDS:
        if name in values:
            setattr(indicator, name, values[name])
    next_version(indicator)
    indicator.save()
    after = history.snapshot(indicator, FIELDS)
    if history.record_change(indicator, "indicator.change", by=by, before=before, after=after):
        history.record(indicator.plan, "plan.indicator_change", by=by, params={"name": indicator.name})
    return indicator


@transaction.atomic
def remove_indicator(indicator: Indicator, *, by: User) -> None:
    """Take an indicator out; the plan's history keeps its name."""
    require(RULES, "plan.change", by, indicator.plan)
    history.record(indicator.plan, "plan.indicator_remove", by=by, params={"name": indicator.name})
    served = [one.measure for one in indicator.contributions.select_related("measure")]
    changes = [history.Change(measure, "measure.unserve", params={"name": indicator.name}) for measure in served]
    history.record_many(changes, by=by)
    indicator.delete()
