"""Reads the sessions under the days of a timetable; what is none, or cannot be read, is told with its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from luoshi.training.cells import read_cell
from luoshi.training.timetable import NO_DAY, NO_TIME, OUTSIDE, PAUSE, REMARK, Lesson
from luoshi.training.timetable_words import day_named, half_day_of, is_day, is_pause, is_time, times_named
from luoshi.training.week_grid import DETAILS, band_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, tzinfo

    from django.utils.functional import _StrOrPromise

    from luoshi.training.cells import Said
    from luoshi.training.tables import Square
    from luoshi.training.week_grid import Slot, Week

SHARED_TIME = _("同一时段有几节课，请在每节课前写明起止时间。")
REMARKS = ("备注", "说明", "注", "要求")


@dataclass
class Entry:
    """The cells of one session on one day: the first says what it is, others below it where and by whom.

    `rows` are those of the first cell, `taken` all.
    """

    square: Square
    rows: list[int]
    taken: list[int]
    texts: list[str]


def read_week(week: Week, *, first: date, last: date, zone: tzinfo) -> list[Lesson]:
    """Every cell of the week once for each of its days, as a session or with the reason why it is none."""
    found: list[Lesson] = []
    for place, name in week.days.items():
        day = day_named(name, first, last)
        for entry in _entries(week, place):
            found += _lessons(week, entry, day, place, zone)
    asides = [_aside(week, square, PAUSE if is_pause(square.text) else REMARK) for square in _beside(week)]
    told = {(one.place, one.title, one.starts_at): one for one in (*found, *asides)}
    return [_within(one, first, last) for one in told.values()]


def _entries(week: Week, place: int) -> list[Entry]:
    """The sessions of one day from the top down; a cell that only says where or by whom joins those above."""
    found: list[Entry] = []
    for number, (row, slot) in enumerate(zip(week.rows, week.slots, strict=True)):
        square = row[place]
        if square is None or not square.text or square == band_of(week, row) or is_day(square.text):
            continue
        if found and found[-1].square == square:
            found[-1].rows.append(number)
            found[-1].taken.append(number)
        elif joined := _joined(week, found, square, slot):
            for entry in joined:
                entry.taken.append(number)
                entry.texts.append(DETAILS.get(slot.kind, "") + square.text)
        else:
            found.append(Entry(square, [number], [number], [square.text]))
    return found


def _joined(week: Week, above: list[Entry], square: Square, slot: Slot) -> list[Entry]:
    """The sessions of which a cell says more: the one above at the same time, or the whole day if no time is said."""
    if not above or (slot.kind and slot.by is None):
        return above if slot.kind else []
    if slot.by is None or slot.by != week.slots[above[-1].rows[-1]].by:
        return []
    is_detail = slot.kind or not any(said.title for said in read_cell(square.text))
    return above[-1:] if is_detail else []


def _lessons(week: Week, entry: Entry, day: date | None, place: int, zone: tzinfo) -> Iterator[Lesson]:
    label = week.slots[entry.rows[0]].label
    if is_pause(entry.square.text) or is_pause(label) or label.rstrip("：:") in REMARKS:
        yield _aside(week, entry.square, REMARK if label.rstrip("：:") in REMARKS else PAUSE)
        return
    for said in read_cell("\n".join(entry.texts)):
        times = _own_times(said, label) or _times(week, entry, place)
        if reason := _reason(said, day, times, is_shared=bool(week.slots[entry.rows[0]].times)):
            yield _aside(week, entry.square, reason, said.title)
        elif day is not None:
            yield _lesson(week, entry, said, day, (times, zone))


def _reason(said: Said, day: date | None, times: tuple[time, ...], *, is_shared: bool) -> _StrOrPromise:
    """Why this is no session that could be taken; empty if it is one."""
    if not said.title or is_pause(said.title):
        return PAUSE if said.title else REMARK
    if day is None:
        return NO_DAY
    if len(times) != 2 or times[0] >= times[1]:
        return SHARED_TIME if is_shared else NO_TIME
    return ""


def _own_times(said: Said, label: str) -> tuple[time, ...]:
    """The time that the cell itself says; its half day is that of the row."""
    return times_named(f"{half_day_of(label)} {said.time}") if said.time else ()


def _times(week: Week, entry: Entry, place: int) -> tuple[time, ...]:
    """From the beginning of the first row to the end of the last; nothing if other sessions share the said time."""
    start, end = week.slots[entry.rows[0]], week.slots[entry.rows[-1]]
    if not start.times or not end.times:
        return ()
    for number, (row, slot) in enumerate(zip(week.rows, week.slots, strict=True)):
        square = row[place]
        if slot.by in (start.by, end.by) and number not in entry.taken and square and square.text:
            return ()
    return (start.times[0], end.times[1])


def _lesson(week: Week, entry: Entry, said: Said, day: date, when: tuple[tuple[time, ...], tzinfo]) -> Lesson:
    row = week.rows[entry.rows[0]]
    sides = {kind: square.line for place, kind in week.sides.items() if (square := row[place])}
    (start, end), zone = when
    return Lesson(
        week.sheet.place(entry.square),
        said.title[:200],
        form=said.form,
        starts_at=datetime.combine(day, start, zone),
        ends_at=datetime.combine(day, end, zone),
        speaker=(said.speaker or sides.get("speaker", ""))[:60],
        organisation=said.organisation[:120],
        room=(said.room or sides.get("room", ""))[:80],
        question=said.question,
        outline="\n".join(said.rest),
    )


def _within(lesson: Lesson, first: date, last: date) -> Lesson:
    """The same lesson, with its fault if its day is none of the class."""
    if lesson.starts_at is None or first <= lesson.starts_at.date() <= last:
        return lesson
    return Lesson(lesson.place, lesson.title, fault=OUTSIDE % {"day": lesson.starts_at.date().isoformat()})


def _aside(week: Week, square: Square, reason: _StrOrPromise, words: str = "") -> Lesson:
    return Lesson(week.sheet.place(square), (words or square.line)[:200], fault=reason, is_aside=True)


def _beside(week: Week) -> Iterator[Square]:
    """What stands under no day: words across all days, in front of rows without a session, or behind the days."""
    for row in week.rows:
        filled = [square for square in row if square and square.text]
        if filled and len(set(filled)) == 1 and row.index(filled[0]) < week.first:
            yield from [] if is_time(filled[0].text) else filled[:1]
            continue
        for place, square in enumerate(row):
            is_behind = place > week.first and place not in week.days and place not in week.sides
            if is_behind and square and square.text and square not in {row[day] for day in week.days}:
                yield square
