"""Finds numbers of persons in a text: identity cards (with their check digit), mobile telephones, bank cards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from luoshi.engine.document import Span

_RUN = re.compile(r"(?<![\d.])\d(?:[ -]?\d){10,18}[Xx]?(?![\d])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_BIRTH = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


class PersonalNumber(StrEnum):
    """What a number is of."""

    IDENTITY_CARD = "identity_card"
    TELEPHONE = "telephone"
    BANK_CARD = "bank_card"


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number with its place in the text."""

    kind: PersonalNumber
    span: Span


def find_personal_numbers(text: str) -> tuple[FoundNumber, ...]:
    """The numbers in order; spaces and hyphens inside them are allowed.

    An identity card counts only with a birth date and a right check digit (GB 11643), a bank card only with a right
    Luhn digit, a telephone only as a mobile number, so that document and statistical numbers are left alone.
    """
    found = []
    for run in _RUN.finditer(text):
        kind = _kind(re.sub(r"[ -]", "", run.group()).upper())
        if kind:
            found.append(FoundNumber(kind, Span(run.start(), run.end())))
    return tuple(found)


def mask_personal_numbers(text: str) -> str:
    """The text with all but the first three and last two characters of each number as asterisks."""
    for number in reversed(find_personal_numbers(text)):
        words = number.span.of(text)
        hidden = words[:3] + re.sub(r"[0-9Xx]", "*", words[3:-2]) + words[-2:]
        text = text[: number.span.start] + hidden + text[number.span.end :]
    return text


def _kind(digits: str) -> PersonalNumber | None:
    if len(digits) == 18 and _is_identity_card(digits):
        return PersonalNumber.IDENTITY_CARD
    if len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789" and digits.isdigit():
        return PersonalNumber.TELEPHONE
    if 16 <= len(digits) <= 19 and digits.isdigit() and digits[0] in "3456" and _is_luhn(digits):
        return PersonalNumber.BANK_CARD
    return None


def _is_identity_card(digits: str) -> bool:
    if not digits[:17].isdigit() or not _BIRTH.fullmatch(digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == digits[17]


def _is_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
