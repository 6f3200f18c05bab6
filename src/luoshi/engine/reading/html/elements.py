"""Tells what the elements of a page are: blocks or parts of a line, content or furniture by tag, class and id."""

from __future__ import annotations

import re
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
_BLOCK_STYLE = re.compile(r"display\s{0,4}:\s{0,4}(?:block|flex|grid|table|list-item)", re.I)
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


def is_block(element: HtmlElement) -> bool:
    """Whether the element starts a line of its own; unknown tags (<ucapcontent>) do, Word's (<o:p>) do not."""
    tag = element.tag
    if tag not in _INLINE and ":" not in tag:
        return True
    style = element.get("style")
    return style is not None and _BLOCK_STYLE.search(style[:500]) is not None


def hint_of(element: HtmlElement) -> str | None:
    """ "content" or "furniture" where tag, class or id of the element says so: a hint, no proof."""
    if element.tag in ("nav", "footer", "aside"):
        return "furniture"
    if element.tag in ("article", "main", "ucapcontent"):
        return "content"
    name = f"{element.get('id') or ''} {element.get('class') or ''}".strip()
    return _hint_of_name(name[:200]) if name else None


@lru_cache(maxsize=4096)
def _hint_of_name(name: str) -> str | None:
    parts = {part.lower() for part in _PART.findall(name)} | {part.lower() for part in name.split()}
    if parts & set(load_words("page_hints", "furniture")):
        return "furniture"
    if parts & set(load_words("page_hints", "content")):
        return "content"
    return None
