"""What people write into cells: percentages, dates, yes and no; read as meant, or not at all."""

from __future__ import annotations

import re
from datetime import date, timedelta

from luoshi.common.days import as_day, plain

_NUMBER = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*%?")
_SERIAL = re.compile(r"[34567]\d{4}")
_FIRST_DAY = date(1899, 12, 30)
_YES = frozenset({"是", "√", "✓", "✔", "y", "yes", "1", "true", "已签收", "对", "同意"})
_NO = frozenset({"否", "×", "x", "n", "no", "0", "false", "不", "—", "-", "/", "无"})


def as_percent(text: str) -> int | None:
    """60, 60%, ６０％ → 60; a share as a spreadsheet keeps it (0.6) → 60; anything else, or beyond 100, None.

    >>> [as_percent(text) for text in ("60", "60%", "６０％", "0.6", "1", "约60", "120", "60.5")]
    [60, 60, 60, 60, 1, None, None, None]
    """
    text = plain(text)
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    number = float(match[1])
    if 0 < number < 1 and "%" not in text:
        number *= 100
    whole = round(number)
    return whole if abs(number - whole) < 1e-6 and 0 <= whole <= 100 else None


def as_date(text: str) -> date | None:
    """The date that a cell names; a month is its last day, the end of a year 31 December; without a year None.

    >>> [str(as_date(text)) for text in ("2026年12月31日", "2026/3/5", "20261231", "2026年2月底", "46387", "12月31日")]
    ['2026-12-31', '2026-03-05', '2026-12-31', '2026-02-28', '2026-12-31', 'None']
    """
    if day := as_day(text):
        return day
    # A date whose cell has lost its format comes as the number of its day.
    return _FIRST_DAY + timedelta(days=int(plain(text))) if _SERIAL.fullmatch(plain(text)) else None


def as_yes(text: str) -> bool | None:
    """Yes, no, or neither (None).

    >>> [as_yes(text) for text in ("是", "√", "否", "大概")]
    [True, True, False, None]
    """
    word = plain(text).lower()
    return True if word in _YES else False if word in _NO else None
