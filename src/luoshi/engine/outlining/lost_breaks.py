"""Finds where the lines of a text began that lost its line breaks: at markers that count on, and behind headings."""

from __future__ import annotations

import re
from functools import cache

from luoshi.engine.lexicon import any_of
from luoshi.engine.outlining.markers import Marker, Style, parse_marker

_CN = "一二三四五六七八九十"
_INLINE = re.compile(
    rf"(?<![第条款项])[（(][{_CN}]{{1,3}}[）)](?![项款条])|第[{_CN}百]{{1,4}}[章条]"
    rf"|(?<![{_CN}第])[{_CN}]{{1,3}}、(?![{_CN}])|(?<![\d.．第])\d{{1,3}}(?:[.．](?!\d)|[.．](?=20\d\d年)|、(?!\d))"
)
_OPENERS = frozenset("。；;：:）)！!？?” \u3000\t")
"""Behind such a sign a marker may be the first of its kind; behind a letter only the next of a count."""
_BEFORE_ONE = frozenset("统唯同第单合万之逐划专归如不")
"""统一、唯一、同一 …: words that end in 一."""
_COUNTED = re.compile(r"(?<=[。；;：:）)】］〕])(?:[（(]\d{1,2}[）)]|[①-⑳]|\d{1,2}[.．、](?!\d))")
_FIRST_COUNTED = re.compile(r"[。；;：:）)】］〕](?:[（(]?\d?[1１]|①)")
_SHUT = "）)】］〕"
_ANNOUNCED = re.compile(r"(?:如下|以下[\u4e00-\u9fff]{1,6})\s?[:：。]\s*$")
_LEAST_CUTS = 3
_HEAD = 24
"""Characters in which a marker is looked for."""
_TITLED = re.compile(rf"(?<=[。；;：:])[（(][{_CN}]{{1,3}}[）)](?=[^。；;：:，,（）()]{{2,20}}。[^。]{{16}})")
"""（一）全面自查。各单位要…: an item with a title of its own in the midst of a paragraph."""
_FIRST_ITEM, _SECOND = re.compile(r"[（(]一[）)]"), re.compile(r"[。；;）)]二、")
"""An enumeration within a sentence has one level; two are clauses."""
_LEAST_BODY, _LONGEST_HEADING = 20, 40


def cuts_of(words: str) -> list[int]:
    """Offsets of inline markers that continue a count, and of the text behind headings such as 总体要求.

    Counts that run on across sections ((十三) 四、 (十四)) are known too. Empty where fewer than three
    lines begin, unless they are announced (通知如下：一、…).
    """
    expected: dict[Style, int] = {}
    first = parse_marker(words)
    if first:
        expected[first.style] = first.number + 1
    cuts: list[int] = [0] if first else []
    counts_on = False
    for found in _INLINE.finditer(words):
        marker = parse_marker(words[found.start() : found.start() + _HEAD])
        is_near = bool(cuts) and found.start() - cuts[-1] <= _LONGEST_HEADING
        if marker and found.start() and _counts(marker, expected, words[found.start() - 1], is_near=is_near):
            expected[marker.style] = marker.number + 1
            cuts.append(found.start())
            counts_on = counts_on or marker.number > 1
    is_announced = any(_ANNOUNCED.search(words, max(0, cut - _HEAD), cut) for cut in cuts)
    if not is_announced and (not counts_on or len(cuts) < _LEAST_CUTS):
        return []
    return sorted(cut for cut in {*cuts, *_behind_headings(words, cuts)} if cut)


def nests(words: str) -> bool:
    """Whether sections with items of their own stand in one paragraph (一、…（一）…。二、…): it lost its breaks."""
    return words.startswith("一、") and _FIRST_ITEM.search(words) is not None and _SECOND.search(words) is not None


def _counts(marker: Marker, expected: dict[Style, int], before: str, *, is_near: bool) -> bool:
    """Whether a marker begins a line; `is_near` says that it may follow the heading that the last one began."""
    is_bracketed = marker.style in (Style.CHINESE_BRACKETED, Style.ARTICLE, Style.CHAPTER)
    if marker.number == 1:
        if marker.style is Style.CHINESE:
            return before not in _BEFORE_ONE
        return before in _OPENERS or is_bracketed or is_near
    return marker.number == expected.get(marker.style)


def _behind_headings(words: str, cuts: list[int]) -> list[int]:
    """Where the text begins behind 一、总体要求 and the like."""
    found = []
    for cut in cuts:
        marker = parse_marker(words[cut : cut + _HEAD])
        heading = _headings().match(words, cut + marker.length) if marker else None
        if heading and len(words) - heading.end() > _LEAST_BODY and words[heading.end()] not in "。，；：、,;:的（(":
            found.append(heading.end())
    return found


@cache
def _headings() -> re.Pattern[str]:
    return re.compile(any_of("lost_headings"))


def cuts_behind_brackets(words: str) -> list[int]:
    """Offsets of (1) (2) (3) where each stretch ends in a bracket of its own."""
    if not _FIRST_COUNTED.search(words):
        return []
    cuts: list[int] = []
    style: Style | None = None
    for found in _COUNTED.finditer(words):
        marker = parse_marker(words[found.start() : found.start() + _HEAD])
        if marker is None or (cuts and marker.style is not style):
            continue
        behind = words[found.start() - 1] in _SHUT if found.start() else False
        if not cuts and marker.number == 1:
            cuts, style = [found.start()], marker.style
        elif cuts and behind and marker.number == len(cuts) + 1:
            cuts.append(found.start())
    return cuts if len(cuts) > 1 else []


def cuts_at_titles(words: str) -> list[int]:
    """Offsets of （一）… （二）… in a paragraph 三、…, where each has a title and a sentence behind it."""
    first = parse_marker(words) if "一）" in words or "一)" in words else None
    if first is None or first.style is not Style.CHINESE:
        return []
    cuts: list[int] = []
    for found in _TITLED.finditer(words):
        marker = parse_marker(words[found.start() : found.start() + _HEAD])
        if marker and marker.number == len(cuts) + 1:
            cuts.append(found.start())
    return cuts if len(cuts) > 1 else []
