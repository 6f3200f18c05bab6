"""Which day the words of an intention mean: 年底前, 下个月, 三个月内, counted from the day they were written."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from luoshi.engine.dates import find_moments
from luoshi.engine.lexicon import any_of
from luoshi.engine.numerals import read_small

_NUMBER = "[0-9]{1,3}|[一二两三四五六七八九十]{1,3}"
# 6月 is the month of June; 六个月, 两周, 十日内 are spans.
_SPAN = re.compile(
    rf"半个?(?P<half>月|年)|(?<![0-9])(?P<count>{_NUMBER})(?:个(?P<long>月|季度|星期)|(?P<short>天|周|年|日(?=之内|以内|内)))"
)
_NEXT = re.compile(r"(?P<which>[本这下])个?(?P<unit>周|月|季度)")
_ENDLESS = re.compile(r"每|长期|常年|经常|近期|尽快|今后|起$")
_SEASON = re.compile(r"^(?:今年|明年|来年)" + any_of("commitment_cues", "season"))
"""明年春耕前 is long before the end of next year, and on which day nobody can tell."""
_MONTHS = {"月": 1, "季度": 3, "年": 12}
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7}


def day_of(words: str, *, written_on: date) -> date | None:
    """The last day that the words cover; None for what has no end (每月, 明年起), a season, or what names no time.

    >>> day_of("年底前", written_on=date(2026, 4, 18))
    datetime.date(2026, 12, 31)
    >>> day_of("三个月内", written_on=date(2026, 4, 18))
    datetime.date(2026, 7, 18)
    """
    if not words or _ENDLESS.search(words) or _SEASON.match(words):
        return None
    return _within(words, written_on) or _next(words, written_on) or _named(words, written_on)


def _within(words: str, written_on: date) -> date | None:
    match = _SPAN.search(words)
    if not match:
        return None
    if match["half"]:
        return months_on(written_on, 6) if match["half"] == "年" else written_on + timedelta(days=15)
    unit = match["long"] or match["short"]
    count = int(match["count"]) if match["count"].isdigit() else read_small(match["count"].replace("两", "二"))
    if not count:
        return None
    if unit in _DAYS:
        return written_on + timedelta(days=count * _DAYS[unit])
    return months_on(written_on, count * _MONTHS[unit])


def _next(words: str, written_on: date) -> date | None:
    match = _NEXT.search(words)
    if not match:
        return None
    further = match["which"] == "下"
    if match["unit"] == "周":
        return written_on + timedelta(days=6 - written_on.weekday() + 7 * further)
    if match["unit"] == "月":
        return _end_of_month(months_on(written_on.replace(day=1), int(further)))
    quarter_ends = written_on.replace(day=1, month=(written_on.month - 1) // 3 * 3 + 3)
    return _end_of_month(months_on(quarter_ends, 3 * further))


def _named(words: str, written_on: date) -> date | None:
    moments = find_moments(words)
    if not moments:
        return None
    moment = moments[-1]
    if moment.year is not None:
        return moment.last_day(moment.year)
    day = moment.last_day(written_on.year + (moment.years_on or 0), written_on.month if moment.months_on == 0 else 12)
    return moment.last_day(day.year + 1) if day < written_on and moment.years_on is None else day


def months_on(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
