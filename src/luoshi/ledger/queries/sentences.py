"""The sentences of a measure's words, as the places where it can be split."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_ENDS = re.compile(r"[。；;！？\n]+[”’）)]*")


@dataclass(frozen=True)
class Sentence:
    """A sentence and the character at which it begins."""

    at: int
    words: str


def sentences_of(text: str) -> list[Sentence]:
    """The sentences in order; the first begins at 0.

    >>> [(found.at, found.words) for found in sentences_of("新建学校。完善道路；安装路灯")]
    [(0, '新建学校。'), (5, '完善道路；'), (10, '安装路灯')]
    """
    starts = [0, *(found.end() for found in _ENDS.finditer(text) if found.end() < len(text))]
    pieces = [Sentence(start, text[start:end]) for start, end in pairwise([*starts, len(text)])]
    return [piece for piece in pieces if piece.words.strip()]
