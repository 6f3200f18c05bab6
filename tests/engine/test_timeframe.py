"""What year a date without one means."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.engine.timeframe import TimeFrame, find_time_frame

SIGNED = date(2021, 9, 2)


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("某市养老服务行动方案", (None, None)),
        ("某市2022年度养老服务实施计划", (2022, 2022)),
        ("某市二〇二二年养老服务实施计划", (2022, 2022)),
        ("某市养老服务行动计划（2021—2025年）", (2021, 2025)),
        ("某市养老服务行动计划（2021-2023 年）", (2021, 2023)),
        ("某市养老服务行动计划（2021年—2023年）", (2021, 2023)),
        ("某市“十四五”养老服务规划", (2021, 2025)),
        ("某市国民经济和社会发展第十五个五年规划", (None, None)),
        ("关于落实市政发〔2020〕12号文件的通知", (None, None)),
    ],
)
def test_the_title_tells_the_years(title: str, years: tuple[int | None, int | None]) -> None:
    frame = find_time_frame(title, SIGNED)

    assert (frame.plan_from, frame.plan_to) == years


def test_the_text_tells_the_year_where_title_and_date_do_not() -> None:
    frame = find_time_frame("实施方案", None, "2018年底统计。2019年6月底前完成；2019年12月底前完成。")

    assert (frame.plan_from, frame.plan_to) == (2019, 2019)


def test_the_year_in_which_a_range_begins_is_told_too() -> None:
    frame = find_time_frame("", None, "2025年11月10日至2026年2月3日开展排查，12月15日前建档，1月20日前清零。")

    assert frame.plan_from == 2025


def test_the_year_since_which_something_goes_on_is_not_the_plans() -> None:
    frame = find_time_frame("", None, "复查2016年以来的隐患，9月底前报送《2019年隐患排查总结》，2019年建档。")

    assert frame.plan_from == 2019


@pytest.mark.parametrize(
    ("frame", "month", "year"),
    [
        (TimeFrame(), 6, None),
        (TimeFrame(SIGNED), 12, 2021),
        (TimeFrame(SIGNED), 8, 2021),
        (TimeFrame(SIGNED), 6, 2022),
        (TimeFrame(SIGNED, 2021, 2021), 6, 2021),
        (TimeFrame(SIGNED, 2022, 2022), 6, 2022),
        (TimeFrame(SIGNED, 2020, 2020), 12, 2021),
        (TimeFrame(SIGNED, 2021, 2023), 6, 2022),
        (TimeFrame(SIGNED, 2022, 2025), 12, 2022),
        (TimeFrame(None, 2021, 2023), 6, 2021),
    ],
)
def test_the_year_of_a_month(frame: TimeFrame, month: int, year: int | None) -> None:
    assert frame.year_of(month) == year
