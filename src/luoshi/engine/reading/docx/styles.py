"""Paragraph styles: heading level, numbering and hiding, inherited along `basedOn`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.reading.docx.names import NUM_PR, P_PR, R_PR, VAL, VANISH, w
from luoshi.engine.reading.docx.values import is_on, number, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_STYLE = w("style")
_STYLE_ID = w("styleId")
_TYPE = w("type")
_DEFAULT = w("default")
_BASED_ON = w("basedOn")
_NAME = w("name")
_OUTLINE = w("outlineLvl")
_NUM_ID = w("numId")
_ILVL = w("ilvl")
_HEADING_NAME = re.compile(r"(?:heading|标题)\s?([1-9])$", re.IGNORECASE)
_TITLE_NAMES = frozenset({"title", "标题"})
_DEEPEST_OUTLINE = 8
_LONGEST_CHAIN = 64
_UNREAD = ((b'<w:style w:type="table"', b"</w:style>"), (b"<w:latentStyles ", b"</w:latentStyles>"))
"""Where that begins and ends in a part of styles which says nothing of paragraphs: table styles, names in a menu."""


@dataclass(frozen=True, slots=True)
class Rung:
    """What one style of a `basedOn` chain says of numbering; None where it says nothing."""

    style_id: str
    num_id: str | None
    ilvl: int | None


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with all it inherits; `ladder` goes from the style itself to its last ancestor."""

    level: int | None = None
    is_hidden: bool = False
    num_id: str | None = None
    ladder: tuple[Rung, ...] = ()


def without_unread(part: bytes) -> bytes:
    """The part of styles without those for tables and latent ones: they say nothing of paragraphs, and are most of it.

    Only the usual way of writing them is known; written otherwise they stay and do no harm.
    """
    for begin, end in _UNREAD:
        part = _without(part, begin, end)
    return part


def _without(part: bytes, begin: bytes, end: bytes) -> bytes:
    kept: list[bytes] = []
    done = 0
    while True:
        start = part.find(begin, done)
        stop = part.find(end, start) if start >= 0 else -1
        if stop < 0:
            return b"".join((*kept, part[done:]))
        kept.append(part[done:start])
        done = stop + len(end)


class Styles:
    """The styles of one document by id; each is looked into when it is first asked for."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str | None, Style] = {}
        self._default_id: str | None = None
        self._has_vanish = root is not None and next(root.iter(VANISH), None) is not None
        for element in () if root is None else root.iterchildren(_STYLE):
            self._elements[element.get(_STYLE_ID, "")] = element
            if element.get(_DEFAULT) in {"1", "true", "on"} and element.get(_TYPE) == "paragraph":
                self._default_id = element.get(_STYLE_ID, "")

    def paragraph_style(self, style_id: str | None) -> Style:
        """The style of this id; None or an unknown id gives the default paragraph style."""
        if style_id not in self._resolved:
            known = style_id if style_id in self._elements else self._default_id
            self._resolved[style_id] = self._resolve(known)
        return self._resolved[style_id]

    def hidden_run_styles(self) -> frozenset[str]:
        """The ids of the character styles that hide their text."""
        if not self._has_vanish:
            return frozenset()
        characters = (key for key, element in self._elements.items() if element.get(_TYPE) == "character")
        return frozenset(key for key in characters if self._is_hidden(list(self._chain(key))))

    def numbering_of_list_style(self, style_id: str) -> str | None:
        """The `numId` that a numbering style points to."""
        element = self._elements.get(style_id)
        return None if element is None else _num_id(element)

    def _resolve(self, style_id: str | None) -> Style:
        chain = list(self._chain(style_id))
        ladder = tuple(Rung(element.get(_STYLE_ID, ""), _num_id(element), _ilvl(element)) for element in chain)
        return Style(
            level=_heading_level(chain),
            is_hidden=self._has_vanish and self._is_hidden(chain),
            num_id=next((rung.num_id for rung in ladder if rung.num_id is not None), None),
            ladder=ladder,
        )

    def _chain(self, style_id: str | None) -> Iterator[etree._Element]:
        """The style and its ancestors; a circle or an endless chain is cut."""
        seen: set[str] = set()
        while style_id in self._elements and style_id not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(style_id)
            element = self._elements[style_id]
            yield element
            based_on = element.find(_BASED_ON)
            style_id = None if based_on is None else based_on.get(VAL)

    def _is_hidden(self, chain: list[etree._Element]) -> bool:
        for element in chain:
            vanish = element.find(f"{R_PR}/{VANISH}")
            if vanish is not None:
                return is_on(vanish)
        return False


def heading_level(outline: int | None) -> int | None:
    """The level, from 1, that an outline level, from 0, stands for; 9 is body text."""
    return outline + 1 if outline is not None and 0 <= outline <= _DEEPEST_OUTLINE else None


def _heading_level(chain: list[etree._Element]) -> int | None:
    for element in chain:
        name = element.find(_NAME)
        words = "" if name is None else name.get(VAL, "").strip()
        if words.lower() in _TITLE_NAMES:
            return None
        outline = element.find(f"{P_PR}/{_OUTLINE}")
        if outline is not None:
            return heading_level(number_of(outline))
        heading = _HEADING_NAME.match(words)
        if heading:
            return number(heading.group(1))
    return None


def _num_id(style: etree._Element) -> str | None:
    found = style.find(f"{P_PR}/{NUM_PR}/{_NUM_ID}")
    return None if found is None else found.get(VAL)


def _ilvl(style: etree._Element) -> int | None:
    return number_of(style.find(f"{P_PR}/{NUM_PR}/{_ILVL}"))
