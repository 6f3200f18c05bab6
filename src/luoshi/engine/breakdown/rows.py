"""Makes candidates of the rows of task tables: path from attachment, group and number; units by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.annotations.grammar import read_cell
from luoshi.engine.breakdown.candidates import Candidate, GeneralRules
from luoshi.engine.clauses import ClauseKind
from luoshi.engine.findings import Role, UnitPart
from luoshi.engine.tables.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.clauses import Clause, Outline
    from luoshi.engine.document import Document, Span
    from luoshi.engine.tables.task_table import TaskRow, TaskTable

_ROLE_OF_COLUMN = {
    Column.LEAD: Role.LEAD,
    Column.RESPONSIBLE: Role.RESPONSIBLE,
    Column.SUPPORT: Role.SUPPORT,
}
_TIME_COLUMNS = frozenset({Column.DUE})
_RESULT_COLUMNS = frozenset({Column.TARGET})


def find_row_candidates(
    document: Document, outline: Outline, tables: tuple[TaskTable, ...], *, rules: GeneralRules
) -> tuple[Candidate, ...]:
    """One candidate a row. Of the `rules` of the document's text those that say who leads hold in its tables too."""
    leading = GeneralRules(first_leads=rules.first_leads, lone_leads=rules.lone_leads)
    return tuple(
        _candidate(document.text, outline, table, row, leading)
        for table in tables
        for row in table.rows
        if len(row.text)
    )


def _candidate(text: str, outline: Outline, table: TaskTable, row: TaskRow, rules: GeneralRules) -> Candidate:
    part, clause = _place(outline, table.span)
    prefix = part.marker if part and part.marker else (clause.path if clause else "")
    units = tuple(_units(text, row))
    path = row.path or next((group.words for group in row.groups if group.words), "")
    return Candidate(
        part_title=part.heading.of(text) if part else "",
        path="/".join(filter(None, (prefix, path))),
        headings=tuple(f"{group.marker} {group.words}".strip() for group in row.groups),
        span=row.text,
        rule=row.rule,
        annotations=tuple(
            dict.fromkeys(span for column, span in row.cells if column in _ROLE_OF_COLUMN or column in _TIME_COLUMNS)
        ),
        times=tuple(dict.fromkeys(span for column, span in row.cells if column in _TIME_COLUMNS)),
        results=tuple(dict.fromkeys(span for column, span in row.cells if column in _RESULT_COLUMNS)),
        parts=rules.applied(units),
    )


def _units(text: str, row: TaskRow) -> Iterator[UnitPart]:
    seen: set[tuple[str, Role]] = set()
    for column, span in row.cells:
        if column not in _ROLE_OF_COLUMN:
            continue
        for part in read_cell(text, span, _ROLE_OF_COLUMN[column]):
            if (part.name, part.role) not in seen:
                seen.add((part.name, part.role))
                yield part


def _place(outline: Outline, span: Span) -> tuple[Clause | None, Clause | None]:
    """The part and the innermost numbered clause in which a table stands."""
    part = next((part for part in reversed(outline.parts) if part.span.start <= span.start), None)
    if part is None:
        return None, None
    inner = [
        clause
        for clause in part.walk()
        if clause.kind is not ClauseKind.PART and clause.span.start <= span.start <= clause.span.end + 1
    ]
    return part, inner[-1] if inner else None
