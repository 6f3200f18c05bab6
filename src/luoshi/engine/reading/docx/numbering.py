"""Counts the numbered paragraphs of a document and gives each the label that Word prints before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.reading.docx.levels import LEVELS, Level, Lists, NumberedList
from luoshi.engine.reading.docx.number_formats import BULLET, CUSTOM, NONE, printed, printed_after_pattern

if TYPE_CHECKING:
    from lxml import etree

    from luoshi.engine.reading.docx.styles import Style, Styles

_NEVER_LEGAL = frozenset({BULLET, NONE, "decimalZero"})
"""Formats that legal numbering (all levels in digits) leaves as they are."""


class Numbering:
    """The running numbers of one document; text boxes, notes, heads and feet count by themselves, as in Word.

    Paragraphs are to be asked for once each, in the order of the text.
    """

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._lists = Lists(root, styles)
        self._counts: dict[tuple[str, str], list[int | None]] = {}
        self._restarted: set[tuple[str, str, int]] = set()

    def label(
        self, style: Style, *, num_id: str | None = None, ilvl: int | None = None, story: str = "body"
    ) -> tuple[str, str]:
        """Count one paragraph; its printed label and what parts it from the text (tab, space, nothing).

        `num_id` and `ilvl` are the paragraph's own, before those of its style. No number gives ("", "nothing").
        """
        numbered = self._lists.list_of(num_id if num_id is not None else style.num_id)
        if numbered is None:
            return "", "nothing"
        place = ilvl if ilvl is not None else _level_from_style(style, numbered)
        level = numbered.levels[place] if 0 <= place < LEVELS else None
        if level is None:
            return "", "nothing"
        counts = self._counted(numbered, place, story)
        return "" if level.is_hidden else _label(numbered, level, place, counts), level.suffix

    def _counted(self, numbered: NumberedList, place: int, story: str) -> list[int | None]:
        counts = self._counts.setdefault((story, numbered.counter), [None] * LEVELS)
        restart, before = numbered.starts[place], counts[place]
        if restart is not None and (story, numbered.num_id, place) not in self._restarted:
            self._restarted.add((story, numbered.num_id, place))
            counts[place] = restart
        else:
            counts[place] = numbered.start_of(place) if before is None else before + 1
        for higher in range(place):
            if counts[higher] is None:  # a skipped level counts as begun
                counts[higher] = numbered.start_of(higher)
        for deeper in range(place + 1, LEVELS):
            if counts[deeper] is not None and _starts_anew(numbered.levels[deeper], deeper, place):
                counts[deeper] = None
        return counts


def _level_from_style(style: Style, numbered: NumberedList) -> int:
    """The level that links to the nearest style of the chain, or that the nearest style names itself."""
    for rung in style.ladder:
        linked = numbered.level_of_style(rung.style_id)
        if linked is not None:
            return linked
        if rung.ilvl is not None:
            return rung.ilvl
    return 0


def _starts_anew(level: Level | None, place: int, after: int) -> bool:
    """Whether `level`, at `place`, starts anew after a paragraph of the higher level `after`."""
    if level is None or level.restart is None or level.restart > place:
        return True
    return after < level.restart


def _label(numbered: NumberedList, level: Level, place: int, counts: list[int | None]) -> str:
    words: list[str] = []
    for piece in level.pieces:
        if isinstance(piece, str):
            words.append(piece)
        elif piece <= place:
            words.append(_number(numbered.levels[piece], counts[piece] or 0, is_legal=level.is_legal))
    return "".join(words)


def _number(level: Level | None, value: int, *, is_legal: bool) -> str:
    if level is None or (is_legal and level.number_format not in _NEVER_LEGAL):
        return str(value)
    if level.number_format == CUSTOM:
        return printed_after_pattern(value, level.pattern)
    return printed(value, level.number_format)
