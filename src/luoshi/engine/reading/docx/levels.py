"""The definitions of automatic numbering (numbering.xml): lists, their levels, overrides and links."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from luoshi.engine.reading.docx.names import ALTERNATE, ILVL, NUM_ID, R_PR, VAL, VANISH, w
from luoshi.engine.reading.docx.number_formats import BULLET, CUSTOM
from luoshi.engine.reading.docx.values import is_on, number, number_of

if TYPE_CHECKING:
    from lxml import etree

    from luoshi.engine.reading.docx.styles import Styles

LEVELS = 9
NO_LIST = "0"
"""The `numId` that switches numbering off."""

_ABSTRACT_NUM = w("abstractNum")
_ABSTRACT_NUM_ID = w("abstractNumId")
_NUM = w("num")
_LVL = w("lvl")
_LVL_OVERRIDE = w("lvlOverride")
_START_OVERRIDE = w("startOverride")
_NUM_STYLE_LINK = w("numStyleLink")
_STYLE_LINK = w("styleLink")
_START = w("start")
_NUM_FMT = w("numFmt")
_FORMAT = w("format")
_LVL_TEXT = w("lvlText")
_SUFF = w("suff")
_IS_LGL = w("isLgl")
_LVL_RESTART = w("lvlRestart")
_P_STYLE = w("pStyle")
_R_FONTS = w("rFonts")
_ASCII = w("ascii")
_PLACEHOLDER = re.compile(r"%([1-9])")
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings")
_ROUND_BULLET = "•"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    `pieces` is the printed pattern: words as they are, levels (from 0) as numbers. `restart` counts from 1 as
    `w:lvlRestart` does: the level starts anew after that level or a higher one; 0 never, None after any higher one.
    """

    start: int
    number_format: str
    pieces: tuple[str | int, ...]
    suffix: str = "tab"
    is_legal: bool = False
    restart: int | None = None
    style_id: str | None = None
    pattern: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A `w:num` with its links followed; lists with the same `counter` count on together."""

    num_id: str
    counter: str
    levels: tuple[Level | None, ...]
    starts: tuple[int | None, ...]

    def level_of_style(self, style_id: str) -> int | None:
        """The level that is linked to a paragraph style, or None."""
        for place, level in enumerate(self.levels):
            if level is not None and level.style_id == style_id:
                return place
        return None

    def start_of(self, ilvl: int) -> int:
        """The first number of a level, overrides counted in."""
        override, level = self.starts[ilvl], self.levels[ilvl]
        if override is not None:
            return override
        return level.start if level is not None else 1


class Lists:
    """The lists of one document by `numId`, each read when it is first used."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str | None, NumberedList | None] = {None: None, NO_LIST: None}
        self._nums = _by_id(root, _NUM, NUM_ID)
        self._abstracts = _by_id(root, _ABSTRACT_NUM, _ABSTRACT_NUM_ID)
        self._levels: dict[str, tuple[Level | None, ...]] = {}

    def list_of(self, num_id: str | None) -> NumberedList | None:
        """The list that paragraphs with this `numId` belong to; None where there is none."""
        if num_id not in self._lists:
            self._lists[num_id] = self._read(num_id or NO_LIST)
        return self._lists[num_id]

    def _read(self, num_id: str) -> NumberedList | None:
        num = self._nums.get(num_id)
        counter = None if num is None else self._abstract_id(num_id)
        if num is None or counter is None:
            return None
        levels = list(self._levels_of(counter))
        starts: list[int | None] = [None] * LEVELS
        for override in num.iterchildren(_LVL_OVERRIDE):
            place = number(override.get(ILVL))
            if place is None or not 0 <= place < LEVELS:
                continue
            whole = override.find(_LVL)
            if whole is not None:
                levels[place] = _level(whole)
            start = override.find(_START_OVERRIDE)
            if start is not None:  # LibreOffice writes a second, empty override for each level
                starts[place] = number_of(start)
        return NumberedList(num_id, counter, tuple(levels), tuple(starts))

    def _levels_of(self, abstract_id: str) -> tuple[Level | None, ...]:
        if abstract_id not in self._levels:
            self._levels[abstract_id] = _levels(self._abstracts[abstract_id])
        return self._levels[abstract_id]

    def _abstract_id(self, num_id: str) -> str | None:
        """The abstract list behind a `numId`, through list styles; a circle of links ends in None."""
        seen: set[str] = set()
        while num_id not in seen:
            seen.add(num_id)
            num = self._nums.get(num_id)
            pointer = None if num is None else num.find(_ABSTRACT_NUM_ID)
            abstract_id = None if pointer is None else pointer.get(VAL)
            if abstract_id is None or abstract_id not in self._abstracts:
                return None
            link = self._abstracts[abstract_id].find(_NUM_STYLE_LINK)
            onward = None if link is None else self._styles.numbering_of_list_style(link.get(VAL, ""))
            if onward is None:
                return abstract_id
            num_id = onward
        return None


