"""A workbook of units against the tree: what is new, changed, moved, missing or wrong; nothing is written here."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from luoshi.common.choices import choice_named
from luoshi.common.errors import UnmetConditionError
from luoshi.common.workbooks import open_workbook
from luoshi.units.states import Kind, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ROWS_AT_MOST = 20_000
HEADER_WITHIN = 20
# column → the header words under which it is found; the first is the one our own export writes
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("编号", "单位编号"),
    "name": ("单位名称", "名称", "单位", "部门名称", "部门"),
    "parent": ("上级单位", "上级", "隶属单位", "所属单位", "主管单位"),
    "level": ("层级", "级别"),
    "kind": ("类型", "单位类型", "性质"),
    "code": ("单位代码", "统一社会信用代码", "代码"),
    "aliases": ("别名", "简称", "规范简称"),
}
_SEPARATORS = re.compile(r"[、，,；;\n]")
_NUMBER = re.compile(r"U?(\d{1,12})")


@dataclass(frozen=True)
class RosterRow:
    """One row as written: cells as text, empty where there is none; `line` is the row in the sheet, from 1."""

    line: int
    number: str
    name: str
    parent: str
    level: str
    kind: str
    code: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """A unit as it stands in the tree."""

    pk: int
    parent_pk: int | None
    name: str
    level: int
    kind: str
    code: str
    path: str


@dataclass(frozen=True)
class Step:
    """What one row would do. `parent` is a unit's number, or minus the line of the row that makes the parent."""

    line: int
    name: str
    kind: str  # new, changed, moved, same, wrong
    pk: int | None = None
    parent: int | None = None
    parent_name: str = ""
    values: dict[str, str | int] = field(default_factory=dict)
    before: dict[str, str | int] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    fault: str = ""
    fault_code: str = ""


@dataclass(frozen=True)
class RosterPlan:
    """The whole comparison; `digest` tells whether the tree has changed since it was shown."""

    steps: tuple[Step, ...]
    missing: tuple[Known, ...]

    def of(self, *kinds: str) -> list[Step]:
        """The steps of these kinds, in the order of the sheet."""
        return [step for step in self.steps if step.kind in kinds]

    @property
    def wrong_count(self) -> int:
        """How many rows have to be mended before anything can be imported."""
        return len(self.of("wrong"))

    @property
    def digest(self) -> str:
        facts = [
            (s.line, s.kind, s.pk, s.parent, sorted(s.values.items()), sorted(s.before.items())) for s in self.steps
        ]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def read_roster(file: BinaryIO) -> list[RosterRow]:
    """The rows of the first sheet that has a column of unit names; raises UnmetConditionError if none has."""
    for sheet in open_workbook(file):
        if rows := _rows_of(sheet.rows()):
            return rows
    raise UnmetConditionError("no_units", _("没有找到“单位名称”一列。请下载模板，按模板填写。"))


def compare(rows: Sequence[RosterRow], known: Sequence[Known], *, top: Known) -> RosterPlan:
    """Every row against the tree below `top`; rows without a parent hang under `top`."""
    comparison = _Comparison(known, top)
    steps = comparison.steps(rows)
    met = {step.pk for step in steps}
    missing = tuple(unit for unit in known if unit.pk not in met and unit.pk != top.pk)
    return RosterPlan(steps, missing)


