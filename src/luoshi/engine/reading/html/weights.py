"""Weighs how much running text each part of a page holds, and how much of it is links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from luoshi.engine.reading.around import is_furniture_line
from luoshi.engine.reading.html.elements import Hint, hint_of

if TYPE_CHECKING:
    from collections.abc import Container

    from lxml.html import HtmlElement

_BLANK = re.compile(r"[\s\u00a0\u3000]+")
_PUNCTUATION = re.compile(r"[，。；、：]")
_WORTH_OF_PUNCTUATION = 5
_SENTENCE_IN_LINK = 40
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|pptx?)(?:$|[?#])", re.I)
_MOST_OF_HINT: dict[Hint | None, float] = {Hint.FURNITURE: 0.5, Hint.EDGE: 0.9}


@dataclass(slots=True)
class Weight:
    """Characters of an element and all in it: `text` outside of links, `linked` inside, `links` how many.

    `good` is what speaks for the document itself: text, more where it has punctuation, nothing for known furniture.
    """

    text: int = 0
    linked: int = 0
    links: int = 0
    good: int = 0
    own: int = 0

    @property
    def link_share(self) -> float:
        return self.linked / max(self.text + self.linked, 1)


Weights = dict["HtmlElement", Weight]


def weigh(root: HtmlElement, *, worthless: Container[HtmlElement] = ()) -> Weights:
    """The weight of every element; what stands in `worthless` elements counts as text, but not as good."""
    weights: Weights = {}
    open_links = open_worthless = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            weight = weights[element] = Weight()
            if _is_link(element):
                open_links += 1
                weight.links = 1
            open_worthless += element in worthless
            _count(weight, element.text, is_link=open_links > 0, is_worthless=open_worthless > 0)
            continue
        weight = weights[element]
        open_links -= _is_link(element)
        open_worthless -= element in worthless
        parent = weights.get(element.getparent()) if element is not root else None
        if parent is not None:
            _add(parent, weight)
            _count(parent, element.tail, is_link=open_links > 0, is_worthless=open_worthless > 0)
    return weights


def furniture_of(root: HtmlElement, weights: Weights) -> set[HtmlElement]:
    """The elements whose tag, class or id speaks of furniture, unless most of the page's text stands in them."""
    whole = weights[root].good
    return {
        element for element, weight in weights.items() if weight.good <= _MOST_OF_HINT.get(hint_of(element), -1) * whole
    }


def _is_link(element: HtmlElement) -> bool:
    """Links to files are words of the document: they are its attachments."""
    return element.tag == "a" and _FILE.search((element.get("href") or "")[-200:]) is None


def _add(weight: Weight, inner: Weight) -> None:
    weight.text += inner.text
    weight.linked += inner.linked
    weight.links += inner.links
    weight.good += inner.good


def _count(weight: Weight, words: str | None, *, is_link: bool, is_worthless: bool) -> None:
    if not words or not (words := _BLANK.sub("", words)):
        return
    size, marks = len(words), len(_PUNCTUATION.findall(words))
    if is_link and not (size >= _SENTENCE_IN_LINK and marks > 1):
        weight.linked += size
        return
    weight.text += size
    if not is_worthless and not is_furniture_line(words):
        good = size + _WORTH_OF_PUNCTUATION * marks
        weight.good += good
        weight.own += good
