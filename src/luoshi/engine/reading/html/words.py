"""Writes the words of an element as lines, the way a browser breaks and spaces them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from luoshi.engine.reading.html.elements import is_block

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BREAK = "\x0b"
"""Stands for a line break that the page asks for, in words that are not yet cut into lines."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CHINESE = r"[\u2e80-\u9fff\uff00-\uffef“”]"
_BROKEN_CHINESE = re.compile(rf"(?<={_CHINESE})[ \t\r\f]*\n[ \t\r\n\f]*(?={_CHINESE})")
_UNSEEN = re.compile("[\u200b-\u200f\u2028\u2029\u2060\ufeff\u00ad\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_EDGES = " \u00a0\u3000\t\u2002\u2003\u2009"


def tidy(words: str) -> str:
    """One line of text: white space as a browser shows it, without indent; no-break spaces become spaces."""
    if "\n" in words:
        words = _BROKEN_CHINESE.sub("", words)
    words = _UNSEEN.sub("", _SPACES.sub(" ", words))
    return words.strip(_EDGES).replace("\u00a0", " ").replace("\x85", "")


def cut(words: str) -> list[str]:
    """The lines of words that hold `BREAK`s, empty ones left out."""
    return [line for piece in words.split(BREAK) if (line := tidy(piece))]


def lines_of(element: HtmlElement) -> list[str]:
    """The lines of an element, blocks and <br> apart."""
    pieces: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        breaks = inner is not element and (inner.tag == "br" or is_block(inner))
        if event == "start":
            pieces += (BREAK if breaks else "", inner.text or "")
        elif inner is not element:
            pieces += (BREAK if breaks else "", inner.tail or "")
    return cut("".join(pieces))
