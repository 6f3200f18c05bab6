"""Reads for the workbooks that go out: which units have something to fill in, and the rows of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery

from luoshi.common import clock
from luoshi.common.burden import Burden
from luoshi.ledger.actions.reporting import cycle_of
from luoshi.ledger.models import Extension, Measure, Part, Plan, Report
from luoshi.ledger.queries.measures import measures_visible_to, plans_visible_to
from luoshi.ledger.rules import OFFICE, UNIT_PEOPLE
from luoshi.ledger.states import AT_WORK, Decision, PartRole, PlanState, ReportState, State
from luoshi.summing_up.models import Parcel
from luoshi.summing_up.sheets.columns import FILLED
from luoshi.summing_up.sheets.making import FactName, FillBook, FillRow, make_workbook
from luoshi.summing_up.sheets.tokens import MilestoneToken, Token
from luoshi.units.duties import duties_of
from luoshi.units.models import Post, Unit
from luoshi.units.queries.units import subtrees
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Milestone

ROLES: dict[str, str] = {PartRole.LEAD: "牵头", PartRole.RESPONSIBLE: "责任", PartRole.SUPPORT: "配合"}
"""As the workbook says it, which is Chinese whatever language the page is read in."""
_LONGEST_LAST = 400
"""Characters of the last report that the row shows."""


def parcels_visible_to(user: User) -> QuerySet[Parcel]:
    """The zips that one has had made, of plans that one still sees."""
    return Parcel.objects.filter(by=user.pk, plan__in=plans_visible_to(user)).select_related("plan", "file")


def supervised_plans(user: User) -> QuerySet[Plan]:
    """Plans that run and that the person's office supervises, the newest first, with the number of open measures."""
    tops = duties_of(user).unit_paths(*OFFICE)
    running = plans_visible_to(user).filter(subtrees(tops, prefix="owner__"), state=PlanState.RUNNING)
    at_work = Measure.objects.filter(plan=OuterRef("pk"), state__in=AT_WORK).order_by()
    counted = at_work.values("plan").annotate(count=Count("pk")).values("count")
    return running.filter(Exists(at_work)).annotate(open_count=Subquery(counted)).select_related("owner")


def own_units(user: User) -> QuerySet[Unit]:
    """The units for which the person reports."""
    return Unit.objects.filter(pk__in=duties_of(user).unit_ids(*UNIT_PEOPLE)).order_by("path")


def units_to_fill(plan: Plan) -> QuerySet[Unit]:
    """The units with a part in a measure of the plan that is at work: how many, and whether somebody can be told."""
    parts = Part.objects.filter(unit=OuterRef("pk"), measure__plan=plan, measure__state__in=AT_WORK).order_by()
    counted = parts.values("unit").annotate(count=Count("pk")).values("count")
    liaison = Post.objects.on(clock.today()).filter(unit=OuterRef("pk"), role=Role.LIAISON)
    return (
        Unit.objects.filter(Exists(parts))
        .annotate(row_count=Subquery(counted), has_liaison=Exists(liaison))
        .order_by("path")
    )


def burden_of(plan: Plan) -> Burden:
    """What the workbooks of a plan ask of its units at one time."""
    parts = Part.objects.filter(unit__isnull=False, measure__plan=plan, measure__state__in=AT_WORK)
    counted = parts.aggregate(rows=Count("pk"), units=Count("unit", distinct=True))
    return Burden(counted["rows"], counted["units"], len(FILLED))


def parts_to_fill(user: User, unit: Unit, plan: Plan | None) -> QuerySet[Part]:
    """The unit's parts in measures at work, of one plan or of all, as far as the person sees them."""
    visible = measures_visible_to(user).filter(state__in=AT_WORK)
    if plan is not None:
        visible = visible.filter(plan=plan)
    return Part.objects.filter(unit=unit, measure__in=visible)


def unit_workbook(unit: Unit, parts: QuerySet[Part], *, plan: Plan | None) -> bytes:
    """The workbook of one unit with these parts; a bounded number of queries."""
    newest = Report.objects.filter(
        measure=OuterRef("measure"), unit=OuterRef("unit"), state=ReportState.SUBMITTED
    ).order_by("-cycle_on", "-pk")
    rows = (
        parts.annotate(
            last_done=Subquery(newest.values("done")[:1]),
            last_claimed=Subquery(newest.values("claimed")[:1]),
            last_on=Subquery(newest.values("cycle_on")[:1]),
        )
        .select_related("measure__plan__owner", "unit")
        .prefetch_related(
            Prefetch("measure__parts", Part.objects.select_related("unit")),
            "measure__milestones",
            Prefetch("measure__extensions", Extension.objects.filter(decision=Decision.OPEN), "open_extensions"),
        )
        .order_by("measure__plan", "measure__number")
    )
    return make_workbook(_book(unit, list(rows), plan=plan))


