"""Breaking a measure down further: each unit gets its own share, which the unit above supervises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import facts_of, need, refresh_light
from luoshi.ledger.actions.plans import next_number
from luoshi.ledger.actions.reviewing import set_due, start_clocks
from luoshi.ledger.models import Measure, Part, Plan, Source
from luoshi.ledger.queries.measures import forget_sights
from luoshi.ledger.queries.shares import sharers_of
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import AT_WORK, DueSource, PartRole, PlanState, State
from luoshi.units.queries.calendar import working_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit
    from luoshi.units.working_days import WorkingCalendar

_CODE_AT_MOST = Measure._meta.get_field("code").max_length or 0


@transaction.atomic
def share_out(
    measure: Measure,
    *,
    units: Iterable[Unit],
    by: User,
    text: str = "",
    due_on: date | None = None,
    seen: int | None = None,
) -> list[Measure]:
    """Hand shares of an assigned measure on to other units: each its own measure, assigned at once, to be signed.

    The words are the measure's own unless others are given; no share may be due later than the measure.
    """
    require(RULES, "measure.share", by, measure)
    measure = lock(Measure.objects.select_related("plan__owner", "plan__profile", "accountable", "parent"), measure.pk)
    check_version(measure, seen)
    check_at_work(measure)
    chosen = _checked(measure, list(units), due_on, by=by)
    plan, days = _plan_of_shares(measure.plan, by=by), working_calendar()
    shares = []
    for unit in chosen:
        share = _share(measure, plan, unit, by=by)
        share.text = need(text or measure.text, "text_missing", _("措施内容不能为空。"))
        _set_date(share, measure, due_on)
        shares.append(_assigned(share, unit, days, by=by))
    names = "、".join(str(unit) for unit in chosen)
    history.record(measure, "measure.share", by=by, params={"count": len(shares), "units": names})
    forget_sights(by)
    return shares


def check_at_work(measure: Measure) -> None:
    """Refuse to hand on what is not at work."""
    if measure.state not in AT_WORK:
        raise IllegalMoveError(
            "not_at_work",
            _("“%(code)s”现在是“%(state)s”，不能分解。") % {"code": measure.code, "state": measure.get_state_display()},
        )


def _checked(measure: Measure, units: list[Unit], due_on: date | None, *, by: User) -> list[Unit]:
    if not units:
        raise UnmetConditionError("none_chosen", _("请选择分解给哪些单位。"))
    open_to = set(sharers_of(measure, by).filter(pk__in=[unit.pk for unit in units]).values_list("pk", flat=True))
    if wrong := [unit for unit in units if unit.pk not in open_to]:
        raise UnmetConditionError(
            "not_below", _("“%(unit)s”不是下级单位，或者已经分到了任务，不能再分解给它。") % {"unit": wrong[0]}
        )
    if due_on and measure.due_on and due_on > measure.due_on:
        raise UnmetConditionError(
            "later_than_above", _("下级的完成时限不能晚于本项的%(day)s。") % {"day": measure.due_on.isoformat()}
        )
    return units


def _plan_of_shares(plan: Plan, *, by: User) -> Plan:
    """The plan that holds what was broken down from another; of a share's share it is the same."""
    if plan.superior_id:
        return plan
    shares, is_new = Plan.objects.get_or_create(
        superior=plan,
        defaults={
            "owner": plan.owner,
            "name": str(_("%(plan)s（分解任务）") % {"plan": plan.name})[:300],
            "code": f"{plan.code[:10]}-F{plan.pk}"[:20],
            "matter": plan.matter,
            "state": PlanState.RUNNING,
            "default_due_on": plan.default_due_on,
            "cycle": plan.cycle,
            "cycle_day": plan.cycle_day,
            "profile": plan.profile,
            "head_signs_reports": plan.head_signs_reports,
            "parts_settled": True,
        },
    )
    if is_new:
        history.record(shares, "plan.add", by=by, after={"name": shares.name})
    return shares


def _share(measure: Measure, plan: Plan, unit: Unit, *, by: User) -> Measure:
    plan = lock(Plan.objects.select_related("owner", "profile"), plan.pk)
    return Measure(
        plan=plan,
        parent=measure,
        number=next_number(plan),
        code=_code(measure),
        matter=measure.matter,
        aim=measure.aim,
        clause_path=measure.clause_path,
        headings=measure.headings,
        field=measure.field,
        accountable=unit,
        standing_wanted=measure.standing_wanted,
        state=State.ASSIGNED,
        state_since=clock.now(),
        created_by=by,
    )


def _set_date(share: Measure, measure: Measure, due_on: date | None) -> None:
    day = due_on or measure.due_on
    if day:
        set_due(share, day, DueSource.HAND if due_on and due_on != measure.due_on else DueSource(measure.due_source))
        share.standing_wanted = False


def _assigned(share: Measure, unit: Unit, days: WorkingCalendar, *, by: User) -> Measure:
    assert share.parent is not None  # noqa: S101 -- made with one just before
    start_clocks(share, clock.today(), days)
    share.save()
    Part.objects.create(
        measure=share, unit=unit, printed=unit.name, role=PartRole.LEAD, is_accountable=True, position=0
    )
    Source.objects.bulk_create(
        Source(
            measure=share,
            document_id=source.document_id,
            clause_id=source.clause_id,
            quote=source.quote,
            start=source.start,
            end=source.end,
            digest=source.digest,
        )
        for source in share.parent.sources.all()
    )
    refresh_light(share, days=days)
    share.save()
    history.record(
        share, "measure.shared", by=by, after=facts_of(share), params={"of": share.parent.code, "unit": str(unit)}
    )
    telling.tell_unit(share, unit, "measure.shared", by_unit=str(share.parent.accountable or share.plan.owner))
    return share


def _code(measure: Measure) -> str:
    """The code of the measure above and a number: 2026-003-017-2."""
    number = Measure.objects.filter(parent=measure).count() + 1
    while Measure.objects.filter(code=f"{measure.code}-{number}").exists():
        number += 1
    code = f"{measure.code}-{number}"
    if len(code) > _CODE_AT_MOST:
        raise UnmetConditionError("too_deep", _("分解的层级太多，请直接在下级单位的方案中登记。"))
    return code
