"""Understands the rows of a timetable: day, time, form, subject, speaker, room; what cannot be is told per row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from luoshi.training.cells import speaker_of
from luoshi.training.states import SessionForm
from luoshi.training.timetable_words import LESSON, day_named, form_of, is_pause, times_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time, tzinfo

    from django.utils.functional import _StrOrPromise

    from luoshi.training.tables import Columns, Row

# column → the header words under which it is found; the first is the one our own template writes
COLUMNS: Columns = {
    "day": ("日期", "上课日期", "年月日"),
    "time": ("时间", "上课时间", "起止时间", "具体时间", "时段", "上下午", "午别"),
    "form": ("形式", "教学形式", "学习形式", "方式"),
    "title": ("内容", "教学内容", "学习内容", "课程", "课程名称", "课程内容", "主题", "题目", "活动内容"),
    "speaker": ("主讲人", "授课人", "主讲", "授课教师", "教师", "主持人", "主讲教师"),
    "room": ("地点", "教室", "上课地点", "授课地点", "场所"),
    "question": ("讨论题", "讨论题目", "思考题"),
    "outline": ("提纲", "主要内容", "备注"),
}
JOINED = frozenset({"time"})
NEEDED = frozenset({"time", "title"})
NO_DAY = _("没有看出日期。")
NO_TIME = _("没有看出时间，请写成“9:00-11:30”。")
OUTSIDE = _("日期%(day)s不在培训班的起止日期之内。")
PAUSE = _("用餐、休息，不作为课程。")
REMARK = _("是表中的说明，不作为课程。")


@dataclass(frozen=True)
class Lesson:
    """A session as the timetable says it, and where; `fault` says why it cannot be taken.

    `is_aside`: it is none, or cannot be read, and the rest can be taken all the same.
    """

    place: str
    title: str
    form: str = SessionForm.OTHER
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    speaker: str = ""
    organisation: str = ""
    room: str = ""
    question: str = ""
    outline: str = ""
    fault: _StrOrPromise = ""
    is_aside: bool = False


def learning_hours(starts_at: datetime, ends_at: datetime) -> Decimal:
    """How many learning hours of 45 minutes a session counts for, to the half hour.

    >>> learning_hours(datetime(2026, 1, 6, 9, 0), datetime(2026, 1, 6, 11, 30))
    Decimal('3.5')
    """
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    return Decimal(round(2 * minutes / LESSON)) / 2


def read_lessons(rows: Iterable[Row], *, first: date, last: date, zone: tzinfo) -> list[Lesson]:
    """The sessions of a timetable for the days `first` to `last`; a day counts until the next one is named."""
    lessons: list[Lesson] = []
    day: date | None = None
    for row in rows:
        named = day_named(f"{row.get('day')} {row.get('time')}" if row.get("day") else row.get("time"), first, last)
        day = named or day
        words = row.get("title") or row.get("day") or row.get("time")
        if row.get("title") and not is_pause(row.get("title")):
            lessons.append(_lesson(row, day, first=first, last=last, zone=zone))
        elif words and (row.get("title") or named is None):
            lessons.append(Lesson(row.place, words[:200], fault=PAUSE if is_pause(words) else REMARK, is_aside=True))
    return lessons


def _lesson(row: Row, day: date | None, *, first: date, last: date, zone: tzinfo) -> Lesson:
    title = row.get("title")[:200]
    times = times_named(row.get("time"))
    if fault := _fault(day, times, first, last):
        return Lesson(row.place, title, fault=fault)
    speaker, organisation = speaker_of(row.get("speaker"))
    facts: dict[str, Any] = {name: row.get(name) for name in ("question", "outline")}
    return Lesson(
        row.place,
        title,
        form=form_of(row.get("form"), title),
        starts_at=datetime.combine(day or first, times[0], zone),
        ends_at=datetime.combine(day or first, times[1], zone),
        speaker=speaker,
        organisation=organisation,
        room=row.get("room")[:80],
        **facts,
    )


def _fault(day: date | None, times: tuple[time, ...], first: date, last: date) -> _StrOrPromise:
    if day is None:
        return NO_DAY
    if not first <= day <= last:
        return OUTSIDE % {"day": day.isoformat()}
    if len(times) != 2:
        return NO_TIME
    return "" if times[0] < times[1] else _("结束时间应当晚于开始时间。")
