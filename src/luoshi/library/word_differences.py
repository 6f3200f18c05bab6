"""Two versions of a passage side by side: which characters went, which came."""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz.distance import Indel

LONGEST = 4_000
"""Beyond this length two passages are shown without being compared character by character."""
SHORTEST_SAME = 2
"""A single character that two different passages happen to share is no common ground."""
_WORD = re.compile(r"\d[\d.,%]*|[A-Za-z]+|.", re.DOTALL)
"""What is compared as one: a number changes as a whole."""


class Piece(NamedTuple):
    """A stretch of one side, and whether the other side does not have it."""

    text: str
    is_changed: bool


def sides_of(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """The old words and the new ones, each cut where they part.

    >>> sides_of("建成12座水厂", "建成15座水厂")[1]
    [Piece(text='建成', is_changed=False), Piece(text='15', is_changed=True), Piece(text='座水厂', is_changed=False)]
    """
    if not old or not new or len(old) > LONGEST or len(new) > LONGEST:
        return [Piece(old, is_changed=True)] if old else [], [Piece(new, is_changed=True)] if new else []
    before: list[Piece] = []
    after: list[Piece] = []
    old_words, new_words = _WORD.findall(old), _WORD.findall(new)
    for step in Indel.opcodes(old_words, new_words):
        gone = "".join(old_words[step.src_start : step.src_end])
        come = "".join(new_words[step.dest_start : step.dest_end])
        is_same = step.tag == "equal" and (len(gone) >= SHORTEST_SAME or not (before or after))
        _add(before, gone, is_changed=not is_same)
        _add(after, come, is_changed=not is_same)
    return before, after


def _add(pieces: list[Piece], text: str, *, is_changed: bool) -> None:
    if not text:
        return
    if pieces and pieces[-1].is_changed == is_changed:
        pieces[-1] = Piece(pieces[-1].text + text, is_changed)
    else:
        pieces.append(Piece(text, is_changed))
