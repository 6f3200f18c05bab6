"""Decides which printed lines go on as one paragraph: by indent, fullness, punctuation, markers and alignment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from luoshi.engine.reading.pdf.layout import Area, Layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from luoshi.engine.reading.pdf.lines import Line

_TERMINAL = tuple("。；：！？.;:!?")
_CLOSING = "”’）)】》〉」』"
_MARKER = re.compile(
    r"[（(]\s?[一二三四五六七八九十\d]{1,4}\s?[)）]"
    r"|[一二三四五六七八九十百]{1,5}\s?[、．]"
    r"|第[一二三四五六七八九十百零〇\d]{1,6}[条章节编部]"
    r"|\d{1,3}(?:[、．]|\.(?!\d))"
    r"|[①-⑳㈠-㈩⑴-⒇]"
    r"|[●○◆◇■□▪•·—-]\s?\S"
    r"|[一二三四五六七八九十]{1,2}是"
    r"|附件|附表|附：|专栏"
)
_ATTACHMENT = re.compile(r"附\s?[件表]\s?[\d一二三四五六七八九十]{0,3}\s?[:：]?")
_CONTENTS_ENTRY = re.compile(r".{1,80}?[.．…·]{4,200}\s?[（(]?\d{1,4}[)）]?")
_STANDS_ALONE = re.compile(
    r"[（(]?\s?(?:\d{4}|[二〇零一三四五六七八九○]{4})\s?年\s?[\d一二三四五六七八九十]{1,2}\s?月"
    r"|[^，。；]{2,24}[〔\[［﹝(（]\s?\d{4}\s?[〕\]］﹞)）]\s?第?\s?\d{1,5}\s?号"
    r"|[（(].{0,30}(?:通过|发布|公布|印发)"
)
_OPEN_BRACKET = re.compile(r"[（(][^（）()]{1,12}$")
"""（0.5 at the end of a line: no paragraph ends within a bracket."""
_UNIT_ENDS = re.compile(r"[局委办厅部处院]$")
_UNIT_STARTS = re.compile(r"[省市县区州各]")


class Alignment(Enum):
    """How a line stands between the margins."""

    BODY = "body"
    CENTRED = "centred"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line with the layout of the area that it stands in."""

    line: Line
    layout: Layout

    @property
    def indent(self) -> float:
        return self.layout.indent(self.line)

    @property
    def tail(self) -> float:
        return self.layout.tail(self.line)

    @property
    def alignment(self) -> Alignment:
        if self.layout.area is not Area.BODY:
            return Alignment.BODY
        indent, tail = self.indent, self.tail
        larger = self.line.has_cjk and self.line.em > 1.15 * self.layout.em
        if abs(indent - tail) < (1.6 if larger else 1.0) and (larger or indent > 2.6):
            return Alignment.CENTRED
        if indent > 5 and indent > tail + 5:
            return Alignment.RIGHT
        return Alignment.BODY


