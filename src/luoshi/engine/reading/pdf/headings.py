"""Finds the header of a table by its words (序号, 工作任务, 牵头单位 …) where no lines are drawn around its cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from luoshi.engine.reading.pdf.cells import PageCell, cell_of
from luoshi.engine.reading.pdf.grids import GridPlace
from luoshi.engine.reading.pdf.lines import make_lines
from luoshi.engine.tables.columns import LONGEST_HEADING, column_exactly, columns_named, compact, settled
from luoshi.engine.tables.header import SOLID, Header, Heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from luoshi.engine.reading.pdf.glyphs import Glyph

    Row = Sequence[Glyph]

_PARTING = 0.4
"""A blank this wide, in heights of its characters, parts two headings."""
_NARROW = 0.12
_MOST_ROWS = 4
_MOST_COLUMNS = 16
_MOST_STRETCHES = 40
_NEXT_ROW = 2.4
_MOST_PIECES = 5
_TOUCH = 0.2


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of one line that stand together, blanks left out."""

    glyphs: tuple[Glyph, ...]
    text: str

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return self.glyphs[-1].x1

    @property
    def base(self) -> float:
        return self.glyphs[0].base

    @property
    def height(self) -> float:
        return self.glyphs[0].height

    def touches(self, x0: float, x1: float) -> bool:
        """Whether it stands over or under the stretch from `x0` to `x1`."""
        return min(self.x1, x1) - max(self.x0, x0) > _TOUCH * min(self.x1 - self.x0, x1 - x0)


@dataclass(frozen=True)
class TableHeading:
    """A header: for each column its stretches from the top, and the stretches that stand over several columns.

    It takes the lines `start` to `end` of its page.
    """

    columns: tuple[tuple[Stretch, ...], ...]
    parents: tuple[Stretch, ...]
    start: int
    end: int

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(compact("".join(stretch.text for stretch in column)) for column in self.columns)

    @cached_property
    def header(self) -> Header:
        """What the columns hold."""
        kinds = settled(tuple(columns_named(words) for words in self.words))
        return Header(tuple(Heading(kind, words, None) for kind, words in zip(kinds, self.words, strict=True)))

    @cached_property
    def extents(self) -> tuple[tuple[float, float], ...]:
        """From where to where the words of each heading reach."""
        return tuple(
            (min(stretch.x0 for stretch in column), max(stretch.x1 for stretch in column)) for column in self.columns
        )

    @property
    def bottom(self) -> float:
        """The base of its lowest line."""
        return min(stretch.base for column in self.columns for stretch in column)

    @property
    def is_sure(self) -> bool:
        """Whether the words are those of a table that asks for something or lists indicators."""
        known = [columns_named(words) for words in self.words]
        found = {columns for columns in known if columns}
        if len(found) < 2 or 2 * sum(map(bool, known)) < len(known) or len(known) > _MOST_COLUMNS:
            return False
        if len(known) == 2 and not all(known):
            return False
        if any(len(words) > LONGEST_HEADING for words in self.words):
            return False
        is_solid = any(column in SOLID for columns in found for column in columns)
        return is_solid and (self.header.is_of_tasks or self.header.is_of_indicators)


def find_heading(rows: Sequence[Row], at: int, *, ceiling: int) -> TableHeading | None:
    """The header one of whose lines is row `at`; None where that row is in no header.

    It may begin with one of the few rows above (序 over 号), but not above row `ceiling`.
    """
    if not _may_head(stretches_of(rows[at])):
        return None
    best = _heading_from(rows, at)
    for start in range(at - 1, max(at - _MOST_ROWS, ceiling - 1), -1):
        if best is None or not _is_next(rows, start + 1) or not _may_head(stretches_of(rows[start]), fewest=1):
            break
        higher = _heading_from(rows, start)
        if higher is not None and _known(higher) > _known(best) and higher.end > at:
            best = higher
    return best


def _heading_from(rows: Sequence[Row], start: int) -> TableHeading | None:
    """The header whose first line is row `start`."""
    best: TableHeading | None = None
    stretches: list[Stretch] = []
    for end in range(start + 1, min(start + _MOST_ROWS, len(rows)) + 1):
        if end > start + 1 and not _is_next(rows, end - 1):
            break
        stretches += stretches_of(rows[end - 1])
        if len(stretches) > _MOST_STRETCHES:
            break
        heading = _arranged(stretches, start, end)
        if heading.is_sure and (best is None or _known(heading) > _known(best)):
            best = heading
    return best


def stretches_of(row: Row, parting: float = _PARTING) -> list[Stretch]:
    """The stretches of a line, parted where there is a blank; 序 号 with a blank in it stays one."""
    printed = [glyph for glyph in row if not glyph.char.isspace()]
    pieces: list[list[Glyph]] = [printed[:1]] if printed else []
    for before, glyph in pairwise(printed):
        if glyph.x0 - before.x1 > parting * min(before.height, glyph.height):
            pieces.append([])
        pieces[-1].append(glyph)
    return _made_whole([stretch for piece in pieces for stretch in _parted(_stretch(piece))])


def _stretch(glyphs: Sequence[Glyph]) -> Stretch:
    return Stretch(tuple(glyphs), "".join(glyph.char for glyph in glyphs))


