"""Milestones as lines of text: what a clerk pastes from a table, and what a cell of a workbook holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.common.days import YEARS, as_day
from luoshi.common.fields import seen_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from luoshi.ledger.models import Milestone

_BETWEEN = "\t ，,：:；;|　"
_PARTS = re.compile(f"[{_BETWEEN}]+")
_NUMBER = re.compile(r"\(?（?\d{1,2}(?:[)）、]|\.(?!\d))\s*")


@dataclass(frozen=True)
class DatedLine:
    """One line: its number from 1, the words, and the day; None where no day with a year stands at its head or end."""

    number: int
    name: str
    due_on: date | None


def read_lines(text: str) -> list[DatedLine]:
    """The lines that say something, each with the day before or after its words.

    >>> [(line.name, str(line.due_on)) for line in read_lines("2026-05-31 完成选址\\n1.主体封顶\\t2026年10月底\\n竣工")]
    [('完成选址', '2026-05-31'), ('主体封顶', '2026-10-31'), ('竣工', 'None')]
    """
    lines = enumerate(seen_words(text).splitlines(), 1)
    return [_read(number, line.strip()) for number, line in lines if line.strip()]


def as_lines(milestones: Iterable[Milestone]) -> str:
    """Milestones as such lines, as they are read back."""
    return "\n".join(f"{milestone.due_on.isoformat()} {milestone.name}" for milestone in milestones)


def _read(number: int, line: str) -> DatedLine:
    words = _NUMBER.sub("", line, count=1) if _NUMBER.match(line) else line
    first, *rest = _PARTS.split(words, maxsplit=1)
    if rest and (day := _day(first)):
        return DatedLine(number, rest[0].strip(), day)
    place = max((match.end() for match in _PARTS.finditer(words)), default=0)
    if place and (day := _day(words[place:])):
        return DatedLine(number, words[:place].rstrip(_BETWEEN), day)
    return DatedLine(number, words, None)


def _day(text: str) -> date | None:
    day = as_day(text)
    return day if day and day.year in YEARS else None
