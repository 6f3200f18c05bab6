"""Days as people write them: with any separator, full-width digits, a month alone; never guessed without a year."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date

_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII
)
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?\s*底?", re.ASCII)
_YEAR_END = re.compile(r"(\d{4})\s*年底", re.ASCII)
YEARS = range(1900, 2101)
"""A day outside is a slip of the finger."""


def plain(text: str) -> str:
    """A text with full-width letters, digits and marks as the ordinary ones.

    >>> plain(" ２０２６－０９－０５ ")
    '2026-09-05'
    """
    return unicodedata.normalize("NFKC", text).strip().strip("'").strip()


def as_day(text: str) -> date | None:
    """The day that a text names; a month is its last day, the end of a year 31 December; without a year None.

    >>> [str(as_day(text)) for text in ("2026年12月31日", "2026.3.5", "20261231", "2026年2月底", "12月31日")]
    ['2026-12-31', '2026-03-05', '2026-12-31', '2026-02-28', 'None']
    """
    text = plain(text)
    if match := _YEAR_END.fullmatch(text):
        return _day(int(match[1]), 12, 31)
    if match := _DAY.fullmatch(text) or _EIGHT.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2])
        return _day(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 and year else None
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
