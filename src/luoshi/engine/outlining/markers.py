"""Recognises the number or sign that a clause begins with (GB/T 9704: 一、 → （一） → 1. → （1）, and the rest)."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from luoshi.engine.clauses import ClauseKind

_CN = "一二三四五六七八九十百"
_CN_VALUE = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_WIDE_DIGIT = re.compile("[０-９]")


class Style(IntEnum):
    """The ways of numbering, from the outermost to the innermost as offices nest them."""

    VOLUME = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    CHINESE = 5
    CHINESE_BRACKETED = 6
    ARABIC = 7
    DECIMAL = 8
    ARABIC_BRACKETED = 9
    ARABIC_HALF_BRACKETED = 10
    CIRCLED = 11
    LETTER = 12
    WORD = 13
    DASH = 14


BOX = Style.ARABIC
"""A 专栏 stands where an item 1. would stand: beside the items of its section."""


class Marker(NamedTuple):
    """A recognised marker: what is printed in a path, how it counts, and how many characters it takes."""

    style: Style
    kind: ClauseKind
    printed: str
    number: int
    length: int
    rule: str


_N = ClauseKind.NUMBERED
_AFTER = r"[\s、：:]*"
_COUNT = rf"(?P<n>[{_CN}零〇\d]{{1,6}})"
_BRACKETED = rf"([（(﹙]\s?(?P<n>[{_CN}]{{1,5}})\s?[）)﹚])[、．.]?\s*"
_DATED = r"(?=(?:19|20)\d{2}\s?年|\d{1,2}\s?月|\d{4,}|\d{3}[\u4e00-\u9fff](?<![万亿千百倍元米吨亩]))"
"""1.2026年底前…, 3.110联动…: the number of an item and a date or a name, no decimal number."""
_MATTER = (
    r"((?:整改|反馈|突出|存在|主要|共性|个性)?(?:问题|事项)\s?"
    rf"(?P<n>\d{{1,2}}|[{_CN}]{{1,3}}))\s?[:：、.．]\s*"
)
"""问题一：, 整改事项二：: what a plan of rectification counts."""
_TASK = (
    r"(?:[★☆●■◆]\s?)?((?:重点|主要|专项|具体|核心|攻坚|工作)?(?:任务|行动|工程|举措|措施|项目|专项行动|计划)\s?"
    rf"(?P<n>\d{{1,2}}|[{_CN}]{{1,3}}))(?:\s?[、：:.．]\s*|[\s\u3000]+|$)"
)
_ARTICLE = rf"(第{_COUNT}条(?:之[{_CN}]{{1,2}})?)(?![第款项所规的中、和及与]){_AFTER}"
_PATTERNS: tuple[tuple[str, Style, ClauseKind, re.Pattern[str]], ...] = tuple(
    (rule, style, kind, re.compile(pattern))
    for rule, style, kind, pattern in (
        ("marker.volume", Style.VOLUME, _N, rf"(第{_COUNT}(?:编|部分|篇)){_AFTER}"),
        ("marker.chapter", Style.CHAPTER, _N, rf"(第{_COUNT}章){_AFTER}"),
        ("marker.section", Style.SECTION, _N, rf"(第{_COUNT}节){_AFTER}"),
        ("marker.article", Style.ARTICLE, _N, _ARTICLE),
        ("marker.box", BOX, ClauseKind.BOX, rf"(专栏\s?(?P<n>\d{{1,3}}|[{_CN}]{{1,4}}))[\s、：:.．]*"),
        ("marker.task", Style.CHINESE_BRACKETED, _N, _TASK),
        ("marker.matter", Style.CHINESE_BRACKETED, _N, _MATTER),
        ("marker.chinese", Style.CHINESE, _N, rf"((?P<n>[{_CN}]{{1,5}}))\s?[、．.]\s*"),
        (
            "marker.chinese_bracketed",
            Style.CHINESE_BRACKETED,
            _N,
            rf"([（(﹙]\s?(?P<n>[{_CN}]{{1,5}})\s?[）)﹚])[、．.]?\s*",
        ),
        ("marker.arabic", Style.ARABIC, _N, rf"((?P<n>\d{{1,3}}))\s?[.．﹒]{_DATED}\s*"),
        (
            "marker.decimal",
            Style.DECIMAL,
            _N,
            r"((?P<n>\d{1,2}(?:[.．]\d{1,2}){1,3}))(?:[.．、]?\s+(?=\d{1,4}[年月])|(?:[.．、]?\s+|[.．、]?)(?=[^\d\s%％.．~～至到年月日—万亿千倍元米吨亩-]))",
        ),
        (
            "marker.arabic",
            Style.ARABIC,
            _N,
            r"((?P<n>\d{1,3}))\s?(?:[.．﹒](?![\d０-９])|、|。(?=[\u4e00-\u9fff“《]))\s*",
        ),
        ("marker.arabic_bracketed", Style.ARABIC_BRACKETED, _N, r"([（(﹙]\s?(?P<n>\d{1,3})\s?[）)﹚])[、．.]?\s*"),
        ("marker.arabic_half", Style.ARABIC_HALF_BRACKETED, _N, r"((?P<n>\d{1,3}))\s?[)）]\s*"),
        ("marker.circled", Style.CIRCLED, _N, r"((?P<n>[①-⑳㉑-㉟㊱-㊿❶-❿⓫-⓴]))[、．.]?\s*"),
        ("marker.enclosed", Style.CHINESE_BRACKETED, _N, r"((?P<n>[㈠-㈩]))[、．.]?\s*"),
        ("marker.bracket_digit", Style.ARABIC_BRACKETED, _N, r"((?P<n>[⑴-⒇]))[、．.]?\s*"),
        ("marker.full_stop_digit", Style.ARABIC, _N, r"((?P<n>[⒈-⒛]))[、．.]?\s*"),
        ("marker.letter", Style.LETTER, _N, r"((?P<n>[A-Za-z]))[、．.)）](?=\s?[\u4e00-\u9fff])\s*"),
        (
            "marker.word",
            Style.WORD,
            ClauseKind.WORD,
            r"((?P<n>[一二三四五六七八九十]{1,2})是|首先|其次|再次|最后)[，,]?(?=.)",
        ),
        (
            "marker.dash",
            Style.DASH,
            ClauseKind.DASH,
            r"(——|--|[-*+](?=\s)|[—－–•●■◆▪·])\s*(?=[\u4e00-\u9fff“《A-Za-z])",
        ),
    )
)
_OF_DIGITS = frozenset({"marker.arabic", "marker.decimal", "marker.arabic_half"})
_OF_BRACKETS = frozenset({"marker.chinese_bracketed", "marker.arabic_bracketed"})
_FIRST = frozenset(
    "第专任行工举措项重主具核攻计问整反突存共个事一二三四五六七八九十百（(﹙首其再最★☆—－–•●■◆▪·-*+"
) | frozenset("0123456789０１２３４５６７８９")
_ENCLOSED = re.compile(r"[①-⒛㈠-㈩㉑-㉟㊱-㊿❶-❿⓫-⓴A-Za-z]")


def parse_marker(line: str) -> Marker | None:
    """The marker at the very beginning of `line` (leading white space already gone), or None."""
    if not line or not (line[0] in _FIRST or _ENCLOSED.match(line)):
        return None
    head = line[:24]
    if _WIDE_DIGIT.search(head):
        head = head.translate(WIDE_DIGITS)
    for rule, style, kind, pattern in _patterns_for(head[0]):
        found = pattern.match(head)
        if found:
            printed, *number = found.groups()  # a dash has no number
            return Marker(style, kind, _printed(printed), _number(number[0] if number else None), found.end(), rule)
    return None


@cache
def _patterns_for(first: str) -> tuple[tuple[str, Style, ClauseKind, re.Pattern[str]], ...]:
    """The patterns that may match a line that begins with this character; brackets and digits begin few of them."""
    if first.isascii() and first.isdigit():
        return tuple(entry for entry in _PATTERNS if entry[0] in _OF_DIGITS)
    if first in "（(﹙":
        return tuple(entry for entry in _PATTERNS if entry[0] in _OF_BRACKETS)
    return tuple(entry for entry in _PATTERNS if entry[0] not in _OF_DIGITS | _OF_BRACKETS)


def _printed(marker: str) -> str:
    """Brackets as ( ), no white space: the form that stands in a path."""
    return "".join(marker.split()).replace("（", "(").replace("）", ")").replace("﹙", "(").replace("﹚", ")")


def _number(text: str | None) -> int:
    """The value of a printed number; 0 where there is none. Of 2.1.3 the last part counts."""
    if not text:
        return 0
    if text[0].isdigit() and text[0].isascii():
        return int(text.replace("．", ".").rpartition(".")[2])
    if text in _CN_VALUE or text[0] in "一二三四五六七八九十百零〇":
        return chinese_number(text)
    return int(_enclosed_value(text))


def _enclosed_value(char: str) -> int:
    value = unicodedata.numeric(char, 0)
    return int(value) if value else ord(char.lower()) - ord("a") + 1


def chinese_number(text: str) -> int:
    """The value of a Chinese count below one thousand (二十三 → 23, 一百零五 → 105); positional 二〇 → 20."""
    if not any(unit in text for unit in "十百"):
        return int("".join(str(_CN_VALUE.get(char, 0)) for char in text) or "0")
    total = digit = 0
    for char in text:
        if char in _CN_VALUE:
            digit = _CN_VALUE[char]
        elif char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
    return total + digit
