"""Takes the characters of a PDF page with their boxes, turned so that lines run from left to right."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from luoshi.engine.reading.pdf.characters import normalised

if TYPE_CHECKING:
    from collections.abc import Callable

_VERTICAL_SHARE = 0.6
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character: what it says (a ligature says more than one), its box in points, its place on the page.

    The y axis points upwards; `base` is the height of the line it stands on; `index` counts as pdfium does.
    """

    char: str
    index: int
    x0: float
    x1: float
    base: float
    height: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """The glyphs of a page in the order of the file, and how points of the page were turned to get there."""

    glyphs: tuple[Glyph, ...]
    turn: Callable[[float, float], tuple[float, float]]
    unmapped: int


@dataclass(frozen=True, slots=True)
class _Raw:
    char: str
    index: int
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float


def take_glyphs(textpage: Any) -> PageGlyphs:
    """The printed characters of a pdfium text page."""
    taken, unmapped = _take(textpage)
    quarters = _quarters(textpage, taken)
    turn = _TURNS[quarters]
    usual = _usual_height(taken)
    turned = [_turned(glyph, turn, usual) for glyph in taken]
    if quarters == 0 and _runs_downwards(taken):
        turn = _down_to_right
        turned = [_turned(glyph, turn, usual) for glyph in taken]
    return PageGlyphs(tuple(turned), turn, unmapped)


def _take(textpage: Any) -> tuple[list[_Raw], int]:
    taken: list[_Raw] = []
    unmapped = 0
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    high = 0
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = (0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0), 0
        char = normalised(code)
        if not char:
            unmapped += code in (0, 0xFFFD) or 0xE000 <= code < 0xF900
            continue
        if char == " " and pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, box):
            continue
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        taken.append(_Raw(char, index, box.left, box.bottom, box.right, box.top, x.value, y.value))
    return taken, unmapped


def _quarters(textpage: Any, taken: list[_Raw]) -> int:
    """By how many quarter turns most of the text stands; a page printed across has 1 or 3."""
    counts = [0] * _QUARTERS
    for glyph in taken[:: max(1, len(taken) // 50)]:
        angle = pdfium.FPDFText_GetCharAngle(textpage, glyph.index)
        counts[round(angle / 1.5707963) % _QUARTERS] += 1
    return counts.index(max(counts))


def _runs_downwards(taken: list[_Raw]) -> bool:
    """Vertical writing: most characters stand right below the one before."""
    pairs = down = 0
    for before, here in pairwise(taken):
        width = before.right - before.left
        pairs += 1
        same_column = abs(here.left + here.right - before.left - before.right) < width / 2
        down += same_column and 0 < before.y - here.y < 3 * (before.top - before.bottom)
    return pairs >= 20 and down > pairs * _VERTICAL_SHARE


def _upright(x: float, y: float) -> tuple[float, float]:
    return x, y


def _clockwise(x: float, y: float) -> tuple[float, float]:
    return y, -x


def _upside_down(x: float, y: float) -> tuple[float, float]:
    return -x, -y


def _anticlockwise(x: float, y: float) -> tuple[float, float]:
    return -y, x


def _down_to_right(x: float, y: float) -> tuple[float, float]:
    """Columns from right to left become lines from top to bottom."""
    return -y, x


_TURNS = (_upright, _anticlockwise, _upside_down, _clockwise)


def _usual_height(taken: list[_Raw]) -> float:
    """The height of most boxes: where a file has boxes as tight as the ink, that of 一 is hardly any."""
    return median(abs(glyph.top - glyph.bottom) for glyph in taken[:: max(1, len(taken) // 50)]) if taken else 0.0


def _turned(glyph: _Raw, turn: Callable[[float, float], tuple[float, float]], usual: float) -> Glyph:
    """The glyph on its base line; an origin that lies far from its box is none."""
    if turn is _upright:
        height = glyph.top - glyph.bottom
        reach = max(height, usual)
        is_near = glyph.bottom - reach <= glyph.y <= glyph.bottom + reach
        base = glyph.y if is_near else glyph.bottom
        return Glyph(glyph.char, glyph.index, glyph.left, glyph.right, base, height)
    ax, ay = turn(glyph.left, glyph.bottom)
    bx, by = turn(glyph.right, glyph.top)
    bottom, height = min(ay, by), abs(by - ay)
    reach = max(height, usual)
    _, base = turn(glyph.x, glyph.y)
    if not bottom - reach <= base <= bottom + reach:
        base = bottom
    if turn is _down_to_right:
        base = bottom + 0.12 * height
    return Glyph(glyph.char, glyph.index, min(ax, bx), max(ax, bx), base, height)
