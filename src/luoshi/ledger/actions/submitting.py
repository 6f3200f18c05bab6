"""A whole plan at once: handing it in for review, approving it; all or nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import history
from luoshi.common.errors import RuleError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.plans import code_of
from luoshi.ledger.actions.reviewing import assign, check_ready, return_review, submit
from luoshi.ledger.models import Measure, Plan
from luoshi.ledger.queries.breakdown import AWAY, in_text_order
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import DRAFT, State
from luoshi.units.queries.calendar import working_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.ledger.actions.door import Paper

_ASIDE = 1_000_000
"""More than any plan has measures."""


class NotReadyError(UnmetConditionError):
    """Some measures of a plan are not ready, so none was handed in; carries each with its reason."""

    def __init__(self, missing: Sequence[tuple[Measure, str]]) -> None:
        super().__init__(
            "not_ready", _("有%(count)s项还不能提交，请先补齐；其余各项也没有提交。") % {"count": len(missing)}
        )
        self.missing = tuple(missing)


def missing_of(plan: Plan) -> list[tuple[Measure, str]]:
    """The proposed measures that could not be handed in now, each with what it lacks; one query."""
    rows = _proposed(plan).select_related("plan__profile")
    return [(measure, sentence) for measure in rows if (sentence := _lack(measure))]


@transaction.atomic
def submit_plan(plan: Plan, *, by: User) -> int:
    """Hand in every proposed measure of a plan for review, or none; returns how many.

    Before anything of the plan is assigned its measures are numbered in the order of the text.
    """
    require(RULES, "plan.change", by, plan)
    plan = lock(Plan.objects.select_related("owner", "profile"), plan.pk)
    if missing := missing_of(plan):
        raise NotReadyError(missing)
    _renumber(plan, by=by)
    rows = list(_proposed(plan))
    if not rows:
        raise UnmetConditionError("nothing_proposed", _("没有待提交的措施。"))
    for measure in rows:
        submit(measure, by=by)
    return len(rows)


@transaction.atomic
def assign_measures(measures: Iterable[Measure], *, by: User, paper: Paper | None = None, note: str = "") -> int:
    """Approve many measures and give them to their units, or none; each unit is told once per plan."""
    rows, days = list(measures), working_calendar()
    if not rows:
        raise UnmetConditionError("none_chosen", _("请先选择要批准的措施。"))
    refused = []
    for measure in rows:
        try:
            with transaction.atomic():
                assign(measure, by=by, paper=paper, note=note, days=days, is_told=False)
        except RuleError as refusal:
            refused.append((measure, str(refusal)))
    if refused:
        raise NotReadyError(refused)
    _tell(rows)
    return len(rows)


@transaction.atomic
def return_measures(measures: Iterable[Measure], *, by: User, reason: str) -> int:
    """Give many measures back to the supervisor with one reason, or none."""
    rows = list(measures)
    if not rows:
        raise UnmetConditionError("none_chosen", _("请先选择要退回的措施。"))
    for measure in rows:
        return_review(measure, by=by, reason=reason)
    return len(rows)


def _tell(rows: Sequence[Measure]) -> None:
    """One notice per unit and plan, with the number of measures."""
    plans = {measure.plan_id: measure.plan for measure in rows}
    named = Counter(
        (measure.plan_id, part.unit_id)
        for measure in Measure.objects.filter(pk__in=[row.pk for row in rows]).prefetch_related("parts")
        for part in measure.parts.all()
        if part.unit_id
    )
    told = [(plans[plan_id], unit_id, count) for (plan_id, unit_id), count in named.items()]
    telling.tell_units_of_plans(told, "plan.assigned")


def _proposed(plan: Plan) -> QuerySet[Measure]:
    return in_text_order(Measure.objects.filter(plan=plan, state=State.PROPOSED))


def _lack(measure: Measure) -> str:
    try:
        check_ready(measure)
    except UnmetConditionError as refusal:
        return str(refusal)
    return ""


def _renumber(plan: Plan, *, by: User) -> None:
    """Numbers follow the text; codes that people may already have seen on a slip never change."""
    every = Measure.objects.filter(plan=plan)
    if every.exclude(state__in=DRAFT | AWAY).exists() or every.filter(assigned_on__isnull=False).exists():
        return
    ordered = [*in_text_order(every.exclude(state__in=AWAY)), *every.filter(state__in=AWAY).order_by("number")]
    moved = [(measure, number) for number, measure in enumerate(ordered, 1) if measure.number != number]
    if not moved:
        return
    rows = [measure for measure, _number in moved]
    for measure, number in moved:  # out of the way first: numbers and codes are unique at every moment
        measure.number, measure.code = number + _ASIDE, f"~{measure.pk}"
    Measure.objects.bulk_update(rows, ["number", "code"], batch_size=200)
    for measure, number in moved:
        measure.number, measure.code = number, code_of(plan, number)
    Measure.objects.bulk_update(rows, ["number", "code"], batch_size=200)
    history.record(plan, "plan.renumber", by=by, params={"count": len(rows)})
