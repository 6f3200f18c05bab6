"""Finds the numeric results that a measure is to reach: 新建10座泵站, 覆盖率达到90%以上, 时间压缩至3个工作日."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from luoshi.engine.amounts import find_amounts
from luoshi.engine.deadlines import find_deadlines
from luoshi.engine.findings import Comparator, Target
from luoshi.engine.lexicon import any_of, load_table
from luoshi.engine.plain import find_stretches, plain
from luoshi.engine.target_clauses import REACH, SENTENCE_BORDER, VERBS, Around
from luoshi.engine.target_signs import (
    BANDWIDTH,
    COMPARED,
    LAST_RULE,
    MOVED_BY,
    MOVED_TO,
    WORD_BEHIND,
    is_refused,
    rule_for,
)
from luoshi.engine.target_wordings import find_wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from luoshi.engine.amounts import Amount
    from luoshi.engine.document import Span
    from luoshi.engine.findings import Deadline
    from luoshi.engine.plain import Plain, Stretches
    from luoshi.engine.target_wordings import Wording
    from luoshi.engine.timeframe import TimeFrame

_SIGNS = {(row[1], row[0]): Comparator(row[2]) for row in load_table("target_comparators")}
_WORDS_BEFORE = re.compile(any_of("target_comparators", "before"))
_SIGNED = tuple(row[0] for row in load_table("target_comparators") if row[1] == "before" and row[2] != "=")
_LONGEST_VERB = max(map(len, VERBS))
_SENTENCE = 400  # no sentence is longer
_MOST = 10_000  # amounts read in one window; prose has fewer
_DATES_BACK = 3  # dates looked at before a target
_GOVERNS = frozenset({"due.until", "due.five_years"})
_JOINTS = frozenset("、，,和及与")
_ITEM = re.compile("[一-鿿]{2,12}")  # 水闸 in 新建泵站10座，水闸20座
_NAMES = re.compile('《[^《》\n]{1,80}》|“[^“”"。;\n]{1,40}[”"]|"[^"。;\n]{1,40}"|「[^「」\n]{1,40}」')

LIST_EXAMPLE = "新建泵站10座，20处闸门。"


def find_targets(
    text: str, span: Span, frame: TimeFrame, *, deadlines: tuple[Deadline, ...] | None = None
) -> tuple[Target, ...]:
    """The targets that `text` states within `span`, in its order, each with the date that its statement names.

    `deadlines` are those of `span`, where the caller has them already.
    Standards of money, thresholds of rules, ordinals, counts of what is there, and numbers within names are none.
    """
    window = plain(text, span)
    accepted = list(_accepted(window.text))
    told = list(_told_in_words(window.text, accepted))
    if not accepted and not told:
        return ()
    dates = find_deadlines(text, span, frame) if deadlines is None else deadlines
    found = _with_signs_of_lists(
        _target(text, window, amount, around, rule, dates) for amount, around, rule in accepted
    )
    found += [_worded(text, window, wording, dates) for wording in told]
    found = sorted(found, key=lambda target: target.span.start) if told else found
    return tuple(_each_by_its_date(text, found, dates))


def _each_by_its_date(text: str, targets: list[Target], deadlines: tuple[Deadline, ...]) -> Iterator[Target]:
    """2024年、2025年分别达到70%、90%: as many dates as targets, each by its own."""
    runs: list[list[Target]] = []
    for target in targets:
        if runs and text[runs[-1][-1].span.end : target.span.start].strip() in _JOINTS:
            runs[-1].append(target)
        else:
            runs.append([target])
    for run in runs:
        start, end = run[0].span
        if len(run) == 1 or "分别" not in text[max(0, start - 2) : end]:
            yield from run
            continue
        begin = max(text.rfind("。", 0, start), start - _SENTENCE)
        dates = [deadline.due_on for deadline in deadlines if begin < deadline.span.start < start]
        paired = len(dates) == len(run)
        yield from map(_dated, run, dates) if paired else run


def _dated(target: Target, due_on: date) -> Target:
    return target._replace(due_on=due_on)


def _with_signs_of_lists(targets: Iterable[Target]) -> list[Target]:
    """分别不低于70%、80%: the sign before the first holds for the next of the list, too."""
    found: list[Target] = []
    for target in targets:
        last = found[-1] if found else None
        goes_on = last and target.rule == "target.list" and target.comparator is Comparator.EQUAL
        if last and goes_on and last.unit == target.unit and last.text.startswith(_SIGNED):
            found.append(target._replace(comparator=last.comparator))
        else:
            found.append(target)
    return found


def _told_in_words(text: str, accepted: Sequence[tuple[Amount, Around, str]]) -> Iterator[Wording]:
    """Results told in words, those left out that stand in a name or are read as an amount already."""
    wordings = list(find_wordings(text))
    if not wordings:
        return
    names = find_stretches(_NAMES, text)
    taken = {amount.start for amount, _, _ in accepted}
    for wording in wordings:
        if not names.hold(wording.start, wording.end) and taken.isdisjoint(range(wording.start, wording.end)):
            yield wording


def _worded(text: str, window: Plain, wording: Wording, deadlines: tuple[Deadline, ...]) -> Target:
    place = window.span(wording.start, wording.end)
    return Target(
        text=place.of(text),
        value=wording.value,
        unit=wording.unit,
        comparator=wording.comparator,
        span=place,
        rule=wording.rule,
        due_on=_due_on(text, place, deadlines),
    )


def _accepted(text: str) -> Iterator[tuple[Amount, Around, str]]:
    names: Stretches | None = None
    last: Amount | None = None
    for amount in islice(find_amounts(text), _MOST):
        names = names or find_stretches(_NAMES, text)
        if names.hold(amount.start, amount.start + 1):
            continue
        around = Around(text, amount)
        if is_refused(amount, around):
            continue
        rule = rule_for(amount, around)
        if rule is None and last is not None and _goes_on(text, last, amount, around):
            rule = "target.list"
        if rule is None and LAST_RULE.fits(amount, around):
            rule = LAST_RULE.id
        if rule is not None:
            last = amount
            yield amount, around, rule


def _goes_on(text: str, last: Amount, amount: Amount, around: Around) -> bool:
    """Whether an amount follows an accepted one as the next of a list: 建成10个县级站、20个乡级站，水闸30座."""
    if amount.kind in {"time", "money", "signal", "level", ""} and amount.kind != last.kind:
        return False
    if amount.is_scale and not amount.unit == last.unit == BANDWIDTH:
        return False
    if amount.start - last.end > REACH or SENTENCE_BORDER.search(text, last.end, amount.start):
        return False
    return around.raw in {"、", "，", "和", "及", "与", "或"} or bool(
        _ITEM.fullmatch(around.before) and not around.after and around.verb is None
    )


def _target(
    text: str, window: Plain, amount: Amount, around: Around, rule: str, deadlines: tuple[Deadline, ...]
) -> Target:
    behind = WORD_BEHIND.match(around.after)
    cue = _cue_length(around.tail)
    is_adjacent = window.text.endswith(around.before[-cue:], 0, amount.start)
    start = amount.start - cue if is_adjacent else amount.start
    place = window.span(start, amount.end + (behind.end() if behind else 0))
    unit = window.span(amount.unit_start, amount.end).of(text) if amount.unit_start < amount.end else amount.unit
    return Target(
        text=place.of(text),
        value=round(amount.value, 4),
        unit="".join(unit.split()).replace("％", "%"),
        comparator=_comparator(amount, around, cue),
        span=place,
        rule=rule,
        value_to=amount.value_to,
        due_on=_due_on(text, place, deadlines),
    )


def _cue_length(before: str) -> int:
    """How many characters right before an amount say what is done: 新建, 提高到, 不少于."""
    for pattern in (MOVED_TO, MOVED_BY, COMPARED):
        if cue := pattern.search(before):
            return len(cue[0])
    return next((n for n in range(min(_LONGEST_VERB, len(before)), 0, -1) if before[-n:] in VERBS), 0)


def _comparator(amount: Amount, around: Around, cue_length: int) -> Comparator:
    behind = WORD_BEHIND.match(around.after)
    if behind:
        return _SIGNS["after", behind[0]]
    cue = around.tail[-cue_length:] if cue_length else ""
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
        if is_near or deadline.rule in _GOVERNS:
            return deadline.due_on
    return None