def group_lines(lines: Iterable[PlacedLine]) -> list[list[Line]]:
    """The lines of each paragraph, in order."""
    paragraphs: list[list[PlacedLine]] = []
    for line in lines:
        if paragraphs and goes_on(paragraphs[-1], line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [[placed.line for placed in paragraph] for paragraph in paragraphs]


def starts_item(words: str) -> bool:
    """Whether a line begins with a number or sign of its own: 1、, （二）, ①, 一是, 附件."""
    return _MARKER.match(words) is not None


def is_contents_entry(words: str) -> bool:
    """A line of a table of contents: dots that lead to a page number."""
    return _CONTENTS_ENTRY.fullmatch(words) is not None


def goes_on(paragraph: Sequence[PlacedLine], line: PlacedLine) -> bool:
    """Whether the paragraph so far goes on with this line."""
    before = paragraph[-1]
    if before.layout.area is not line.layout.area or _sizes_differ(before.line, line.line):
        return False
    if is_contents_entry(before.line.text):
        return False
    if _ATTACHMENT.fullmatch(before.line.text) or _ATTACHMENT.fullmatch(line.line.text):
        return False
    if _is_far_below(before, line):
        return False
    alignments = before.alignment, line.alignment
    if alignments == (Alignment.BODY, Alignment.BODY):
        return _body_goes_on(paragraph, line)
    if line.alignment is Alignment.CENTRED:
        return _title_goes_on(paragraph, line)
    return False


def _sizes_differ(above: Line, below: Line) -> bool:
    if not (above.has_cjk and below.has_cjk):
        return False
    return abs(above.em - below.em) > 0.12 * max(above.em, below.em)


def _is_far_below(before: PlacedLine, line: PlacedLine) -> bool:
    """A gap that is clearly larger than from line to line."""
    if before.line.page != line.line.page:
        return False
    step = before.line.base - line.line.base
    usual = max(before.layout.pitch, before.layout.pitch * before.line.em / before.layout.em)
    return step > 1.45 * usual


def _title_goes_on(paragraph: Sequence[PlacedLine], line: PlacedLine) -> bool:
    """A title broken over two or three centred lines; its first may fill the whole width."""
    before = paragraph[-1]
    if before.line.page != line.line.page or len(paragraph) > 4:
        return False
    text = line.line.text
    if _MARKER.match(text) or _STANDS_ALONE.match(text) or _STANDS_ALONE.match(before.line.text):
        return False
    if _ends_sentence(before.line.text):
        return False
    if before.alignment is Alignment.CENTRED:
        return True
    return len(paragraph) == 1 and abs(before.indent) < 0.6 and abs(before.tail) < 1


def _body_goes_on(paragraph: Sequence[PlacedLine], line: PlacedLine) -> bool:
    before = paragraph[-1]
    if _ended_early(before, line):
        return False
    if line.layout.area is Area.CELL:
        return _cell_goes_on(before, line)
    if len(paragraph) == 1:
        return _second_line_goes_on(before, line)
    usual = paragraph[1].indent
    if line.indent > usual + 1.2 or line.indent < usual - 0.8:
        return False
    return not _starts_item_after_sentence(before, line)


def _cell_goes_on(before: PlacedLine, line: PlacedLine) -> bool:
    """Lines of a cell are often centred, so an indent counts only after a sentence; units may stand a line each."""
    if are_two_units(before.line.text, line.line.text):
        return False
    if not _ends_sentence(before.line.text):
        return True
    is_indented = line.indent > before.indent + 1.2 and abs(line.indent - line.tail) > 1
    return not is_indented and _MARKER.match(line.line.text) is None


def are_two_units(above: str, below: str) -> bool:
    """Whether one line of a cell ends as a unit's name does and the next begins as one, as in lists without commas."""
    return _UNIT_ENDS.search(above) is not None and _UNIT_STARTS.match(below) is not None


def _second_line_goes_on(first: PlacedLine, line: PlacedLine) -> bool:
    """After the first line of a paragraph the next may go back (indent), stay, or hang behind the marker."""
    step = line.indent - first.indent
    if step < -0.7:
        return not _starts_item_after_sentence(first, line)
    if step > 0.7:
        return step <= 6 and _MARKER.match(first.line.text) is not None and not _MARKER.match(line.line.text)
    if line.indent > 1.2 and line.layout.is_indented:
        return False
    return not _starts_item_after_sentence(first, line)


def _starts_item_after_sentence(before: PlacedLine, line: PlacedLine) -> bool:
    """Where no indent tells, a marker after the end of a sentence starts a new paragraph."""
    if line.layout.is_indented and line.indent < 0.8:
        return False
    may_end = _ends_sentence(before.line.text) or before.line.text.endswith(("）", ")"))
    return may_end and _MARKER.match(line.line.text) is not None


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING + " \u3000").endswith(_TERMINAL)


def _ended_early(before: PlacedLine, line: PlacedLine) -> bool:
    """The next line's first piece would still have had room on this one, so this one was ended on purpose."""
    if _OPEN_BRACKET.search(before.line.text):
        return False
    room = before.layout.right - before.line.x1
    needed = line.line.first_width if _ends_sentence(before.line.text) else line.line.quoted_width
    return room > needed + 0.55 * before.layout.em
