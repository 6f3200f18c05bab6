"""The grammar of dates: how official prose names a point in time, and which day that is."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from luoshi.engine.numerals import read_small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_YEAR = "20[0-9]{2}|二[〇零0O][〇零0一二三四五六七八九]{2}"
_MONTH = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY = "[12][0-9]|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九]"
_LINK = "-{1,2}|—{1,2}|～|至|到"
_NO_DIGIT_BEFORE = "(?<![0-9.])"
_NO_COUNT_BEFORE = "(?<![0-9.一二两三四五六七八九十百几多数半近每学财整])"
_QUOTE = "[“”\"‘’']?"


@dataclass(frozen=True, slots=True)
class TokenRule:
    """One part that a date is made of: its name, its pattern, and an example."""

    id: str
    pattern: str
    example: str


# The first that fits wins.
RULES = (
    TokenRule(
        "numeric",
        rf"{_NO_DIGIT_BEFORE}20[0-9]{{2}}(?P<dot>[./-])(?:1[0-2]|0?[1-9])"
        r"(?:(?P=dot)(?:[12][0-9]|3[01]|0?[1-9]))?(?![0-9年.%-])",
        "2025.12.31",
    ),
    TokenRule("year", rf"{_NO_DIGIT_BEFORE}(?:{_YEAR})年(?:度(?=[底末内]))?", "2025年"),
    TokenRule("year", rf"{_NO_DIGIT_BEFORE}20[0-9]{{2}}(?=(?:{_LINK}|、)20[0-9]{{2}}[年、—-])", "2023—2025年"),
    TokenRule("relative", "今年|本年度|本年|明年|后年", "明年"),
    TokenRule(
        "plan",
        rf"{_QUOTE}十[二三四五六七八]五{_QUOTE}(?:规划)?(?:期间|时期末?|期末|末期|期内|末|收官)",
        "“十四五”期末",
    ),
    TokenRule("year_end", f"{_NO_COUNT_BEFORE}年(?:[底末终]|内(?!部|涝))", "年底"),
    TokenRule("year_tail", "(?<=[年度])(?:[底末终](?!端|级|梢)|内(?!部|蒙|涝|外|河|需))", "底"),
    TokenRule("this_month", "[本下]月(?:上旬|中旬|下旬|[底末内])", "本月底"),
    TokenRule(
        "month",
        rf"(?<![0-9.一二三四五六七八九十])(?:{_MONTH})月(?:份(?!额))?(?![龄均嫂租供薪报饼度])(?!一[次报调通])",
        "6月",
    ),
    TokenRule("month", rf"{_NO_DIGIT_BEFORE}(?:1[0-2]|[1-9])(?=(?:{_LINK})(?:1[0-2]|[1-9])月)", "6—8月"),
    TokenRule("day", rf"(?<![0-9])(?:{_DAY})[日号]", "30日"),
    TokenRule("part", "(?<=[月份])(?:上旬|中下旬|中旬|下旬|月?[底末]|[初内]|中(?=[前，。、;）)]))", "中旬"),
    TokenRule("half", "[上下]半年", "上半年"),
    TokenRule(
        "quarter", "(?<![0-9一二三四五六七八九十])第?[一二三四1-4]季度(?!一)[底末内]?|Q[1-4](?![0-9A-Za-z])", "第一季度"
    ),
    TokenRule("quarters", "前[二三两23]个?季度", "前三季度"),
)
_NAME_OF = {f"t{i}": rule.id for i, rule in enumerate(RULES)}
# The first character is looked at before all rules: most characters begin none.
_FIRST = "(?=[0-9一二三四五六七八九十今本明后年底末终内下上中初月前第Q“”\"‘’'])"
_PARTS = "|".join(f"(?P<t{i}>{rule.pattern})" for i, rule in enumerate(RULES))
_TOKEN = re.compile(f"{_FIRST}(?:{_PARTS})")
_LINKED = re.compile(_LINK)

# How far down a date each part goes; a part joins the one before it only if it goes further down.
_DEPTH = {
    "year": 0,
    "relative": 0,
    "year_end": 1,
    "year_tail": 1,
    "half": 1,
    "quarter": 1,
    "quarters": 1,
    "month": 1,
    "day": 2,
    "part": 2,
}
_PART_DAYS = {"初": 10, "上旬": 10, "中": 15, "中旬": 20}
_QUARTERS = {"一": 1, "1": 1, "二": 2, "2": 2, "两": 2, "三": 3, "3": 3, "四": 4, "4": 4}
_TAILS = frozenset({"day", "part", "year_tail"})
_YEARS_ON = {"明年": 1, "后年": 2}


class Moment(NamedTuple):
    """A date as printed in a plain text, from `start` to `end` (exclusive).

    `names` lists what it is made of ("year", "month", "part" …). `years_on` is set for 今年 (0) and 明年 (1) instead of
    `year`, `months_on` for 本月 (0) and 下月 (1); without any of them the text leaves the year to the reader.
    `first` is the date that a range begins with.
    """

    start: int
    end: int
    names: tuple[str, ...]
    year: int | None = None
    years_on: int | None = None
    months_on: int | None = None
    month: int | None = None
    day: int | None = None
    first: Moment | None = None

    @property
    def begin(self) -> int:
        """Where the date, or the range that it ends, begins."""
        return self.start if self.first is None else self.first.start

    def last_day(self, year: int, month: int = 12) -> date:
        """The last day that the words cover; `year` and `month` stand in for what they leave open.

        A day that its month does not have becomes the month's last.
        """
        month = self.month or month
        days = calendar.monthrange(year, month)[1]
        return date(year, month, min(self.day or days, days))


def find_moments(text: str, *, most: int | None = None) -> tuple[Moment, ...]:
    """The dates of a plain text (see `plain`), in order, at `most` so many; a range is one date, its end."""
    return tuple(islice((moment for moment in _ranges(text, _chains(text)) if moment.names[0] not in _TAILS), most))


def _chains(text: str) -> Iterator[Moment]:
    """Parts that touch, from the greater to the smaller: 2025年 + 6月 + 底."""
    held: Moment | None = None
    for match in _TOKEN.finditer(text):
        part = _read(_NAME_OF[match.lastgroup or ""], match)
        if held is not None and _joins(held, part):
            held = _join(held, part)
            continue
        if held is not None:
            yield held
        held = part
    if held is not None:
        yield held


def _ranges(text: str, moments: Iterable[Moment]) -> Iterator[Moment]:
    """Two dates with 至 or a dash between them become one; the second takes from the first what it lacks."""
    held: Moment | None = None
    for moment in moments:
        current = moment
        if held is not None and held.first is None and _LINKED.fullmatch(text, held.end, moment.start):
            is_day = moment.names[0] == "day"
            year = moment.year if _has_year(moment) else held.year
            years_on = moment.years_on if _has_year(moment) else held.years_on
            month = held.month if is_day else moment.month
            names = held.names + moment.names if is_day else moment.names
            current = moment._replace(year=year, years_on=years_on, month=month, names=names, first=held)
        elif held is not None:
            yield held
        held = current
    if held is not None:
        yield held


def _has_year(moment: Moment) -> bool:
    return moment.year is not None or moment.years_on is not None


def _joins(held: Moment, part: Moment) -> bool:
    depth = _DEPTH.get(part.names[0])
    before = _DEPTH.get(held.names[-1])
    return held.end == part.start and depth is not None and before is not None and depth > before


def _join(held: Moment, part: Moment) -> Moment:
    return Moment(
        held.start,
        part.end,
        held.names + part.names,
        held.year,
        held.years_on,
        held.months_on,
        part.month or held.month,
        part.day or held.day,
        held.first,
    )


def _read(name: str, match: re.Match[str]) -> Moment:
    numbers = _READERS[name](match[0]) if name in _READERS else _Numbers()
    return Moment(match.start(), match.end(), (name,), **numbers)


class _Numbers(TypedDict, total=False):
    """The numbers that one part gives to its date."""

    year: int
    years_on: int
    months_on: int
    month: int
    day: int


def _read_numeric(words: str) -> _Numbers:
    year, month, *day = map(int, re.split("[./-]", words))
    return {"year": year, "month": month, "day": day[0]} if day else {"year": year, "month": month}


def _read_year(words: str) -> _Numbers:
    digits = words.rstrip("年度")
    return {"year": _count(digits.replace("0", "〇") if digits[0] == "二" else digits)}


def _read_part(words: str) -> _Numbers:
    return {"day": _PART_DAYS[words]} if words in _PART_DAYS else {}


def _read_this_month(words: str) -> _Numbers:
    day = _PART_DAYS.get(words[2:])
    months_on = int(words[0] == "下")
    return {"months_on": months_on} if day is None else {"months_on": months_on, "day": day}


@cache
def _count(words: str) -> int:
    return read_small(words) or 0


_READERS: dict[str, Callable[[str], _Numbers]] = {
    "numeric": _read_numeric,
    "year": _read_year,
    "relative": lambda words: {"years_on": _YEARS_ON.get(words, 0)},
    "plan": lambda words: {"year": 2005 + 5 * _count(words.strip("“”\"‘’'")[1])},
    "this_month": _read_this_month,
    "month": lambda words: {"month": _count(words.rstrip("月份"))},
    "day": lambda words: {"day": _count(words[:-1])},
    "part": _read_part,
    "half": lambda words: {"month": 6 if words[0] == "上" else 12},
    "quarter": lambda words: {"month": 3 * _QUARTERS[words.lstrip("第Q")[0]]},
    "quarters": lambda words: {"month": 3 * _QUARTERS[words[1]]},
}
