"""Understands the rows of a roster of trainees; units and accounts are looked up by the caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.functional import _StrOrPromise

    from luoshi.training.tables import Columns, Row

# column → the header words under which it is found; the first is the one our own template writes
COLUMNS: Columns = {
    "name": ("姓名", "学员姓名", "学员"),
    "unit": ("单位", "工作单位", "所在单位", "选派单位", "单位名称"),
    "post_title": ("职务", "职务职级", "职务或职级"),
    "field": ("分管领域", "领域"),
    "group": ("组别", "小组", "分组"),
    "username": ("登录名", "账号", "用户名"),
}
NEEDED = frozenset({"name", "unit"})
LONGEST = {"name": 60, "unit": 120, "post_title": 60, "field": 60, "group": 60, "username": 60}
_REMARKS = ("备注", "注：", "注:", "说明", "合计", "总计", "共计", "小计")


@dataclass(frozen=True)
class Enrolment:
    """A trainee as the roster says it; `fault` says why the row cannot be taken.

    `is_aside`: it is a remark or names nobody, and the rest can be taken all the same.
    """

    place: str
    name: str
    unit_name: str
    post_title: str = ""
    field_name: str = ""
    group_name: str = ""
    username: str = ""
    fault: _StrOrPromise = ""
    is_aside: bool = False


def read_enrolments(rows: Iterable[Row]) -> list[Enrolment]:
    """The trainees of a roster; a name that stands twice for one unit is told, an empty row is left out."""
    seen: set[tuple[str, str]] = set()
    found: list[Enrolment] = []
    for row in rows:
        facts = {column: row.get(column) for column in COLUMNS}
        name, unit_name = facts["name"].replace(" ", ""), facts["unit"]
        if not any(facts.values()):
            continue
        if not name or (not unit_name and name.startswith(_REMARKS)):
            words = name or " ".join(filter(None, facts.values()))
            found.append(Enrolment(row.place, words[:200], "", fault=_("没有学员姓名，不导入。"), is_aside=True))
            continue
        fault = _("这名学员在表中重复出现。") if (name, unit_name) in seen else _fault(facts)
        seen.add((name, unit_name))
        found.append(
            Enrolment(
                row.place,
                name,
                unit_name,
                post_title=facts["post_title"],
                field_name=facts["field"],
                group_name=facts["group"],
                username=facts["username"].lower(),
                fault=fault,
            )
        )
    return found


def _fault(facts: Mapping[str, str]) -> _StrOrPromise:
    """What is missing or longer than can be kept; nothing is cut off behind somebody's back."""
    if not facts["unit"]:
        return _("没有填写单位。")
    for column, longest in LONGEST.items():
        if len(facts[column]) > longest:
            values = {"column": COLUMNS[column][0], "count": longest}
            return _("“%(column)s”最多%(count)s字，请改短后再导入。") % values
    return ""
