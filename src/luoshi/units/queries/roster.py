"""Reads for the import and the export of units."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from luoshi.common import files
from luoshi.units import roster
from luoshi.units.duties import duties_of
from luoshi.units.models import Alias, Unit, UnitImport
from luoshi.units.queries.units import subtree, subtrees
from luoshi.units.states import ImportState, Kind, Level, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from luoshi.accounts.models import User


def imports_visible_to(user: User) -> QuerySet[UnitImport]:
    """Imports under the units that one administers."""
    tops = duties_of(user).unit_paths(Role.ADMINISTRATOR)
    return UnitImport.objects.filter(subtrees(tops, prefix="top__")).select_related("top", "by", "file")


def open_imports(imports: QuerySet[UnitImport]) -> QuerySet[UnitImport]:
    """Those that wait for confirmation."""
    return imports.filter(state=ImportState.OPEN)


def known_units(top: Unit) -> list[roster.Known]:
    """The open units below (and with) the top, as the comparison needs them."""
    rows = Unit.objects.filter(subtree(top.path), closed_on=None).order_by("path")
    return [roster.Known(u.pk, u.parent_id, u.name, u.level, u.kind, u.code, u.path or "") for u in rows]


def rows_of(unit_import: UnitImport) -> list[roster.RosterRow]:
    """The rows of the workbook, which stay the same: an action reads them before it makes anybody wait."""
    with files.open_stored(unit_import.file) as file:
        return roster.read_roster(file)


def plan_of(unit_import: UnitImport, rows: list[roster.RosterRow] | None = None) -> roster.RosterPlan:
    """What the workbook would do to the tree as it stands now."""
    rows = rows_of(unit_import) if rows is None else rows
    known = known_units(unit_import.top)
    top = next(unit for unit in known if unit.pk == unit_import.top_id)
    return roster.compare(rows, known, top=top)


def roster_workbook(top: Unit | None) -> bytes:
    """The units below the top in the columns that the import reads; without a top an empty template."""
    units = list(Unit.objects.filter(subtree(top.path), closed_on=None).order_by("path")) if top else []
    names = _full_names(units)
    aliases: dict[int, list[str]] = {}
    for alias in Alias.objects.filter(unit__in=units):
        aliases.setdefault(alias.unit_id, []).append(alias.text)
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet("单位")
        head = workbook.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        sheet.write_row(0, 0, [words[0] for words in roster.COLUMNS.values()], head)
        for line, unit in enumerate(units, start=1):
            cells = [f"U{unit.pk}", unit.name, names.get(unit.parent_id or 0, ""), unit.get_level_display()]
            cells += [unit.get_kind_display(), unit.code, "、".join(aliases.get(unit.pk, []))]
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, str(cell))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(units), 1), len(roster.COLUMNS) - 1)
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 2, 34)
        sheet.set_column(3, 6, 18)
        sheet.data_validation(1, 3, 5000, 3, {"validate": "list", "source": [str(label) for label in Level.labels]})
        sheet.data_validation(1, 4, 5000, 4, {"validate": "list", "source": [str(label) for label in Kind.labels]})
    return target.getvalue()


def _full_names(units: list[Unit]) -> dict[int, str]:
    """Every unit with its path of names, as the column 上级单位 wants it."""
    names: dict[int, str] = {}
    for unit in units:  # parents come before children
        above = names.get(unit.parent_id or 0)
        names[unit.pk] = f"{above}/{unit.name}" if above else unit.name
    return names
