"""The protected id of a row: whose part, as it stood when the workbook was made, sealed so that a slip is noticed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from collections.abc import Sequence

_FORM = re.compile(r"LS-(\d{1,12})-(\d{1,9})-(\d{8}|0)-([0-9a-f]{10})")
_MILESTONE_FORM = re.compile(r"LJ-(\d{1,12})-(\d{1,12})-(\d{1,9})-(\d{8}|0)-([0-9a-f]{10})")
_SEAL = 10


@dataclass(frozen=True)
class Token:
    """The part that a row speaks for, the version of its measure, and the cycle whose report it asks for."""

    part: int
    version: int
    cycle_on: date | None

    def __str__(self) -> str:
        return _sealed(f"LS-{self.part}-{self.version}-{_eight(self.cycle_on)}")


@dataclass(frozen=True)
class MilestoneToken:
    """The milestone that a row speaks for, the part of the unit that answers for it, the version of the measure, and
    the day of completion that stood in the row."""

    milestone: int
    part: int
    version: int
    stood: date | None

    def __str__(self) -> str:
        return _sealed(f"LJ-{self.milestone}-{self.part}-{self.version}-{_eight(self.stood)}")


class BrokenTokenError(ValueError):
    """A text of the form of an id whose seal does not fit: it was changed."""


def looks_like_token(text: str) -> bool:
    """Whether a cell holds an id, whole or changed."""
    return bool(_FORM.fullmatch(text.strip()) or _MILESTONE_FORM.fullmatch(text.strip()))


def read_token(text: str) -> Token:
    """The id in a cell; raises `BrokenTokenError`."""
    part, version, cycle = _opened(_FORM, text)
    return Token(int(part), int(version), _day(cycle))


def read_milestone_token(text: str) -> MilestoneToken:
    """The id of a milestone in a cell; raises `BrokenTokenError`."""
    milestone, part, version, stood = _opened(_MILESTONE_FORM, text)
    return MilestoneToken(int(milestone), int(part), int(version), _day(stood))


def checksum(tokens: list[str]) -> str:
    """One short word for all ids of a workbook, whatever their order."""
    return _seal("\n".join(sorted(tokens)))


def _opened(form: re.Pattern[str], text: str) -> Sequence[str]:
    """The parts of an id of this form whose seal fits."""
    match = form.fullmatch(text.strip())
    if match is None or not constant_time_compare(_seal(text.strip().rpartition("-")[0]), match.groups()[-1]):
        raise BrokenTokenError(text)
    return match.groups()[:-1]


def _day(eight: str) -> date | None:
    try:
        return None if eight == "0" else datetime.strptime(eight, "%Y%m%d").date()  # noqa: DTZ007 - a date has no time zone
    except ValueError as error:
        raise BrokenTokenError(eight) from error


def _eight(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day else "0"


def _sealed(body: str) -> str:
    return f"{body}-{_seal(body)}"


def _seal(body: str) -> str:
    return salted_hmac("luoshi.summing_up.sheets", body, algorithm="sha256").hexdigest()[:_SEAL]
