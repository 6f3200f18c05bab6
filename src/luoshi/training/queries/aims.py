"""Results at which the work of a class aims: the indicators of the plans that its measures belong to, with source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from luoshi.ledger.models import Indicator, Measure, Plan
from luoshi.ledger.queries.likeness import pairs_of
from luoshi.ledger.queries.measures import measures_visible_to, plans_visible_to
from luoshi.library.queries.documents import HEAVY, documents_visible_to
from luoshi.training.queries.transfer import counted_in, in_stage

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.training.models import TrainingClass

NAMED = 0.6
"""From this share of an indicator's pairs of characters on, a measure speaks of it."""


@dataclass(frozen=True)
class Aim:
    """An indicator with the measures of the class that name it; the ledger holds no values that were reached yet."""

    indicator: Indicator
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Aims:
    """The indicators of one plan, those first that a measure of the class names."""

    plan: Plan
    rows: tuple[Aim, ...]


def aims_of(training_class: TrainingClass, user: User) -> list[Aims]:
    """By plan, as far as the person sees it or reads its document; plans without indicators are left out."""
    linked = Measure.objects.filter(pk__in=counted_in(training_class).filter(in_stage("linked")).values("measure"))
    measures = list(measures_visible_to(user).filter(pk__in=linked.values("pk")).order_by("code"))
    readable = Q(pk__in=plans_visible_to(user).values("pk")) | Q(document__in=documents_visible_to(user).values("pk"))
    plans = Plan.objects.filter(readable, pk__in=linked.values("plan")).order_by("code")
    shown = list(plans.select_related("document").defer(*(f"document__{name}" for name in HEAVY)))
    indicators = list(Indicator.objects.filter(plan__in=shown).order_by("position"))
    pairs = {one.pk: pairs_of(one.text) for one in measures}
    found = []
    for plan in shown:
        own = [one for one in measures if one.plan_id == plan.pk]
        aims = [Aim(one, _naming(one, own, pairs)) for one in indicators if one.plan_id == plan.pk]
        if aims:
            found.append(Aims(plan, tuple(sorted(aims, key=lambda aim: not aim.measures))))
    return found


def _naming(indicator: Indicator, measures: list[Measure], pairs: dict[int, frozenset[str]]) -> tuple[Measure, ...]:
    wanted = pairs_of(indicator.name)
    return tuple(one for one in measures if wanted and len(wanted & pairs[one.pk]) >= NAMED * len(wanted))
