"""Understands the rows of a roster of trainees; units and accounts are looked up by the caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

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


@dataclass(frozen=True)
class Enrolment:
    """A trainee as the roster says it; `fault` says why the row cannot be taken."""

    place: str
    name: str
    unit_name: str
    post_title: str = ""
    field_name: str = ""
    group_name: str = ""
    username: str = ""
    fault: _StrOrPromise = ""


def read_enrolments(rows: Iterable[Row]) -> list[Enrolment]:
    """The trainees of a roster; a name that stands twice for one unit is told, an empty row is left out."""
    seen: set[tuple[str, str]] = set()
    found: list[Enrolment] = []
    for row in rows:
        name, unit_name = row.get("name").replace(" ", "")[:60], row.get("unit")[:120]
        if not name:
            continue
        fault = _("这名学员在表中重复出现。") if (name, unit_name) in seen else ""
        seen.add((name, unit_name))
        found.append(
            Enrolment(
                row.place,
                name,
                unit_name,
                post_title=row.get("post_title")[:60],
                field_name=row.get("field")[:60],
                group_name=row.get("group")[:60],
                username=row.get("username").lower()[:60],
                fault=fault,
            )
        )
    return found
