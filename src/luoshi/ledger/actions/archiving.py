"""Puts a whole plan away once nothing of it is left to do, and takes it out again; it stays readable for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.common import history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock, next_version
from luoshi.ledger.models import Plan
from luoshi.ledger.queries.plans import is_work_plan, left_of
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import PlanState

if TYPE_CHECKING:
    from luoshi.accounts.models import User


@transaction.atomic
def archive_plan(plan: Plan, *, by: User) -> Plan:
    """Nothing can be added to it any more. What is left to do, and where, is said where it cannot go yet."""
    require(RULES, "plan.archive", by, plan)
    plan = _locked(plan, PlanState.RUNNING, _("这个方案现在不能归档。"))
    if not is_work_plan(plan):
        raise UnmetConditionError("no_work_plan", _("只有工作方案可以整体归档；批示、议定事项和分解任务逐项归档。"))
    if left := left_of(plan):
        sentence = _("还有%(count)s项措施没有归档，请先在台账中按本方案筛选、逐项或批量归档。")
        raise UnmetConditionError("measures_left", sentence % {"count": left})
    return _moved(plan, PlanState.ARCHIVED, "plan.archive", by=by)


@transaction.atomic
def take_out_plan(plan: Plan, *, by: User) -> Plan:
    """Work on it goes on, where it was put away too early."""
    require(RULES, "plan.archive", by, plan)
    plan = _locked(plan, PlanState.ARCHIVED, _("这个方案没有归档。"))
    return _moved(plan, PlanState.RUNNING, "plan.take_out", by=by)


def _locked(plan: Plan, state: PlanState, otherwise: str) -> Plan:
    plan = lock(Plan.objects.select_related("owner"), plan.pk)
    if plan.state != state:
        raise IllegalMoveError("plan_state", otherwise)
    return plan


def _moved(plan: Plan, state: PlanState, verb: str, *, by: User) -> Plan:
    before, plan.state = {"state": plan.state}, state
    next_version(plan)
    plan.save()
    history.record(plan, verb, by=by, before=before, after={"state": state})
    return plan
