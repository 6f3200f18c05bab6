"""Tells which measures speak of an indicator, and which values of it a report tells.

Offers only: that a measure serves an indicator, and that a value counts, is said by a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.amounts import find_amounts
from luoshi.engine.document import Span
from luoshi.engine.linking.phrases import shared_phrases
from luoshi.engine.plain import plain
from luoshi.engine.quotations.folding import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.amounts import Amount
    from luoshi.engine.plain import Plain

_NAMED = 0.6
"""From this share of an indicator's pairs of characters on, a text speaks of it."""
_TERM = 5
_WITH_QUANTITY = 3
"""Characters of a name that must stand in a text that has the same number: 100% alone says nothing."""
_SCALES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8}
_SCALED = re.compile(r"(百万|千万|[百千万亿]?)(.*)", re.DOTALL)
_SENTENCE = re.compile(r"[^。；;！？!?\n]+")
_WISHED = re.compile(r"目标|计划|力争|预计|预期|争取|确保|要求|拟|将|(?<!年)底前|到20\d\d年")
_CHANGE = re.compile(r"(?:提高|增加|增长|上升|下降|减少|降低|净增|多|少)了?约?$")
_CLAUSE = re.compile(r"[，,、：:]")
_SAME = 1e-9

EXAMPLES = {
    "serving.named": ("农村自来水普及率", "延伸供水管网，农村自来水普及率达到94%。"),
    "serving.term": ("高标准农田累计建成面积", "新建高标准农田8万亩。"),
    "serving.quantity": ("高考设站学校覆盖率", "设站学校都配备校医，覆盖面达到92%。"),
}
"""By rule an indicator's name and words that it offers."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is known of an indicator: its name, its unit as printed, the numbers it is to reach in that unit."""

    name: str
    unit: str = ""
    values: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a measure may serve an indicator: the words or the amount that both have, and where they stand."""

    words: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A value that a report tells of an indicator, as printed, with its sentence."""

    text: str
    span: Span
    sentence: Span
    rule: str = "serving.reached"


def find_grounds(text: str, goal: Goal) -> tuple[Ground, ...]:
    """Why the measure `text` may serve the indicator: its name, a long term of it, or its number; empty for nothing."""
    return tuple(_grounds(text, goal))


def find_reached(text: str, goal: Goal) -> tuple[Reached, ...]:
    """The values of the indicator that a report tells, in its order: after its name, in its unit, no wish or change."""
    window = plain(text, Span(0, len(text)))
    found = (_reached_in(text, window, match.start(), match.end(), goal) for match in _SENTENCE.finditer(window.text))
    return tuple(one for one in found if one is not None)


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters that count as words."""
    words = words_of(text).text
    return frozenset(words[at : at + 2] for at in range(len(words) - 1))


def _grounds(text: str, goal: Goal) -> Iterator[Ground]:
    wanted = pairs_of(goal.name)
    phrases = shared_phrases(goal.name, text).words
    if not wanted or not phrases:
        return
    longest = phrases[0]
    if len(wanted & pairs_of(text)) >= _NAMED * len(wanted):
        yield _ground(text, longest, "serving.named")
    elif len(longest) >= _TERM:
        yield _ground(text, longest, "serving.term")
    if len(longest) >= _WITH_QUANTITY:
        window = plain(text, Span(0, len(text)))
        same = next((amount for amount in find_amounts(window.text) if _has_value(amount, goal)), None)
        if same is not None:
            span = window.span(same.start, same.end)
            yield Ground(span.of(text), span, "serving.quantity")


def _ground(text: str, words: str, rule: str) -> Ground:
    folded = words_of(text)
    at = folded.text.find(words)
    span = Span(int(folded.offsets[at]), int(folded.offsets[at + len(words) - 1]) + 1)
    return Ground(span.of(text), span, rule)


def _reached_in(text: str, window: Plain, start: int, end: int, goal: Goal) -> Reached | None:
    """The first amount of a sentence that is in the unit of the indicator and stands after its name."""
    wanted = pairs_of(goal.name)
    sentence = window.text[start:end]
    for amount in find_amounts(sentence):
        before = sentence[: amount.start]
        named = len(wanted & pairs_of(before)) >= _NAMED * max(len(wanted), 1)
        if named and _same_unit(amount.unit, goal.unit) and _is_told(_CLAUSE.split(before)[-1]):
            span = window.span(start + amount.start, start + amount.end)
            return Reached(span.of(text), span, window.span(start, end))
    return None


def _is_told(before: str) -> bool:
    """Whether the words before an amount in its clause tell what is there: no wish, and not by how much it changed."""
    return not _WISHED.search(before) and not _CHANGE.search(before)


def _has_value(amount: Amount, goal: Goal) -> bool:
    scale, base = _parted(goal.unit)
    mine, unit = _parted(amount.unit)
    same = any(
        abs(amount.value * mine - value * scale) <= _SAME * max(1.0, abs(value * scale)) for value in goal.values
    )
    return same and unit == base and bool(base)


def _same_unit(one: str, other: str) -> bool:
    return bool(one) and _parted(one)[1] == _parted(other)[1]


def _parted(unit: str) -> tuple[float, str]:
    """万亩 → (10 000, 亩): what is counted, and in which lots."""
    match = _SCALED.fullmatch(unit.strip().replace("％", "%"))
    lots, base = (match[1], match[2]) if match else ("", unit)
    return (_SCALES[lots], base) if base else (1.0, lots)
