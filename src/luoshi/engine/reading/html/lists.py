"""Prints the number that a browser shows before an item of an ordered list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

_CJK_DIGITS = "零一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_STYLE = re.compile(r"list-style(?:-type)?\s{0,4}:\s{0,4}([a-z-]{3,30})", re.I)
_LARGEST = 9_999
_HAS_OWN = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十百]{1,5}[)）、．.]|第[一二三四五六七八九十百零\d]{1,6}[条章节]|[（(]?\d{1,3}[)）、．]|\d{1,3}\.(?!\d)|[①-⑳])"
)


class ListNumbers:
    """Counts the items of the lists of a page, which are asked for in their order."""

    def __init__(self) -> None:
        self._last: dict[HtmlElement, int] = {}

    def label_of(self, item: HtmlElement) -> str:
        """The number of an <li> with what follows it, such as "3. " or "三、"; "" where none is shown."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        number = self._last[parent] = self._number(item, parent)
        shape = _SHAPES.get(_style_of(item) or _style_of(parent) or "decimal", _decimal)
        return shape(number) if 0 < number <= _LARGEST else _decimal(number)

    def _number(self, item: HtmlElement, parent: HtmlElement) -> int:
        value = _whole(item.get("value"))
        if value is not None:
            return value
        is_reversed = parent.get("reversed") is not None
        if parent in self._last:
            return self._last[parent] + (-1 if is_reversed else 1)
        start = _whole(parent.get("start"))
        if start is None:
            start = sum(1 for _ in parent.iterchildren("li")) if is_reversed else 1
        return start


def has_own_number(text: str) -> bool:
    """Whether the words of an item begin with a number that somebody typed, so that another would double it."""
    return _HAS_OWN.match(text) is not None


def _whole(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"\s{0,4}[+-]?[0-9]{1,6}\s{0,4}", value) else None


def _style_of(element: HtmlElement) -> str | None:
    """The style that attribute, style sheet words or the classes of a common editor ask for."""
    kind = element.get("type")
    if kind in _TYPES:
        return _TYPES[kind]
    style = _STYLE.search((element.get("style") or "")[:500])
    if style:
        return style.group(1).lower()
    classes = (element.get("class") or "").split()
    return next((_EDITOR[name] for name in classes if name in _EDITOR), None)


def _decimal(number: int) -> str:
    return f"{number}. "


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return f"{letters}. "


def _roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (number // value)
        number %= value
    return f"{letters}{_ROMAN_ONES[number]}. "


def chinese(number: int) -> str:
    """A whole number from 1 to 9,999 as it is counted in Chinese: 十二, 一百零五."""
    digits = f"{number:04d}"
    words = ""
    for digit, unit in zip(digits, ("千", "百", "十", ""), strict=True):
        if digit != "0":
            words += _CJK_DIGITS[int(digit)] + unit
        elif words and not words.endswith("零"):
            words += "零"
    words = words.rstrip("零")
    return words[1:] if words.startswith("一十") else words


_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_EDITOR = {
    "custom_cn": "cjk-ideographic",
    "custom_cn1": "cjk-brackets",
    "custom_num1": "decimal-brackets",
    "custom_num2": "decimal-closing",
}
_SHAPES: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimal": _decimal,
    "lower-alpha": _letters,
    "lower-latin": _letters,
    "upper-alpha": lambda number: _letters(number).upper(),
    "upper-latin": lambda number: _letters(number).upper(),
    "lower-roman": _roman,
    "upper-roman": lambda number: _roman(number).upper(),
    "cjk-ideographic": lambda number: f"{chinese(number)}、",
    "simp-chinese-informal": lambda number: f"{chinese(number)}、",
    "trad-chinese-informal": lambda number: f"{chinese(number)}、",
    "cjk-brackets": lambda number: f"（{chinese(number)}）",
    "decimal-brackets": lambda number: f"({number})",
    "decimal-closing": lambda number: f"{number})",
    "disc": lambda _: "",
    "circle": lambda _: "",
    "square": lambda _: "",
}
