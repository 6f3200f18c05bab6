"""What the engine finds, in the words of the people who keep ledgers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.findings import Comparator, Doubt, Role
from luoshi.wording import gettext as _
from luoshi.wording import marked

if TYPE_CHECKING:
    from luoshi.engine.findings import Measure

ROLES = {
    Role.LEAD: marked("牵头单位"),
    Role.RESPONSIBLE: marked("责任单位"),
    Role.SUPPORT: marked("配合单位"),
}

ROLE_MEANINGS = {
    Role.LEAD: marked("牵头办理，负总责"),
    Role.RESPONSIBLE: marked("负责办理"),
    Role.SUPPORT: marked("配合办理"),
}

DOUBTS = {
    Doubt.NO_UNIT: marked("没有写明单位，请补上"),
    Doubt.NO_LEAD: marked("没有写明牵头单位，请确定由谁牵头"),
    Doubt.SEVERAL_LEADS: marked("牵头单位不止一个，请确定由谁负总责"),
    Doubt.TWO_DATES: marked("有不止一个完成时限，请核对以哪个为准"),
    Doubt.UNIT_UNKNOWN: marked("有的单位名称认不准，请核对"),
    Doubt.NO_VERB: marked("像是一句说明，不像一项任务，请核对是否列入"),
    Doubt.VERY_LONG: marked("文字很长，可能含有几项任务，请核对是否拆分"),
    Doubt.VERY_SHORT: marked("文字很短，可能没有取全，请核对原文"),
}

SHORT_DOUBTS = {
    Doubt.NO_UNIT: marked("无单位"),
    Doubt.NO_LEAD: marked("无牵头"),
    Doubt.SEVERAL_LEADS: marked("多个牵头"),
    Doubt.TWO_DATES: marked("多个时限"),
    Doubt.UNIT_UNKNOWN: marked("单位待核"),
    Doubt.NO_VERB: marked("似非任务"),
    Doubt.VERY_LONG: marked("过长"),
    Doubt.VERY_SHORT: marked("过短"),
}
"""For narrow columns."""

COMPARATORS = {
    Comparator.EQUAL: marked("等于"),
    Comparator.AT_LEAST: marked("不少于"),
    Comparator.MORE_THAN: marked("超过"),
    Comparator.AT_MOST: marked("不超过"),
    Comparator.LESS_THAN: marked("少于"),
    Comparator.ABOUT: marked("约"),
}


def role_name(role: Role) -> str:
    return _(ROLES[role])


def doubt_sentences(measure: Measure) -> tuple[str, ...]:
    """What is to be checked about a measure, in the order in which the engine says it."""
    return tuple(_(DOUBTS[doubt]) for doubt in measure.doubts)


def short_doubts(measure: Measure) -> tuple[str, ...]:
    return tuple(_(SHORT_DOUBTS[doubt]) for doubt in measure.doubts)


def value_words(comparator: Comparator, value: float, value_to: float | None, unit: str) -> str:
    """A value with its bound: 不少于 300 个."""
    number = plain_number(value) if value_to is None else f"{plain_number(value)}—{plain_number(value_to)}"
    return f"{_(COMPARATORS[comparator])} {number} {unit}".rstrip()


def plain_number(value: float) -> str:
    """Without a trailing .0 and without an exponent: 10000, 95.5."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
