"""What a timetable says of its class: title, place and days; what it does not say is left to the form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.training.timetable import days_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from luoshi.training.tables import Row

LINES_AT_MOST = 40
_TITLE = re.compile(r"[^，。；：:]{2,60}(?:班|培训|研讨会|学习会)")
_PLACE = re.compile(r"(?:地点|培训地点|上课地点)[：:]\s?([^\s，。；]{2,60})")
_YEAR = re.compile(r"(20\d{2})\s?[-年./]")
_BREAK = re.compile(r"[\n\t|]")


@dataclass(frozen=True)
class ClassFacts:
    """Empty or None where the timetable does not say."""

    title: str = ""
    place: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def read_facts(text: str, rows: Sequence[Row], *, today: date) -> ClassFacts:
    """The first line that names a class (…培训班课程表), its place, and the first and last day of the table."""
    lines = [line.strip() for line in _BREAK.split(text[:4_000])][:LINES_AT_MOST]
    title = next((match[0] for line in lines if (match := _TITLE.match(line))), "")
    place = next((match[1] for line in lines if (match := _PLACE.search(line))), "")
    year = _YEAR.search("\n".join(lines))
    days = days_of(rows, year=int(year[1]) if year else today.year)
    return ClassFacts(title[:200], place[:120], *((days[0], days[-1]) if days else (None, None)))
