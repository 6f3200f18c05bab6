"""Headings over several rows: their printed number, and which of them stand over a row."""

from __future__ import annotations

import re

from luoshi.engine.clauses import ClauseKind
from luoshi.engine.document import Span
from luoshi.engine.outlining.lines import trimmed
from luoshi.engine.outlining.markers import Style, parse_marker
from luoshi.engine.tables.task_table import Group

_NAMED = re.compile(
    r"((?:(?:重点|专项|主要|重大)?(?:行动|任务|工程|专项|板块|专题|领域|目标|方面|项目|计划|类别|措施|清单|部分|篇)"
    r"|第)\s?[一二三四五六七八九十\d]{1,3}\s?(?:大类|部分|方面|板块|类|篇|章|项)?)\s*[:：、.．\s—-]\s*"
)
"""行动一：, 任务二、, 专项行动3 …, 第一部分 …; the number belongs to a word."""
_NUMBER_END = "、.．﹒,，:： \t\u3000"


def group_at(text: str, span: Span) -> Group:
    """The group whose heading is `span`."""
    span = trimmed(text, span)
    words = span.of(text)
    marker, length = _marker(words)
    rest = trimmed(text, Span(span.start + length, span.end)).of(text)
    return Group(marker, rest, span)


def numbered_group(text: str, number: Span, words: Span) -> Group:
    """The group whose number stands in a cell of its own: 一 | 优化营商环境."""
    return Group(printed_number(number.of(text)), words.of(text), Span(number.start, words.end))


def has_group_marker(words: str) -> bool:
    """Whether a line begins like a heading with a number: 行动一：, 一、, （一）, 第一部分."""
    marker, _ = _marker(words)
    return bool(marker) and not marker.strip("()")[:1].isdigit()


def printed_number(words: str) -> str:
    """A 序号 in the form of a path: white space gone, brackets as ( ), no 、 or . at the end."""
    squeezed = "".join(words.split()).replace("（", "(").replace("）", ")")
    return squeezed.strip(_NUMBER_END)


def below(groups: tuple[Group, ...], group: Group) -> tuple[Group, ...]:
    """The groups that stand over the rows after `group`: it replaces the last of its own way of numbering."""
    way = _way(group)
    for index, earlier in enumerate(groups):
        if _way(earlier) == way:
            return (*groups[:index], group)
    return (*groups, group)


def _marker(words: str) -> tuple[str, int]:
    named = _NAMED.match(words[:40])
    if named:
        return printed_number(named.group(1)), named.end()
    marker = parse_marker(words)
    if (
        marker
        and marker.kind is ClauseKind.NUMBERED
        and marker.style is not Style.LETTER
        and marker.length < len(words)
    ):
        return marker.printed, marker.length
    return "", 0


def _way(group: Group) -> str:
    """The marker with its number blotted out: groups of one way are brothers."""
    return re.sub(r"[一二三四五六七八九十百\d]+|[①-⒛㈠-㈩㉑-㉟㊱-㊿]", "N", group.marker)
