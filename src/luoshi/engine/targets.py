"""Finds the numeric results that a measure is to reach: 新建10座泵站, 覆盖率达到90%以上, 时间压缩至3个工作日."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.amounts import Amount, find_amounts
from luoshi.engine.deadlines import find_deadlines
from luoshi.engine.findings import Comparator, Target
from luoshi.engine.lexicon import any_of, load_table
from luoshi.engine.plain import Plain, find_stretches, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from luoshi.engine.document import Span
    from luoshi.engine.findings import Deadline
    from luoshi.engine.timeframe import TimeFrame

_SIGNS = {(row[1], row[0]): Comparator(row[2]) for row in load_table("target_comparators")}
_VERBS = {row[0]: row[1] for row in load_table("target_verbs")}
_LONGEST_VERB = max(map(len, _VERBS))
_VERBS_BY_END: dict[str, list[tuple[str, str]]] = {}
for _verb in sorted(_VERBS, key=len, reverse=True):
    _VERBS_BY_END.setdefault(_verb[-1], []).append((_verb, _VERBS[_verb]))
_BY = any_of("target_changes", "both")
_REACH = 80  # characters looked at before and behind an amount
_SENTENCE = 400  # no sentence is longer
_DATES_BACK = 3  # dates looked at before a target
_SMALL = 10  # a smaller number in Chinese numerals is mostly part of a name: 三个清单

_WORDS_BEFORE = re.compile(any_of("target_comparators", "before"))
_WORD_BEHIND = re.compile(any_of("target_comparators", "after"))
_MOVED_TO = re.compile(
    f"(?:{_BY}|{any_of('target_changes', 'to')})(?:到|至|在|为)(?:{any_of('target_comparators', 'before')})?$"
)
_AT_LEAST = re.compile("(?:至少.{0,6}|不少于|不低于|不得少于|不得低于|最少)$")
_ITEM = re.compile("[一-鿿]{2,12}")  # 水闸 in 新建泵站10座，水闸20座
_BANDWIDTH = "兆"  # 万兆 and 千兆 are the only bare scales that are targets
_MOVED_BY = re.compile(f"{_BY}(?:{any_of('target_comparators', 'before')})?$")
_COMPARED = re.compile(f"{any_of('target_comparators', 'before')}$")
_FEW = 5  # a smaller count without a known verb is mostly a circumstance
_CIRCUMSTANCE = re.compile("对|按|以|从|在|为|因|由|经|向|与|和|会同|通过|属|若|如|每|当|自|凡|其")
_RULES_WORD = re.compile(
    "组成|不得|可以|应当|原则上|限报|限额|以内|不足|不满|超过|任期|专家组|评委|提交|一式|之一|以上的"
)
_DESCRIBED = re.compile(
    "(?:全长|总长|长度?|面积|占地|规模|投资|高度?|宽度?|容量|能力|直径|距离|半径)(?:约|近|超|超过|达|达到)?$"
)
_SHORTENED = re.compile("压缩|缩短|压减|控制|减少|缩减|降|精简|限时")
_RATE = re.compile("(?:率|占比|比重|比例|覆盖|满意度|占[^，。;]{0,10})(?:均|分别|要)?$")
_SUBJECT = re.compile(
    "(?:以上|左右)?的?[^，。;]{0,24}?(?:实现|达到|纳入|完成|建成|接入|通过|开通|覆盖|配备|进行|达标|全部|全面|基本)"
)
_BORDER = re.compile(r"[，,:(](?!其中)|[。;！？\n]")
_SENTENCE_BORDER = re.compile(r"[。;！？\n]")
_BRACKET = re.compile(r"\([^()]{0,60}\)")
_NAMES = re.compile('《[^《》\n]{1,80}》|“[^“”"。;\n]{1,40}[”"]|「[^「」\n]{1,40}」')
_REFUSED = re.compile(any_of("target_refusals", "any"))
_REFUSED_VALUE = re.compile(any_of("target_refusals", "value"))
_REFUSED_MONEY = re.compile(any_of("target_refusals"))
_NOT_BEFORE = re.compile(
    r"(?:第|(?<!提)前|等|这|上述|以下|其他|其余|各|每|某|现有|已有|原有|共有|共|已|最高|最多|高达|的前|[A-Za-z-])$"
)
_BASELINE = re.compile("(?:由|从|自)(?:目前|现在|原来|20[0-9]{2}年底?)?的?$")
_CONDITION = re.compile("^(?:对(?![口标接外内照])|凡|对于|针对|符合|满足|如|若|年满|已满)")
_ATTRIBUTE = re.compile("及?以[上下]的?[一-鿿]")
_NUMBER_FOLLOWS = re.compile("[^、和及与]*[0-9]")


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around an amount in its clause, and the whole sentence; `raw` is the text right before it."""

    raw: str
    before: str
    after: str
    sentence: str


