"""Numbers in digits and in Chinese numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.numerals import read_number, read_small

DIGITS = "零一二三四五六七八九"
TENS = ("", "十", "百", "千")


def spell(number: int) -> str:
    """A number below ten thousand in Chinese numerals."""
    words, gap = "", False
    for place, digit in zip(range(3, -1, -1), map(int, f"{number:04d}"), strict=True):
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + TENS[place]
        gap = not digit
    return words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("12", 12),
        ("１２", 12),
        ("1.5", 1.5),
        ("１．５", 1.5),
        ("1,234", 1234),
        ("1,234,567.8", 1234567.8),
        ("1万", 10_000),
        ("1.5亿", 150_000_000),
        ("3千", 3000),
        ("3百", 300),
        ("3千万", 30_000_000),
        ("2万亿", 2_000_000_000_000),
        ("144.45万", 1_444_500),
        ("一", 1),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十五", 25),
        ("一百零五", 105),
        ("两百", 200),
        ("三千五百", 3500),
        ("一万", 10_000),
        ("十万", 100_000),
        ("三千五百万", 35_000_000),
        ("一亿二千万", 120_000_000),
        ("两万亿", 2_000_000_000_000),
        ("二〇二五", 2025),
        ("二零二五", 2025),
        ("二○二五", 2025),
        ("百分之八十", 80),
        ("百分之80", 80),
        ("万", 10_000),
        (" 1 2 ", 12),
        ("", None),
        ("几十", None),
        ("多", None),
        ("1.2.3", None),
        ("五分之一", None),
    ],
)
def test_read_number(text: str, value: float | None) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("六", 6), ("2025", 2025), ("二〇二五", 2025), ("1.5", None), ("1亿", None)]
)
def test_read_small(text: str, value: int | None) -> None:
    assert read_small(text) == value


@given(st.integers(min_value=1, max_value=9999))
def test_what_is_spelled_is_read_back(number: int) -> None:
    assert read_number(spell(number)) == number


@given(st.integers(min_value=1, max_value=9999), st.integers(min_value=1, max_value=9999))
def test_myriads_are_read_back(high: int, low: int) -> None:
    assert read_number(f"{spell(high)}万{spell(low)}") == high * 10_000 + low
