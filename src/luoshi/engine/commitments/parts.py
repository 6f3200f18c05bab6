"""Finds the parts of a sentence of intent: by when, with whom, how one will see it, what."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.lexicon import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNT = r"(?:[一二两三四五六七八九十几半]|\d){1,3}"
_UP_TO = r"(?:之前|以前|之内|以内|前后|前|内|起|底前|底|初|末|中旬前?|下旬前?|上旬前?|时间|期间|里|后)?"
_SEASON = r"SEASON(?:末|季节?|时)?" + _UP_TO
_TIMES = (
    r"(?:今年|明年|来年)(?:起|" + _SEASON + ")",
    r"(?:今年|明年|后年|本年)?\d{1,2}月(?:份)?(?:\d{1,2}日|底|初|中旬|上旬|下旬)?" + _UP_TO,
    r"(?:今年|明年|本年)(?:年?[底末中初内])" + _UP_TO,
    r"(?:今年|明年|本年|年)(?:[底末中初内])" + _UP_TO,
    r"每(?:隔)?(?:个)?(?:旬|逢[^，。]{1,4}日|半个?月|半年|两周|季度|学期|周[一二三四五六日]?|月底?|年|天|晚|月的第?.{1,6}?[一二三四五六日])(?:下午|上午)?",
    r"(?:本|下|这)(?:个)?(?:周[一二三四五六日]?|月|季度|学期|半年)(?:\d{1,2}日)?(?:末)?" + _UP_TO,
    r"[一二三四]季度" + _UP_TO,
    r"下半年" + _UP_TO,
    _COUNT + r"个?(?:天|日|周|月|个月|年|季度|学期|小时)(?:之内|以内|内|时间|后|之后|里)",
    r"今年|明年|来年|今冬|明春|明天|后天|大后天|下周|当天|当日|当场|即日起|(?:从)?本周起?|本学年|这学期",
    r"(?:一个|整个)(?:暑假|寒假|冬天|夏天|学期)",
    _COUNT + r"个(?:半)?月|半个月|一季(?=一)",
    r"用" + _COUNT + r"个?(?:天|日|周|月|个月|年|季度|学期)(?:时间)?",
    _COUNT + r"(?:个月|年)(?=[一-鿿]{0,6}(?:走遍|读完|学完|摘掉|建成))",
    _SEASON,
    r"今冬明春|全年|年内|近期|尽快|月底前|年底前|月内|周内|长期|常年",
)
_PARTNERS = (
    r"(?:会同|联合|协同|对接|邀请|聘请|发动|召集|协调|约请|(?<!请)组织(?!一|生活))(?P<who>[^，。；、：“”《》()（）对把于]{2,14}?)(?=ACTION|开会|，|。|；|对|把|于|给|为|每|在|下周|本周|到)",
    r"(?:同|与|和|跟|请|约|找|商)(?P<who>[^，。；、：“”《》()（）对把]{2,14}?)(?=TOGETHER|给|来|每|，商量|，请)",
)
_PARTNER_NOT = re.compile(r"^(?:大家|组织放心|我们|自己|此|时|其|他人|以往|过去|往年|一时|所有|全)")
_ENDS = r"(?:局|委员会|[政工纪监健改]委|公司|办事处|支队|总队|大队|部门|医院|协会|合作社|党校|乡镇)"
_BODY = re.compile(r"[^，。；、]{1,12}" + _ENDS + r"(?=[^和与及同的、所]{2})")
"""A body by the word that its name ends with, where something else follows."""
_LONGER = re.compile(r"[^，。；、：“”《》()（）对把于]{2,16}?" + _ENDS)
QUANTITY = re.compile(
    r"(?:\d{1,9}(?:\.\d{1,4})?|[一二两三四五六七八九十百半几])(?:多|余)?"
    r"(?:个|所|件|份|户|处|台|部|条|次|名|人|期|家|项|亩|公里|堂|场|本|天|分之|成|种|口|间|座|页|字|节|篇|%|％|万|遍)"
)
"""A number with what it counts."""
_CLAUSE = re.compile(r"[^，,。；;：:！!？?]+")


def find_times(text: str, span: Span) -> list[Span]:
    """When or how often, in the order of the text, none inside another."""
    return [Span(*match.span()) for match in _times().finditer(text, span.start, span.end)]


def find_partners(text: str, span: Span) -> list[Span]:
    """With whom: the names after 会同, 联合, 和…一起, 请…牵头."""
    found = [
        _named(text, Span(*match.span("who")))
        for pattern in _partners()
        for match in pattern.finditer(text, span.start, span.end)
        if not _PARTNER_NOT.match(match.group("who"))
    ]
    return sorted(set(found))


def _named(text: str, who: Span) -> Span:
    """A name in full, without what is done after it: 市水务局 of 市水务局沿12条渠走; 市教育局和家长 is whole."""
    broken_off = text[who.end - 1] in "和与及"  # by a word of its own that names an action: 自然资源和规划局
    match = _BODY.match(text, who.start, who.end) or (broken_off and _LONGER.match(text, who.start))
    return Span(who.start, match.end()) if match else who


def find_results(text: str, clauses: list[Span]) -> list[Span]:
    """The clauses by which one will see that it was done: a result word, else a quantity."""
    told = [clause for clause in clauses if _result().search(text, clause.start, clause.end)]
    return told or [clause for clause in clauses if QUANTITY.search(_times().sub("", clause.of(text)))]


def clauses_of(text: str, span: Span) -> Iterator[Span]:
    """The stretches between commas."""
    for match in _CLAUSE.finditer(text, span.start, span.end):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        if start < match.end():
            yield Span(start, match.end())


@cache
def _times() -> re.Pattern[str]:
    times = "|".join(f"(?:{time})" for time in _TIMES)
    return re.compile(times.replace("SEASON", any_of("commitment_cues", "season")))


@cache
def _result() -> re.Pattern[str]:
    return re.compile(any_of("commitment_cues", "result"))


@cache
def _partners() -> tuple[re.Pattern[str], ...]:
    action, together = any_of("commitment_cues", "action"), any_of("commitment_cues", "together")
    return tuple(re.compile(pattern.replace("ACTION", action).replace("TOGETHER", together)) for pattern in _PARTNERS)