class _Comparison:
    """What is known while the rows are gone through: units of the tree, and rows that make new ones."""

    def __init__(self, known: Sequence[Known], top: Known) -> None:
        self.top = top
        self.by_pk = {unit.pk: unit for unit in known}
        self.by_code = {unit.code: unit for unit in known if unit.code}
        self.by_place = {(unit.parent_pk, unit.name): unit for unit in known}
        self.by_name: dict[str, list[int]] = {}
        for unit in known:
            self.by_name.setdefault(unit.name, []).append(unit.pk)
        self.names = {unit.pk: unit.name for unit in known}
        self.taken: set[int] = set()

    def steps(self, rows: Sequence[RosterRow]) -> tuple[Step, ...]:
        """The steps in an order in which they can be taken: a parent that stands further down comes first."""
        done: list[Step] = []
        waiting = list(rows)
        while waiting:
            tried = [(row, self._try(row)) for row in waiting]
            done += [step for _row, step in tried if step.fault_code != "no_parent"]
            left = [row for row, step in tried if step.fault_code == "no_parent"]
            if len(left) == len(waiting):
                return (*done, *(step for _row, step in tried))
            waiting = left
        return tuple(done)

    def _try(self, row: RosterRow) -> Step:
        """What the row would do, or what is wrong with it."""
        try:
            return self._step(row)
        except UnmetConditionError as fault:
            return Step(row.line, row.name, "wrong", fault=str(fault), fault_code=fault.code)

    def _step(self, row: RosterRow) -> Step:
        parent = self._parent(row)
        unit = self._unit(row, parent)
        values = _values(row)
        if unit is None:
            values.setdefault("level", Level.NONE.value)
            place = (parent, row.name)
            if place in self.by_place:
                raise UnmetConditionError("twice", _("同一上级之下有两行同名。"))
            self.by_place[place] = Known(-row.line, parent, row.name, Level.NONE, Kind.DEPARTMENT, row.code, "")
            self.by_name.setdefault(row.name, []).append(-row.line)
            self.names[-row.line] = row.name
            return self._told(Step(row.line, row.name, "new", None, parent, values=values, aliases=row.aliases))
        if unit.pk in self.taken:
            raise UnmetConditionError("twice", _("这个单位在表中出现了两次。"))
        self.taken.add(unit.pk)
        before = {name: getattr(unit, name) for name in values if getattr(unit, name) != values[name]}
        changed = {name: values[name] for name in before}
        is_moved = unit.pk != self.top.pk and parent != unit.parent_pk
        if is_moved and parent > 0 and self.by_pk[parent].path.startswith(unit.path):
            raise UnmetConditionError("move_into_itself", _("不能把单位移到它自己或它的下级之下。"))
        kind = "moved" if is_moved else "changed" if changed else "same"
        step = Step(row.line, row.name, kind, unit.pk, parent, values=changed, before=before, aliases=row.aliases)
        return self._told(step)

    def _told(self, step: Step) -> Step:
        return replace(step, parent_name=self.names.get(step.parent or 0, ""))

    def _parent(self, row: RosterRow) -> int:
        """The number of the parent: by its full path (市/局), else by its name, which must be one unit's alone."""
        if not row.parent:
            return self.top.pk
        found: list[int] = []
        for name in (part.strip() for part in row.parent.split("/")):
            below = [pk for pk in self.by_name.get(name, []) if not found or self._parent_of(pk, name) in found]
            found = below or []
            if not found:
                break
        if not found:
            raise UnmetConditionError(
                "no_parent", _("上级单位“%(name)s”不在表中，也不在现有单位中。") % {"name": row.parent}
            )
        if len(found) > 1:
            nearest = [pk for pk in found if self._parent_of(pk, self.names[pk]) == self.top.pk or pk == self.top.pk]
            if len(nearest) != 1:
                sentence = _("“%(name)s”不止一个，请写全路径，如“某市/教育局”。")
                raise UnmetConditionError("many_parents", sentence % {"name": row.parent})
            return nearest[0]
        return found[0]

    def _parent_of(self, pk: int, name: str) -> int | None:
        if pk > 0:
            return self.by_pk[pk].parent_pk
        return next((place[0] for place, unit in self.by_place.items() if unit.pk == pk and place[1] == name), None)

    def _unit(self, row: RosterRow, parent: int) -> Known | None:
        """The unit that a row means: by our number, by its code, or by its name under the parent."""
        if row.number:
            match = _NUMBER.fullmatch(row.number)
            unit = self.by_pk.get(int(match[1])) if match else None
            if unit is None:
                raise UnmetConditionError(
                    "no_such_number", _("没有编号为“%(number)s”的单位。") % {"number": row.number}
                )
            return unit
        if row.code and row.code in self.by_code:
            return self.by_code[row.code]
        if row.name == self.top.name and not row.parent:
            return self.top
        unit = self.by_place.get((parent, row.name))
        return unit if unit is not None and unit.pk > 0 else None


def _values(row: RosterRow) -> dict[str, str | int]:
    """The facts that a row states; empty cells state nothing."""
    values: dict[str, str | int] = {"name": row.name}
    if row.level:
        values["level"] = _choice(row.level, Level.choices, _("层级"))
    if row.kind:
        values["kind"] = _choice(row.kind, Kind.choices, _("类型"))
    if row.code:
        values["code"] = row.code
    return values


def _choice(text: str, choices: Sequence[tuple[Any, Any]], column: object) -> str | int:
    """The value of a label in any language; 市 will do for 市级."""
    value: str | int | None = choice_named(text, choices)
    value = value if value is not None else choice_named(f"{text}级", choices)
    if value is not None:
        return value
    offered = "、".join(str(label) for _value, label in choices)
    sentence = _("%(column)s“%(text)s”不认识，可用：%(offered)s。")
    raise UnmetConditionError("unknown_word", sentence % {"column": column, "text": text, "offered": offered})


def _rows_of(cells: Mapping[int, Mapping[int, str]]) -> list[RosterRow]:
    for line in (line for line in cells if line < HEADER_WITHIN):
        columns = _columns(cells[line])
        if "name" in columns and len(columns) >= 2:
            return [_row(number, body, columns) for number, body in _named(cells, line, columns["name"])]
    return []


def _named(cells: Mapping[int, Mapping[int, str]], header: int, column: int) -> Iterable[tuple[int, Mapping[int, str]]]:
    filled = [(line + 1, row) for line, row in cells.items() if line > header and row.get(column)]
    if len(filled) > ROWS_AT_MOST:
        raise UnmetConditionError("too_many_rows", _("一次最多导入%(count)s行。") % {"count": ROWS_AT_MOST})
    return filled


def _columns(header: Mapping[int, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in header.items():
        word = re.sub(r"[\s*（(][^）)]{0,20}[）)]?$", "", cell).strip("*＊ ")
        for column, words in COLUMNS.items():
            if word in words and column not in columns:
                columns[column] = index
    return columns


def _row(line: int, cells: Mapping[int, str], columns: Mapping[str, int]) -> RosterRow:
    def cell(column: str) -> str:
        """Without the apostrophe that keeps a formula a text."""
        return cells.get(columns.get(column, -1), "").lstrip("'").strip()

    aliases = tuple(part.strip() for part in _SEPARATORS.split(cell("aliases")) if part.strip())
    return RosterRow(
        line, cell("number"), cell("name"), cell("parent"), cell("level"), cell("kind"), cell("code"), aliases
    )
