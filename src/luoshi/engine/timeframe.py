"""What a date without a year means in a document: the plan's year, and the day it was signed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.dates import find_moments
from luoshi.engine.document import Span
from luoshi.engine.plain import plain

if TYPE_CHECKING:
    from datetime import date

    from luoshi.engine.dates import Moment

# A month that lies so far before the month of signing belongs to the next year; a shorter way back is a late signing.
_MONTHS_BACK = 2
_MOST = 2_000  # dates among which the commonest year is sought
_TOWARDS = tuple("到至自从比较")
_PLAN_YEARS = re.compile(r"(20[0-9]{2})年?(?:-{1,2}|—{1,2}|～|至|到)(20[0-9]{2})年?")
_FIVE_YEARS = re.compile("十([二三四五六七八])五")
_ONE_YEAR = re.compile(
    r"(?<![0-9〔\[(第])(20[0-9]{2}|二[〇零][〇零一二三四五六七八九]{2})年?(?![0-9号〕\]])|(?<=\()(20[0-9]{2})(?=年)"
)
_HAN_YEAR = str.maketrans("〇零一二三四五六七八九", "00123456789")
_FIRST_YEARS = {"二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031, "七": 2036, "八": 2041}


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """The years a plan runs (None: not said) and the day its document was signed (None: unknown).

    `is_guess`: the year is the one that most dates of the text name, so that work may well begin in an earlier one.
    """

    signed_on: date | None = None
    plan_from: int | None = None
    plan_to: int | None = None
    is_guess: bool = False

    @property
    def first_year(self) -> int | None:
        """The year in which the work begins: nothing is due before it."""
        if self.is_guess:
            return None
        known = [year for year in (self.plan_from, self.signed_on and self.signed_on.year) if year]
        return min(known, default=None)

    def year_of(self, month: int) -> int | None:
        """The year that is meant where only a month (or 年底, as 12) is printed; None if nothing tells it."""
        if self.signed_on is None:
            return self.plan_from
        year = self.signed_on.year
        if self.plan_from is not None and self.plan_from == self.plan_to and self.plan_from >= year:
            return self.plan_from
        if self.plan_from is not None and year < self.plan_from:
            return self.plan_from
        return year + 1 if month <= self.signed_on.month - _MONTHS_BACK else year

    def resolve(self, moment: Moment, year: int | None = None) -> date | None:
        """The last day of `moment`; `year` is that of the date before it in the same statement."""
        if moment.months_on is not None:
            return self._month_after_signing(moment)
        meant = moment.year if moment.years_on is None else self._year_after(moment.years_on)
        if meant is None and moment.years_on is None:
            meant = year or self.year_of(moment.month or 12)
        return moment.last_day(meant) if meant is not None else None

    def _year_after(self, years: int) -> int | None:
        first = self.signed_on.year if self.signed_on else self.plan_from
        return None if first is None else first + years

    def _month_after_signing(self, moment: Moment) -> date | None:
        if self.signed_on is None or moment.months_on is None:
            return None
        months = self.signed_on.month - 1 + moment.months_on
        return moment.last_day(self.signed_on.year + months // 12, months % 12 + 1)


def find_time_frame(title: str, signed_on: date | None, text: str = "") -> TimeFrame:
    """The time frame of a document, from its title (2021—2023年, “十四五”, 2019年) and its signing date.

    Where neither tells a year, the year that most dates in `text` name is taken.
    """
    words = plain(title, Span(0, len(title))).text.translate(_HAN_YEAR) if title else ""
    if years := _PLAN_YEARS.search(words):
        return TimeFrame(signed_on, int(years[1]), int(years[2]))
    if year := _ONE_YEAR.search(words):
        only = int(year[1] or year[2])
        return TimeFrame(signed_on, only, only)
    if plan := _FIVE_YEARS.search(title):
        first = _FIRST_YEARS[plan[1]]
        return TimeFrame(signed_on, first, first + 4)
    if signed_on is None and text:
        year_told = _most_named_year(text)
        return TimeFrame(None, year_told, year_told, is_guess=True)
    return TimeFrame(signed_on)


def _most_named_year(text: str) -> int | None:
    """The year of most dates that name a month or an end, else of most years (not of 到2030年); of two the earlier."""
    words = plain(text, Span(0, len(text))).text
    ends = find_moments(words, most=_MOST)
    moments = [part for end in ends for part in (end.first, end) if part is not None and part.year]
    years = Counter(moment.year for moment in moments if len(moment.names) > 1) or Counter(
        moment.year
        for moment in moments
        if words[max(0, moment.begin - 1) : moment.begin] not in _TOWARDS
        and not words.startswith(("以来", "起"), moment.end)
    )
    return min(years, key=lambda year: (-years[year], year), default=None)
