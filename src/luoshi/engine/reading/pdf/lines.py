"""Puts the glyphs of a page together to lines by where they stand, and writes each line with the spaces it means."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from luoshi.engine.reading.pdf.characters import SOFT_HYPHEN, is_cjk, is_ideograph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from luoshi.engine.reading.pdf.glyphs import Glyph

_OPENING = "（《〈【〔［｛“‘(["
_WIDE_GAP = 1.2
_TYPED_GAP = 0.2
_SEVERAL = 1.7
_QUOTES = "“”‘’\"'"
_CLOSING = "，。、；：？！）》〉】〕］｝”’…—)]%％,.;:?!"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a line that follow one another on the page, too: where in the line, how many, page index.

    Of a ligature, one character of the page says `length` characters of the line.
    """

    start: int
    length: int
    index: int
    is_ligature: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: words, extent in points (y upwards), em = width of a Chinese character in it.

    `first_width` is the room that its first unbreakable piece needs: what the line before would have had to offer;
    `quoted_width` that of a piece in which quotation marks part nothing, as browsers and LibreOffice break lines.
    `spaced_end` tells that the file itself holds a space at the end.
    """

    text: str
    runs: tuple[Run, ...]
    page: int
    x0: float
    x1: float
    base: float
    em: float
    has_cjk: bool
    first_width: float
    quoted_width: float
    spaced_end: bool

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def top(self) -> float:
        return self.base + 0.88 * self.em


def make_lines(glyphs: Sequence[Glyph], *, page: int) -> list[Line]:
    """The lines of a stretch of a page, from top to bottom."""
    return [line for row in rows_of(glyphs) if (line := make_line(row, page=page)) is not None]


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs that stand on one base line belong together, in whatever order the file draws them."""
    rows: list[_Row] = []
    for stretch in sorted(_stretches(glyphs), key=lambda stretch: (-stretch[0].base, stretch[0].x0)):
        row = next((row for row in rows[-1:-4:-1] if row.takes(stretch[0])), None)
        if row is None:
            rows.append(_Row([stretch], stretch[0].base, stretch[0].height))
        else:
            row.add(stretch)
    return [row.from_left() for row in rows]


@dataclass(slots=True)
class _Row:
    stretches: list[list[Glyph]]
    base: float
    height: float

    def from_left(self) -> list[Glyph]:
        """Glyphs from left to right; where two overlap, as punctuation may, in the order of the file."""
        placed: list[tuple[float, Glyph]] = []
        for stretch in self.stretches:
            reached = stretch[0].x0
            for glyph in stretch:
                reached = max(reached, glyph.x0)
                placed.append((reached, glyph))
        return [glyph for _, glyph in sorted(placed, key=lambda pair: pair[0])]

    def takes(self, glyph: Glyph) -> bool:
        """On the line, or raised or lowered beside larger characters (a superscript)."""
        reach = 0.3 if 0.75 < glyph.height / max(self.height, 0.1) < 1.33 else 0.55
        return abs(glyph.base - self.base) < reach * max(glyph.height, self.height)

    def add(self, stretch: list[Glyph]) -> None:
        if stretch[0].height > 1.2 * self.height:
            self.base, self.height = stretch[0].base, stretch[0].height
        self.stretches.append(stretch)