@dataclass(frozen=True, slots=True)
class TargetRule:
    """A sign that an amount is a result to be reached, with an example."""

    id: str
    example: str
    fits: Callable[[Amount, _Around], bool]


def find_targets(text: str, span: Span, frame: TimeFrame) -> tuple[Target, ...]:
    """The targets that `text` states within `span`, in its order, each with the date that its statement names.

    Standards of money, thresholds of rules, ordinals, counts of what is there, and numbers within names are none.
    """
    window = plain(text, span)
    accepted = list(_accepted(window.text))
    if not accepted:
        return ()
    deadlines = find_deadlines(text, span, frame)
    return tuple(_target(text, window, amount, around, rule, deadlines) for amount, around, rule in accepted)


def _accepted(text: str) -> Iterator[tuple[Amount, _Around, str]]:
    names = find_stretches(_NAMES, text)
    last: Amount | None = None
    for amount in find_amounts(text):
        if names.hold(amount.start, amount.start + 1):
            continue
        around = _around(text, amount)
        rule = None if _is_refused(amount, around) else _rule_for(amount, around)
        if rule is None and last is not None and _goes_on(text, last, amount, around):
            rule = "target.list"
        if rule is None and LAST_RULE.fits(amount, around) and not _is_refused(amount, around):
            rule = LAST_RULE.id
        if rule is not None:
            last = amount
            yield amount, around, rule


def _around(text: str, amount: Amount) -> _Around:
    raw = text[max(0, amount.start - _REACH) : amount.start]
    cleared = _BRACKET.sub("", raw)
    borders = [match.end() for match in _BORDER.finditer(cleared)]
    after = text[amount.end : amount.end + _REACH]
    border = _BORDER.search(after)
    end = border.start() if border else len(after)
    ends = [match.end() for match in _SENTENCE_BORDER.finditer(raw)]
    stop = _SENTENCE_BORDER.search(after)
    sentence = (
        raw[ends[-1] if ends else 0 :] + text[amount.start : amount.end] + after[: stop.start() if stop else len(after)]
    )
    return _Around(raw[-1:], cleared[borders[-1] if borders else 0 :], after[:end], sentence)


def _is_refused(amount: Amount, around: _Around) -> bool:
    """Whether the surroundings show a standard, a threshold, an ordinal, a baseline or a fact."""
    clause = around.before + "|" + around.after
    if _NOT_BEFORE.search(around.before) or _REFUSED.search(clause):
        return True
    if amount.kind in {"share", "money"} and _REFUSED_VALUE.search(clause):
        return True
    if _BASELINE.search(around.before) or (_CONDITION.search(around.before) and "的" in around.after):
        return True
    if amount.is_han and _is_in_name(amount, around):
        return True
    if _ATTRIBUTE.match(around.after) and (amount.kind == "money" or _NUMBER_FOLLOWS.match(around.after)):
        return True
    if around.after.startswith("的") and _is_threshold(around):
        return True
    if amount.kind in {"measure", "money"} and around.after.startswith("的") and _DESCRIBED.search(around.before):
        return True
    return amount.kind == "money" and bool(_REFUSED_MONEY.search(around.sentence))


