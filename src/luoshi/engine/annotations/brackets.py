"""Finds the brackets of a text, nested ones included, in one pass."""

from __future__ import annotations

import re

from luoshi.engine.document import Span

_PAIRS = {"（": "）)", "(": ")）", "〔": "〕", "［": "］]", "[": "]］", "【": "】"}
_LIMIT = 1_500
"""A bracket that runs on for longer (characters) was never closed."""
_SIGN = re.compile(f"[{re.escape(''.join(_PAIRS) + ''.join(_PAIRS.values()))}]")


def find_brackets(text: str, span: Span) -> tuple[Span, ...]:
    """The outermost brackets inside `span`, signs included, in order; one that never closes is none."""
    found: list[Span] = []
    waiting: list[tuple[str, int]] = []
    for sign in _SIGN.finditer(text, span.start, span.end):
        at, char = sign.start(), sign[0]
        if waiting and at - waiting[0][1] > _LIMIT:
            waiting.clear()
        if char in _PAIRS:
            waiting.append((_PAIRS[char], at))
        elif waiting and char in waiting[-1][0]:
            _, start = waiting.pop()
            if at - start <= _LIMIT:
                while found and found[-1].start > start:
                    found.pop()
                found.append(Span(start, at + 1))
    return tuple(found)
