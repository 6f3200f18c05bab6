"""Reads of imports of an office's own ledger: what is remembered, and what the workbook would do to the plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from luoshi.common import files
from luoshi.ledger.actions.plans import area_of
from luoshi.ledger.actions.renewing import led_by_old, news_of, with_all_that_is_compared
from luoshi.ledger.actions.taking_over import STATES, NamedPart, OldMeasure, can_be_at_work
from luoshi.ledger.models import Measure, Plan
from luoshi.ledger.queries.measures import plans_visible_to
from luoshi.ledger.queries.names import candidates_for, known_names, place_of
from luoshi.ledger.rules import OFFICE
from luoshi.ledger.states import DONE, PlanState, State
from luoshi.summing_up.models import ImportMapping, LedgerImport
from luoshi.summing_up.pairing import UNLIKE, likeness, pair
from luoshi.summing_up.sheets.foreign import read_ledger
from luoshi.summing_up.sheets.old_rows import guess_state, rows_of
from luoshi.summing_up.states import NEWS_NAMES, LedgerField, MappingKind, RowKind
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
    """One row against the plan: the measure that it becomes or changes, what it was, in what, and what to look at."""

    row: OldRow
    kind: RowKind
    measure: OldMeasure | None = None
    known: Measure | None = None
    news: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def changed_names(self) -> list[str]:
        """What changes, as the page says it."""
        return [str(NEWS_NAMES[name]) for name in self.news]


@dataclass(frozen=True)
class Meaning:
    """What words for states and names of units mean, and the state of rows that say none."""

    states: dict[str, str]
    units: dict[str, Unit]
    default: str


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


def sheets_of(ledger_import: LedgerImport) -> list[ForeignSheet]:
    """What the workbook holds, which stays the same: an action reads it before it makes anybody wait."""
    with files.open_stored(ledger_import.file) as file:
        return read_ledger(file, name=ledger_import.name)


def plan_of(ledger_import: LedgerImport, sheets: list[ForeignSheet] | None = None) -> ImportPlan:
    """What the workbook would do to the plan as it stands now; a bounded number of queries."""
    sheets = sheets_of(ledger_import) if sheets is None else sheets
    sheet = next((one for one in sheets if one.name[:60] == ledger_import.sheet), sheets[0])
    columns = _columns(ledger_import, sheet)
    rows = rows_of(sheet, columns) if LedgerField.TEXT in columns.values() else []
    states = _states(ledger_import, rows)
    units, unknown = _units(ledger_import, rows)
    meaning = Meaning(states, units, ledger_import.default_state or State.PROPOSED)
    compared = _compared(ledger_import, rows, meaning)
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
    wanted = {name: int(pk) for name, pk in ledger_import.units.items() if pk.isdecimal()}
    near = subtrees([place_of(ledger_import.owner).path or ""])
    rows = {unit.pk: unit for unit in Unit.objects.filter(near, pk__in=wanted.values(), closed_on=None)}
    return {name: rows[pk] for name, pk in wanted.items() if pk in rows}


def _compared(ledger_import: LedgerImport, rows: list[OldRow], meaning: Meaning) -> tuple[ComparedRow, ...]:
    """Every row with the measure that it becomes, or that it changes and in what."""
    known: dict[int, Measure] = {}
    if ledger_import.plan_id:
        known = pair(rows, _measures(ledger_import.plan_id))
    led = led_by_old({measure.pk: measure for measure in known.values()})
    return tuple(_compared_row(row, known.get(row.line), meaning, led) for row in rows)


def _measures(plan_pk: int) -> list[Measure]:
    measures = with_all_that_is_compared(Measure.objects.filter(plan=plan_pk)).select_related("imported_row")
    return list(measures.order_by("number"))


def _compared_row(row: OldRow, standing: Measure | None, meaning: Meaning, led: set[int]) -> ComparedRow:
    if row.fault:
        return ComparedRow(row, RowKind.FAULT)
    default = standing.state if standing else meaning.default
    wanted = meaning.states.get(row.state_word, default)
    measure = OldMeasure(
        text=row.text,
        parts=tuple(NamedPart(meaning.units.get(name), name, role) for role, name in row.units),
        state=State(wanted) if standing or wanted in STATES else State.PROPOSED,
        aim=row.aim,
        headings=row.headings,
        leader=row.leader,
        person=row.person,
        due_on=row.due_on,
        is_standing=row.is_standing,
        claimed=row.claimed,
        progress=row.progress,
    )
    if standing is None:
        return _new_row(row, measure)
    news = news_of(standing, measure, is_led=standing.pk in led)
    kind = RowKind.CHANGED if news else RowKind.SAME
    return ComparedRow(row, kind, measure, standing, news, _remarks(row, standing, measure, is_led=standing.pk in led))


def _new_row(row: OldRow, measure: OldMeasure) -> ComparedRow:
    if measure.state in {State.PROPOSED, *DONE} or can_be_at_work(measure):
        return ComparedRow(row, RowKind.NEW, measure)
    remark = _("没有认出单位，先导入为“%(state)s”，对应单位后再交办。") % {"state": State.PROPOSED.label}
    return ComparedRow(row, RowKind.NEW, replace(measure, state=State.PROPOSED), remarks=(remark,))


def _remarks(row: OldRow, standing: Measure, measure: OldMeasure, *, is_led: bool) -> tuple[str, ...]:
    """What deserves a look before it is taken over, and what the table says in vain."""
    found = []
    if row.text != standing.text and likeness(row.text, standing.text) < UNLIKE:
        found.append(_("编号相同，内容却差别很大，请核对是不是同一项。"))
    if measure.due_on and measure.due_on != standing.due_on and "due" not in news_of(standing, measure, is_led=is_led):
        found.append(_("系统内的时限是%(due)s；已交办的措施改期请走延期。") % {"due": standing.due_on or "—"})
    if not is_led and measure.state != standing.state:
        found.append(_("已在系统内办理，状态和进展以系统为准。"))
    return tuple(found)