def _is_threshold(around: _Around) -> bool:
    """不超过300平方米的房屋, 按不低于5%的比例: a condition or a rate, unless a verb of result stands before."""
    if around.after.startswith("的比例"):
        return True
    return bool(_COMPARED.search(around.before)) and _nearest_verb(around.before) is None


def _is_in_name(amount: Amount, around: _Around) -> bool:
    """Whether Chinese numerals are part of a name (三个清单, 千家万户); 至少三个 and 达到万兆 are numbers."""
    if amount.is_scale:
        return amount.unit != _BANDWIDTH or not (around.raw == "、" or around.before.endswith(("达到", "达")))
    return amount.value < _SMALL and not _AT_LEAST.search(around.before) and not _WORD_BEHIND.match(around.after)


def _is_bounded(around: _Around) -> bool:
    return bool(_COMPARED.search(around.before)) or bool(_WORD_BEHIND.match(around.after))


def _is_compared(amount: Amount, around: _Around) -> bool:
    if amount.kind == "time":
        return bool(_SHORTENED.search(around.before)) and _is_bounded(around)
    if not amount.unit and (amount.value < _SMALL or around.after[:1] not in {"", "，", "、"}):
        return False
    return amount.kind != "signal" and bool(_COMPARED.search(around.before))


def _is_moved(amount: Amount, around: _Around) -> bool:
    return bool(_MOVED_TO.search(around.before)) and bool(amount.unit)


def _is_change(amount: Amount, around: _Around) -> bool:
    return amount.kind in {"share", "count", "measure", "time"} and bool(_MOVED_BY.search(around.before))


def _is_bounded_behind(amount: Amount, around: _Around) -> bool:
    """以上, 左右 at the end of the clause; before a noun (以上的企业) only for shares, or with a verb of result."""
    word = _WORD_BEHIND.match(around.after)
    if word is None or amount.kind in {"time", "", "money"} or word[0] == "内":
        return False
    return word.end() == len(around.after) or amount.kind == "share" or _nearest_verb(around.before) == "result"


def _is_rate(amount: Amount, around: _Around) -> bool:
    return amount.kind == "share" and bool(_RATE.search(around.before))


def _is_made(amount: Amount, around: _Around) -> bool:
    if amount.kind in {"time", "signal", ""} or (amount.kind == "turn" and (amount.is_han or amount.value < 2)):
        return False
    if amount.kind == "share" and around.before.endswith("的"):
        return False
    return _nearest_verb(around.before) == "result"


def _is_counted(amount: Amount, around: _Around) -> bool:
    """A count without a known verb: asked for, unless the clause speaks of a rule, a circumstance or a composition."""
    if amount.kind != "count" or amount.is_han or amount.value < _FEW or _nearest_verb(around.before) is not None:
        return False
    return not (_CIRCUMSTANCE.match(around.before) or _RULES_WORD.search(around.before + "|" + around.after))


def _is_subject(amount: Amount, around: _Around) -> bool:
    if amount.kind not in {"count", "share", "measure"} or _nearest_verb(around.before) == "counting":
        return False
    return bool(_SUBJECT.match(around.after))


RULES = (
    TargetRule("target.moved_to", "覆盖率提高到95%。", _is_moved),
    TargetRule("target.compared", "群众满意率不低于90%。", _is_compared),
    TargetRule("target.changed_by", "单位产值能耗下降13.5%。", _is_change),
    TargetRule("target.bounded", "专业人才总数5万人以上。", _is_bounded_behind),
    TargetRule("target.rate", "行政村通达率100%。", _is_rate),
    TargetRule("target.made", "新建泵站10座。", _is_made),
    TargetRule("target.subject", "80%的乡镇建成养老服务中心。", _is_subject),
)
LAST_RULE = TargetRule("target.counted", "选调30名技术骨干。", _is_counted)
LIST_EXAMPLE = "新建泵站10座，20处闸门。"


