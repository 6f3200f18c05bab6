"""The document beside its measures: lines cut where a measure's words begin and end, and clauses without a measure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from luoshi.engine.breakdown.asking import asks, asks_only_by_annotation, heading_kind
from luoshi.engine.clauses import ClauseKind
from luoshi.engine.document import Place, Span, Table
from luoshi.library.frozen import engine_document
from luoshi.library.models import Clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from luoshi.engine.document import Block
    from luoshi.library.models import Document

HEADING_LENGTH = 60
_MARKER_LENGTH = 12
_SHORTEST = 10
"""A clause with fewer characters asks for nothing by itself."""


@dataclass(frozen=True)
class Stretch:
    """Words of a measure in the document: from where to where, and whose."""

    start: int
    end: int
    measure_id: int
    number: int

    @property
    def name(self) -> str:
        return _("第%(number)s项措施") % {"number": self.number}


@dataclass(frozen=True)
class Segment:
    """A run of characters that belongs to the same measures; `begins` are those whose words start here."""

    start: int
    text: str
    measures: tuple[int, ...]
    begins: tuple[Stretch, ...]


@dataclass(frozen=True)
class Line:
    """A paragraph in its segments; `kind` is heading, note or text; `is_open` says that a clause without measure
    begins here."""

    start: int
    kind: str
    segments: tuple[Segment, ...]
    is_open: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells, each with its reach and its line."""

    start: int
    rows: tuple[tuple[GridCell, ...], ...]
    kind: str = "table"


@dataclass(frozen=True)
class GridCell:
    """A cell and how many rows and columns it covers."""

    line: Line
    rows: int
    columns: int


@dataclass(frozen=True)
class OpenClause:
    """A clause that asks for something and has no measure."""

    path: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Coverage:
    """How many clauses that ask for something have a measure, and those that have none."""

    asking: int
    open: tuple[OpenClause, ...]

    @property
    def covered(self) -> int:
        return self.asking - len(self.open)

    @property
    def percent(self) -> int:
        return round(100 * self.covered / self.asking) if self.asking else 100


def lines_of(document: Document, stretches: Sequence[Stretch], coverage: Coverage) -> list[Line | Grid]:
    """The blocks of a document, ready to be drawn."""
    cuts = sorted({at for stretch in stretches for at in (stretch.start, stretch.end)})
    ordered = sorted(stretches, key=lambda found: found.start)
    reach = _reach([(found.start, found.end) for found in ordered])
    marks = _Marks(document.text, cuts, ordered, [found.start for found in ordered], reach)
    branches = Clause.objects.filter(document=document, children__isnull=False).exclude(kind=ClauseKind.PART.value)
    heads = set(branches.values_list("words_start", flat=True))
    opens = {clause.start for clause in coverage.open}
    return [_drawn(block, marks, heads, opens) for block in engine_document(document).blocks]


def coverage_of(document: Document, stretches: Sequence[Stretch]) -> Coverage:
    """Which of the clauses that ask for something are touched by a measure's words; one query."""
    if asks_only_by_annotation(document.title):
        return Coverage(0, ())
    spans = sorted((stretch.start, stretch.end) for stretch in stretches)
    reach = _reach(spans)
    asking, missing = 0, []
    for clause in _asking_clauses(document):
        asking += 1
        at = bisect_right(spans, (clause.end, -1)) - 1
        if at < 0 or reach[at] <= clause.start:
            missing.append(clause)
    return Coverage(asking, tuple(missing))


def _reach(spans: list[tuple[int, int]]) -> list[int]:
    """For each span the furthest end of all up to it."""
    furthest, found = 0, []
    for _start, end in spans:
        furthest = max(furthest, end)
        found.append(furthest)
    return found


def _asking_clauses(document: Document) -> Iterable[OpenClause]:
    """The clauses without children whose words ask for something, outside aims, goals and procedure."""
    rows = list(Clause.objects.filter(document=document).order_by("number"))
    parents = {row.parent_id for row in rows}
    skipped: set[int] = set()
    for row in rows:
        heading = row.heading.split("。")[0]
        if row.parent_id in skipped or (heading and heading_kind(heading)):
            skipped.add(row.pk)
            continue
        if row.pk in parents or not row.marker:
            continue
        words = document.text[row.words_start : row.words_end]
        if len(words.strip()) >= _SHORTEST and asks(words):
            yield OpenClause(row.path, row.words_start, row.words_end, words.strip())


@dataclass(frozen=True)
class _Marks:
    """Where measures begin and end in the text."""

    text: str
    cuts: list[int]
    stretches: list[Stretch]
    starts: list[int]
    reach: list[int]

    def segments(self, span: Span) -> tuple[Segment, ...]:
        first, last = bisect_right(self.cuts, span.start), bisect_right(self.cuts, span.end - 1)
        ends = [span.start, *self.cuts[first:last], span.end]
        among = slice(bisect_right(self.reach, span.start), bisect_left(self.starts, span.end))
        near = [found for found in self.stretches[among] if found.end > span.start]
        return tuple(self._segment(start, end, near) for start, end in pairwise(ends) if start < end)

    def _segment(self, start: int, end: int, near: list[Stretch]) -> Segment:
        here = tuple(dict.fromkeys(found.measure_id for found in near if found.start <= start < found.end))
        return Segment(start, self.text[start:end], here, tuple(found for found in near if found.start == start))


def _drawn(block: Block, marks: _Marks, heads: set[int], opens: set[int]) -> Line | Grid:
    if isinstance(block, Table):
        cells = [(cell, _line(cell.span, "cell", marks, opens)) for cell in block.cells]
        numbers = sorted({cell.row for cell, _drawn_line in cells})
        rows = tuple(
            tuple(GridCell(line, cell.rows, cell.columns) for cell, line in cells if cell.row == number)
            for number in numbers
        )
        return Grid(block.span.start, rows)
    places = range(block.span.start, block.span.start + _MARKER_LENGTH)
    is_heading = block.level is not None or not heads.isdisjoint(places)
    kind = "heading" if is_heading and len(block.span) <= HEADING_LENGTH else "text"
    if block.place is Place.FOOTNOTE:
        kind = "note"
    return _line(block.span, kind, marks, opens)


def _line(span: Span, kind: str, marks: _Marks, opens: set[int]) -> Line:
    is_open = not opens.isdisjoint(range(span.start, span.end))
    return Line(span.start, kind, marks.segments(span), is_open)
