"""A breakdown as a table on the screen, as wide as the screen: all columns, the main ones, or one block a measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from luoshi.cli.screen import clipped, one_line
from luoshi.engine.findings import Role
from luoshi.exporting import entries
from luoshi.exporting.cells import display_width
from luoshi.exporting.facts import counts
from luoshi.wording import gettext as _
from luoshi.wording import marked
from luoshi.wording.findings import short_doubts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import Console

    from luoshi.engine.document import Document
    from luoshi.engine.findings import Breakdown, Measure
    from luoshi.exporting.entries import Entry
    from luoshi.exporting.facts import Counts

_WIDE, _NARROW = 120, 72
"""Columns of the screen from which all is shown, and below which a table is of no use."""
_LINES = 3
"""Lines that a measure may fill where it is not asked for in full."""
_UNITS = 4
"""Units of one role that are named where they are not asked for in full."""
_PADDING = 3
"""Columns of the screen that a column's edges take."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: `cell` takes the entry and whether to show it in full; without `width` it shares what is left."""

    title: str
    cell: Callable[[Entry, bool], Text]
    style: str = ""
    width: int | None = None
    ratio: int = 2


def print_breakdown(console: Console, breakdown: Breakdown, *, full: bool = False) -> None:
    """Title, table, summary; `full` cuts nothing."""
    console.print()
    console.print(_heading(breakdown.document))
    rows = list(entries.entries(breakdown))
    if not rows:
        console.print(Padding(_("没有发现要求办理的事项，台账为空。"), (0, 0, 0, 1)), style="yellow")
        return
    if console.width < _NARROW:
        for entry in rows:
            console.print(_block(entry, console.width, full=full))
    else:
        console.print(_table(rows, console.width, full=full))
    console.print(Text(f" {summary(counts(breakdown))}", style="bold"))


def summary(found: Counts) -> str:
    """How much was found: 共 88 项措施：有牵头单位 60 项，…"""
    return _(
        "共 {measures} 项措施：有牵头单位 {lead} 项，有完成时限 {due} 项，待核 {doubtful} 项；指标 {indicators} 个。"
    ).format(
        measures=found.measures,
        lead=found.with_lead,
        due=found.with_due,
        doubtful=found.doubtful,
        indicators=found.indicators,
    )


def unit_names(measure: Measure, role: Role, *, full: bool) -> str:
    """The units of a role, of many the first and how many there are."""
    names = [one_line(name) for name in measure.units(role)]
    if full or len(names) <= _UNITS + 1:
        return "、".join(names)
    return _("{names}等 {count} 家").format(names="、".join(names[:_UNITS]), count=len(names))


def _heading(document: Document) -> Text:
    title = document.title.value if document.title else document.name
    facts = [
        document.name,
        document.doc_number.value if document.doc_number else "",
        "、".join(fact.value for fact in document.issuers),
        document.signed_on.isoformat() if document.signed_on else "",
    ]
    line = " · ".join(one_line(fact) for fact in facts if fact)
    return Text.assemble((f" {one_line(title)}", "bold"), "\n", (f" {line}", "dim"))


def _table(rows: list[Entry], width: int, *, full: bool) -> Table:
    columns = _shown(_WIDE_COLUMNS if width >= _WIDE else _COLUMNS, rows)
    fixed = {column.title: _width(column, rows) for column in columns}
    room = _room(columns, fixed, width)
    table = Table(box=box.ROUNDED, show_lines=True, width=width, border_style="dim", header_style="bold")
    for column in columns:
        ratio = None if fixed[column.title] else column.ratio
        table.add_column(_(column.title), style=column.style, width=fixed[column.title], ratio=ratio, overflow="fold")
    for entry in rows:
        table.add_row(*(_cell(column, entry, room, full=full) for column in columns))
    return table


def _shown(columns: Iterable[_Column], rows: list[Entry]) -> list[_Column]:
    """A column that is empty from top to bottom only takes room."""
    return [column for column in columns if any(column.cell(entry, False).plain for entry in rows)]


