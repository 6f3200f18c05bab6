"""Cuts a reflection into sentences with the heading under which each stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n]+")
_SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]*[”’」』]?")
_HEADING_END = frozenset("。！？!?；;，,：:")
_LONGEST_HEADING = 30
_PLANS = re.compile(r"下一?步|打算|今后|努力方向|工作思路|工作举措|整改措施|计划|怎么干|如何落实")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `planned` says that it stands under a heading such as 下一步打算."""

    span: Span
    planned: bool


def sentences_of(text: str) -> Iterator[Sentence]:
    """The sentences of a text; headings are left out."""
    planned = False
    for line in _LINE.finditer(text):
        words = line.group().strip()
        if not words:
            continue
        if len(words) <= _LONGEST_HEADING and words[-1] not in _HEADING_END:
            planned = bool(_PLANS.search(words))
            continue
        for match in _SENTENCE.finditer(text, line.start(), line.end()):
            start, end = match.span()
            while start < end and text[start].isspace():
                start += 1
            if end - start > 1:
                yield Sentence(Span(start, end), planned)
