"""Finds statements that work goes on without end (持续推进) or comes round in a fixed period (每季度)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.findings import TimeWord
from luoshi.engine.lexicon import any_of, load_table, load_words
from luoshi.engine.plain import Plain, find_stretches, plain

if TYPE_CHECKING:
    from luoshi.engine.document import Span

_VERB = any_of("ongoing", "verb")
_SPAN = any_of("ongoing", "span")
# A time annotation stands for itself, between the borders of a statement: 持续推进 has no object there.
_OPENS = re.compile(r"(?:^|[，,。;:(\[〔\n|/]|并|且|及|后|年|前|底|年起|今后|立行立改|即日起|属于?|为)$")
_OPENS_NOTE = re.compile(r"(?:^|[:(\[〔\n|/]|[年月底前内成效改起]，|改、|并|且|后|每年|前|底|年内)$")
_SHUTS = re.compile(r"(?:下去|到位)?(?:$|[。;)\]〕\n|/]|、?(?:责任|牵头))")
_SHUTS_NOTE = re.compile("(?:下去|到位)?[，,、]")
_GOES_ON = re.compile("|".join((*load_words("ongoing", "span"), *load_words("ongoing", "alone"))))
_ONGOING = re.compile(
    f"(?=[持长常始一久逐])(?:{_SPAN}(?P<verb>(?:深入|加力|稳步|有序|扎实|滚动|全面|接续)?{_VERB})?"
    f"|(?P<alone>{any_of('ongoing', 'alone')}))"
)
_DAY = re.compile(
    r"(?:的?(?:首月|末月|第[一二三]个?月|首日|(?:1[0-2]|[1-9])月(?:份|底前?)?))?(?:[上中下]旬)?(?:[0-3]?[0-9][日号])?(?:(?:之|以)?前|底前?|末)?"
)
"""The day within the period that stands behind it: 每季度首月10日前, 每月25日前."""
_LASTING = ("推进", "实施", "坚持", "执行", "不懈", "贯之")
# The first character is looked at before all patterns: most characters begin none.
_PERIODS = "|".join(f"(?P<r{i}>{row[0]})" for i, row in enumerate(load_table("recurrence"), start=1))
_RECURRING = re.compile(f"(?=[每逢按分逐一半两二三四五双季月周旬日年学])(?:{_PERIODS})")
_ROUND_SIGNS = re.compile("[每按逐月季周旬年半]")
_NAMES = re.compile("《[^《》\n]{1,80}》")
# What an eye sees as a rate, a standard, or work without end is no period of work.
_NO_PERIOD_AFTER = re.compile(
    "(?:持续|长期)(?:推进|实施|坚持)|的(?:形象进度|进度|进展)|[0-9.]{1,12}[万亿]?元|[^，。;]{0,4}(?:不超过|不高于)?[0-9.]{1,12}[万亿]?元"
    "|[0-9一二三四五六七八九十]{1,3}个?小时|(?:至少|不少于|不超过)?[0-9一二两三四五六]{1,2}个?[课学]时|人次?均|[户人亩名位学]"
)
_NO_PERIOD_BEFORE = re.compile("(?:标准|按照?|(?<!负责)(?<!责任)人|户|亩)$")


def find_ongoing(text: str, span: Span) -> tuple[TimeWord, ...]:
    """The time annotations within `span` that say the work goes on: 持续推进, 长期坚持, 6月底取得成效并持续推进."""
    window = plain(text, span)
    if not _GOES_ON.search(window.text):
        return ()
    return tuple(
        _word(text, window, match.span(), "going.alone" if match["alone"] else "going.on")
        for match in _ONGOING.finditer(window.text)
        if _stands_alone(window.text, match)
    )


def find_recurring(text: str, span: Span) -> tuple[TimeWord, ...]:
    """The fixed periods within `span` in which work comes round: 每年, 每季度首月, 按月通报; not 每月1000元."""
    window = plain(text, span)
    if not _ROUND_SIGNS.search(window.text):
        return ()
    periods = [match for match in _RECURRING.finditer(window.text) if _is_period(window.text, match)]
    if not periods:
        return ()
    names = find_stretches(_NAMES, window.text)
    return tuple(
        _word(text, window, _with_day(window.text, match), f"round.{str(match.lastgroup)[1:]}")
        for match in periods
        if not names.hold(match.start(), match.end())
    )


def _with_day(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Where the period begins and where its day ends, if one is told."""
    day = _DAY.match(text, match.end())
    return match.start(), day.end() if day and text.startswith("每", match.start()) else match.end()


def _word(text: str, window: Plain, place_in_window: tuple[int, int], rule: str) -> TimeWord:
    place = window.span(*place_in_window)
    return TimeWord(place.of(text), place, rule)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether the words are a statement of their own; in prose only the plainest are (…，长期坚持。)."""
    before = text[max(0, match.start() - 4) : match.start()]
    verb = match["verb"] or match["alone"]
    if _OPENS_NOTE.search(before):
        goes_on = verb is not None or before.endswith(("(", ":"))
        return bool(_SHUTS.match(text, match.end()) or (goes_on and _SHUTS_NOTE.match(text, match.end())))
    is_plain = verb is not None and verb.endswith(_LASTING)
    return is_plain and bool(_OPENS.search(before)) and bool(_SHUTS.match(text, match.end()))


def _is_period(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 3) : match.start()]
    return not _NO_PERIOD_AFTER.match(text, match.end()) and not _NO_PERIOD_BEFORE.search(before)
