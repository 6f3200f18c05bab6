"""Reads of imports of an office's own ledger: what is remembered, and what the workbook would do to the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.common import files
from luoshi.ledger.actions.plans import area_of
from luoshi.ledger.actions.taking_over import STATES, NamedPart, OldMeasure, differs
from luoshi.ledger.models import Measure, Plan
from luoshi.ledger.queries.measures import plans_visible_to
from luoshi.ledger.queries.names import candidates_for, known_names, place_of
from luoshi.ledger.rules import OFFICE
from luoshi.ledger.states import PlanState, State
from luoshi.summing_up.models import ImportedRow, ImportMapping, LedgerImport
from luoshi.summing_up.sheets.foreign import read_ledger
from luoshi.summing_up.sheets.old_rows import guess_state, rows_of
from luoshi.summing_up.states import LedgerField, MappingKind, RowKind
from luoshi.units.duties import duties_of
from luoshi.units.models import Unit
from luoshi.units.queries.units import resolve_many, subtrees

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.summing_up.sheets.foreign import ForeignSheet
    from luoshi.summing_up.sheets.old_rows import OldRow


@dataclass(frozen=True)
class UnknownUnit:
    """A printed name that nobody knows: in how many rows, which units it may mean, and the one that was chosen."""

    printed: str
    count: int
    candidates: tuple[Unit, ...]
    chosen: int


@dataclass(frozen=True)
class ComparedRow:
    """One row against the plan: the measure that it becomes or changes, and what it was."""

    row: OldRow
    kind: RowKind
    measure: OldMeasure | None = None
    known: Measure | None = None


@dataclass(frozen=True)
class ImportPlan:
    """The whole comparison, with what still may be matched."""

    sheets: tuple[ForeignSheet, ...]
    sheet: ForeignSheet
    columns: dict[int, str]
    states: dict[str, str]
    unknown: tuple[UnknownUnit, ...]
    rows: tuple[ComparedRow, ...]

    def of(self, kind: RowKind) -> list[ComparedRow]:
        return [row for row in self.rows if row.kind == kind]

    @property
    def has_text(self) -> bool:
        return LedgerField.TEXT in self.columns.values()

    @property
    def going(self) -> int:
        return len(self.of(RowKind.NEW)) + len(self.of(RowKind.CHANGED))


def imports_visible_to(user: User) -> QuerySet[LedgerImport]:
    """Imports for the units whose plans one's office supervises."""
    tops = duties_of(user).unit_paths(*OFFICE)
    return LedgerImport.objects.filter(subtrees(tops, prefix="owner__")).select_related("owner", "plan", "file", "by")


def owners_for(user: User) -> QuerySet[Unit]:
    """The units for which the person can make plans."""
    return Unit.objects.filter(subtrees(duties_of(user).unit_paths(*OFFICE)), closed_on=None).order_by("path")


def plans_for_import(user: User) -> QuerySet[Plan]:
    """Plans that an import can go into: those of the own office that are not archived."""
    tops = duties_of(user).unit_paths(*OFFICE)
    return plans_visible_to(user).filter(subtrees(tops, prefix="owner__")).exclude(state=PlanState.ARCHIVED)


def remembered(owner: Unit, kind: MappingKind) -> dict[str, str]:
    """What headings or words meant the last time in this office."""
    return dict(ImportMapping.objects.filter(owner=owner, kind=kind).values_list("words", "meaning"))


def plan_of(ledger_import: LedgerImport) -> ImportPlan:
    """What the workbook would do to the plan as it stands now; a bounded number of queries."""
    with files.open_stored(ledger_import.file) as file:
        sheets = read_ledger(file, name=ledger_import.name)
    sheet = next((one for one in sheets if one.name[:60] == ledger_import.sheet), sheets[0])
    columns = _columns(ledger_import, sheet)
    rows = rows_of(sheet, columns) if LedgerField.TEXT in columns.values() else []
    states = _states(ledger_import, rows)
    units, unknown = _units(ledger_import, rows)
    known = _known(ledger_import.plan, rows)
    default = ledger_import.default_state or State.PROPOSED
    compared = tuple(_compared(row, states, units, known, default) for row in rows)
    return ImportPlan(tuple(sheets), sheet, columns, states, unknown, compared)


