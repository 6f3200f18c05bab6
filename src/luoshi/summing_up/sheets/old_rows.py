"""Rows of an office's own ledger, once it is known which column holds what: words, units, dates, states."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from luoshi.ledger.states import PartRole, State
from luoshi.summing_up.sheets.values import as_date, as_percent
from luoshi.summing_up.states import LedgerField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from luoshi.summing_up.sheets.foreign import ForeignSheet

_BETWEEN_UNITS = re.compile(r"[、，,；;\n/]|\s{2,}")
_ROLE_BEFORE = re.compile(r"(牵头|主办|责任|主责|配合|协办|参与)(?:单位|部门)?[:：]")
_ROLE_BEHIND = re.compile(r"[（(](牵头|主办|责任|主责|配合|协办|参与)[)）]$")
_STANDING = re.compile(r"长期|持续|常态|全年")
_UNTIL = re.compile(r"(?:[之以]?前|止|为止)$")
_FOOT = re.compile(r"(?:合计|总计|小计|共计|注|备注|说明|填表人?|制表人?|审核人?|联系人)(?:[：:\d]|$)")
_ROLES = {
    "牵头": PartRole.LEAD,
    "主办": PartRole.LEAD,
    "主责": PartRole.LEAD,
    "责任": PartRole.RESPONSIBLE,
    "配合": PartRole.SUPPORT,
    "协办": PartRole.SUPPORT,
    "参与": PartRole.SUPPORT,
}
_COLUMN_ROLES = {
    LedgerField.LEAD: PartRole.LEAD,
    LedgerField.RESPONSIBLE: PartRole.RESPONSIBLE,
    LedgerField.SUPPORT: PartRole.SUPPORT,
}
# What a word of the old ledger's column of states most likely means; the first that it holds counts.
STATE_WORDS = (
    ("未启动", State.ASSIGNED),
    ("未开展", State.ASSIGNED),
    ("未开始", State.ASSIGNED),
    ("未完成", State.IN_PROGRESS),
    ("未办结", State.IN_PROGRESS),
    ("未销号", State.IN_PROGRESS),
    ("否", State.IN_PROGRESS),
    ("部分", State.IN_PROGRESS),
    ("基本", State.IN_PROGRESS),
    ("正在", State.IN_PROGRESS),
    ("中止", State.SUSPENDED),
    ("暂停", State.SUSPENDED),
    ("暂缓", State.SUSPENDED),
    ("撤销", State.WITHDRAWN),
    ("取消", State.WITHDRAWN),
    ("长期", State.STANDING),
    ("持续", State.STANDING),
    ("销号", State.SIGNED_OFF),
    ("办结", State.CLOSED),
    ("完成", State.CLOSED),
    ("了结", State.CLOSED),
    ("√", State.CLOSED),
    ("✓", State.CLOSED),
    ("✔", State.CLOSED),
    ("是", State.CLOSED),
    ("拟", State.PROPOSED),
    ("交办", State.ASSIGNED),
    ("签收", State.IN_PROGRESS),
)
LONGEST_NAME = 120


@dataclass(frozen=True)
class OldRow:
    """One row as written: words, units by role, date, state word; a fault or notes.

    `number` is what stands in the column of numbers, `key` what tells the row from the others of its ledger.
    """

    line: int
    key: str
    text: str
    number: str = ""
    aim: str = ""
    headings: str = ""
    units: tuple[tuple[str, str], ...] = ()
    leader: str = ""
    person: str = ""
    due_on: date | None = None
    is_standing: bool = False
    state_word: str = ""
    claimed: int = 0
    progress: str = ""
    fault: str = ""
    notes: tuple[str, ...] = ()


def rows_of(sheet: ForeignSheet, columns: Mapping[int, str]) -> list[OldRow]:
    """The rows of a sheet; a row that says one thing only is a heading of those below it."""
    places: dict[str, list[int]] = {}
    for place, field in columns.items():
        if field:
            places.setdefault(field, []).append(place)
    heading, found = "", []
    for line, cells in sheet.rows.items():
        if _is_foot(cells, places):
            continue
        if _is_heading(cells, places):
            heading = next(iter(cells.values()))
            continue
        found.append(_row(line, cells, places, heading, sheet.year))
    return _told_apart(found)


def guess_state(word: str) -> State:
    """The state that a word of the old ledger most likely means."""
    return next((state for known, state in STATE_WORDS if known in word), State.IN_PROGRESS)


def units_in(text: str, role: str) -> Iterator[tuple[str, str]]:
    """Roles and names in a cell: 牵头单位：甲；配合单位：乙、丙, or names that all have the role of the column."""
    pieces = _ROLE_BEFORE.split(text)
    roles = [role, *(_ROLES[word] for word in pieces[1::2])]
    for found, names in zip(roles, pieces[::2], strict=True):
        for piece in _BETWEEN_UNITS.split(names):
            name = piece.strip(" 。.")
            behind = _ROLE_BEHIND.search(name)
            if behind:
                name = name[: behind.start()].strip()
            if name:
                yield (_ROLES[behind[1]] if behind else found), name[:LONGEST_NAME]


def _is_foot(cells: Mapping[int, str], places: Mapping[str, list[int]]) -> bool:
    """A sum, a remark or a signature below the table: alone, merged over columns, or beside figures without words."""
    has_words = any(cells.get(place) for place in places.get(LedgerField.TEXT, []))
    return bool(_FOOT.match(next(iter(cells.values())))) and (len(set(cells.values())) == 1 or not has_words)


def _is_heading(cells: Mapping[int, str], places: Mapping[str, list[int]]) -> bool:
    """Merged over the row, or standing alone outside of the column of words."""
    words = set(cells.values())
    beyond = set(cells) - set(places.get(LedgerField.TEXT, []))
    return len(words) == 1 and (len(cells) > 2 or len(beyond) == len(cells))


def _row(
    line: int, cells: Mapping[int, str], places: Mapping[str, list[int]], heading: str, year: int | None
) -> OldRow:
    def cell(field: str) -> str:
        return next((cells[place].strip() for place in places.get(field, []) if cells.get(place)), "")

    notes: list[str] = []
    text = cell(LedgerField.TEXT)
    groups = [cells[place] for place in places.get(LedgerField.GROUP, []) if cells.get(place)]
    due, is_standing = _due(cell(LedgerField.DUE), year, notes)
    return OldRow(
        line=line,
        key=cell(LedgerField.KEY)[:60],
        number=cell(LedgerField.KEY)[:60],
        text=text,
        aim=cell(LedgerField.AIM),
        headings=" / ".join(dict.fromkeys(part for part in (heading, *groups) if part)),
        units=tuple(
            unit
            for field, role in _COLUMN_ROLES.items()
            for place in places.get(field, [])
            for unit in units_in(cells.get(place, ""), role)
        ),
        leader=cell(LedgerField.LEADER)[:60],
        person=cell(LedgerField.PERSON)[:60],
        due_on=due,
        is_standing=is_standing,
        state_word=cell(LedgerField.STATE)[:40],
        claimed=_claimed(cell(LedgerField.CLAIMED), notes),
        progress=cell(LedgerField.PROGRESS),
        fault="" if text else _("没有措施内容。"),
        notes=tuple(notes),
    )


def _due(text: str, year: int | None, notes: list[str]) -> tuple[date | None, bool]:
    if not text:
        return None, False
    bare = _UNTIL.sub("", text)
    found = as_date(text) or as_date(bare)
    if found is None and year and (found := as_date(f"{year}年{bare}")):
        notes.append(_("时限“%(text)s”没有写年份，按%(year)s年导入。") % {"text": text[:30], "year": year})
    if found is None and _STANDING.search(text):
        return None, True
    if found is None:
        notes.append(_("时限“%(text)s”看不出完整日期，没有导入。") % {"text": text[:30]})
    return found, False


def _claimed(text: str, notes: list[str]) -> int:
    found = as_percent(text) if text else 0
    if found is None:
        notes.append(_("进度“%(text)s”不是百分数，没有导入。") % {"text": text[:30]})
    return found or 0


def _told_apart(rows: list[OldRow]) -> list[OldRow]:
    """Numbers that begin anew in every part are told apart by the part; what is still double goes by its words."""
    return _without_doubles(_with_part(rows))


def _with_part(rows: list[OldRow]) -> list[OldRow]:
    times = Counter(row.key for row in rows)
    return [
        replace(row, key=f"{row.headings[:40]}·{row.key}"[:60])
        if times[row.key] > 1 and row.key and row.headings
        else row
        for row in rows
    ]


def _without_doubles(rows: list[OldRow]) -> list[OldRow]:
    times = Counter(row.key for row in rows)
    return [
        replace(
            row, key="", notes=(*row.notes, _("编号“%(key)s”在表中不止一行，改按措施内容对应。") % {"key": row.number})
        )
        if row.key and times[row.key] > 1
        else row
        for row in rows
    ]
