"""What is printed around a document and is no part of it: page numbers, running heads, the words of a web site."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from luoshi.engine.lexicon import any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAGE_NUMBER = re.compile(
    r"[—–－·\-]{1,2}\s{0,3}\d{1,4}\s{0,3}[—–－·\-]{1,2}"
    r"|第\s?\d{1,4}\s?页(?:[，,/／\s]{0,3}共\s?\d{1,4}\s?页)?"
)
_LONGEST_FURNITURE = 90
_LONGEST_HEAD = 40
_NO_HEAD = re.compile(r"[。，、；;：:！!？?]|[”’）)】］〕》]$")
"""Words between such marks are a sentence or a list of units."""
_FOOT_LINES = 12


def is_furniture_line(words: str) -> bool:
    """Whether a short line says what pages say around a document: 分享到, 浏览次数, ICP备."""
    if len(words) > _LONGEST_FURNITURE:
        return False
    return _at_start("start").match(words) is not None or _anywhere().search(words) is not None


def around_document(lines: Sequence[str]) -> set[int]:
    """Which lines of a plain text, counted from 0, its pages or its web site printed around the document."""
    return _pages(lines) | _foot(lines)


def _pages(lines: Sequence[str]) -> set[int]:
    """Page numbers, and the running heads that come back beside them."""
    numbers = {i for i, line in enumerate(lines) if _PAGE_NUMBER.fullmatch(line)}
    if not numbers:
        return set()
    beside = {j for i in numbers for j in (i - 1, i + 1) if 0 <= j < len(lines)} - numbers
    times = Counter(lines[j] for i in numbers for j in (i - 1, i + 1) if j in beside)
    return numbers | {j for j in beside if times[lines[j]] > 1 and _may_be_head(lines[j])}


def _may_be_head(line: str) -> bool:
    return len(line) <= _LONGEST_HEAD and _NO_HEAD.search(line) is None


def _foot(lines: Sequence[str]) -> set[int]:
    """The last lines of a copied page; 主办：… is one only below everything that stands at the foot of an article."""
    found: set[int] = set()
    may_be_site = True
    is_certain = False
    for i in range(len(lines) - 1, max(-1, len(lines) - 1 - _FOOT_LINES), -1):
        is_site = _at_start("site_start").match(lines[i]) is not None
        if lines[i][-1] in "。；" or not (is_furniture_line(lines[i]) or (is_site and may_be_site)):
            break
        found.add(i)
        is_certain = is_certain or not is_site
        may_be_site = may_be_site and (is_site or _of_site().search(lines[i]) is not None)
    return found if is_certain else set()


@cache
def _at_start(place: str) -> re.Pattern[str]:
    return re.compile(any_of("page_furniture", place))


@cache
def _anywhere() -> re.Pattern[str]:
    return re.compile(f"{any_of('page_furniture', 'anywhere')}|{any_of('page_furniture', 'site')}")


@cache
def _of_site() -> re.Pattern[str]:
    return re.compile(any_of("page_furniture", "site"))
