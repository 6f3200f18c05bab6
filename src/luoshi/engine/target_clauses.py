"""What stands around an amount in its clause and sentence, and the verb that it belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from luoshi.engine.lexicon import load_table

if TYPE_CHECKING:
    from luoshi.engine.amounts import Amount

REACH = 80
"""Characters looked at before and behind an amount."""

_TAIL = 16
"""Characters in which the word that belongs to an amount is sought."""

VERBS = {row[0]: row[1] for row in load_table("target_verbs")}
"""Verbs and what a number behind them is: a result, a count of what is there, a result only if it follows at once."""

SENTENCE_BORDER = re.compile(r"[。;！？\n]")
_BORDER = re.compile(r"[，,:(](?!其中)|[。;！？\n]")
_BRACKET = re.compile(r"\([^()]{0,60}\)")


def _by_last_character() -> dict[str, tuple[tuple[str, str], ...]]:
    """The verbs, the longest first, under their last characters."""
    longest_first = sorted(VERBS.items(), key=lambda item: -len(item[0]))
    return {last: tuple(item for item in longest_first if item[0][-1] == last) for last in {verb[-1] for verb in VERBS}}


_VERBS_BY_END = _by_last_character()


class Around(NamedTuple):
    """What stands around an amount: its clause without brackets, `before` and `after` it, and its sentence.

    `raw` is the character right before it, `tail` the end of `before`, `verb` the kind of the verb nearest to it.
    """

    raw: str
    before: str
    after: str
    sentence: str
    tail: str
    verb: str | None


def around_of(text: str, amount: Amount) -> Around:
    """The surroundings of an amount of a plain text."""
    raw = text[max(0, amount.start - REACH) : amount.start]
    cleared = _BRACKET.sub("", raw)
    borders = [match.end() for match in _BORDER.finditer(cleared)]
    after = text[amount.end : amount.end + REACH]
    border = _BORDER.search(after)
    end = border.start() if border else len(after)
    ends = [match.end() for match in SENTENCE_BORDER.finditer(raw)]
    stop = SENTENCE_BORDER.search(after)
    sentence = (
        raw[ends[-1] if ends else 0 :] + text[amount.start : amount.end] + after[: stop.start() if stop else len(after)]
    )
    before = cleared[borders[-1] if borders else 0 :]
    return Around(raw[-1:], before, after[:end], sentence, before[-_TAIL:], nearest_verb(before))


def nearest_verb(clause: str) -> str | None:
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