def _columns(ledger_import: LedgerImport, sheet: ForeignSheet) -> dict[int, str]:
    """As said for this import, else as the last time, else as the headings seem."""
    if ledger_import.columns:
        return {column.place: ledger_import.columns.get(str(column.place), "") for column in sheet.columns}
    known = remembered(ledger_import.owner, MappingKind.COLUMN)
    return {column.place: known.get(column.heading[:60], column.guess) for column in sheet.columns}


def _states(ledger_import: LedgerImport, rows: Iterable[OldRow]) -> dict[str, str]:
    known = remembered(ledger_import.owner, MappingKind.STATE)
    words = dict.fromkeys(row.state_word for row in rows if row.state_word)
    return {
        word: ledger_import.states.get(word) or known.get(word) or guess_state(word).value for word in list(words)[:100]
    }


def _units(ledger_import: LedgerImport, rows: list[OldRow]) -> tuple[dict[str, Unit], tuple[UnknownUnit, ...]]:
    """The unit of every printed name, and the names that mean none yet with what they may mean."""
    counts: dict[str, int] = {}
    for row in rows:
        for _role, name in row.units:
            counts[name] = counts.get(name, 0) + 1
    found = resolve_many(counts, within=area_of(ledger_import.owner)) if counts else {}
    units = {name: resolution.unit for name, resolution in found.items() if resolution.unit}
    chosen = _chosen(ledger_import)
    open_names = [name for name in counts if name not in units]
    near = known_names(place_of(ledger_import.owner)) if open_names else {}
    unknown = [
        UnknownUnit(
            name,
            counts[name],
            tuple(unit for unit, _score in candidates_for(name, near)),
            chosen[name].pk if name in chosen else 0,
        )
        for name in open_names
    ]
    return units | {name: unit for name, unit in chosen.items() if name in counts}, tuple(unknown)


def _chosen(ledger_import: LedgerImport) -> dict[str, Unit]:
    wanted = {name: int(pk) for name, pk in ledger_import.units.items() if pk.isdigit()}
    rows = {unit.pk: unit for unit in Unit.objects.filter(pk__in=wanted.values(), closed_on=None)}
    return {name: rows[pk] for name, pk in wanted.items() if pk in rows}


def _known(plan: Plan | None, rows: list[OldRow]) -> dict[str, Measure]:
    """The measures of the plan by the number of the old ledger, or by our own code."""
    if plan is None:
        return {}
    imported = ImportedRow.objects.filter(plan=plan).select_related("measure__plan__owner", "measure__plan__profile")
    imported = imported.prefetch_related("measure__milestones")
    known = {row.key: row.measure for row in imported}
    codes = {row.key for row in rows if row.key and row.key not in known}
    ours = (
        Measure.objects.filter(plan=plan).select_related("plan__owner", "plan__profile").prefetch_related("milestones")
    )
    return {measure.code: measure for measure in ours if measure.code in codes} | known


def _compared(
    row: OldRow, states: dict[str, str], units: dict[str, Unit], known: dict[str, Measure], default: str
) -> ComparedRow:
    if row.fault:
        return ComparedRow(row, RowKind.FAULT)
    wanted = states.get(row.state_word, default)
    measure = OldMeasure(
        text=row.text,
        parts=tuple(NamedPart(units.get(name), name, role) for role, name in row.units),
        state=State(wanted) if wanted in STATES else State.PROPOSED,
        aim=row.aim,
        headings=row.headings,
        leader=row.leader,
        person=row.person,
        due_on=row.due_on,
        is_standing=row.is_standing,
        claimed=row.claimed,
        progress=row.progress,
    )
    standing = known.get(row.key) if row.key else None
    if standing is None:
        return ComparedRow(row, RowKind.NEW, measure)
    kind = RowKind.CHANGED if differs(standing, measure) else RowKind.SAME
    return ComparedRow(row, kind, measure, standing)
