"""Finds periods that run from the document itself: 印发之日起30日内, 用三年时间."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from luoshi.engine.lexicon import any_of
from luoshi.engine.numerals import read_small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.timeframe import TimeFrame

_COUNT = "(?P<count>[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半)"
_UNIT = "(?P<unit>个?工作日|日|天|周|个?星期|个?月|年)"
_ACT = any_of("deadline_anchors", "act")
_PAPER = any_of("deadline_anchors", "paper")
_SATURDAY = 5


class Term(NamedTuple):
    """A date that a stretch of plain text comes to, and the rule that found it."""

    start: int
    end: int
    due_on: date
    rule: str


@dataclass(frozen=True, slots=True)
class TermRule:
    """A pattern with the groups `count` and `unit`, and an example."""

    id: str
    pattern: str
    example: str


RULES = (
    TermRule(
        "due.after_issue",
        f"{_ACT}(?:之日|日|次日)?(?:起|后|之后|以后|算起|起算)?的?，?{_COUNT}{_UNIT}(?:之内|以内|内|前)",
        "本方案自印发之日起30日内报送细则。",
    ),
    TermRule(
        "due.years_time",
        f"(?:用|利用|通过|经过|力争|争取|计划|未来|今后)(?:大约|约)?{_COUNT}(?P<unit>年)(?:左右)?的?(?:时间|努力|建设|攻坚|内)",
        "用三年时间完成改造。",
    ),
)
_PATTERNS = tuple((rule.id, re.compile(rule.pattern)) for rule in RULES)
# What is issued must be this paper itself: 本方案印发后, 自印发之日起; not 政府信息发布之日起.
_THIS_PAPER = re.compile(
    f"(?:(?:^|[，,。;:(\\n])(?:自|从|在|请于|于|并于|要在)?|本{_PAPER}?|{_PAPER}(?:正式)?(?:自|从)?|自|从|在|于)$"
)


def find_terms(text: str, frame: TimeFrame) -> Iterator[Term]:
    """The periods of a plain text that can be counted out; none where the signing date is needed and unknown."""
    for rule, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if rule == "due.after_issue" and not _THIS_PAPER.search(text[max(0, match.start() - 8) : match.start()]):
                continue
            due_on = _due_on(rule, match, frame)
            if due_on is not None:
                yield Term(match.start(), match.end(), due_on, _name(rule, match["unit"]))


def _name(rule: str, unit: str) -> str:
    # Holidays are not known here; the id tells the reader that only weekends were left out.
    return f"{rule}_workdays" if "工作日" in unit else rule


def _due_on(rule: str, match: re.Match[str], frame: TimeFrame) -> date | None:
    count = 6 if match["count"] == "半" else read_small(match["count"])
    if count is None:
        return None
    unit = "月" if match["count"] == "半" else match["unit"]
    if rule == "due.years_time":
        return _last_year(count, frame)
    return None if frame.signed_on is None else _later(frame.signed_on, count, unit)


def _last_year(count: int, frame: TimeFrame) -> date | None:
    """The end of the last of `count` years: the plan's own end if it runs so long, else counted from the signing."""
    if frame.plan_from is not None and frame.plan_to == frame.plan_from + count - 1:
        return date(frame.plan_to, 12, 31)
    if frame.signed_on is None or not 1 < count <= 10:
        return None
    begun = frame.signed_on.year + (frame.signed_on.month > 6)
    return date(begun + count - 1, 12, 31)


def _later(signed_on: date, count: int, unit: str) -> date:
    if "工作日" in unit:
        return _after_workdays(signed_on, count)
    if unit in {"日", "天"}:
        return signed_on + timedelta(days=count)
    if unit == "周" or "星期" in unit:
        return signed_on + timedelta(weeks=count)
    return _after_months(signed_on, count * 12 if unit == "年" else count)


def _after_months(start: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day."""
    first = date(start.year + (start.month - 1 + months) // 12, (start.month - 1 + months) % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first.replace(day=1) + timedelta(days=start.day - 1), following - timedelta(days=1))


def _after_workdays(start: date, count: int) -> date:
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day
