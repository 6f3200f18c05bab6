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
_OWN = r"(?:我们(?!党|国|省|市的|国家|中国|的)|我(?![国省市县党军]|们|的)|本人|笔者)"
_MATTER = re.compile(r"把[^，。；]{2,24}|给[^，。；]{2,12}|为[^，。；]{2,16}(?:装|配|建|办|送|发)")
_OWN_ACT = re.compile(rf"(?:^|[，：；]|[里前起]){_OWN}")
_CUSTOM = re.compile(r"一律|不再|凡是|每逢|回去就|立即|立刻|马上|着手|都不|一件一件|一户一户|逐[一-鿿]")
_DONE = re.compile(r"[一-鿿]了[一-鿿\d]|过(?=[，。；])")
_OBJECT = re.compile(r"把[^，。；]{0,24}?的")
"""What is done with something of old is not of old: 把去年积压的信访件."""
_TAKES = re.compile(
    r"我们?将(?=这|那|文件|课|书|老师|所|今天|自己)[^，。；]{1,20}(?:归纳|概括|归结|抄|记|写)(?:为|成|作|在|到|了)"
)
"""将 that stands for 把."""
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，,、]|[（(]?[一二三四五六七八九十\d]{1,2}[)）.、．]|首先|其次|再次|最后)[，,]?"
)
_THEY_SAY = re.compile(
    r"^.{0,24}?(?:强调|指出|提出|要求|规定|明确|谈到|介绍|告诉|写道|决定|宣布)[^，。]{0,4}[，：:]|^.{0,12}(?:方案|意见|通知|章程|报告|文件)(?:提出|明确|规定|要求)|^[^我，。]{1,12}[说讲](?:他|她)"
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
    acting = bool(_cue("action").search(words))
    modal = _modal_weight(plain, planned=sentence.planned, timed=timed or bool(_CUSTOM.search(words)))
    if modal:
        yield modal
    cues = (
        ("time_to_come", bool(_start().search(plain[:14])), 1.5),
        ("when", timed, 1.0),
        ("custom", bool(_CUSTOM.search(words)), 1.0),
        ("quantity", counted, 1.0),
        ("action", acting, 1.0),
        ("matter", bool(_MATTER.search(words)), 0.5),
    )
    yield from (_Weight(rule, weight) for rule, there, weight in cues if there)
    if not modal and not cues[0][1]:
        yield _Weight("nobody_means_to", -1.5)
    if not (acting or counted or timed or _CUSTOM.search(words)):
        yield _Weight("nothing_definite", -0.5 if modal and modal.rule == "own_modal" else -1.5)


def _modal_weight(plain: str, *, planned: bool, timed: bool) -> _Weight | None:
    """Who means to: 我将 most, 我要 and a bare 将 less, least a place under a heading such as 下一步打算."""
    if _pledge().search(plain) or _own("modal").search(plain):
        return _Weight("own_modal", 3.5)
    if _own("weak").search(plain):
        return _Weight("own_weak_modal", 3.0)
    if timed and _OWN_ACT.search(plain) and not _DONE.search(plain):
        return _Weight("own_future", 2.0)
    if _modal_start().search(plain):
        return _Weight("modal", 2.0)
    return _Weight("heading", 1.0) if planned else None


def _against(words: str) -> Iterator[_Weight]:
    """What speaks against it."""
    pledged = bool(_pledge().search(words)) and "：" in words
    told = {"past": "" if pledged else _before_modal(_OBJECT.sub("把", words))}
    for kind, weight in _AGAINST.items():
        if _against_cue(kind).search(told.get(kind, words)):
            yield _Weight(kind, weight)
    if _TAKES.search(words):
        yield _Weight("takes", -4.0)
    if _other_start().search(words) and not re.search(_OWN, words[:6]):
        yield _Weight("other_subject", -4.0)
    if _THEY_SAY.search(words) and not re.match(rf".{{0,12}}{_OWN}", words):
        yield _Weight("words_of_others", -5.0)
    if words.rstrip("”’")[-1:] in "？?":
        yield _Weight("question", -4.0)


def _before_modal(words: str) -> str:
    """The sentence as far as 我将, as what follows is still to come; the whole where nobody says so."""
    modal = _own("modal").search(words)
    return words[: modal.end()] if modal else words


_AGAINST = {"wish": -5.0, "insight": -3.5, "past": -4.0, "doubt": -3.0, "attitude": -3.0}


def _what(text: str, clauses: list[Span]) -> Span:
    """The clause that says what is to be done: the first with an action, from its modal on."""
    acting = [clause for clause in clauses if _cue("action").search(text, clause.start, clause.end)]
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
def _own(kind: str) -> re.Pattern[str]:
    modal = any_of("commitment_cues", kind)
    return re.compile(rf"{_OWN}[^，。；：]{{0,10}}?(?<![需重信]){modal}(?!求|点|素|领|议|了|信将)")


@cache
def _pledge() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[，：；]|{_OWN}[^，。；]{{0,12}}?){any_of('commitment_cues', 'pledge')}")


@cache
def _modal_start() -> re.Pattern[str]:
    modal = rf"(?:{any_of('commitment_cues', 'modal')}|{any_of('commitment_cues', 'weak')})"
    return re.compile(rf"(?:^|[，：]){modal}(?!求|点|素|坚持|强化|进一步|加强|切实|像|学会|坚决|议|上的?|有)")


@cache
def _start() -> re.Pattern[str]:
    begins = r"^就?从.{1,6}(?:起|开始)|^回(?!想|顾|忆|首|望|答)[^，]{0,6}后"
    return re.compile(rf"{begins}|{any_of('commitment_cues', 'start')}")


@cache
def _other_start() -> re.Pattern[str]:
    return re.compile(rf"^[^，将拟对把为在向给]{{0,6}}?{any_of('commitment_cues', 'other')}|^.{{2,8}}部门")


@cache
def _what_start() -> re.Pattern[str]:
    modal = rf"(?:{any_of('commitment_cues', 'modal')}|{any_of('commitment_cues', 'weak')})"
    # 会 of 会同 and 要 of 要求 mean nothing of the kind.
    return re.compile(rf"[^，。；：]{{0,12}}?{modal}(?:(?<!会)|(?!同))(?:(?<!要)|(?!求|点|素|领))")
