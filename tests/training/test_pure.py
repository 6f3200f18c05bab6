"""Balancing, clashes, timetable rows, calendars and evaluation: without a database."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from luoshi.training.balancing import Seat, balanced
from luoshi.training.clashes import CLASS, ROOM, SPEAKER, TRAINEE, Slot, find_clashes
from luoshi.training.evaluation import LEAST_ANSWERS, summary_of
from luoshi.training.feeds import Event, calendar, folded
from luoshi.training.roster import read_enrolments
from luoshi.training.tables import Row
from luoshi.training.timetable import form_of, learning_hours, read_lessons

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST, LAST = date(2026, 1, 6), date(2026, 1, 10)
AT = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)


def spread(groups: Iterable[Iterable[int]], marks: dict[int, str]) -> int:
    """By how many the fullest and the emptiest group differ in any mark."""
    counts = [Counter(marks[number] for number in group) for group in groups]
    return max(max(c[mark] for c in counts) - min(c[mark] for c in counts) for mark in set(marks.values()))


@pytest.mark.parametrize(("people", "count"), [(60, 6), (61, 6), (59, 7), (5, 5), (3, 2), (60, 1)])
def test_groups_differ_in_size_by_one_at_most(people: int, count: int) -> None:
    seats = [Seat(number, f"单位{number % 9}") for number in range(people)]

    sizes = [len(group) for group in balanced(seats, count)]

    assert (sum(sizes), max(sizes) - min(sizes) <= 1) == (people, True)


def test_units_and_fields_are_spread_over_the_groups() -> None:
    units = {number: f"单位{number % 13}" for number in range(60)}
    fields = {number: f"领域{(number * 7) % 4}" for number in range(60)}

    groups = balanced([Seat(number, units[number], fields[number]) for number in range(60)], 6)

    assert (spread(groups, units) <= 1, spread(groups, fields) <= 2) == (True, True)


def test_the_same_trainees_give_the_same_groups() -> None:
    seats = [Seat(number, f"单位{number % 5}", number % 3) for number in range(40)]

    assert balanced(seats, 6) == balanced(list(reversed(seats)), 6)


def test_no_group_is_refused() -> None:
    with pytest.raises(ValueError, match="group"):
        balanced([Seat(1, "a")], 0)


ONE = frozenset({"一"})


def slot(number: int, hour: int, **facts: object) -> Slot:
    starts = AT.replace(hour=hour)
    return Slot(number, int(str(facts.pop("of", number))), starts, starts + timedelta(hours=2), **facts)  # type: ignore[arg-type]  # facts of a slot by name


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        (slot(1, 9, rooms=ONE), slot(2, 10, rooms=ONE), [ROOM]),
        (slot(1, 9, rooms=ONE), slot(2, 11, rooms=ONE), []),
        (slot(1, 9), slot(2, 10), []),
        (slot(1, 9, rooms=frozenset("一二三")), slot(2, 10, rooms=frozenset("二三四")), [ROOM, ROOM]),
        (slot(1, 9, speaker=7), slot(2, 10, speaker=7), [SPEAKER]),
        (slot(1, 9, of=5), slot(2, 10, of=5), [CLASS]),
        (slot(1, 9, people=frozenset({3})), slot(2, 10, people=frozenset({3, 4})), [TRAINEE]),
        (slot(1, 9, people=frozenset({3})), slot(2, 10, people=frozenset({4})), []),
        (slot(1, 9, rooms=ONE, speaker=7), slot(2, 9, rooms=ONE, speaker=7), [ROOM, SPEAKER]),
    ],
)
def test_clashes_are_found(one: Slot, other: Slot, kinds: list[str]) -> None:
    assert [clash.kind for clash in find_clashes([other, one])] == kinds


@pytest.mark.parametrize(
    ("day", "hours", "starts", "ends"),
    [
        ("2026年1月6日", "9:00-11:30", (6, time(9)), time(11, 30)),
        ("1月7日（周三）", "9：00—10：30", (7, time(9)), time(10, 30)),
        ("2026-01-08", "14:30", (8, time(14, 30)), time(16)),
        ("1.9", "下午", (9, time(14, 30)), time(17)),
        ("1月6日", "下午2:30-5:00", (6, time(14, 30)), time(17)),
        ("", "1月10日 19:00-20:30", (10, time(19)), time(20, 30)),
    ],
)
def test_days_and_times_are_understood(day: str, hours: str, starts: tuple[int, time], ends: time) -> None:
    row = Row(2, {"day": day, "time": hours, "title": "学习原文"})

    (lesson,) = read_lessons([row], first=FIRST, last=LAST, zone=UTC)

    assert lesson.starts_at is not None
    assert lesson.ends_at is not None
    assert ((lesson.starts_at.day, lesson.starts_at.time()), lesson.ends_at.time()) == (starts, ends)


@pytest.mark.parametrize(
    ("day", "hours"), [("", "9:00-11:30"), ("2月6日", "9:00-11:30"), ("1月6日", "待定"), ("1月6日", "11:00-9:00")]
)
def test_a_row_that_cannot_be_says_why(day: str, hours: str) -> None:
    (lesson,) = read_lessons(
        [Row(2, {"day": day, "time": hours, "title": "学习原文"})], first=FIRST, last=LAST, zone=UTC
    )

    assert lesson.fault != ""


def test_a_day_counts_until_the_next_one() -> None:
    rows = [
        Row(2, {"day": "1月6日", "time": "9:00", "title": "一"}),
        Row(3, {"day": "", "time": "14:00", "title": "二"}),
    ]

    lessons = read_lessons(rows, first=FIRST, last=LAST, zone=UTC)

    assert [lesson.starts_at.day for lesson in lessons if lesson.starts_at] == [6, 6]


@pytest.mark.parametrize(
    ("words", "form"),
    [
        (("学习原文", ""), "reading"),
        (("", "分组讨论：怎样分解任务"), "group_discussion"),
        (("专题研讨", "乡村教育"), "seminar"),
        (("观看视频", "山乡新事"), "video"),
        (("", "开班式"), "other"),
    ],
)
def test_the_form_is_told_by_its_words(words: tuple[str, ...], form: str) -> None:
    assert form_of(*words) == form


@pytest.mark.parametrize(("minutes", "hours"), [(45, "1"), (90, "2"), (150, "3.5"), (20, "0.5")])
def test_learning_hours_are_lessons_of_45_minutes(minutes: int, hours: str) -> None:
    assert str(learning_hours(AT, AT + timedelta(minutes=minutes)).normalize()) == hours


def test_a_trainee_named_twice_is_told() -> None:
    rows = [Row(number, {"name": "谢 宁", "unit": "市教育局"}) for number in (2, 3)]

    assert [(one.name, bool(one.fault)) for one in read_enrolments(rows)] == [("谢宁", False), ("谢宁", True)]


def test_a_calendar_is_folded_and_escaped() -> None:
    event = Event("1@x", AT, AT + timedelta(hours=1), "讨论，怎样分解任务；谁牵头" * 5, location="一号楼,二层")

    lines = calendar("课表", [event], at=AT, zone="Asia/Shanghai").split("\r\n")

    assert max(len(line.encode()) for line in lines) <= 75
    assert "LOCATION:一号楼\\,二层" in lines
    assert "DTSTART:20260106T090000Z" in lines


def test_folding_loses_nothing() -> None:
    line = "SUMMARY:" + "学习原文" * 40

    assert "".join(part if number == 0 else part[1:] for number, part in enumerate(folded(line))) == line


@pytest.mark.parametrize(("count", "shown"), [(LEAST_ANSWERS - 1, []), (LEAST_ANSWERS, [LEAST_ANSWERS, 0, 0, 0, 0])])
def test_an_evaluation_is_hidden_under_five_answers(count: int, shown: list[int]) -> None:
    summary = summary_of([{"content": 5, "advice": "多讨论"}] * count, is_open=False)

    assert [list(tally.counts) for tally in summary.tallies][:1] == ([shown] if shown else [])
    assert (summary.is_hidden, len(summary.advice)) == (not shown, count if shown else 0)
