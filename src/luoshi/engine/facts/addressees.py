"""Finds to whom a document goes (主送机关)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.document import Fact
from luoshi.engine.outlining.markers import parse_marker

if TYPE_CHECKING:
    from luoshi.engine.facts.lines import FactLine

_ADDRESSEE = re.compile(r"^[^。；！？]{2,400}[:：]$")
_ADDRESSEE_WORD = re.compile(r"政府|部门|单位|机构|委员会|[厅局委办部署院校公司集团办事处中心盟旗县区市]|各有关")
_NO_ADDRESSEE = re.compile(
    r"如下|以下|有关事项|^(?:为|根据|按照|经)|[|｜>]"
    r"|(?:号|发[文布]机[关构]|发布部门|发文部门|制定机关|日期|时间|分类|标题|名称|主题词|有效性|概述|来源|作者|字体|字号|大小|浏览量?|次数|点击)\s?[:：]$|(?:来源|发布(?:时间|日期))\s?[:：]"
)
_LABEL = re.compile(r"[-•·∙*]\s{0,3}[\u4e00-\u9fff\s/]{2,12}[:：]")
"""- 发布机构：市政府办公室: what a page says of its document."""
_LINES, _LONGEST = 20, 200


def find_addressees(lines: list[FactLine]) -> Fact | None:
    """The first line of offices that ends in a colon, before the body begins."""
    for line in lines[:_LINES]:
        if _LABEL.match(line.text):
            continue
        if parse_marker(line.text):
            return None
        if _ADDRESSEE.match(line.text) and _ADDRESSEE_WORD.search(line.text) and not _NO_ADDRESSEE.search(line.text):
            return Fact(line.text[:-1].rstrip("、，,"), line.span, "fact.addressees")
        if len(line.text) > _LONGEST:
            return None
    return None
