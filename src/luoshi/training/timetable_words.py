"""The words of timetables: days, times, forms of study, rooms, people, pauses; pure, without a table around them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

from luoshi.engine.lexicon import load_words
from luoshi.training.states import SessionForm

if TYPE_CHECKING:
    from collections.abc import Iterator

LESSON = 45
"""Minutes of a learning hour."""
EARLIEST = 6
"""No lesson begins before this hour: 2:30 without a word beside it is in the afternoon."""
# What an untimed half day stands for.
HALF_DAYS = {
    "上午": (time(9, 0), time(11, 30)),
    "下午": (time(14, 30), time(17, 0)),
    "晚": (time(19, 0), time(21, 0)),
}
FORM_WORDS = (
    (SessionForm.VIDEO, ("视频", "观看", "影像", "电教片")),
    (SessionForm.READING, ("原文", "原著", "自学", "领读", "通读")),
    (SessionForm.GROUP_DISCUSSION, ("分组", "讨论")),
    (SessionForm.SEMINAR, ("研讨", "专题", "讲座", "授课", "报告", "辅导")),
)
_FULL_DATE = re.compile(r"(\d{4})\s?[-年./]\s?(\d{1,2})\s?[-月./]\s?(\d{1,2})日?")
_SHORT_DATE = re.compile(r"(?<!\d)(\d{1,2})\s?[月./]\s?(\d{1,2})\s?日?")
_NTH_DAY = re.compile(r"第([一二三四五六七八九十]|\d{1,2})[天日]")
_DAY_OF_MONTH = re.compile(r"(?<!\d)(\d{1,2})[日号]")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_DATES = (_FULL_DATE, _SHORT_DATE, _NTH_DAY, _DAY_OF_MONTH, _WEEKDAY)
_NUMERALS = "一二三四五六七八九十"
_WEEKDAYS = "一二三四五六日"
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s?[:时点]\s?(\d{2})?")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.([0-5][05])\s?-\s?(\d{1,2})\.([0-5][05])(?![\d.日])")
_RANGE = re.compile(r"(?:(?:上|下)午|晚上?|中午)?\s?\d{1,2}[:.]\d{2}\s?(?:-{1,2}|~|至|到)\s?\d{1,2}[:.]\d{2}")
_WHOLE_HALF_DAY = re.compile(r"上午|下午|晚上|晚间|中午")
_HALF_DAY = re.compile(r"上午|下午|晚上|晚间|晚|中午")
_MARKS = re.compile(r"[\s()\[\]，,、。·|/:：;；—~\-]+")
_BETWEEN = re.compile(r"[\s()、，,/·及和与]+")
_PAUSES = frozenset(
    {"早餐", "午餐", "晚餐", "中餐", "早饭", "午饭", "晚饭", "就餐", "用餐", "自助餐", "午休", "午间休息"}
    | {"课间休息", "中场休息", "休息", "茶歇", "课间"}
)
_ROOM = re.compile(
    r"(?!.*(?:办公|研究|教研|督查|编研|法制|政研)室)"
    r".{0,20}(?:室|厅|礼堂|课堂|馆|中心|基地|操场|[0-9一二三四五六七八九十]号?楼|\d{3,4})"
)
_HAN = r"[\u4e00-\u9fff]"
_TITLED = re.compile(
    rf"{_HAN}{{1,4}}(?:同志|老师|(?:副)?教授|讲师|(?:副)?研究员|(?:副)?(?:主任|处长|局长|书记|部长|校长|院长|科长|市长|县长))"
)
_BARE = re.compile(rf"{_HAN}{{2,4}}")


def plain(text: str) -> str:
    """Full-width digits and marks, and the many dashes between times, as one writes them on a keyboard."""
    return re.sub(r"[—–－―‐‑−〜∼~-]+", "-", unicodedata.normalize("NFKC", text))


def day_named(text: str, first: date, last: date) -> date | None:
    """The day that a cell names, in a class from `first` to `last`.

    Without a year it is the one nearest to the class; a weekday counts if it falls only once within the class.
    """
    text = plain(text)
    if is_dated(text):
        days = [date_named(text, year=year) for year in {first.year, last.year}]
        return min((day for day in days if day), key=lambda day: abs((day - first).days), default=None)
    if found := _NTH_DAY.search(text):
        number = int(found[1]) if found[1].isdecimal() else _NUMERALS.index(found[1]) + 1
        return first + timedelta(days=number - 1)
    within = [first + timedelta(days=number) for number in range(min((last - first).days + 1, 62))]
    if found := _DAY_OF_MONTH.search(text):
        return _only([day for day in within if day.day == int(found[1])])
    if found := _WEEKDAY.search(text):
        return _only([day for day in within if day.weekday() == _WEEKDAYS.index(found[1].replace("天", "日"))])
    return None


def is_dated(text: str) -> bool:
    """Whether a text names month and day."""
    return _FULL_DATE.search(text) is not None or _SHORT_DATE.search(text) is not None


def date_named(text: str, *, year: int) -> date | None:
    """The first date with month and day; `year` counts where the text names none."""
    text = plain(text)
    if found := _FULL_DATE.search(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    found = _SHORT_DATE.search(text)
    return _date(year, int(found[1]), int(found[2])) if found else None


def is_day(text: str) -> bool:
    """Whether a cell names a day and says nothing else: 9月15日（星期二）, 第一天."""
    rest = plain(text)
    if len(rest) > 40 or _DOTTED.search(rest) or not any(pattern.search(rest) for pattern in _DATES):
        return False
    for pattern in _DATES:
        rest = pattern.sub("", rest)
    return len(_MARKS.sub("", rest)) == 0


def is_time(text: str) -> bool:
    """Whether a cell names a half day or a stretch of time and says nothing else."""
    rest = plain(text)
    if len(rest) > 40 or not (_HALF_DAY.search(rest) or _RANGE.search(rest)):
        return False
    return len(_MARKS.sub("", _HALF_DAY.sub("", _CLOCK.sub("", _RANGE.sub("", rest))))) == 0


def half_day_of(text: str) -> str:
    """The half day that a label names, empty if none."""
    return next((word for word in HALF_DAYS if word in text), "")


def times_named(text: str) -> tuple[time, ...]:
    """Beginning and end; an end that is missing is two lessons later, 上午 and 下午 alone stand for their hours."""
    found = clock_times(text)[:2]
    if not found:
        return HALF_DAYS.get(half_day_of(text), ())
    if len(found) == 1:
        later = datetime.combine(date.min, found[0]) + timedelta(minutes=2 * LESSON)
        found.append(later.time())
    return tuple(found)


def clock_times(text: str) -> list[time]:
    """Every time of day in a text; after 下午 and 晚 the clock goes on from noon."""
    text = plain(text)
    is_late = "下午" in text or "晚" in text
    text = _DOTTED.sub(r"\1:\2-\3:\4", _FULL_DATE.sub(" ", text))
    return list(_clock_times(text, is_late=is_late, is_early="早" in text or "晨" in text))


def split_time(line: str) -> tuple[str, str]:
    """The stretch of time with which a line begins, and the rest: `9:00—10:30 学习原文`."""
    found = _RANGE.match(plain(line).lstrip("( "))
    if not found:
        return "", line
    # Nothing of the line up to the end of the time is longer or shorter in plain writing but runs of dashes.
    for length in range(len(found[0]) - 1, len(line) + 1):
        if plain(line[:length]).lstrip("( ") == found[0]:
            return found[0], line[length:].lstrip(" \u3000\t)）:：,，|")
    return "", line


def is_pause(text: str) -> bool:
    """Whether a cell speaks of a meal or a break only."""
    rest = _WHOLE_HALF_DAY.sub("", _RANGE.sub("", plain(text))) if len(text) <= 60 else text
    words = [word for word in _BETWEEN.split(rest) if word and not clock_times(word)]
    return bool(words) and words[0] in _PAUSES and all(word in _PAUSES or is_room(word) for word in words)


def form_of(*texts: str) -> str:
    """The form that the words name, the column of forms before the title."""
    for text in texts:
        for form, words in FORM_WORDS:
            if any(word in text for word in words):
                return form
    return SessionForm.OTHER


def is_room(text: str) -> bool:
    """第一会议室, 报告厅, 2号楼301; 办公室 and 研究室 are offices where somebody works."""
    return len(text) <= 24 and _ROOM.fullmatch(text) is not None


def is_titled(text: str) -> bool:
    """A person with title: 李某教授, 苏老师."""
    return _TITLED.fullmatch(text.replace(" ", "")) is not None


def may_be_name(text: str) -> bool:
    """Two to four characters that begin with a surname."""
    return _BARE.fullmatch(text) is not None and not _surnames().isdisjoint({text[0], text[:2]})


@cache
def _surnames() -> frozenset[str]:
    return frozenset(load_words("table_surnames"))


def _clock_times(text: str, *, is_late: bool, is_early: bool) -> Iterator[time]:
    for match in _CLOCK.finditer(text):
        hour, minute = int(match[1]), int(match[2] or 0)
        hour += 12 if hour < 12 and (is_late or (hour < EARLIEST and not is_early)) else 0
        if hour < 24 and minute < 60:
            yield time(hour, minute)


def _only(days: list[date]) -> date | None:
    return days[0] if len(days) == 1 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
