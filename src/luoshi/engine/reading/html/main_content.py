"""Finds the part of a page that is the document, by where its text stands; names of classes are hints only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.reading.html.elements import HEADINGS, LISTS, Hint, blank, hint_of, is_block
from luoshi.engine.reading.html.tables import is_layout

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from luoshi.engine.reading.html.weights import Weights

_HINTED_SHARE = 0.6
_LARGE_SHARE = 0.25
_SMALL_SHARE = 0.3
_LINK_SHARE = 0.6
_MANY_LINKS = 3
_TEXT = frozenset(("p", "pre", "blockquote", "center", *LISTS))
_KEPT_STARTS = ("附件", "附：", "附表")


def find_main(body: HtmlElement, weights: Weights) -> HtmlElement:
    """The innermost element that holds the whole document."""
    here = body
    while True:
        inside = [child for child in here if child in weights and weights[child].good > 0]
        if not inside:
            return here
        best = max(inside, key=lambda child: weights[child].good)
        if not _may_be_entered(best) or _loses_content(here, best, inside, weights):
            return here
        here = best


def drop_furniture(main: HtmlElement, weights: Weights, furniture: set[HtmlElement]) -> None:
    """Take away what stands inside the document's element and is none of it: menus, share buttons, link lists."""
    whole = max(weights[main].good, 1)
    gone = [
        element
        for element in main.iterdescendants()
        if element in weights and is_block(element) and _is_in_the_way(element, weights, furniture, whole)
    ]
    for element in gone:
        blank(element)


def _may_be_entered(element: HtmlElement) -> bool:
    """A paragraph, a list or a table of the document is part of it and not the whole."""
    tag = element.tag
    if tag in _TEXT or tag in HEADINGS or not is_block(element):
        return False
    if tag == "table":
        return is_layout(element)
    return any(is_block(child) and child.tag != "br" for child in element) or _has_line_breaks(element)


def _has_line_breaks(element: HtmlElement) -> bool:
    return len(element.findall("br")) > 2


def _loses_content(here: HtmlElement, best: HtmlElement, inside: list[HtmlElement], weights: Weights) -> bool:
    """Whether something of the document would be left out if only `best` were taken."""
    share = weights[best].good / max(weights[here].good, 1)
    if hint_of(best) is Hint.CONTENT and share > _HINTED_SHARE:
        return False
    if weights[here].own > 0:
        return True
    return any(_is_content_beside(other, best, weights) for other in inside if other is not best)


def _is_content_beside(other: HtmlElement, best: HtmlElement, weights: Weights) -> bool:
    if other.tag in HEADINGS:
        return False
    if weights[other].link_share > _LINK_SHARE:
        return False
    if other.tag in _TEXT or other.tag == "table":
        return True
    is_twin = other.tag == best.tag and bool(other.get("class")) and other.get("class") == best.get("class")
    return is_twin or weights[other].good > _LARGE_SHARE * weights[best].good


def _is_in_the_way(element: HtmlElement, weights: Weights, furniture: set[HtmlElement], whole: int) -> bool:
    weight = weights[element]
    if element in furniture and element.tag != "p" and weight.good < _SMALL_SHARE * whole:
        return True
    if element.tag in ("p", "td", "th", "tr", "li", "dd", "dt") or weight.links < _MANY_LINKS:
        return False
    return weight.link_share > _LINK_SHARE and not _starts_as_attachments(element)


def _starts_as_attachments(element: HtmlElement) -> bool:
    start = ""
    for words in element.itertext():
        start += words.strip()
        if len(start) > 4:
            break
    return start.startswith(_KEPT_STARTS)
