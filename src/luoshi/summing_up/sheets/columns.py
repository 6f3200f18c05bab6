"""The columns of the workbook that a unit fills in, and the names under which their headings come back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from luoshi.engine.tables.columns import heading_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ALIKE = 75
"""From 100: how alike a heading must be to one that nobody else in the row has."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in digits, whether the unit fills it in, the names it comes back under."""

    name: str
    heading: str
    width: float
    is_filled: bool = False
    other_names: tuple[str, ...] = ()


TOKEN = Column("token", "系统编号（勿改）", 4, other_names=("系统编号",))
COLUMNS = (
    TOKEN,
    Column("code", "编号", 13, other_names=("任务编号", "措施编号")),
    Column("text", "措施", 34, other_names=("具体措施", "具体措施任务", "任务", "措施内容")),
    Column("role", "角色", 9, other_names=("本单位角色",)),
    Column("others", "牵头/配合", 14, other_names=("牵头配合", "其他单位")),
    Column("due", "完成时限", 12, other_names=("时限", "办结时限")),
    Column("last", "上期进展", 22, other_names=("上期进展情况",)),
    Column("sign", "签收", 7, is_filled=True, other_names=("是否签收",)),
    Column("done", "本期进展", 36, is_filled=True, other_names=("本期进展情况", "进展情况", "工作进展", "进展")),
    Column("claimed", "自报进度", 8, is_filled=True, other_names=("完成进度", "进度", "进度百分比")),
    Column("obstacle", "困难问题", 18, is_filled=True, other_names=("存在困难", "存在问题", "困难")),
    Column("asked_for", "需要谁做什么", 18, is_filled=True, other_names=("需协调事项", "需要协调")),
    Column("promised", "承诺完成时间", 13, is_filled=True, other_names=("承诺时间", "承诺完成日期")),
    Column("due_wanted", "申请延至", 13, is_filled=True, other_names=("延期至", "申请延期至")),
    Column("extension_reason", "延期理由", 24, is_filled=True, other_names=("申请延期理由", "延期原因")),
    Column("close", "申请办结", 9, is_filled=True, other_names=("是否申请办结",)),
    Column("close_note", "申请办结说明", 30, is_filled=True, other_names=("办结说明",)),
    Column("refuse", "退办", 7, is_filled=True, other_names=("是否退办",)),
    Column("refuse_reason", "退办理由", 26, is_filled=True, other_names=("退办原因",)),
)
BY_NAME = {column.name: column for column in COLUMNS}
FILLED = tuple(column.name for column in COLUMNS if column.is_filled)
MILESTONE_COLUMNS = (
    TOKEN,
    Column("code", "编号", 13, other_names=("任务编号", "措施编号")),
    Column("text", "措施", 46, other_names=("具体措施", "具体措施任务", "任务", "措施内容")),
    Column("node", "时间节点", 40, other_names=("节点", "节点名称", "时间节点名称")),
    Column("planned", "计划日期", 13, other_names=("计划完成日期", "计划时间")),
    Column("reached_on", "实际完成日期", 15, is_filled=True, other_names=("实际完成时间", "实际日期", "完成日期")),
)
"""Of the sheet with the milestones."""
HEADINGS = {column.name: column.heading for column in (*MILESTONE_COLUMNS, *COLUMNS)}


def columns_at(headings: Mapping[int, str], columns: Sequence[Column] = COLUMNS) -> dict[str, int]:
    """Which column stands where: by its exact heading, then by one that is much like it; the first one counts."""
    names = _names_of(tuple(columns))
    words = {place: heading_words(text) for place, text in headings.items()}
    found: dict[str, int] = {}
    for place, text in words.items():
        if (name := names.get(text)) and name not in found:
            found[name] = place
    taken = set(found.values())
    for place, text in words.items():
        if place not in taken and (name := _nearest(text, names, found)):
            found[name] = place
    return found


def _nearest(text: str, names: Mapping[str, str], found: Mapping[str, int]) -> str:
    """The column that nobody has yet and whose heading is the most alike; none for a heading that says nothing."""
    if len(text) < 2:
        return ""
    scores = {known: fuzz.ratio(text, known) for known, name in names.items() if name not in found}
    best = max(scores, key=lambda known: scores[known], default="")
    return names[best] if best and scores[best] >= ALIKE else ""


@lru_cache
def _names_of(columns: tuple[Column, ...]) -> dict[str, str]:
    """The column of every name that a heading can have."""
    return {heading_words(words): column.name for column in columns for words in (column.heading, *column.other_names)}
