"""Finds indicators in the prose of goals sections: 到2025年，覆盖率由2020年的80%提高到95%."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from luoshi.engine.deadlines import find_deadlines
from luoshi.engine.document import Span
from luoshi.engine.findings import Indicator, IndicatorValue
from luoshi.engine.lexicon import any_of
from luoshi.engine.numerals import ARABIC_SCALED, read_number
from luoshi.engine.targets import find_targets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from luoshi.engine.findings import Target
    from luoshi.engine.timeframe import TimeFrame

_SHORTEST_SENTENCE = 10
_REACH = 60
_GOVERNS = frozenset({"due.until", "due.five_years", "due.range"})
_BORDER = re.compile(r"[，,。；;：:！？!?]|——|--")
_LEAD_IN = re.compile(
    "(?:力争|争取|确保|预计|计划|其中|并|且|使|要|以及|同时|和|至|到|在|基本|[、—-]"
    '|[“"]?十[二三四五六七八]五[”"]?(?:期间|期?末|时期)|(?:到|至)?20[0-9]{2}年[底末前]?)'
)
_LEAD_OUT = re.compile("(?:总体|分别|平均|(?<![年人户])均|都|要|将|力争|达到|达)$")
_BASELINE = re.compile(
    rf"(?:由|从)(?:目前|现在|原来)?(?:(?P<year>20[0-9]{{2}})年[底末]?)?的?"
    rf"(?P<words>(?P<value>{ARABIC_SCALED}){any_of('target_units')}?)$"
)
_BASELINE_BEHIND = re.compile(
    rf"[（(](?:(?P<year>20[0-9]{{2}})年[底末]?|目前|现状|基期|基准)值?[为是:：](?P<words>(?P<value>{ARABIC_SCALED}){any_of('target_units')}?)[，,；;）)]"
)
"""（2023年为48%）: what it was, behind what it is to be."""
_BEHIND = re.compile(
    r"(?:以上|左右|以内)?的?(?P<words>(?![、和及与])[^，,。；;：:！？!?\n（()）]{1,40}?)(?:[、和及与][约近]?[0-9]|$|[，,。；;：:！？!?\n（()）])"
)
_LAST_ITEM = re.compile("[0-9][^、和及]*[、和及](?P<words>[^0-9]*)$")
_NUMBER_ON = re.compile("(?:[0-9百〇零一二两三四五六七八九十千]).*$")
_CHANGES = re.compile(f"{any_of('target_changes', 'both')}$")


def find_prose_indicators(text: str, paragraphs: Sequence[Span], goals: Span, frame: TimeFrame) -> Iterator[Indicator]:
    """The targets of one goals section as indicators, each with the year that governs it and its baseline if told.

    `paragraphs` are those of the whole document, in order.
    """
    year = frame.plan_to
    first = bisect_right(paragraphs, goals.start, key=lambda span: span.end)
    for paragraph in paragraphs[first : bisect_left(paragraphs, goals.end, key=lambda span: span.start)]:
        place = Span(max(paragraph.start, goals.start), min(paragraph.end, goals.end))
        if place.end - place.start < _SHORTEST_SENTENCE:
            continue
        governing = [found for found in find_deadlines(text, place, frame) if found.rule in _GOVERNS]
        name = ""
        for target in find_targets(text, place, frame):
            before = bisect_right(governing, target.span.start, key=lambda found: found.span.end)
            told = target.due_on or (governing[before - 1].due_on if before else None)
            name = _name(text, place, target) or name
            if name:
                yield _indicator(text, place, target, name, told.year if told else year)
        year = governing[-1].due_on.year if governing else year


def _indicator(text: str, place: Span, target: Target, name: str, year: int | None) -> Indicator:
    before = _clause_before(text, place, target)
    baseline = _BASELINE.search(before)
    return Indicator(
        name=name,
        unit=target.unit,
        span=Span(max(place.start, target.span.start - len(before)), target.span.end),
        rule="indicator.prose",
        baseline=_baseline(text, target, baseline) if baseline else _baseline_behind(text, place, target),
        targets=(IndicatorValue(target.text, target.span, target.value, target.comparator, year),),
    )


def _baseline(text: str, target: Target, found: re.Match[str]) -> IndicatorValue:
    at = text.rfind(found["words"], max(0, target.span.start - _REACH), target.span.start)
    span = Span(at, at + len(found["words"])) if at >= 0 else target.span
    return IndicatorValue(
        found["words"], span, read_number(found["value"]), year=int(found["year"]) if found["year"] else None
    )


def _baseline_behind(text: str, place: Span, target: Target) -> IndicatorValue | None:
    found = _BASELINE_BEHIND.match(text, target.span.end, min(place.end, target.span.end + _REACH))
    if found is None:
        return None
    year = int(found["year"]) if found["year"] else None
    return IndicatorValue(found["words"], Span(*found.span("words")), read_number(found["value"]), year=year)


def _clause_before(text: str, place: Span, target: Target) -> str:
    raw = text[max(place.start, target.span.start - _REACH) : target.span.start]
    words = "".join(raw.split())
    borders = [match.end() for match in _BORDER.finditer(words)]
    words = words[borders[-1] if borders else 0 :]
    opens = words.rfind("（")
    return words[opens + 1 :] if opens > words.rfind("）") else words


def _name(text: str, place: Span, target: Target) -> str:
    """What is measured: the words before the value (覆盖率), or what is made, before it or behind (建成泵站)."""
    before = _clause_before(text, place, target)
    behind = _BEHIND.match("".join(text[target.span.end : min(place.end, target.span.end + _REACH)].split()))
    cue = _NUMBER_ON.sub("", "".join(target.text.split()))
    if item := _LAST_ITEM.search(before):
        return item["words"] or (behind["words"] if behind else "")
    subject = _subject(_BASELINE.sub("", before))
    if target.rule in {"target.moved_to", "target.compared", "target.rate"} and subject:
        return subject
    if _CHANGES.search(cue) and subject:
        return subject + cue
    return subject + cue + (behind["words"] if behind else "") if behind or subject else ""


def _subject(words: str) -> str:
    while lead := _LEAD_IN.match(words):
        words = words[lead.end() :]
    while out := _LEAD_OUT.search(words):
        words = words[: out.start()]
    return words