def file_name(unit: Unit, plan: Plan | None) -> str:
    """Under which name a unit's workbook is handed out."""
    name = f"{unit.name}-{plan.name[:40] if plan else '全部任务'}-填报表.xlsx"
    return "".join("_" if char in '\\/:*?"<>|\r\n\t' else char for char in name)


def _book(unit: Unit, parts: list[Part], *, plan: Plan | None) -> FillBook:
    today = clock.today()
    cycles = sorted({cycle_of(part.measure, today) for part in parts})
    offices = sorted({part.measure.plan.owner.name for part in parts})
    plans = list(dict.fromkeys(part.measure.plan.name for part in parts))
    title = f"{plans[0] if plan or len(plans) == 1 else '任务'}：{unit.name}填报表" if plans else f"{unit.name}填报表"
    by_when = f"{cycles[0].year}年{cycles[0].month}月{cycles[0].day}日前" if cycles else ""
    facts = {
        FactName.PLAN: "；".join(plans),
        FactName.UNIT: unit.name,
        FactName.UNIT_NUMBER: f"U{unit.pk}",
        FactName.OFFICE: "、".join(offices),
        FactName.MADE_ON: today.isoformat(),
        FactName.CYCLE: "、".join(cycle.isoformat() for cycle in cycles),
    }
    note = f"只填浅黄色的格子，填好后请于{by_when}交回{'、'.join(offices)}。填法见“填报说明”。"
    milestones = [
        _milestone_row(part, milestone)
        for part in parts
        if part.is_accountable
        for milestone in part.measure.milestones.all()
    ]
    return FillBook(title, note, [_row(part, today) for part in parts], facts, milestones)


def _row(part: Part, today: date) -> FillRow:
    measure = part.measure
    shown: dict[str, str | int | date] = {
        "code": measure.code,
        "text": measure.text,
        "role": ROLES[part.role] + ("\n（主责）" if part.is_accountable else ""),
        "others": _others(part, measure.parts.all()),
        "due": measure.due_on.isoformat() if measure.due_on else "长期" if measure.standing_wanted else "",
        "last": _last(part),
        "claimed": measure.claimed if part.is_accountable else getattr(part, "last_claimed", None) or 0,
        "sign": "已签收" if part.signed_at else "",
        "promised": part.promised_on or "",
    }
    token = Token(part.pk, measure.version, cycle_of(measure, today))
    return FillRow(str(token), shown, open_cells_of(part, today))


def _milestone_row(part: Part, milestone: Milestone) -> FillRow:
    measure = part.measure
    shown: dict[str, str | int | date] = {
        "code": measure.code,
        "text": measure.text,
        "node": milestone.name,
        "planned": milestone.due_on.isoformat(),
        "reached_on": milestone.done_on or "",
    }
    token = MilestoneToken(milestone.pk, part.pk, measure.version, milestone.done_on)
    return FillRow(str(token), shown, frozenset({"reached_on"}))


def open_cells_of(part: Part, today: date) -> frozenset[str]:
    """The cells that mean something for a part as it stands; the same steps are judged again when they come back."""
    measure = part.measure
    cells = {"done", "claimed", "obstacle", "asked_for"}
    if not part.signed_at and not (part.is_accountable and measure.state != State.ASSIGNED):
        cells |= {"sign", "promised"}
    if part.is_accountable:
        if measure.state == State.ASSIGNED:
            cells |= {"refuse", "refuse_reason"}
        if measure.state == State.IN_PROGRESS:
            cells |= {"close", "close_note"}
        if measure.due_on and measure.due_on >= today and not getattr(measure, "open_extensions", ()):
            cells |= {"due_wanted", "extension_reason"}
    return frozenset(name for name in FILLED if name in cells)


def _others(part: Part, parts: Iterable[Part]) -> str:
    """The other units by role: 牵头：甲；配合：乙、丙."""
    named: dict[str, list[str]] = {}
    for other in parts:
        if other.pk != part.pk:
            named.setdefault(ROLES[other.role], []).append(other.unit.name if other.unit else other.printed)
    return "；".join(f"{role}：{'、'.join(names)}" for role, names in named.items())


def _last(part: Part) -> str:
    done = getattr(part, "last_done", None)
    if not done:
        return ""
    words = f"（{getattr(part, 'last_on', '')}，{getattr(part, 'last_claimed', 0)}%）{done}"
    return words if len(words) <= _LONGEST_LAST else words[: _LONGEST_LAST - 1] + "…"
