"""Tells from the words over a column what stands in it (序号, 工作任务, 牵头单位, 完成时限 …)."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache

from luoshi.engine.lexicon import load_table


class Column(StrEnum):
    """What stands in a column; the names are those of `lexicon/table_headers.tsv`."""

    NUMBER = "number"
    GROUP = "group"
    TASK = "task"
    MEASURE = "measure"
    TARGET = "target"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORT = "support"
    LEADER = "leader"
    PERSON = "person"
    DUE = "due"
    NOTE = "note"
    INDICATOR = "indicator"
    UNIT_OF_MEASURE = "unit_of_measure"
    VALUE = "value"
    NATURE = "nature"
    SCORE = "score"
    PROGRESS = "progress"
    SOURCE = "source"
    OTHER = "other"
    UNKNOWN = "unknown"


UNITS = frozenset({Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT})
PEOPLE = frozenset({Column.LEADER, Column.PERSON})
WORK = frozenset({Column.TASK, Column.MEASURE})
FIGURES = frozenset({Column.INDICATOR, Column.VALUE, Column.UNIT_OF_MEASURE, Column.NATURE})

LONGEST_HEADING = 24
"""Characters without white space and bracketed remarks; what is longer heads no column."""

_LONGEST_KEPT = 100
"""Only short cells are remembered: a server reads files of any size for months."""
_BRACKETED = re.compile(r"[（(\[【][^（()）\[\]【】]{0,40}[）)\]】]")
_EDGE = '：:;；、，,。.*#＊|“”"'
_JOINTS = re.compile(r"[/／、,，及和与或暨&+＋]|以及")
_YEAR_FIRST = re.compile(
    r"^(?:20\d\d[—－\-~～至]?(?:20\d\d)?年?度?|年度|本年度|今年|全年|当年|“?十[四五六]五”?(?:期间|时期)?)"
)
_YEAR_ONLY = re.compile(
    r"^(?:到|至)?20\d\d(?:[—－\-~～至]20\d\d)?年?度?(?:底|末)?(?:目标|目标值|指标值|计划|预期|实际|完成|现状|基期|规划|累计|年均)*(?:值|数)?$"
)
_PERIOD = re.compile(r"^(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}月份?|近期|中期|远期|第[一二三]阶段)$")
_FOLLOWING = 2
"""The shortest ending of a longer heading that still tells what the column holds."""


_LONGEST_PLAIN = 6
_PLAIN_ENDINGS: dict[str, tuple[Column, ...]] = {
    "任务": (Column.TASK,),
    "措施": (Column.MEASURE,),
    "举措": (Column.MEASURE,),
    "时限": (Column.DUE,),
}
"""What a short heading holds whose first word is not in the list: 迎检任务, 攻坚措施."""


def compact(text: str) -> str:
    """The words without white space, signs without width included: 责 任 单 位 → 责任单位."""
    return "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")


def heading_words(text: str) -> str:
    """What a heading says, without white space, bracketed remarks and marks at its ends."""
    return _kept_words(text) if len(text) <= _LONGEST_KEPT else _words(text)


def _words(text: str) -> str:
    words = compact(text)
    return _BRACKETED.sub("", words).strip(_EDGE) or words.strip(_EDGE + "（）()【】[]")


_kept_words = lru_cache(maxsize=4096)(_words)


def columns_named(text: str) -> tuple[Column, ...]:
    """The columns that a heading names: none, one, or two where it is a joint one (牵头单位及责任人).

    `单位` alone is ambiguous and comes back as UNKNOWN; `settled` decides it by its neighbours.
    """
    words = heading_words(text)
    return _columns_of(words) if 0 < len(words) <= LONGEST_HEADING else ()


@lru_cache(maxsize=4096)
def _columns_of(words: str) -> tuple[Column, ...]:
    one = column_exactly(words) or _year_column(words)
    if one:
        return (one,)
    return _joint(words) or _ending(words)


def column_exactly(words: str) -> Column | None:
    """The column whose heading is just these words."""
    if words == "单位":
        return Column.UNKNOWN
    return _headings().get(words)


def _year_column(words: str) -> Column | None:
    return Column.VALUE if _YEAR_ONLY.match(words) else None


def is_period(text: str) -> bool:
    """Whether a heading under another one only says for which time: 2025年, 上半年, 第一季度."""
    words = heading_words(text)
    return bool(_YEAR_ONLY.match(words) or _PERIOD.match(words))


def _joint(words: str) -> tuple[Column, ...]:
    """牵头/配合单位 → lead and support; 工作任务及措施 stands in the list as one."""
    parts = [part for part in _JOINTS.split(words) if part]
    if not 2 <= len(parts) <= 3:
        return ()
    found = [column_exactly(part) or next(iter(_ending(part)), None) for part in parts]
    return tuple(dict.fromkeys(column for column in found if column)) if all(found) else ()


def _ending(words: str) -> tuple[Column, ...]:
    """The column named by the longest known ending, once the year in front is off."""
    rest = _YEAR_FIRST.sub("", words)
    if rest != words and (one := column_exactly(rest)):
        return (one,)
    endings = _endings()
    for length in range(len(words) - 1, _FOLLOWING, -1):
        if column := endings.get(words[-length:]):
            return (column,)
    return _PLAIN_ENDINGS.get(words[-_FOLLOWING:], ()) if len(words) <= _LONGEST_PLAIN else ()


def is_weak(words: str) -> bool:
    """Whether a heading (事项名称, 项目名称) heads lists of matters as well as tables that ask for something."""
    return words.endswith(_weak_endings()) and not words.startswith(("工作", "任务", "改革"))


def settled(columns: tuple[tuple[Column, ...], ...]) -> tuple[tuple[Column, ...], ...]:
    """The columns of a whole header, 单位 beside 指标 being a unit of measure and else a responsible unit.

    Who and by when beside one column of an unknown name (序号, 实施路径, 责任单位, 完成时限): that column tells what.
    """
    named = {column for found in columns for column in found}
    measured = bool(named & FIGURES) and not named & WORK
    unit = Column.UNIT_OF_MEASURE if measured or named & UNITS else Column.RESPONSIBLE
    lone = columns.count(()) == 1 and Column.DUE in named and bool(named & UNITS) and not named & (WORK | FIGURES)
    return tuple(
        (Column.TASK,)
        if lone and not found
        else tuple(unit if column is Column.UNKNOWN else column for column in found)
        for found in columns
    )


@cache
def _headings() -> dict[str, Column]:
    return {row[0]: Column(row[1]) for row in load_table("table_headers")}


@cache
def _endings() -> dict[str, Column]:
    return {row[0]: Column(row[1]) for row in load_table("table_headers") if row[2] == "end"}


@cache
def _weak_endings() -> tuple[str, ...]:
    return tuple(row[0] for row in load_table("table_headers") if row[3:] == ("weak",))
