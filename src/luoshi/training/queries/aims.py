"""Results at which the work of a class aims: the indicators that its measures serve, and how far they have come."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from luoshi.ledger.models import Contribution, Indicator, Measure, Plan
from luoshi.ledger.queries.indicators import indicators_visible_to, latest_values, with_ways
from luoshi.ledger.queries.measures import measures_visible_to, plans_visible_to
from luoshi.library.queries.documents import HEAVY, documents_visible_to
from luoshi.training.queries.transfer import counted_in, in_stage

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.ledger.models import ReachedValue
    from luoshi.training.models import TrainingClass


@dataclass(frozen=True)
class Aim:
    """An indicator: the measures of the class that serve it, from how many commitments, and its newest value.

    `is_open`: the viewer sees the page of the indicator.
    """

    indicator: Indicator
    measures: tuple[Measure, ...]
    commitments: int
    latest: ReachedValue | None
    is_open: bool


@dataclass(frozen=True)
class Aims:
    """The indicators of one plan that measures of the class serve, and how many others it has."""

    plan: Plan
    rows: tuple[Aim, ...]
    others: int


def aims_of(training_class: TrainingClass, user: User) -> list[Aims]:
    """By plan, as far as the person sees it or reads its document; with a bounded number of queries."""
    linked = counted_in(training_class).filter(in_stage("linked")).values_list("measure", flat=True)
    commitments = Counter(linked)
    readable = Q(pk__in=plans_visible_to(user).values("pk")) | Q(document__in=documents_visible_to(user).values("pk"))
    served = Contribution.objects.filter(measure__in=list(commitments)).values("indicator__plan")
    own = Measure.objects.filter(pk__in=list(commitments)).values("plan")
    plans = Plan.objects.filter(readable).filter(Q(pk__in=served) | Q(pk__in=own)).select_related("document")
    shown = list(plans.defer(*(f"document__{name}" for name in HEAVY)).order_by("code"))
    indicators = list(Indicator.objects.filter(plan__in=shown).order_by("position"))
    through = _measures(indicators, commitments, user)
    latest = latest_values(one for one in indicators if one.pk in through)
    with_ways(latest.values(), user)
    seen = set(indicators_visible_to(user).filter(pk__in=list(through)).values_list("pk", flat=True))
    aims = {
        one.pk: Aim(
            one,
            tuple(through[one.pk]),
            sum(commitments[measure.pk] for measure in through[one.pk]),
            latest.get(one.pk),
            one.pk in seen,
        )
        for one in indicators
        if one.pk in through
    }
    return [found for plan in shown if (found := _of(plan, indicators, aims)) is not None]


def _measures(indicators: list[Indicator], commitments: Counter[int], user: User) -> dict[int, list[Measure]]:
    """The measures of the class behind each indicator; whose pages the person sees carry `is_open`."""
    rows = Contribution.objects.filter(indicator__in=indicators, measure__in=list(commitments))
    seen = set(measures_visible_to(user).filter(pk__in=list(commitments)).values_list("pk", flat=True))
    found: dict[int, list[Measure]] = defaultdict(list)
    for row in rows.select_related("measure").order_by("measure__code"):
        row.measure.is_open = row.measure.pk in seen  # type: ignore[attr-defined]  # for the page
        found[row.indicator_id].append(row.measure)
    return dict(found)


def _of(plan: Plan, indicators: list[Indicator], aims: dict[int, Aim]) -> Aims | None:
    own = [one.pk for one in indicators if one.plan_id == plan.pk]
    rows = tuple(aims[pk] for pk in own if pk in aims)
    return Aims(plan, rows, len(own) - len(rows)) if own else None
