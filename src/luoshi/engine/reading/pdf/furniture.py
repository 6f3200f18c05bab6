"""Tells page numbers, running heads and feet, and footnotes: what stands on a page beside its running text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import dropwhile, pairwise, takewhile
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from luoshi.engine.reading.pdf.lines import Line

_PLAIN_NUMBER = re.compile(
    r"[—–\-─－~～·•]{1,3}\s?\d{1,4}\s?[—–\-─－~～·•]{1,3}"
    r"|第\s?\d{1,4}\s?页(?:\s?[,，/／]?\s?[（(]?共\s?\d{1,4}\s?页[）)]?)?|\d{1,4}\s?[/／]\s?\d{1,4}"
    r"|[Pp]age\s?\d{1,4}(?:\s?of\s?\d{1,4})?"
)
_BARE_NUMBER = re.compile(r"\d{1,4}|[ivxIVX]{1,7}")
_DIGITS = re.compile(r"\d+")
_SECRECY = re.compile(r"绝\s?密|机\s?密|秘\s?密")
_NOTE = re.compile(r"[①-⑳*＊※]|\[\d{1,3}\]|［\d{1,3}］|\d{1,3}(?![\d.．、])")
_NOTE_SIZE = 0.88
_EDGE = 0.16
_DEEPEST = 3
_EVERYWHERE = 0.8


@dataclass(frozen=True, slots=True)
class _Outer:
    """A line near the edge of its page; `is_apart` tells that a gap or its size sets it off from the text."""

    line: Line
    is_apart: bool

    @property
    def words(self) -> str:
        return _DIGITS.sub("0", self.line.text.replace(" ", ""))

    @property
    def height(self) -> int:
        return round(self.line.base / 4)


def find_furniture(pages: Mapping[int, Sequence[Line]], heights: Mapping[int, tuple[float, float]]) -> set[int]:
    """The `id` of each line that is a page number or a running head or foot.

    `pages` holds the lines of each page from top to bottom, `heights` its bottom and top edge.
    """
    outer = {page: _outer_lines(lines, *heights[page]) for page, lines in pages.items()}
    found = {id(line) for line in _repeated([near for nears in outer.values() for near in nears], len(pages))}
    for page, nears in outer.items():
        found |= {id(near.line) for near in nears if _is_page_number(near, page, outer)}
    return found


def is_plain_page_number(words: str) -> bool:
    """Whether the words can be nothing but a page number: — 3 —, 第3页."""
    return _PLAIN_NUMBER.fullmatch(words.strip()) is not None


def find_footnotes(lines: Sequence[Line], em: float) -> list[Line]:
    """The small lines at the bottom of a page, from the first that begins with a note's sign; `em` is the text's."""
    small = list(takewhile(lambda line: line.em < _NOTE_SIZE * em, reversed(lines)))[::-1]
    return list(dropwhile(lambda line: not _NOTE.match(line.text), small)) if len(small) < len(lines) else []


def _outer_lines(lines: Sequence[Line], bottom: float, top: float) -> list[_Outer]:
    """The outermost lines of a page, if they stand in its margins."""
    if not lines:
        return []
    reach = _EDGE * (top - bottom)
    em = median(line.em for line in lines)
    pitch = _usual_step(lines)
    head = [line for line in lines[:_DEEPEST] if line.base > top - reach]
    foot = [line for line in lines[-_DEEPEST:][::-1] if line.base < bottom + reach]
    outer = [_outer(line, lines[at + 1 : at + 2], em, pitch) for at, line in enumerate(head)]
    return outer + [
        _outer(line, lines[-at - 2 : len(lines) - at - 1], em, pitch)
        for at, line in enumerate(foot)
        if line not in head
    ]


def _outer(line: Line, inner: Sequence[Line], em: float, pitch: float) -> _Outer:
    """`inner` holds the next line towards the middle of the page, if there is one."""
    differs = abs(line.em - em) > 0.1 * em
    return _Outer(line, differs or not inner or abs(line.base - inner[0].base) > 1.25 * pitch)


def _usual_step(lines: Sequence[Line]) -> float:
    steps = [above.base - below.base for above, below in pairwise(lines)]
    return median(steps) if len(steps) > 2 else 0.0


def _is_page_number(near: _Outer, page: int, outer: Mapping[int, Sequence[_Outer]]) -> bool:
    text = near.line.text.strip()
    if is_plain_page_number(text):
        return True
    if not near.is_apart or not _BARE_NUMBER.fullmatch(text):
        return False
    if not text.isdecimal() or len(outer) == 1 or int(text) == page:
        return True
    other = {page + 1: int(text) + 1, page - 1: int(text) - 1}
    return any(
        there.is_apart and there.line.text.strip() == str(number)
        for at, number in other.items()
        for there in outer.get(at, ())
    )


def _repeated(outer: Sequence[_Outer], pages: int) -> list[Line]:
    """Lines of the same words (numbers aside) at the same height of several pages; a secrecy mark stays once."""
    places: dict[tuple[str, int], list[_Outer]] = defaultdict(list)
    for near in outer:
        places[near.words, near.height].append(near)
    repeated: list[Line] = []
    for (words, height), nears in places.items():
        alike = [*nears, *places.get((words, height - 1), ()), *places.get((words, height + 1), ())]
        if _is_running([near for near in alike if near.is_apart], alike, pages):
            repeated.extend(near.line for near in (nears[1:] if _SECRECY.search(words) else nears))
    return repeated


def _is_running(apart: Sequence[_Outer], alike: Sequence[_Outer], pages: int) -> bool:
    """On several pages set off from the text, or on most pages even if not."""
    if len({near.line.page for near in apart}) >= (2 if pages < 6 else 3):
        return True
    return pages >= 3 and len({near.line.page for near in alike}) >= _EVERYWHERE * pages
