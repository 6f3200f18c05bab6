"""Finds the title that a page gives its document, which often stands outside of the document's own element."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.reading.html.words import tidy

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_META = ("articletitle", "og:title", "dc.title", "title")
_SITE_PARTS = re.compile(r"[_|｜]|\s[-–—]\s|-(?=[^-]{2,30}$)")
_NOT_WORDS = re.compile(r"[\W_]+")
_SHORTEST = 4
_SHORTEST_ALONE = 6
_LONGEST = 150
_LITTLE_MORE = 12


def announced_titles(root: HtmlElement) -> list[str]:
    """What <meta> and <title> call the page, the more trustworthy first; the site's name cut off."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        if name in _META and meta.get("content"):
            found.setdefault(name, tidy(meta.get("content") or ""))
    titles = [found[name] for name in _META if name in found]
    for title in root.iter("title"):
        if title.getparent() is not None and title.getparent().tag == "head":
            words = tidy(title.text or "")
            titles += [words, *(part.strip() for part in _SITE_PARTS.split(words))]
            break
    return [title for title in dict.fromkeys(titles) if _SHORTEST <= len(title) <= _LONGEST]


def shown_title(body: HtmlElement, announced: list[str]) -> str | None:
    """The heading that says what the page announces, else the announced title, else a lone <h1>."""
    headings = [words for heading in body.iter("h1", "h2", "h3") if (words := tidy(heading.text_content()))]
    for title in announced:
        for words in headings:
            if is_same(words, title):
                return words
    stated = next((title for title in announced if _is_stated(title, body)), None)
    if stated is not None:
        return stated
    firsts = [words for heading in body.iter("h1") if (words := tidy(heading.text_content()))]
    return firsts[0] if len(firsts) == 1 and len(firsts[0]) >= _SHORTEST_ALONE else None


def is_same(one: str, other: str) -> bool:
    """Whether two titles have the same words, signs aside."""
    return bool(one) and _NOT_WORDS.sub("", one) == _NOT_WORDS.sub("", other)


def says_title(words: str, title: str) -> bool:
    """Whether words are the title, or the title with little before or behind it (an issuer, 的通知)."""
    bare, bare_title = _NOT_WORDS.sub("", words), _NOT_WORDS.sub("", title)
    return bare == bare_title or (bare_title in bare and len(bare) <= len(bare_title) + _LITTLE_MORE)


def _is_stated(title: str, body: HtmlElement) -> bool:
    """Whether the page shows the announced title as words of its own."""
    return any(is_same(words, title) for words in body.itertext() if len(title) // 2 < len(words) < 3 * len(title) + 40)
