"""The text as patterns want it: no white space, no full-width digits, and the way back to the original places."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from luoshi.engine.document import Span

# Only one-to-one replacements: the places must not move.
_NARROW = {
    **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94) if chr(0x21 + i) not in ",()[];:!?~"},
    "（": "(",
    "）": ")",
    "［": "[",
    "］": "]",
    "：": ":",
    "；": ";",
    "○": "〇",
    "﹒": ".",
    "﹪": "%",
    "–": "—",
    "―": "—",
    "~": "～",
    "〜": "～",
}
_ANY_WIDE = re.compile(f"[{re.escape(''.join(_NARROW))}]")
_GAP = r"[\s\u200b-\u200d\u2060\ufeff\u00ad]"
"""White space, and what no reader sees."""
_GAPS = re.compile(f"{_GAP}{_GAP}*")  # a first sign that stands alone is sought much faster than a +
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_SENTENCE_ENDS = "。；;！!？?：:"
_BREAK = "\n"
_LONG_LINE = 20


class Plain(NamedTuple):
    """A window of a text without its gaps; a gap that parts two statements stays as one line feed."""

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Where the characters from `start` to `end` (exclusive, not empty) of the plain text stand in the original."""
        if len(self.starts) == 1:  # no gaps
            return Span(start + self.places[0], end + self.places[0])
        return Span(self._place(start), self._place(end - 1) + 1)

    def _place(self, at: int) -> int:
        i = bisect_right(self.starts, at) - 1
        return self.places[i] + at - self.starts[i]


@lru_cache(maxsize=16)
def plain(text: str, span: Span) -> Plain:
    """Take the gaps out of one window of `text`."""
    start = span.start
    window = span.of(text)
    if _ANY_WIDE.search(window):
        window = _ANY_WIDE.sub(_narrowed, window)
    if _GAPS.search(window) is None:
        return Plain(window, (0,), (start,))
    pieces: list[str] = []
    starts: list[int] = []
    places: list[int] = []
    length = at = 0
    for gap in _GAPS.finditer(window):
        if gap.start() > at:
            pieces.append(window[at : gap.start()])
            starts.append(length)
            places.append(start + at)
            length += gap.start() - at
        if _parts(window, gap.start(), gap.end()):
            pieces.append(_BREAK)
            starts.append(length)
            places.append(start + gap.start())
            length += 1
        at = gap.end()
    pieces.append(window[at:])
    starts.append(length)
    places.append(start + at)
    return Plain("".join(pieces), tuple(starts), tuple(places))


def _narrowed(wide: re.Match[str]) -> str:
    return _NARROW[wide[0]]


def _parts(window: str, start: int, end: int) -> bool:
    """Whether a gap parts two statements: a blank line, a line after a full stop, digits on both sides."""
    if start == 0 or end >= len(window) or not window[start:end].strip(_UNSEEN):
        return False
    before, after = window[start - 1], window[end]
    if before.isdigit() and after.isdigit():
        return not (_is_torn_year(window, start, end) or _is_torn_number(window, start, end))
    gap = window[start:end]
    return "\n" in gap and (before in _SENTENCE_ENDS or _BLANK_LINE.search(gap) is not None)


def _is_torn_year(window: str, start: int, end: int) -> bool:
    """Whether 20 / 25年 was torn by a line end."""
    head = re.search(r"[0-9]{1,3}$", window[max(0, start - 4) : start])
    tail = re.match(r"[0-9]{1,3}\s?年", window[end : end + 6])
    if head is None or tail is None or (window[max(0, start - 4) : start].isdigit() and start > 3):
        return False
    year = head[0] + re.sub(r"\D", "", tail[0])
    return len(year) == 4 and year.startswith(("19", "20"))


def _is_torn_number(window: str, start: int, end: int) -> bool:
    """Whether 新建46 / 0个 was torn by the end of a long line; numbers below one another stand on short lines."""
    return window.count("\n", start, end) == 1 and start - window.rfind("\n", 0, start) > _LONG_LINE


class Stretches(NamedTuple):
    """Stretches of a plain text that do not overlap, in order: titles, quotations."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def hold(self, start: int, end: int) -> bool:
        """Whether one of them holds the characters from `start` to `end`, its own first and last not counted."""
        if not self.starts:
            return False
        i = bisect_right(self.starts, start - 1) - 1
        return i >= 0 and end < self.ends[i]


_NO_STRETCHES = Stretches((), ())


def find_stretches(pattern: re.Pattern[str], text: str) -> Stretches:
    """Where `pattern` matches in `text`."""
    places = [match.span() for match in pattern.finditer(text)]
    return Stretches(*zip(*places, strict=True)) if places else _NO_STRETCHES
