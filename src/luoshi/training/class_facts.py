"""What a timetable says of its class: title, place and days; what it does not say is left to the form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.training.timetable_words import date_named, plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

LINES_AT_MOST = 40
_TITLE = re.compile(r"[^，。；：:]{2,60}(?:班|培训|研讨会|学习会)")
_PLACE = re.compile(r"(?:地点|培训地点|上课地点)[：:]\s?([^\s，。；]{2,60})")
_YEAR = re.compile(r"(20\d{2})\s?[-年./]")
_DAYS = re.compile(
    r"(?:(20\d{2})年)?(\d{1,2})月(\d{1,2})日?\s?(?:\([^()]{1,6}\))?\s?[至到-]\s?(?:(\d{1,2})月)?(\d{1,2})日"
)
_BREAK = re.compile(r"[\n\t|]")


@dataclass(frozen=True)
class ClassFacts:
    """Empty or None where the timetable does not say."""

    title: str = ""
    place: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def read_facts(text: str, days: Iterable[str], *, today: date) -> ClassFacts:
    """The first line that names a class (…培训班课程表), its place, and the first and last of the `days` of its table.

    Where the table names weekdays only, the days are those of the text above it: 9月15日至19日.
    """
    lines = [line.strip() for line in _BREAK.split(text[:4_000])][:LINES_AT_MOST]
    title = next((match[0] for line in lines if (match := _TITLE.match(line))), "")
    place = next((match[1] for line in lines if (match := _PLACE.search(line))), "")
    year = _YEAR.search("\n".join(lines))
    number = int(year[1]) if year else today.year
    named = sorted({day for name in days if (day := date_named(name, year=number))}) or _days_of_text(lines, number)
    return ClassFacts(title[:200], place[:120], *((named[0], named[-1]) if named else (None, None)))


def _days_of_text(lines: list[str], year: int) -> list[date]:
    found = _DAYS.search(plain("\n".join(lines)))
    if not found:
        return []
    year = int(found[1] or year)
    ends = (f"{found[2]}月{found[3]}日", f"{found[4] or found[2]}月{found[5]}日")
    named = [day for end in ends if (day := date_named(end, year=year))]
    return named if len(named) == 2 and named[0] <= named[1] else []
