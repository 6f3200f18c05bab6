"""Tables of a .docx: rows and cells with their merges, as cells on a grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.reading.builder import GridCell
from luoshi.engine.reading.docx import names
from luoshi.engine.reading.docx.story import Printed, Story, children_of
from luoshi.engine.reading.docx.values import number_of

if TYPE_CHECKING:
    from lxml import etree

MOST_COLUMNS = 63
"""Word allows no more; a larger span is a mistake or an attack."""


@dataclass(slots=True)
class _Draft:
    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    def cell(self) -> GridCell:
        return GridCell(self.text, self.row, self.column, self.rows, self.columns)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table read: its cells, and the text boxes that hang on paragraphs in it."""

    cells: tuple[GridCell, ...]
    boxes: tuple[etree._Element, ...]


def framed_cells(table: etree._Element) -> list[etree._Element]:
    """The cells of a table of one column, which is a frame around text (a 专栏, a page pasted whole); else none."""
    framed: list[etree._Element] = []
    for tag, row in children_of(table):
        if tag != names.TR:
            continue
        cells = [child for inner, child in children_of(row) if inner == names.TC]
        if len(cells) != 1:
            return []
        if _merges(cells[0])[0] != "continue":
            framed += cells
    return framed


def read_table(table: etree._Element, story: Story) -> Grid:
    """The cells of `table`, merged ones once; nested tables give their text to the cell they stand in."""
    return _TableReader(story).read(table)


class _TableReader:
    def __init__(self, story: Story) -> None:
        self._story = story
        self._boxes: list[etree._Element] = []

    def read(self, table: etree._Element) -> Grid:
        return Grid(tuple(draft.cell() for draft in self._drafts(table)), tuple(self._boxes))

    def _drafts(self, table: etree._Element) -> list[_Draft]:
        drafts: list[_Draft] = []
        open_merges: dict[int, _Draft] = {}
        rows = (child for tag, child in children_of(table) if tag == names.TR)
        for place, row in enumerate(rows):
            still_open: dict[int, _Draft] = {}
            for draft, merge in self._row(row, place):
                origin = open_merges.get(draft.column) if merge == "continue" else None
                if origin is not None:
                    origin.rows = place - origin.row + 1
                    still_open[draft.column] = origin
                    continue
                drafts.append(draft)
                if merge is not None:
                    still_open[draft.column] = draft
            open_merges = still_open
        return drafts

    def _row(self, row: etree._Element, place: int) -> list[tuple[_Draft, str | None]]:
        """The cells of a row with their vertical merge: None, "restart" or "continue"."""
        drafts: list[tuple[_Draft, str | None]] = []
        column = 0
        for tag, child in children_of(row):
            if tag == names.TR_PR:
                column = _bounded(child.find(names.GRID_BEFORE), least=0)
            elif tag == names.TC:
                merge, columns, runs_on = _merges(child)
                if runs_on and drafts:
                    drafts[-1][0].columns += columns
                else:
                    text = "" if merge == "continue" else self._text(child)
                    drafts.append((_Draft(text, place, column, 1, columns), merge))
                column += columns
        return drafts

    def _text(self, cell: etree._Element) -> str:
        lines: list[str] = []
        for block in self._story.blocks(cell):
            if isinstance(block, Printed):
                lines += block.lines()
                self._boxes += block.boxes
            else:
                lines += self._flattened(block)
        return "\n".join(lines)

    def _flattened(self, table: etree._Element) -> list[str]:
        """A nested table: a line for each row, its cells parted by tabs."""
        rows: dict[int, list[str]] = {}
        for draft in self._drafts(table):
            rows.setdefault(draft.row, []).append(draft.text)
        return [line for cells in rows.values() if (line := "\t".join(cells)).strip()]


def _merges(cell: etree._Element) -> tuple[str | None, int, bool]:
    """Vertical merge, columns reached over, and whether the cell continues the one to its left."""
    properties = next((child for child in cell if child.tag == names.TC_PR), None)
    if properties is None:
        return None, 1, False
    parts = {child.tag: child for child in properties}
    vertical, horizontal = parts.get(names.V_MERGE), parts.get(names.H_MERGE)
    merge = None if vertical is None else vertical.get(names.VAL, "continue")
    runs_on = horizontal is not None and horizontal.get(names.VAL, "continue") == "continue"
    return merge, _bounded(parts.get(names.GRID_SPAN), least=1), runs_on


def _bounded(element: etree._Element | None, *, least: int) -> int:
    value = number_of(element)
    return least if value is None else max(least, min(value, MOST_COLUMNS))
