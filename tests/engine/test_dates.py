"""The parts of dates, how they join, and the day they come to."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.engine.dates import RULES, Moment, TokenRule, find_moments


def first(text: str) -> Moment:
    return find_moments(text)[0]


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("到2025年", "2025年", date(2025, 12, 31)),
        ("二〇二五年底", "二〇二五年底", date(2025, 12, 31)),
        ("二零二五年六月", "二零二五年六月", date(2025, 6, 30)),
        ("二0二五年六月", "二0二五年六月", date(2025, 6, 30)),
        ("2025年年底前", "2025年年底", date(2025, 12, 31)),
        ("2025年度末", "2025年度末", date(2025, 12, 31)),
        ("2025年6月20日前", "2025年6月20日", date(2025, 6, 20)),
        ("2025年六月二十日前", "2025年六月二十日", date(2025, 6, 20)),
        ("2025年6月上旬", "2025年6月上旬", date(2025, 6, 10)),
        ("2025年6月中旬", "2025年6月中旬", date(2025, 6, 20)),
        ("2025年6月下旬", "2025年6月下旬", date(2025, 6, 30)),
        ("2025年上半年", "2025年上半年", date(2025, 6, 30)),
        ("2025年第三季度末", "2025年第三季度末", date(2025, 9, 30)),
        ("2025年前三季度", "2025年前三季度", date(2025, 9, 30)),
        ("“十四五”末", "“十四五”末", date(2025, 12, 31)),
        ("“十三五”期间", "“十三五”期间", date(2020, 12, 31)),
        ("“十六五”时期", "“十六五”时期", date(2035, 12, 31)),
        ("2023—2025年", "2023—2025年", date(2025, 12, 31)),
        ("2023年3月至12月", "2023年3月至12月", date(2023, 12, 31)),
        ("2024年2月30日", "2024年2月30日", date(2024, 2, 29)),
        ("2025.06.30", "2025.06.30", date(2025, 6, 30)),
        ("6月", "6月", date(2031, 6, 30)),
        ("三十一日", None, None),
        ("三年内", None, None),
        ("三个月内", None, None),
        ("2025", None, None),
        ("15.3月", None, None),
    ],
)
def test_a_date_and_its_last_day(text: str, words: str | None, day: date | None) -> None:
    found = [(text[m.begin : m.end], m.last_day(m.year or 2031)) for m in find_moments(text)]

    assert found == ([(words, day)] if words else [])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2025年6月底", ("year", "month", "part")),
        ("今年底", ("relative", "year_tail")),
        ("年底", ("year_end",)),
        ("本月底", ("this_month",)),
        ("6月1日至30日", ("month", "day", "day")),
    ],
)
def test_a_date_tells_what_it_is_made_of(text: str, names: tuple[str, ...]) -> None:
    assert first(text).names == names


def test_a_range_keeps_its_beginning() -> None:
    found = first("2023年11月至2025年3月")

    assert found.first is not None
    assert (found.first.year, found.first.month, found.year, found.month) == (2023, 11, 2025, 3)


@pytest.mark.parametrize(("text", "years_on"), [("今年", 0), ("本年度", 0), ("明年", 1), ("后年", 2)])
def test_years_told_from_now(text: str, years_on: int) -> None:
    assert first(text).years_on == years_on


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.id not in {"part", "day", "year_tail"}])
def test_each_part_finds_its_example(rule: TokenRule) -> None:
    assert rule.id in first(rule.example).names
