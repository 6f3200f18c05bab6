"""Finds the weeks of a timetable that has days as columns and times as rows, or the other way round."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from luoshi.training.tables import column_named
from luoshi.training.timetable import COLUMNS
from luoshi.training.timetable_words import clock_times, half_day_of, is_day, is_pause, is_time, times_named

if TYPE_CHECKING:
    from datetime import time

    from luoshi.training.tables import Square, TableSheet

    Cells = tuple[Square | None, ...]

DETAILS = {"room": "地点：", "speaker": "主讲人："}
"""Columns and rows beside the sessions that say where and by whom, and how a cell says it itself."""
MOST_WEEKS = 30


@dataclass(frozen=True)
class Slot:
    """What one row is for: the words in front, the times they say and the cell that says them, 地点 or 主讲人 if so."""

    label: str = ""
    times: tuple[time, ...] = ()
    by: Square | None = None
    kind: str = ""


@dataclass
class Week:
    """Rows below a header of days: which column is which day, what each row is for."""

    sheet: TableSheet
    days: dict[int, str]
    sides: dict[int, str]
    rows: list[Cells]
    slots: list[Slot] = field(default_factory=list)

    @property
    def first(self) -> int:
        return min(self.days)


def find_weeks(sheet: TableSheet) -> list[Week]:
    """The weeks of a table, turned if its days are rows; none if it does not name days and times so."""
    found = [_weeks(sheet), _weeks(sheet.turned())]
    return max(found, key=lambda weeks: sum(len(week.days) for week in weeks))


def is_week_header(row: Cells) -> bool:
    """Whether a row names several days beside its heading for times: no list of lessons looks so."""
    days = {square for square in row if square and is_day(square.text)}
    return len(days) > 1 and any(square and column_named(square.line, COLUMNS) == "time" for square in row)


def band_of(week: Week, row: Cells) -> Square | None:
    """The one cell that reaches across the labels and the days."""
    filled = {square for square in row if square and square.text}
    only = next(iter(filled)) if len(filled) == 1 else None
    return only if only and all(row[place] == only for place in (0, *week.days)) else None


def _weeks(sheet: TableSheet) -> list[Week]:
    tops = [number for number, row in enumerate(sheet.squares) if _days_in(row)][:MOST_WEEKS]
    found = []
    for top, bottom in pairwise([*tops, len(sheet.squares)]):
        week = _week(sheet, top, bottom)
        if week.rows and _has_times(week):
            week.slots = _slots(week)
            found.append(week)
    return found


def _days_in(row: Cells) -> dict[int, str]:
    """The columns under which a row names days; none if it begins with one, as the rows of a list do."""
    days = {place: square.line for place, square in enumerate(row) if square and is_day(square.text)}
    return {} if 0 in days else days


def _week(sheet: TableSheet, top: int, bottom: int) -> Week:
    header = sheet.squares[top]
    days = _days_in(header)
    sides = {
        place: kind
        for place, square in enumerate(header)
        if place > min(days) and place not in days and square
        if (kind := column_named(square.line, COLUMNS)) in DETAILS
    }
    return Week(sheet, days, sides, list(sheet.squares[top + 1 : bottom]))


def _has_times(week: Week) -> bool:
    """Whether some row says a time in front, or some cell begins with one."""
    for row in week.rows:
        for place, square in enumerate(row):
            if square and (is_time(square.text) if place < week.first else clock_times(square.text[:20])):
                return True
    return False


def _slots(week: Week) -> list[Slot]:
    slots: list[Slot] = []
    half_day = ""
    for row in week.rows:
        front = list(dict.fromkeys(square for square in row[: week.first] if square and square.text))
        label = " ".join(square.line for square in front)
        half_day = half_day_of(label) or ("" if is_pause(label) else half_day)
        slots.append(_slot(front, label, half_day))
    return slots


def _slot(front: list[Square], label: str, half_day: str) -> Slot:
    by = next((one for one in reversed(front) if clock_times(one.text)), None)
    by = by or next((one for one in front if half_day_of(one.text)), None)
    said = label if half_day_of(label) else f"{half_day} {label}"
    kind = next((kind for one in front if (kind := column_named(one.line, COLUMNS)) in DETAILS), "")
    return Slot(label, times_named(said) if by else (), by, kind or "")