def _by_id(root: etree._Element | None, tag: str, id_attribute: str) -> dict[str, etree._Element]:
    return {} if root is None else {one.get(id_attribute, ""): one for one in root.iterchildren(tag)}


def _levels(abstract: etree._Element) -> tuple[Level | None, ...]:
    levels: list[Level | None] = [None] * LEVELS
    for element in abstract.iterchildren(_LVL):
        place = number(element.get(ILVL))
        if place is not None and 0 <= place < LEVELS:
            levels[place] = _level(element)
    return tuple(levels)


def _level(element: etree._Element) -> Level:
    """A level as written; where Word's own default is not the usual one it is said in the test of it."""
    parts = {child.tag: child for child in element}
    number_format, pattern = _number_format(element, parts)
    text = parts.get(_LVL_TEXT)
    start = number_of(parts.get(_START))
    suffix = parts.get(_SUFF)
    style = parts.get(_P_STYLE)
    level = Level(
        start=0 if start is None else start,
        number_format=number_format,
        pieces=_pieces("" if text is None else text.get(VAL, "")),
        suffix="tab" if suffix is None else suffix.get(VAL, "tab"),
        is_legal=is_on(parts.get(_IS_LGL)),
        restart=number_of(parts.get(_LVL_RESTART)),
        style_id=None if style is None else style.get(VAL),
        pattern=pattern,
        is_hidden=is_on(element.find(f"{R_PR}/{VANISH}")),
    )
    return replace(level, pieces=_bullet(element, level.pieces)) if number_format == BULLET else level


def _number_format(level: etree._Element, parts: dict[str, etree._Element]) -> tuple[str, str]:
    """The number format and, for a custom one, its pattern; newer formats stand inside an alternate."""
    found = parts.get(_NUM_FMT)
    if found is None and ALTERNATE in parts:
        found = next(level.iter(_NUM_FMT), None)
    if found is None:
        return "decimal", ""
    number_format = found.get(VAL, "decimal")
    return number_format, found.get(_FORMAT, "") if number_format == CUSTOM else ""


def _pieces(text: str) -> tuple[str | int, ...]:
    split = _PLACEHOLDER.split(text)
    return tuple(int(piece) - 1 if place % 2 else piece for place, piece in enumerate(split) if piece)


def _bullet(level: etree._Element, pieces: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The printed bullet: the characters of symbol fonts mean nothing outside of them."""
    text = "".join(piece for piece in pieces if isinstance(piece, str))
    fonts = level.find(f"{R_PR}/{_R_FONTS}")
    font = "" if fonts is None else fonts.get(_ASCII, "").lower()
    is_symbol = any("\ue000" <= char <= "\uf8ff" for char in text) or font.startswith(_SYMBOL_FONTS)
    return (_ROUND_BULLET if text and is_symbol else text,)