def _stretches(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Pieces that the file draws one glyph after the other on one base line; a blank starts none."""
    stretches: list[list[Glyph]] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if glyph.char.isspace():
            if before is not None and abs(glyph.base - before.base) < before.height:
                stretches[-1].append(glyph)
            continue
        if before is not None and _follows_on_line(before, glyph):
            stretches[-1].append(glyph)
        else:
            stretches.append([glyph])
        before = glyph
    return stretches


def _follows_on_line(before: Glyph, glyph: Glyph) -> bool:
    return (
        abs(glyph.base - before.base) < 0.15 * before.height
        and 0.8 < glyph.height / max(before.height, 0.1) < 1.25
        and glyph.x0 >= before.x0 - 0.1 * before.height
    )


def make_line(row: Sequence[Glyph], *, page: int) -> Line | None:
    """The line that the glyphs of a row, from left to right, make; None where all is blank."""
    row = [glyph for glyph in row[:-1] if glyph.char != SOFT_HYPHEN] + list(row[-1:])
    printed = [glyph for glyph in row if not glyph.char.isspace()]
    if not printed:
        return None
    wide = [glyph.x1 - glyph.x0 for glyph in printed if is_cjk(glyph.char[0])]
    em = max(median(wide) if wide else median(glyph.height for glyph in printed), 0.1)
    text, runs = _written(row, em)
    return Line(
        text,
        runs,
        page,
        printed[0].x0,
        max(glyph.x1 for glyph in printed),
        median(glyph.base for glyph in printed),
        em,
        bool(wide),
        _first_width(printed, em, _OPENING, _CLOSING),
        _first_width(printed, em, _OPENING + _QUOTES, _CLOSING + _QUOTES),
        row[-1].char.isspace(),
    )


def _written(row: Sequence[Glyph], em: float) -> tuple[str, tuple[Run, ...]]:
    """The words of a row; spaces that layout put between Chinese characters and digits are left out."""
    pieces: list[str] = []
    runs: list[Run] = []
    length = 0
    stretch = _usual_gap(row, em)
    before: Glyph | None = None
    blanks: list[Glyph] = []
    for glyph in row:
        if glyph.char.isspace():
            blanks.append(glyph)
            continue
        if before is not None:
            if _is_printed_twice(before, glyph):
                continue
            between = _between(before, glyph, blanks, em, stretch)
            pieces.append(between)
            length += len(between)
        blanks = []
        pieces.append(glyph.char)
        _extend(runs, length, glyph)
        length += len(glyph.char)
        before = glyph
    return "".join(pieces), tuple(runs)


def _extend(runs: list[Run], start: int, glyph: Glyph) -> None:
    """A run grows while text and page go on character by character; a ligature is a run of its own."""
    last = runs[-1] if runs else None
    if last is None or last.is_ligature or len(glyph.char) > 1 or not _follows(last, start, glyph.index):
        runs.append(Run(start, len(glyph.char), glyph.index, is_ligature=len(glyph.char) > 1))
    else:
        runs[-1] = Run(last.start, last.length + 1, last.index)


def _follows(run: Run, start: int, index: int) -> bool:
    return run.start + run.length == start and run.index + run.length == index


def _is_printed_twice(before: Glyph, glyph: Glyph) -> bool:
    """Bold faked by printing a character again, slightly moved; two characters of one glyph (——) are none."""
    if before.char != glyph.char or not is_cjk(glyph.char[0]):
        return False
    moved = glyph.x0 - before.x0
    is_one_glyph = moved == 0 and glyph.index == before.index + 1
    return moved < 0.4 * (glyph.x1 - glyph.x0) and not is_one_glyph


def _usual_gap(row: Sequence[Glyph], em: float) -> float:
    """How far the characters of a line are spread apart (市 人 民 政 府 to fill a width)."""
    gaps = [here.x0 - before.x1 for before, here in pairwise(row) if not (before.char.isspace() or here.char.isspace())]
    usual = median(gaps) if len(gaps) >= 2 else 0.0
    return usual if usual > 0.1 * em else 0.0


def _between(before: Glyph, glyph: Glyph, blanks: Sequence[Glyph], em: float, stretch: float) -> str:
    """What stands between two printed characters: nothing, a full-width space, or one space between Latin words."""
    if any(blank.char == "\u3000" for blank in blanks):
        return "\u3000"
    gap = glyph.x0 - before.x1 - stretch
    if is_cjk(before.char[-1]) or is_cjk(glyph.char[0]):
        return _between_chinese(before, glyph, blanks, gap / em)
    if blanks:
        return " "
    return " " if gap > 0.18 * em else ""


def _between_chinese(before: Glyph, glyph: Glyph, blanks: Sequence[Glyph], gap: float) -> str:
    """A wide gap (in characters) is meant; so is a typed space between Chinese words, several if it is the wider."""
    if gap > _WIDE_GAP:
        return "\u3000"
    if not blanks or gap < _TYPED_GAP or not (is_ideograph(before.char[-1]) and is_ideograph(glyph.char[0])):
        return ""
    blank = blanks[0]
    return "\u3000" if glyph.x0 - before.x1 > _SEVERAL * (blank.x1 - blank.x0) else " "


def _first_width(printed: Sequence[Glyph], em: float, opening: str, closing: str) -> float:
    """The width of what cannot be parted at the start of a line: a word, or a character with its punctuation.

    Nothing is parted behind one of the `opening` marks, nor before a `closing` one.
    """
    first = printed[0]
    end = first.x1
    before = first
    for glyph in printed[1:12]:
        words_part = is_cjk(before.char[-1]) or is_cjk(glyph.char[0]) or glyph.x0 - before.x1 > 0.18 * em
        if words_part and before.char not in opening and glyph.char not in closing:
            break
        end, before = glyph.x1, glyph
    return end - first.x0
