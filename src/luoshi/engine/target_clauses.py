"""What stands around an amount in its clause and sentence, and the verb that it belongs to."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from luoshi.engine.lexicon import load_table

if TYPE_CHECKING:
    from luoshi.engine.amounts import Amount

REACH = 80
"""Characters looked at before and behind an amount."""

_AS_NOUN = ("化发展", "量发展", "色发展", "一体发展")
"""均衡化发展39项指标: here 发展 is no verb."""
_TAIL = 16
"""Characters in which the word that belongs to an amount is sought."""

VERBS = {row[0]: row[1] for row in load_table("target_verbs")}
"""Verbs and what a number behind them is: a result, a count of what is there, a result only if it follows at once."""

SENTENCE_BORDER = re.compile(r"[。;！？\n]")
_BORDER = re.compile(r"[，,:(。;！？\n](?!(?<=[，,:(])其中)")
_TO_LAST_BORDER = re.compile(f".*{_BORDER.pattern}", re.DOTALL)
_TO_LAST_SENTENCE = re.compile(f".*{SENTENCE_BORDER.pattern}", re.DOTALL)
_BRACKET = re.compile(r"\([^()]{0,60}\)")


def _by_last_character() -> dict[str, tuple[tuple[str, str], ...]]:
    """The verbs, the longest first, under their last characters."""
    longest_first = sorted(VERBS.items(), key=lambda item: -len(item[0]))
    return {last: tuple(item for item in longest_first if item[0][-1] == last) for last in {verb[-1] for verb in VERBS}}


_VERBS_BY_END = _by_last_character()


class Around:
    """What stands around an amount of a plain text: its clause without brackets, `before` and `after` it.

    `raw` is the character right before it, `tail` the end of `before`.
    """

    def __init__(self, text: str, amount: Amount) -> None:
        self._text, self._amount = text, amount
        self._raw = text[max(0, amount.start - REACH) : amount.start]
        self._after = text[amount.end : amount.end + REACH]
        cleared = _BRACKET.sub("", self._raw)
        border = _BORDER.search(self._after)
        self.raw = self._raw[-1:]
        self.before = _behind(_TO_LAST_BORDER, cleared)
        self.after = self._after[: border.start()] if border else self._after
        self.tail = self.before[-_TAIL:]

    @cached_property
    def verb(self) -> str | None:
        """The kind of the verb nearest to the amount."""
        return nearest_verb(self.before)

    @cached_property
    def sentence(self) -> str:
        """The sentence that the amount stands in."""
        stop = SENTENCE_BORDER.search(self._after)
        own = self._text[self._amount.start : self._amount.end]
        behind = self._after[: stop.start()] if stop else self._after
        return _behind(_TO_LAST_SENTENCE, self._raw) + own + behind


def _behind(border: re.Pattern[str], words: str) -> str:
    """What follows the last border in `words`: all of them without one."""
    found = border.match(words)
    return words[found.end() :] if found else words


def nearest_verb(clause: str) -> str | None:
    """The kind of the verb nearest to the clause's end; a count within an attribute (包含…的) is passed over."""
    in_attribute = False
    for end in range(len(clause), 0, -1):
        in_attribute = in_attribute or clause[end - 1] == "的"
        for verb, kind in _VERBS_BY_END.get(clause[end - 1], ()):
            if not clause.endswith(verb, 0, end) or clause.endswith(_AS_NOUN, 0, end):
                continue
            if kind == "result" or (kind == "counting" and not in_attribute):
                return kind
            if kind == "next" and end == len(clause):
                return "result"
    return None
