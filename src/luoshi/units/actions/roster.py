"""Import of units: keep the workbook, then apply what it says in one transaction, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, files, uploads
from luoshi.common.errors import IllegalMoveError, StaleFormError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.units.actions.units import (
    add_alias,
    add_first_aliases,
    change_unit,
    close_unit,
    move_unit,
    plant_many,
)
from luoshi.units.models import Alias, Unit, UnitImport
from luoshi.units.queries.roster import plan_of, rows_of
from luoshi.units.rules import RULES
from luoshi.units.states import ImportState

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.core.files.uploadedfile import UploadedFile

    from luoshi.accounts.models import User
    from luoshi.units.roster import RosterPlan, RosterRow, Step


def start_import(upload: UploadedFile[bytes], *, top: Unit, by: User) -> UnitImport:
    """Keep a workbook for the units below `top`; refused at once if it cannot be read."""
    require(RULES, "unit.import", by, top)
    stored = files.store_upload(upload, kinds=uploads.WORKBOOKS)
    unit_import = UnitImport(file=stored, name=(upload.name or "")[:200], top=top, by=by, at=clock.now())
    plan_of(unit_import)
    unit_import.save()
    return unit_import


def apply_import(unit_import: UnitImport, *, digest: str, close: Collection[int], by: User) -> int:
    """Do what was shown (`digest` of the plan) and close the missing units ticked; returns how many changed."""
    require(RULES, "unit.import", by, unit_import.top)
    return _apply(unit_import, rows_of(unit_import), digest=digest, close=close, by=by)


@transaction.atomic
def _apply(unit_import: UnitImport, rows: list[RosterRow], *, digest: str, close: Collection[int], by: User) -> int:
    unit_import = lock(UnitImport.objects.select_related("top", "file"), unit_import.pk)
    if unit_import.state != ImportState.OPEN:
        raise IllegalMoveError("import_done", _("这次导入已经处理过了。"))
    plan = plan_of(unit_import, rows)
    if plan.digest != digest:
        raise StaleFormError(by="", at=None)
    if wrong := plan.of("wrong"):
        raise UnmetConditionError("rows_wrong", _("表中有%(count)s行有误，请改正后重新上传。") % {"count": len(wrong)})
    _take_all(plan, by=by)
    closed = [unit for unit in plan.missing if unit.pk in close]
    for unit in sorted(closed, key=lambda known: -len(known.path)):
        close_unit(Unit.objects.get(pk=unit.pk), by=by)
    UnitImport.objects.filter(pk=unit_import.pk).update(state=ImportState.APPLIED)
    return len(plan.of("new", "changed", "moved")) + len(closed)


@transaction.atomic
def drop_import(unit_import: UnitImport, *, by: User) -> None:
    """Give an import up; nothing has happened."""
    require(RULES, "unit.import", by, unit_import.top)
    UnitImport.objects.filter(pk=unit_import.pk, state=ImportState.OPEN).update(state=ImportState.DROPPED)


def _take_all(plan: RosterPlan, *, by: User) -> None:
    """Do what the rows say: make room first, then the new units level by level, then moves below new ones."""
    known = Unit.objects.in_bulk([pk for step in plan.steps for pk in (step.pk, step.parent) if pk and pk > 0])
    standing = plan.of("changed", "moved", "same")
    for step in standing:
        if (step.parent or 0) > 0 or step.kind != "moved":
            _take(step, known, by=by)
    _plant_all(plan.of("new"), known, by=by)
    for step in standing:
        if (step.parent or 0) < 0 and step.kind == "moved":
            _take(step, known, by=by)


def _plant_all(steps: list[Step], known: dict[int, Unit], *, by: User) -> None:
    """Make the new units in waves: first those whose parent is there, then those below them, a few queries a wave.

    A unit that a row makes is known under minus the row's line.
    """
    while steps:
        wave = [step for step in steps if step.parent in known]
        made = plant_many([(known[step.parent or 0], step.values) for step in wave], by=by)
        known.update({-step.line: unit for step, unit in zip(wave, made, strict=True)})
        names = [(unit, text) for step, unit in zip(wave, made, strict=True) for text in step.aliases]
        add_first_aliases(names, by=by)
        steps = [step for step in steps if -step.line not in known]


def _take(step: Step, known: dict[int, Unit], *, by: User) -> None:
    """Change or move one unit that is there already, and add the aliases that it lacks."""
    if step.kind == "same" and not step.aliases:
        return
    unit = Unit.objects.get(pk=step.pk or 0)
    if step.kind == "moved":
        unit = move_unit(unit, Unit.objects.get(pk=known[step.parent or 0].pk), by=by)
    if step.values:
        unit = change_unit(unit, seen=None, by=by, **step.values)
    if step.aliases:
        there = set(Alias.objects.filter(unit=unit).values_list("text", flat=True))
        for text in step.aliases:
            if text not in there and text != unit.name:
                add_alias(unit, text, by=by)
