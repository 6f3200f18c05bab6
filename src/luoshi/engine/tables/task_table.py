"""What is found in a table that asks for something: its header, and row by row the words, the groups, the cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luoshi.engine.document import Span
    from luoshi.engine.tables.columns import Column
    from luoshi.engine.tables.header import Header


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over several rows, from a row of its own or from a merged cell.

    `marker` is the printed number in the form of a path ("一", "(二)", "行动三"), "" where there is none;
    `words` is what follows it.
    """

    marker: str
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One measure of a table.

    `number` is the printed 序号 without 、 and . ("" where there is none), `item` the number of one of several
    measures inside one cell. `text` covers the words of the measure in one contiguous stretch, without a number.
    `groups` go from the outermost to the innermost. `cells` lists the filled cells of the row, merged and repeated
    ones included, by what their column holds; a joint column (牵头单位及责任人) stands under both its kinds, but
    one of lead and support units is parted, unless the cell itself says the roles (甲局牵头，乙局配合).
    """

    number: str
    item: str
    groups: tuple[Group, ...]
    text: Span
    cells: tuple[tuple[Column, Span], ...]
    rule: str

    def cell(self, column: Column) -> Span | None:
        """The first cell of this kind, or None."""
        return next((span for kind, span in self.cells if kind is column), None)

    @property
    def path(self) -> str:
        """The printed numbers from the outermost group to the measure, joined by "/"; "" adds nothing."""
        printed = [*(group.marker for group in self.groups), self.number, self.item]
        return "/".join(marker for marker in printed if marker)


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A table that asks for something. `span` covers header and rows; the rows stand in the order of the text.

    `caption` is the line over the table, if there is one. `rule` tells how it was found: `table.grid` for a table
    of the file, `table.parted` for lines parted by tabs or bars, `table.flattened` for one cell a line.
    """

    span: Span
    header: Header
    rows: tuple[TaskRow, ...]
    caption: Span | None
    rule: str
