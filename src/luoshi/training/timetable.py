"""Understands the rows of a timetable: day, time, form, subject, speaker, room; what cannot be is told per row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from luoshi.training.states import SessionForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

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
LESSON = 45
# What an untimed half day stands for.
HALF_DAYS = {
    "上午": (time(9, 0), time(11, 30)),
    "下午": (time(14, 30), time(17, 0)),
    "晚上": (time(19, 0), time(21, 0)),
}
FORM_WORDS = (
    (SessionForm.VIDEO, ("视频", "观看", "影像", "电教片")),
    (SessionForm.READING, ("原文", "原著", "自学", "领读", "通读")),
    (SessionForm.GROUP_DISCUSSION, ("分组", "讨论")),
    (SessionForm.SEMINAR, ("研讨", "专题", "讲座", "授课", "报告", "辅导")),
)
_FULL_DATE = re.compile(r"(\d{4})\s?[-年./]\s?(\d{1,2})\s?[-月./]\s?(\d{1,2})")
_SHORT_DATE = re.compile(r"(\d{1,2})\s?[月./]\s?(\d{1,2})\s?日?")
_CLOCK = re.compile(r"(\d{1,2})\s?[:：时点]\s?(\d{2})?")
_SPEAKER = re.compile(r"([^（()）、,，\s]{1,30})(?:[（(\s]\s?([^）)]{0,100}))?")


@dataclass(frozen=True)
class Lesson:
    """A session as the timetable says it; `fault` says why the row cannot be taken."""

    line: int
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
        if not row.get("title"):
            continue
        day = _day(f"{row.get('day')} {row.get('time')}" if row.get("day") else row.get("time"), first, last) or day
        lessons.append(_lesson(row, day, first=first, last=last, zone=zone))
    return lessons


def form_of(*texts: str) -> str:
    """The form that the words name, the column of forms before the title."""
    for text in texts:
        for form, words in FORM_WORDS:
            if any(word in text for word in words):
                return form
    return SessionForm.OTHER


def _lesson(row: Row, day: date | None, *, first: date, last: date, zone: tzinfo) -> Lesson:
    title = row.get("title")[:200]
    times = _times(row.get("time"))
    if fault := _fault(day, times, first, last):
        return Lesson(row.line, title, fault=fault)
    speaker, organisation = _speaker(row.get("speaker"))
    facts: dict[str, Any] = {name: row.get(name) for name in ("question", "outline")}
    return Lesson(
        row.line,
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
        return _("没有看出日期。")
    if not first <= day <= last:
        return _("日期%(day)s不在培训班的起止日期之内。") % {"day": day.isoformat()}
    if len(times) != 2:
        return _("没有看出时间，请写成“9:00-11:30”。")
    return "" if times[0] < times[1] else _("结束时间应当晚于开始时间。")


def days_of(rows: Iterable[Row], *, year: int) -> list[date]:
    """Every day that the rows name, in order; `year` counts where none is written."""
    around = date(year, 1, 1)
    named = (_day(f"{row.get('day')} {row.get('time')}", around, around) for row in rows)
    return sorted({day for day in named if day})


def _day(text: str, first: date, last: date) -> date | None:
    """The day that a cell names; without a year, the one nearest to the class."""
    if found := _FULL_DATE.search(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if not (found := _SHORT_DATE.search(text)):
        return None
    days = [_date(year, int(found[1]), int(found[2])) for year in {first.year, last.year}]
    return min((day for day in days if day), key=lambda day: abs((day - first).days), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _times(text: str) -> tuple[time, ...]:
    """Beginning and end; an end that is missing is two lessons later, 上午 and 下午 alone stand for their hours."""
    found = list(_clock_times(text))[:2]
    if not found:
        return next((hours for word, hours in HALF_DAYS.items() if word in text), ())
    if len(found) == 1:
        later = datetime.combine(date.min, found[0]) + timedelta(minutes=2 * LESSON)
        found.append(later.time())
    return tuple(found)


def _clock_times(text: str) -> Iterator[time]:
    is_late = "下午" in text or "晚" in text
    for match in _CLOCK.finditer(_FULL_DATE.sub(" ", text)):
        hour, minute = int(match[1]), int(match[2] or 0)
        hour += 12 if is_late and hour < 12 else 0
        if hour < 24 and minute < 60:
            yield time(hour, minute)


def _speaker(text: str) -> tuple[str, str]:
    """Name and organisation: `张三（市委党校教授）`."""
    match = _SPEAKER.match(text)
    return (match[1], (match[2] or "").strip()) if match else ("", "")
