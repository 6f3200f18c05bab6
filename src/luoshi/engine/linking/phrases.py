"""The phrases that two clauses have in common: what a reader sees as the same words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.engine.quotations.folding import words_of

_SHORTEST = 2
_ENOUGH = 30
_FUNCTION = frozenset("的了和与及或在对为把将由等并于以到从向个各其所要应不")
_MOST = 6
_LONGEST_TEXT = 2000
_WHO = re.compile(r"[（(](?:牵头|责任|配合|协办|承办|主办)(?:单位|部门)?[：:][^（）()]{0,300}[）)]")
"""（责任单位：市水利局）: whose work it is, in nearly every clause; no words of the matter."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Common phrases, the longest first, and how much they weigh: 0 for none, 1 for many or long ones."""

    words: tuple[str, ...]
    weight: float


def shared_phrases(one: str, other: str) -> Phrases:
    """Phrases of two and more characters that both texts have, in whatever order."""
    mine, theirs = (words_of(_WHO.sub("", text[:_LONGEST_TEXT])).text for text in (one, other))
    found = {mine[start:end] for start, end in _common(mine, theirs)}
    found = {words for words in found if len(words) > _SHORTEST or not _FUNCTION & set(words)}
    longest = sorted(found, key=lambda words: (-len(words), mine.find(words)))
    chosen: list[str] = []
    for words in longest:
        if not any(words in longer for longer in chosen):
            chosen.append(words)
    weight = sum((len(words) - 1) ** 1.5 for words in chosen)
    return Phrases(tuple(chosen[:_MOST]), min(1.0, weight / _ENOUGH))


def _common(mine: str, theirs: str) -> list[tuple[int, int]]:
    """The longest stretches of `mine`, from every place, that stand in `theirs`."""
    found: list[tuple[int, int]] = []
    at = 0
    while at + _SHORTEST <= len(mine):
        end = at + _SHORTEST
        if mine[at:end] not in theirs:
            at += 1
            continue
        while end < len(mine) and mine[at : end + 1] in theirs:
            end += 1
        found.append((at, end))
        at = end
    return found