def _width(column: _Column, rows: list[Entry]) -> int | None:
    """Of a fixed column what it needs, at most its width, at least its title."""
    if column.width is None:
        return None
    longest = max(display_width(line) for entry in rows for line in column.cell(entry, False).plain.split("\n"))
    return max(min(column.width, longest), display_width(_(column.title)))


def _room(columns: list[_Column], fixed: dict[str, int | None], width: int) -> int:
    """Columns of the screen for the measure's words."""
    left = width - 1 - _PADDING * len(columns) - sum(taken or 0 for taken in fixed.values())
    shares = sum(column.ratio for column in columns if fixed[column.title] is None)
    return max(left * _TEXT.ratio // max(shares, 1), 10)


def _cell(column: _Column, entry: Entry, room: int, *, full: bool) -> Text:
    if column is _TEXT and not full:
        return Text(clipped(entry.measure.text, room * _LINES))
    return column.cell(entry, full)


def _block(entry: Entry, width: int, *, full: bool) -> Text:
    """A measure on a screen too narrow for a table."""
    measure = entry.measure
    words = one_line(measure.text) if full else clipped(measure.text, (width - 1) * (_LINES + 1))
    block = Text.assemble((f"\n{entry.number}  ", "bold"), (one_line(measure.clause), "cyan"), f"\n{words}\n")
    labelled = ((_DUE, _when), (_TARGETS, _targets), (_DOUBTS, _doubts))
    lines = [_all_units(entry, full), *(_labelled(column, cell(entry, full)) for column, cell in labelled)]
    return block.append_text(Text("\n").join(line for line in lines if line.plain))


def _labelled(column: _Column, words: Text) -> Text:
    label = _("{label}：").format(label=_(column.title))
    return Text.assemble((label, "dim"), one_line(words.plain).replace(" ", "；")) if words.plain else words


def _clause(entry: Entry, _full: bool) -> Text:
    return Text(one_line(entry.measure.clause))


def _words(entry: Entry, _full: bool) -> Text:
    return Text(one_line(entry.measure.text))


def _units(role: Role) -> Callable[[Entry, bool], Text]:
    return lambda entry, full: Text(unit_names(entry.measure, role, full=full))


def _all_units(entry: Entry, full: bool) -> Text:
    lines = []
    for role, title, style in _ROLES:
        if names := unit_names(entry.measure, role, full=full):
            lines.append(Text.assemble((_("{label}：").format(label=_(title)), style), names))
    return Text("\n").join(lines)


def _when(entry: Entry, _full: bool) -> Text:
    words = [entries.due_words(entry), one_line(entries.rhythm(entry))]
    return Text("\n".join(word for word in words if word))


def _targets(entry: Entry, full: bool) -> Text:
    words = entries.targets(entry)
    return Text(one_line(words) if full else clipped(words, 60))


def _doubts(entry: Entry, _full: bool) -> Text:
    return Text("\n".join(short_doubts(entry.measure)), style="yellow")


_ROLES = (
    (Role.LEAD, marked("牵头"), "bold green"),
    (Role.RESPONSIBLE, marked("责任"), "green"),
    (Role.SUPPORT, marked("配合"), "dim"),
)
_NUMBER = _Column(marked("序号"), lambda entry, _full: Text(str(entry.number), justify="right"), "dim", width=6)
_CLAUSE = _Column(marked("条款"), _clause, "cyan", width=12)
_TEXT = _Column(marked("具体措施任务"), _words, ratio=6)
_DUE = _Column(marked("完成时限"), _when, width=10)
_TARGETS = _Column(marked("目标"), _targets)
_DOUBTS = _Column(marked("待核"), _doubts, "yellow", width=8)
_COLUMNS = (_NUMBER, _CLAUSE, _TEXT, _Column(marked("单位"), _all_units, ratio=4), _DUE, _DOUBTS)
_WIDE_COLUMNS = (
    _NUMBER,
    _CLAUSE,
    _TEXT,
    _Column(marked("牵头单位"), _units(Role.LEAD), "green"),
    _Column(marked("责任单位"), _units(Role.RESPONSIBLE)),
    _Column(marked("配合单位"), _units(Role.SUPPORT)),
    _DUE,
    _TARGETS,
    _DOUBTS,
)
