"""Weighs every sentence of a reflection: who speaks, of what time, and whether anything definite is to be done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from luoshi.engine.commitments.parts import QUANTITY, clauses_of, find_partners, find_results, find_times
from luoshi.engine.commitments.report import Commitment
from luoshi.engine.commitments.sentences import Sentence, sentences_of
from luoshi.engine.lexicon import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from luoshi.engine.document import Span

ENOUGH = 3.0
"""What the cues of a sentence must weigh together to be offered."""
_CERTAIN = 8.0
_OWN = r"(?:我们?|本人|笔者|我[局县市镇乡村校院所科组处区部司厅])"
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，,、]|[（(]?[一二三四五六七八九十\d]{1,2}[)）.、．]|首先|其次|再次|最后)[，,]?"
)
_THEY_SAY = re.compile(
    r"^.{0,24}?(?:强调|指出|提出|要求|规定|明确|谈到|介绍|告诉|写道)[^，。]{0,4}[，：:]|^.{0,12}(?:方案|意见|通知|章程|报告|文件)(?:提出|明确|规定|要求)"
)


@dataclass(frozen=True, slots=True)
class _Weight:
    rule: str
    weight: float


def find_commitments(text: str, *, omitted: Sequence[Span] = ()) -> tuple[Commitment, ...]:
    """The sentences of intent in a reflection, in the order of the text.

    Sentences that lie in `omitted` spans for the greater part (`QuotationReport.spans`) are words of others.
    """
    found = []
    for sentence in sentences_of(text):
        if _omitted_share(sentence.span, omitted) <= 0.5:
            commitment = _weighed(text, sentence)
            if commitment:
                found.append(commitment)
    return tuple(found)


def _weighed(text: str, sentence: Sentence) -> Commitment | None:
    words = sentence.span.of(text)
    times = find_times(text, sentence.span)
    weights = [*_for(words, sentence, timed=bool(times)), *_against(words)]
    total = sum(weight.weight for weight in weights)
    if total < ENOUGH:
        return None
    clauses = list(clauses_of(text, sentence.span))
    return Commitment(
        text=words,
        span=sentence.span,
        what=_what(text, clauses),
        by_when=tuple(times),
        with_whom=tuple(find_partners(text, sentence.span)),
        how_seen=tuple(find_results(text, clauses)),
        rules=tuple(weight.rule for weight in weights if weight.weight > 0),
        confidence=min(1.0, round(total / _CERTAIN, 2)),
    )


def _for(words: str, sentence: Sentence, *, timed: bool) -> Iterator[_Weight]:
    """What speaks for intent."""
    plain = _NUMBERING.sub("", words)
    counted = bool(QUANTITY.search(words))
    acting = bool(_action().search(words))
    yield from _modal_weight(plain, planned=sentence.planned)
    cues = (
        ("time_to_come", bool(_start().search(plain[:14])), 1.5),
        ("when", timed, 1.0),
        ("quantity", counted, 1.0),
        ("action", acting, 1.0),
        ("nothing_definite", not (acting or counted or timed), -1.5),
    )
    yield from (_Weight(rule, weight) for rule, there, weight in cues if there)


def _modal_weight(plain: str, *, planned: bool) -> Iterator[_Weight]:
    """Who means to: 我将 most, a bare 将 or 准备 less, least a place under a heading such as 下一步打算."""
    if _own_modal().search(plain):
        yield _Weight("own_modal", 3.0)
    elif _modal_start().search(plain):
        yield _Weight("modal", 2.0)
    elif planned:
        yield _Weight("heading", 1.0)


def _against(words: str) -> Iterator[_Weight]:
    """What speaks against it."""
    for kind, weight in _AGAINST.items():
        if _against_cue(kind).search(words):
            yield _Weight(kind, weight)
    if _other_start().search(words) and not re.search(_OWN, words[:6]):
        yield _Weight("other_subject", -4.0)
    if _THEY_SAY.search(words) and not re.match(rf".{{0,12}}{_OWN}", words):
        yield _Weight("words_of_others", -5.0)
    if words.rstrip("”’")[-1:] in "？?":
        yield _Weight("question", -4.0)


_AGAINST = {"wish": -5.0, "insight": -3.5, "past": -4.0, "doubt": -3.0, "attitude": -3.0}


def _what(text: str, clauses: list[Span]) -> Span:
    """The clause that says what is to be done: the first with an action, from its modal on."""
    acting = [clause for clause in clauses if _action().search(text, clause.start, clause.end)]
    clause = acting[0] if acting else max(clauses, key=len)
    modal = _what_start().match(text, clause.start, clause.end)
    return type(clause)(modal.end(), clause.end) if modal and modal.end() < clause.end else clause


def _omitted_share(span: Span, omitted: Sequence[Span]) -> float:
    covered = sum(max(0, min(span.end, one.end) - max(span.start, one.start)) for one in omitted)
    return covered / max(len(span), 1)


@cache
def _cue(kind: str) -> re.Pattern[str]:
    return re.compile(any_of("commitment_cues", kind))


@cache
def _against_cue(kind: str) -> re.Pattern[str]:
    """A wish counts at the start of a clause only: 写一份建议 is none."""
    words = any_of("commitment_cues", kind)
    return re.compile(rf"(?:^|[，：])[^，。]{{0,4}}?{words}" if kind == "wish" else words)


@cache
def _own_modal() -> re.Pattern[str]:
    modal = any_of("commitment_cues", "modal")
    return re.compile(rf"{_OWN}[^，。；：]{{0,10}}?(?<!需)(?<!重){modal}(?!求|点|素|领|议|了)")


@cache
def _modal_start() -> re.Pattern[str]:
    modal = any_of("commitment_cues", "modal")
    return re.compile(rf"(?:^|[，：]){modal}(?!求|点|素|坚持|强化|进一步|加强|切实|像|学会|坚决|议|上的?|有)")


@cache
def _start() -> re.Pattern[str]:
    return _cue("start")


@cache
def _action() -> re.Pattern[str]:
    return _cue("action")


@cache
def _other_start() -> re.Pattern[str]:
    return re.compile(rf"^[^，将拟对把为在向给]{{0,6}}?{any_of('commitment_cues', 'other')}|^.{{2,8}}部门")


@cache
def _what_start() -> re.Pattern[str]:
    modal = any_of("commitment_cues", "modal")
    return re.compile(rf"[^，。；：]{{0,12}}?{modal}")
