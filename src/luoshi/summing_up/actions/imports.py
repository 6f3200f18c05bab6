"""Imports of an office's own ledger: keeping the workbook, saying what its columns mean, taking it over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, files, uploads
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.ledger.actions.naming import remember_names
from luoshi.ledger.actions.renewing import renew
from luoshi.ledger.actions.taking_over import make_plan_for, take_over
from luoshi.ledger.queries.names import place_of
from luoshi.summing_up.models import ImportedRow, ImportMapping, LedgerImport
from luoshi.summing_up.queries.imports import plan_of, sheets_of
from luoshi.summing_up.rules import RULES
from luoshi.summing_up.states import MappingKind, RowKind, TakeoverState
from luoshi.units.models import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files.uploadedfile import UploadedFile

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure, Plan
    from luoshi.summing_up.queries.imports import ImportPlan
    from luoshi.summing_up.sheets.foreign import ForeignSheet


@dataclass(frozen=True)
class Matching:
    """What somebody says: place → field, word → state, printed name → number of a unit."""

    sheet: str
    columns: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    default_state: str = ""


def start_import(
    upload: UploadedFile[bytes], *, owner: Unit, by: User, plan: Plan | None = None, plan_name: str = ""
) -> LedgerImport:
    """Keep a workbook for a new plan of the unit, or for one that is there; refused at once if it holds no table."""
    require(RULES, "import.add", by, plan.owner if plan else owner)
    name = (upload.name or "")[:200]
    made = LedgerImport(
        file=files.store_upload(upload, kinds=uploads.WORKBOOKS),
        name=name,
        owner=plan.owner if plan else owner,
        plan=plan,
        plan_name=plan_name.strip() or name.rpartition(".")[0],
        by=by,
        at=clock.now(),
    )
    made.sheet = plan_of(made).sheet.name[:60]
    made.save()
    return made


@transaction.atomic
def match(ledger_import: LedgerImport, said: Matching, *, by: User, seen: int | None) -> LedgerImport:
    """Say what columns, words and names mean; it is remembered for the next import of the office."""
    row = _locked(ledger_import, by=by, seen=seen)
    has_moved = said.sheet[:60] != row.sheet
    row.sheet, row.default_state = said.sheet[:60], said.default_state
    row.columns = {} if has_moved else dict(said.columns)
    row.states = {**row.states, **said.states}
    row.units = {**row.units, **said.units}
    next_version(row)
    row.save()
    return row


def apply_import(ledger_import: LedgerImport, *, by: User, seen: int | None) -> Plan:
    """Make the plan and its measures, or bring those up to date that were taken over before; all of it or nothing."""
    require(RULES, "import.add", by, ledger_import.owner)
    return _apply(ledger_import, sheets_of(ledger_import), by=by, seen=seen)


@transaction.atomic
def _apply(ledger_import: LedgerImport, sheets: list[ForeignSheet], *, by: User, seen: int | None) -> Plan:
    row = _locked(ledger_import, by=by, seen=seen)
    planned = plan_of(row, sheets)
    if not planned.going:
        raise UnmetConditionError("nothing_to_import", _("没有可以导入的变化。请先对应“措施内容”一列。"))
    plan = row.plan or make_plan_for(row.owner, name=row.plan_name, by=by)
    new, changed = planned.of(RowKind.NEW), planned.of(RowKind.CHANGED)
    made = take_over(plan, [one.measure for one in new if one.measure], by=by, workbook=row.name)
    renew({one.known.pk: one.measure for one in changed if one.known and one.measure}, by=by, workbook=row.name)
    _remember_rows(plan, planned, made)
    _remember_meanings(row, planned, by=by)
    row.plan, row.state = plan, TakeoverState.APPLIED
    next_version(row)
    row.save()
    return plan


@transaction.atomic
def drop_import(ledger_import: LedgerImport, *, by: User) -> None:
    """Give an import up; nothing has happened."""
    row = _locked(ledger_import, by=by, seen=None)
    row.state = TakeoverState.DROPPED
    row.save()


def _remember_rows(plan: Plan, planned: ImportPlan, made: list[Measure]) -> None:
    """Which number is which measure, as the workbook now counts: rows that were put in between have moved the rest."""
    new = zip((one.row.key for one in planned.of(RowKind.NEW)), made, strict=True)
    standing = [(one.row.key, one.known) for one in planned.rows if one.known]
    numbers = {key: measure for key, measure in (*standing, *new) if key}
    ImportedRow.objects.filter(plan=plan).filter(Q(key__in=numbers) | Q(measure__in=numbers.values())).delete()
    ImportedRow.objects.bulk_create(
        ImportedRow(plan=plan, key=key, measure=measure) for key, measure in numbers.items()
    )


def _remember_meanings(row: LedgerImport, planned: ImportPlan, *, by: User) -> None:
    """Headings and words for the next time; names of units as aliases, as the breakdown of a document keeps them."""
    meanings = [
        ImportMapping(
            owner=row.owner,
            kind=MappingKind.COLUMN,
            words=column.heading[:60],
            meaning=planned.columns.get(column.place, ""),
        )
        for column in {column.heading[:60]: column for column in planned.sheet.columns if column.heading}.values()
    ]
    meanings += [
        ImportMapping(owner=row.owner, kind=MappingKind.STATE, words=word, meaning=state)
        for word, state in planned.states.items()
    ]
    ImportMapping.objects.bulk_create(
        meanings, update_conflicts=True, unique_fields=["owner", "kind", "words"], update_fields=["meaning"]
    )
    chosen = {one.printed: one.chosen for one in planned.unknown if one.chosen}
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=chosen.values())}
    remember_names({name: units[pk] for name, pk in chosen.items()}, place_of(row.owner), by=by)


def _locked(ledger_import: LedgerImport, *, by: User, seen: int | None) -> LedgerImport:
    require(RULES, "import.add", by, ledger_import.owner)
    row = lock(LedgerImport.objects.select_related("owner", "file", "plan__profile", "plan__owner"), ledger_import.pk)
    check_version(row, seen)
    if row.state != TakeoverState.OPEN:
        raise IllegalMoveError("import_done", _("这次导入已经处理过了。"))
    return row
