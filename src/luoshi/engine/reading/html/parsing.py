"""Parses a page within limits and takes away whatever it does not show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import lxml.html
from lxml import etree

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.html.elements import blank

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_TAGS = 100_000
"""Opening and closing tags: the parsed tree takes some 300 bytes for each."""
MOST_CHARACTERS = 8_000_000
"""Of a page without the pictures that it carries as text."""
MOST_WORDS = 3_000_000
"""Characters outside of tags."""
MOST_LEVELS = 2_000
"""libxml2 silently drops what lies deeper than 2,048."""
# fmt: off
_NEVER_SHOWN = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "math",
    "canvas", "audio", "video", "map", "select", "option", "datalist", "textarea", "button", "input", "head",
    "title", "meta", "link", "base", "frame", "frameset", "noframes", "rt", "rp", "del", "s", "strike",
)
# fmt: on
_PICTURE = re.compile(r"data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=]{100,}")
_HIDDEN_STYLE = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|mso-hide\s{0,4}:\s{0,4}all", re.I
)


def parse_page(text: str, *, name: str) -> HtmlElement | None:
    """The tree of a page, without comments; None where there is nothing to parse.

    Raises `ReadingError`: too_much_inside.
    """
    if len(text) > MOST_CHARACTERS:
        text = _PICTURE.sub("", text)
    if len(text) > MOST_CHARACTERS:
        raise ReadingError(codes.TOO_MUCH_INSIDE, name=name, format="html", limit=MOST_CHARACTERS)
    if text.count("<") > MOST_TAGS:
        raise ReadingError(codes.TOO_MUCH_INSIDE, name=name, format="html", limit=MOST_TAGS)
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    limit = _broken_limit(root)
    if limit is not None:
        raise ReadingError(codes.TOO_MUCH_INSIDE, name=name, format="html", limit=limit)
    return root


def _broken_limit(root: HtmlElement) -> int | None:
    """The limit of depth or of text that a tree breaks."""
    level = words = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        words += len((element.text if event == "start" else element.tail) or "")
        if level > MOST_LEVELS:
            return MOST_LEVELS
        if words > MOST_WORDS:
            return MOST_WORDS
    return None


def drop_unshown(root: HtmlElement, *, with_hidden: bool) -> None:
    """Take away scripts, form fields, struck-out text and the like; with `with_hidden` what is styled away, too."""
    gone = list(root.iter(*_NEVER_SHOWN))
    if with_hidden:
        gone += [element for element in root.iter(etree.Element) if _is_hidden(element)]
    for element in gone:
        if element.tag not in ("html", "body"):
            blank(element)


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN_STYLE.search(style[:2_000]) is not None
