"""The protected id of a row: whose part, as it stood when the workbook was made, sealed so that a slip is noticed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.crypto import constant_time_compare, salted_hmac

_FORM = re.compile(r"LS-(\d{1,12})-(\d{1,9})-(\d{8}|0)-([0-9a-f]{10})")
_SEAL = 10


@dataclass(frozen=True)
class Token:
    """The part that a row speaks for, the version of its measure, and the cycle whose report it asks for."""

    part: int
    version: int
    cycle_on: date | None

    def __str__(self) -> str:
        cycle = f"{self.cycle_on:%Y%m%d}" if self.cycle_on else "0"
        body = f"LS-{self.part}-{self.version}-{cycle}"
        return f"{body}-{_seal(body)}"


class BrokenTokenError(ValueError):
    """A text of the form of an id whose seal does not fit: it was changed."""


def looks_like_token(text: str) -> bool:
    """Whether a cell holds an id, whole or changed."""
    return bool(_FORM.fullmatch(text.strip()))


def read_token(text: str) -> Token:
    """The id in a cell; raises `BrokenTokenError`."""
    match = _FORM.fullmatch(text.strip())
    if match is None or not constant_time_compare(_seal(text.strip().rpartition("-")[0]), match[4]):
        raise BrokenTokenError(text)
    try:
        cycle_on = None if match[3] == "0" else datetime.strptime(match[3], "%Y%m%d").date()  # noqa: DTZ007 - a date has no time zone
    except ValueError as error:
        raise BrokenTokenError(text) from error
    return Token(int(match[1]), int(match[2]), cycle_on)


def checksum(tokens: list[str]) -> str:
    """One short word for all ids of a workbook, whatever their order."""
    return _seal("\n".join(sorted(tokens)))


def _seal(body: str) -> str:
    return salted_hmac("luoshi.summing_up.sheets", body, algorithm="sha256").hexdigest()[:_SEAL]
