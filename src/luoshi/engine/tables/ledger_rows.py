"""Makes the rows of a task table out of its lines: groups carried down, blanks filled, cells parted into measures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.outlining.lines import trimmed
from luoshi.engine.tables.columns import PEOPLE, UNITS, Column, compact
from luoshi.engine.tables.groups import below, group_at, printed_number
from luoshi.engine.tables.items import Item, items_of
from luoshi.engine.tables.task_table import Group, TaskRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from luoshi.engine.tables.header import Header

_EMPTY_WORDS = frozenset({"", "/", "／", "\\", "-", "--", "—", "——", "―", "－", "–", "无", "暂无", "空", "、"})
_SAYS_ROLES = re.compile(r"牵头|配合|主办|协办|责任")
_PARTS_ROLES = re.compile(r"[\n/／；;]")
_PARTS_NAMES = re.compile(r"[、，,]")
_CARRIED = UNITS | PEOPLE | {Column.DUE}


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A row that is nothing but a heading."""

    group: Group


@dataclass(frozen=True, slots=True)
class CellLine:
    """A row with its cells by the index of the column; None where the row has no cell of its own."""

    cells: tuple[Span | None, ...]


TableLine = GroupLine | CellLine


@dataclass(frozen=True, slots=True)
class LedgerRows:
    """Walks the lines of one table; `carried` are the columns in which a missing cell means the one above."""

    text: str
    header: Header
    carried: frozenset[int]
    rule: str

    def of(self, lines: Iterable[TableLine]) -> tuple[TaskRow, ...]:
        """The measures, in the order of the lines."""
        return tuple(self._walk(lines))

    def _walk(self, lines: Iterable[TableLine]) -> Iterator[TaskRow]:
        groups: tuple[Group, ...] = ()
        above: tuple[Span | None, ...] = (None,) * len(self.header.headings)
        for line in lines:
            if isinstance(line, GroupLine):
                groups = below(groups, line.group)
                above = (None,) * len(above)
                continue
            cells = self._filled(line.cells, above)
            above = cells
            yield from self._rows(cells, groups)

    def _filled(self, own: tuple[Span | None, ...], above: tuple[Span | None, ...]) -> tuple[Span | None, ...]:
        """The cells of a row with what is merged from above."""
        inherited = set(self.carried)
        if self._any(own, Column.LEAD, Column.RESPONSIBLE):
            inherited -= set(self.header.places(Column.SUPPORT))
        names = self.header.names
        if any(own[index] is not None for index in names):
            first = next(index for index in names if own[index] is not None)
            inherited -= {index for index in names if index > first}
        if not self._continues(own):
            inherited -= set(self.header.places(Column.NUMBER))
        return tuple(above[index] if cell is None and index in inherited else cell for index, cell in enumerate(own))

    def _continues(self, own: tuple[Span | None, ...]) -> bool:
        """Whether the row goes on under the number above: the names between number and measure are merged, too."""
        number = next(iter(self.header.places(Column.NUMBER)), None)
        names = [index for index in self.header.names if number is not None and index > number]
        return bool(names) and not any(own[index] is not None for index in names)

    def _any(self, cells: tuple[Span | None, ...], *kinds: Column) -> bool:
        return any(cells[index] is not None for index in self.header.places(*kinds))

    def _rows(self, cells: tuple[Span | None, ...], groups: tuple[Group, ...]) -> Iterator[TaskRow]:
        found_main = self._main(cells)
        if found_main is None:
            return
        main, words = found_main
        names = tuple(
            group_at(self.text, name) for index in self.header.names if index != main and (name := cells[index])
        )
        found = items_of(self.text, words)
        number = self._number(cells)
        path = self._own_path(cells)
        over = (*groups, *names) if path is None else tuple(map(_unnumbered, (*groups, *names)))
        for item in found:
            yield TaskRow(
                number=path or number or (item.number if len(found) == 1 else ""),
                item=item.number if len(found) > 1 else "",
                groups=over,
                text=item.words,
                cells=tuple(self._cells(cells, main, item, found)),
                rule=self.rule,
            )

    def _main(self, cells: tuple[Span | None, ...]) -> tuple[int, Span] | None:
        """The column with the words of the measure, and these; where it is blank, the innermost of the others."""
        main = self.header.main
        order = ([main] if main is not None else []) + list(reversed(self.header.places(Column.TASK)))
        return next(((index, cell) for index in order if (cell := cells[index])), None)

    def _number(self, cells: tuple[Span | None, ...]) -> str:
        numbers = [number for number in self._printed(cells, Column.NUMBER) if not _STABLE_ID.fullmatch(number)]
        return numbers[-1] if numbers else ""

    def _own_path(self, cells: tuple[Span | None, ...]) -> str | None:
        """The whole path from 条款, in a ledger made here, which tells itself by its ids; None elsewhere."""
        if not any(_STABLE_ID.fullmatch(number) for number in self._printed(cells, Column.NUMBER)):
            return None
        return next(iter(self._printed(cells, Column.SOURCE)), None)

    def _printed(self, cells: tuple[Span | None, ...], column: Column) -> list[str]:
        spans = [cell for index in self.header.places(column) if (cell := cells[index])]
        return [printed_number(span.of(self.text)) for span in spans]

    def _cells(
        self, cells: tuple[Span | None, ...], main: int, item: Item, found: tuple[Item, ...]
    ) -> Iterator[tuple[Column, Span]]:
        for index, (heading, span) in enumerate(zip(self.header.headings, cells, strict=True)):
            if span is None:
                continue
            own = item.words if index == main else self._own_part(span, item, found)
            if heading.columns == (Column.LEAD, Column.SUPPORT):
                yield from _lead_and_support(self.text, own)
                continue
            for column in heading.columns or (Column.UNKNOWN,):
                yield column, own

    def _own_part(self, cell: Span, item: Item, found: tuple[Item, ...]) -> Span:
        """Of a cell numbered like the measures beside it (1.市发改委 2.市财政局) the part with the measure's number."""
        if len(found) < 2:
            return cell
        parts = items_of(self.text, cell)
        if [part.number for part in parts] != [other.number for other in found]:
            return cell
        return next(part.words for part in parts if part.number == item.number)


def _lead_and_support(text: str, cell: Span) -> Iterator[tuple[Column, Span]]:
    """Of a cell under 牵头/配合单位 the lead before the break or slash, or the first name, and the rest as support."""
    words = cell.of(text)
    if _SAYS_ROLES.search(words):
        yield from ((Column.LEAD, cell), (Column.SUPPORT, cell))
        return
    cut = _PARTS_ROLES.search(words) or _PARTS_NAMES.search(words)
    yield Column.LEAD, trimmed(text, Span(cell.start, cell.start + cut.start())) if cut else cell
    if cut and cut.end() < len(words):
        yield Column.SUPPORT, trimmed(text, Span(cell.start + cut.end(), cell.end))


_STABLE_ID = re.compile(r"[0-9a-f]{10}(?:-[0-9]{1,4})?")
"""The id of a measure, as `findings.Measure.id` is made."""


def _unnumbered(group: Group) -> Group:
    return Group("", f"{group.marker} {group.words}".strip(), group.span)


def is_empty(words: str) -> bool:
    """Whether a cell says nothing: blank, a dash, 无."""
    return compact(words) in _EMPTY_WORDS


def carried_when_flattened(header: Header) -> frozenset[int]:
    """The columns whose merged cells stand only once in a flattened table."""
    return frozenset({*header.places(*_CARRIED, Column.NUMBER), *header.names})
