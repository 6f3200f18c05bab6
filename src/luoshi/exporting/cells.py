"""What may stand in a cell: text that every spreadsheet opens and none takes for a formula."""

from __future__ import annotations

import re

LONGEST = 32_767
"""Excel's limit for one cell, in UTF-16 units."""
CUT_MARK = "…"

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n|%]")


def plain(text: str) -> str:
    """The text without what XML forbids, with plain line ends, cut to what a cell holds."""
    text = _LONE_SURROGATE.sub("\ufffd", _NOT_IN_XML.sub("", _LINE_END.sub("\n", text)))
    if len(text) <= LONGEST // 2 or _units(text) <= LONGEST:
        return text
    return text.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", errors="ignore") + CUT_MARK


def is_like_formula(text: str) -> bool:
    """Would a spreadsheet that guesses (CSV import, editing the cell) take the text for a formula?

    The characters are those that OWASP lists, their full-width forms included, with or without white space before.
    """
    return bool(_FORMULA.match(text))


def guarded(text: str) -> str:
    """For CSV, which has no types: an apostrophe before what would be taken for a formula."""
    return f"'{text}" if is_like_formula(text) else text


def display_width(text: str) -> int:
    """How many columns of a fixed-width font the text fills: a Chinese character fills two."""
    return 2 * len(text) - len(text.encode("latin-1", errors="ignore"))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