def _rule_for(amount: Amount, around: _Around) -> str | None:
    if amount.is_scale and around.raw == "、":
        return None
    return next((rule.id for rule in RULES if rule.fits(amount, around)), None)


def _goes_on(text: str, last: Amount, amount: Amount, around: _Around) -> bool:
    """Whether an amount follows an accepted one as the next of a list: 建成10个县级站、20个乡级站，水闸30座."""
    if amount.kind in {"time", "money", "signal", ""} and amount.kind != last.kind:
        return False
    if _is_refused(amount, around):
        return False
    if amount.is_scale and not amount.unit == last.unit == _BANDWIDTH:
        return False
    if amount.start - last.end > _REACH or _SENTENCE_BORDER.search(text, last.end, amount.start):
        return False
    return around.raw in {"、", "，", "和", "及", "与", "或"} or bool(
        _ITEM.fullmatch(around.before) and not around.after and _nearest_verb(around.before) is None
    )


def _nearest_verb(clause: str) -> str | None:
    """The kind of the verb nearest to the clause's end; a count within an attribute (包含…的) is passed over."""
    in_attribute = False
    for end in range(len(clause), 0, -1):
        in_attribute = in_attribute or clause[end - 1] == "的"
        for verb, kind in _VERBS_BY_END.get(clause[end - 1], ()):
            if not clause.endswith(verb, 0, end):
                continue
            if kind == "result" or (kind == "counting" and not in_attribute):
                return kind
            if kind == "next" and end == len(clause):
                return "result"
    return None


def _target(
    text: str, window: Plain, amount: Amount, around: _Around, rule: str, deadlines: tuple[Deadline, ...]
) -> Target:
    behind = _WORD_BEHIND.match(around.after)
    start = amount.start - _cue_length(around.before)
    place = window.span(start, amount.end + (behind.end() if behind else 0))
    unit = window.span(amount.unit_start, amount.end).of(text) if amount.unit_start < amount.end else amount.unit
    return Target(
        text=place.of(text),
        value=round(amount.value, 4),
        unit=re.sub(r"\s", "", unit).replace("％", "%"),
        comparator=_comparator(amount, around),
        span=place,
        rule=rule,
        value_to=amount.value_to,
        due_on=_due_on(text, place, deadlines),
    )


def _cue_length(before: str) -> int:
    """How many characters right before an amount say what is done: 新建, 提高到, 不少于."""
    for pattern in (_MOVED_TO, _MOVED_BY, _COMPARED):
        if cue := pattern.search(before):
            return len(cue[0])
    return next((n for n in range(min(_LONGEST_VERB, len(before)), 0, -1) if before[-n:] in _VERBS), 0)


def _comparator(amount: Amount, around: _Around) -> Comparator:
    behind = _WORD_BEHIND.match(around.after)
    if behind:
        return _SIGNS["after", behind[0]]
    cue = around.before[-_cue_length(around.before) :] if _cue_length(around.before) else ""
    signs = [_SIGNS["before", word] for word in _WORDS_BEFORE.findall(cue)]
    told = [sign for sign in signs if sign is not Comparator.EQUAL]
    if told:
        return told[-1]
    return Comparator.MORE_THAN if amount.is_more else Comparator.EQUAL


def _due_on(text: str, place: Span, deadlines: tuple[Deadline, ...]) -> date | None:
    """The date of the same sentence before the target, or the last 到2025年 before it, which governs what follows."""
    before = bisect_right(deadlines, place.start, key=lambda deadline: deadline.span.end)
    for deadline in reversed(deadlines[max(0, before - _DATES_BACK) : before]):
        end = deadline.span.end
        is_near = place.start - end < _SENTENCE and "。" not in text[end : place.start]
        if is_near or deadline.rule in {"due.until", "due.five_years"}:
            return deadline.due_on
    return None
