"""Tells what the elements of a page are: blocks or parts of a line, content or furniture by tag, class and id."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from luoshi.engine.lexicon import load_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# fmt: off
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "rb", "samp", "small", "span", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
})
# fmt: on
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(("ol", "ul", "dl", "menu", "dir"))
_INLINE_WHEN_GONE = frozenset(("script", "style", "del", "s", "strike", "rt", "rp", "svg", "math", "map", "input"))
_BLOCK_STYLE = re.compile(r"display\s{0,4}:\s{0,4}(?:block|flex|grid|table|list-item)", re.I)
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


def is_block(element: HtmlElement) -> bool:
    """Whether the element starts a line of its own; unknown tags (<ucapcontent>) do, Word's (<o:p>) do not."""
    tag = element.tag
    if tag not in _INLINE and ":" not in tag:
        return True
    style = element.get("style")
    return style is not None and _BLOCK_STYLE.search(style[:500]) is not None


def blank(element: HtmlElement) -> None:
    """Take an element and all in it away, leaving the words behind it where they are.

    An empty element stays in its place: moving the words behind thousands of them would take forever.
    """
    tag = "div" if is_block(element) and element.tag not in _INLINE_WHEN_GONE else "span"
    element.clear(keep_tail=True)
    element.tag = tag


class Hint(Enum):
    """What tag, class or id say of an element: no proof, for a class may as well say what stands beside it."""

    CONTENT = "content"
    FURNITURE = "furniture"
    EDGE = "edge"


def hint_of(element: HtmlElement) -> Hint | None:
    """What the element is by its names: the document, what stands beside it, the page's head or foot; None: no word."""
    if element.tag in _HINTS_OF_TAGS:
        return _HINTS_OF_TAGS[element.tag]
    name = f"{element.get('id') or ''} {element.get('class') or ''}".strip()
    return _hint_of_name(name[:200]) if name else None


@lru_cache(maxsize=4096)
def _hint_of_name(name: str) -> Hint | None:
    parts = {part.lower() for part in _PART.findall(name)} | {part.lower() for part in name.split()}
    return next((hint for hint in _BY_WEIGHT if parts & set(load_words("page_hints", hint.value))), None)


_BY_WEIGHT = (Hint.EDGE, Hint.FURNITURE, Hint.CONTENT)
_HINTS_OF_TAGS = {
    "nav": Hint.EDGE,
    "footer": Hint.EDGE,
    "aside": Hint.FURNITURE,
    "article": Hint.CONTENT,
    "main": Hint.CONTENT,
    "ucapcontent": Hint.CONTENT,
}