def _parted(stretch: Stretch) -> list[Stretch]:
    """序号重点任务 with a narrow blank in it is two headings: parted where both sides are known."""
    text = stretch.text
    if not 3 < len(stretch.glyphs) <= LONGEST_HEADING or column_exactly(text):
        return [stretch]
    for at, (before, glyph) in enumerate(pairwise(stretch.glyphs), 1):
        if glyph.x0 - before.x1 > _NARROW * before.height:
            left, right = _stretch(stretch.glyphs[:at]), _stretch(stretch.glyphs[at:])
            if column_exactly(left.text) and columns_named(right.text):
                return [left, *_parted(right)]
    return [stretch]


def has_wide_blank(row: Row) -> bool:
    """Whether a row is much wider than its characters: a first look that costs little."""
    printed = sum(glyph.x1 - glyph.x0 for glyph in row if not glyph.char.isspace())
    return row[-1].x1 - row[0].x0 - printed > row[0].height


def header_cells(heading: TableHeading, *, page: int) -> list[PageCell]:
    """The cells of a header in one row, or in two where some of it stands over several columns."""
    spans = [_span(heading, parent) for parent in heading.parents]
    below = {column for start, end in spans for column in range(start, end)}
    cells = [
        _cell(parent.glyphs, GridPlace(0, start, 1, end - start), page)
        for parent, (start, end) in zip(heading.parents, spans, strict=True)
    ]
    for number, column in enumerate(heading.columns):
        glyphs = [glyph for stretch in column for glyph in stretch.glyphs]
        place = GridPlace(1, number, 1, 1) if number in below else GridPlace(0, number, 2 if spans else 1, 1)
        cells.append(_cell(glyphs, place, page))
    return cells


def _stands_between(stretch: Stretch, columns: Sequence[Sequence[Stretch]]) -> bool:
    """Whether a heading is centred over two lower ones beside each other."""
    lower = sorted((column[-1] for column in columns if column[-1].base < stretch.base - 1), key=lambda one: one.x0)
    middle = stretch.x0 + stretch.x1
    return any(
        abs((left.x0 + right.x1) - middle) < stretch.height and left.x1 < (stretch.x0 + stretch.x1) / 2 < right.x0
        for left, right in pairwise(lower)
    )


def _span(heading: TableHeading, parent: Stretch) -> tuple[int, int]:
    """The columns over which a heading stands: those below it whose common middle it has."""
    lower = [number for number, column in enumerate(heading.columns) if column[0].base < parent.base - 1]
    runs = [(a, b + 1) for at, a in enumerate(lower) for b in lower[at + 1 :] if b - a == lower.index(b) - at]
    middle = (parent.x0 + parent.x1) / 2
    return min(
        runs,
        key=lambda run: abs(heading.extents[run[0]][0] + heading.extents[run[1] - 1][1] - 2 * middle),
        default=(0, len(heading.columns)),
    )


def _cell(glyphs: Sequence[Glyph], place: GridPlace, page: int) -> PageCell:
    lines = make_lines(glyphs, page=page)
    return cell_of(place, lines, min(line.x0 for line in lines), max(line.x1 for line in lines))


def _made_whole(stretches: list[Stretch]) -> list[Stretch]:
    """责 任 单 位 is one heading: short pieces that only together say what a column holds."""
    whole: list[Stretch] = []
    at = 0
    while at < len(stretches):
        count = next(
            (count for count in range(_MOST_PIECES, 1, -1) if _is_spaced(stretches[at : at + count], count)), 1
        )
        taken = stretches[at : at + count]
        glyphs = tuple(glyph for stretch in taken for glyph in stretch.glyphs)
        whole.append(taken[0] if count == 1 else Stretch(glyphs, "".join(stretch.text for stretch in taken)))
        at += count
    return whole


def _is_spaced(stretches: Sequence[Stretch], count: int) -> bool:
    if len(stretches) < count or any(len(stretch.text) > 2 for stretch in stretches):
        return False
    if any(len(stretch.text) > 1 and column_exactly(stretch.text) for stretch in stretches):
        return False
    return column_exactly("".join(stretch.text for stretch in stretches)) is not None


def _may_head(stretches: Sequence[Stretch], fewest: int = 2) -> bool:
    """Headings are short and end no sentence."""
    return fewest <= len(stretches) <= _MOST_COLUMNS and all(
        len(stretch.text) <= LONGEST_HEADING and not stretch.text.endswith(("。", "；")) for stretch in stretches
    )


def _is_next(rows: Sequence[Row], at: int) -> bool:
    """Whether a row follows closely enough to belong to the same header."""
    if at >= len(rows):
        return False
    above, below = rows[at - 1][0], rows[at][0]
    return above.base - below.base < _NEXT_ROW * max(above.height, below.height)


def _known(heading: TableHeading) -> float:
    """How well the words are known; 序 alone is a heading, but 序 over 号 is the better one."""
    named = sum(bool(columns_named(words)) for words in heading.words)
    return 2 * named - (len(heading.columns) - named) - 0.5 * ("序" in heading.words)


def _arranged(stretches: Iterable[Stretch], start: int, end: int) -> TableHeading:
    """Stretches put one under the other by where they stand; what reaches over two columns is their parent."""
    columns: list[list[Stretch]] = []
    parents: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda stretch: stretch.base):
        under = [
            column
            for column in columns
            if stretch.touches(min(one.x0 for one in column), max(one.x1 for one in column))
        ]
        if len(under) > 1 or _stands_between(stretch, columns):
            parents.append(stretch)
        elif under:
            under[0].insert(0, stretch)
        else:
            columns.append([stretch])
    columns.sort(key=lambda column: column[0].x0)
    return TableHeading(tuple(map(tuple, columns)), tuple(parents), start, end)
