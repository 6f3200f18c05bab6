"""The questions about a class, and what may be shown of the answers: nothing before the last one, or of under five."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import _StrOrPromise

LEAST_ANSWERS = 5
OPEN_DAYS = 14
"""So long after the class evaluations can be given, if its head does not close them before."""
QUESTIONS: dict[str, _StrOrPromise] = {
    "content": _("课程内容与工作的关联"),
    "teaching": _("授课与研讨的组织"),
    "arrangement": _("时间与后勤安排"),
    "use": _("对今后工作的帮助"),
}
SCALE: dict[int, _StrOrPromise] = {5: _("很好"), 4: _("较好"), 3: _("一般"), 2: _("较差"), 1: _("很差")}


@dataclass(frozen=True)
class Tally:
    """How often each answer was given to one question about the class; `counts` runs from very good to very bad."""

    question: _StrOrPromise
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Summary:
    """What may be shown: `tallies` and `advice` are empty while `is_hidden`, because of few answers or more to come."""

    answered: int
    is_open: bool
    tallies: tuple[Tally, ...] = ()
    advice: tuple[str, ...] = ()

    @property
    def is_hidden(self) -> bool:
        return self.is_open or self.answered < LEAST_ANSWERS


def summary_of(answers: Sequence[Mapping[str, Any]], *, is_open: bool) -> Summary:
    """Count the answers of a class; remarks are put in the order of their words, so that none tells when it came."""
    if is_open or len(answers) < LEAST_ANSWERS:
        return Summary(len(answers), is_open)
    tallies = tuple(
        Tally(question, tuple(sum(1 for one in answers if one.get(key) == grade) for grade in SCALE))
        for key, question in QUESTIONS.items()
    )
    advice = tuple(sorted(str(one["advice"]) for one in answers if one.get("advice")))
    return Summary(len(answers), is_open, tallies, advice)


def put_in(answers: Sequence[Mapping[str, Any]], one: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All answers with one more, in the order of their words: where it stands does not tell when it came."""
    return sorted(map(dict, (*answers, one)), key=lambda each: json.dumps(each, sort_keys=True, ensure_ascii=False))
