"""Finds the fixed prose form 由A牵头，B配合 in the words of a measure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.annotations.grammar import units_of
from luoshi.engine.annotations.units import is_unit
from luoshi.engine.findings import Role, UnitPart

if TYPE_CHECKING:
    from luoshi.engine.document import Span

_LIST = r"[^。；;，,：:！!？?（）()\n]{2,80}"
_PAIR = re.compile(
    rf"(?:^|(?<=[。；;，,：:\s]))(?:原则上)?由?(?P<lead>{_LIST}?)牵头(?:负责|组织|抓总|实施|落实)?[，,]\s?(?:会同|由|并由)?(?P<support>{_LIST}?)"
    r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?:共同|积极|协同|做好|按(?:照)?(?:职责|分工){1,2})?(?P<verb>配合|参与|协助|协办|支持|负责|落实)"
)


def find_prose_parts(text: str, span: Span) -> tuple[UnitPart, ...]:
    """Lead and support units of the first such sentence; empty where either side is not all units."""
    words = span.of(text)
    for found in _PAIR.finditer(words):
        lead = tuple(units_of(found["lead"], Role.LEAD, span.start + found.start("lead"), "unit.prose"))
        role = Role.RESPONSIBLE if found["verb"] in {"负责", "落实"} else Role.SUPPORT
        support = tuple(units_of(found["support"], role, span.start + found.start("support"), "unit.prose"))
        if lead and support and all(is_unit(part.name) for part in (*lead, *support)):
            return lead + support
    return ()
