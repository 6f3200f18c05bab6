"""The columns of the ledger: what each shows of a measure, the same on the page and in an export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.ledger.states import Grade, Judgement, Light, Matter, PartRole, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrOrPromise

    from luoshi.ledger.models import Measure

Value = str | int | date | None
PARTS = "parts"
"""The one column that shows every unit of a measure."""


@dataclass(frozen=True)
class Column:
    """One column: its name in addresses and settings, its heading, what it shows, how wide it is on paper.

    `sort` is the order that a click on the heading asks for; `is_number` puts the values to the right.
    """

    name: str
    label: _StrOrPromise
    value: Callable[[Any], Value]
    width: float = 12
    sort: str = ""
    is_number: bool = False


def units_in(measure: Measure, *roles: str) -> str:
    """The units with these roles, accountable first, as a list in words."""
    named = [part for part in measure.parts.all() if part.role in roles and not part.is_accountable]
    return "、".join(str(part.unit or part.printed) for part in named)


def _parts(measure: Measure) -> Value:
    return units_in(measure, PartRole.LEAD, PartRole.RESPONSIBLE, PartRole.SUPPORT)


def _due(measure: Measure) -> Value:
    if measure.due_on is None and measure.standing_wanted:
        return _now("长期坚持")
    return measure.due_on


def _assumed(measure: Measure) -> Value:
    """The accountable unit; marked where the rule chose it and nobody has confirmed it yet."""
    if measure.accountable is None:
        return ""
    is_assumed = any(part.is_accountable and part.is_assumed for part in measure.parts.all())
    return _now("%(unit)s（待确认）") % {"unit": measure.accountable} if is_assumed else str(measure.accountable)


def _since(measure: Measure) -> Value:
    return timezone.localtime(measure.state_since).date()


def _light(measure: Any) -> Value:
    return str(Light(measure.light).label)


def _latest(measure: Any) -> Value:
    return measure.latest_report or ""


COLUMNS = {
    column.name: column
    for column in (
        Column("light", _("灯"), _light, 6, sort="light"),
        Column("code", _("编号"), lambda m: m.code, 14, sort="number"),
        Column("text", _("具体措施任务"), lambda m: m.text, 54),
        Column("aim", _("工作目标"), lambda m: m.aim, 30),
        Column("accountable", _("主责单位"), _assumed, 18, sort="unit"),
        Column(PARTS, _("其他单位"), _parts, 24),
        Column("field", _("分管领域"), lambda m: str(m.field or ""), 12),
        Column("state", _("状态"), lambda m: str(State(m.state).label), 10, sort="state"),
        Column("due", _("完成时限"), _due, 12, sort="due"),
        Column("first_due", _("首次完成时限"), lambda m: m.first_due_on, 12),
        Column("next_report", _("下次报告"), lambda m: m.next_report_on, 12),
        Column("claimed", _("自报%"), lambda m: m.claimed, 7, sort="claimed", is_number=True),
        Column("evidenced", _("佐证%"), lambda m: m.evidenced, 7, is_number=True),
        Column("verified", _("核实%"), lambda m: m.verified, 7, sort="verified", is_number=True),
        Column("latest", _("最近一期进展"), _latest, 48),
        Column("judgement", _("督办研判"), lambda m: str(Judgement(m.judgement).label) if m.judgement else "", 10),
        Column("grade", _("完成等次"), lambda m: str(Grade(m.grade).label) if m.grade else "", 10),
        Column("since", _("当前状态起"), _since, 12, sort="since"),
        Column("plan", _("方案"), lambda m: str(m.plan), 24),
        Column("matter", _("事项类型"), lambda m: str(Matter(m.matter).label), 10),
        Column("headings", _("所属部分"), lambda m: m.headings, 24),
        Column("clause", pgettext_lazy("column", "条款"), lambda m: m.clause_path, 12),
        Column("bounces", _("退办次数"), lambda m: m.bounces, 7, is_number=True),
    )
}
"""Every column that can be chosen, in the order in which they are offered."""

DEFAULT_COLUMNS = [
    "light",
    "code",
    "text",
    "accountable",
    "state",
    "due",
    "claimed",
    "evidenced",
    "verified",
]
