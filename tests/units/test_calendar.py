"""The working calendar: official notices, the office's own exceptions, counting of days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.common import history
from luoshi.common.errors import MissingRightError, UnmetConditionError
from luoshi.units.actions import calendar as actions
from luoshi.units.models import CalendarYear
from luoshi.units.queries.calendar import months_of, working_calendar
from luoshi.units.templatetags.working_days import guessed
from luoshi.units.working_days import WorkingCalendar

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 1, 1), False),  # 元旦
        (date(2026, 1, 4), True),  # a Sunday worked for New Year
        (date(2026, 2, 17), False),  # 春节
        (date(2026, 2, 28), True),  # a Saturday worked for Spring Festival
        (date(2026, 5, 1), False),
        (date(2026, 7, 25), False),  # an ordinary Saturday
        (date(2026, 10, 9), True),
        (date(2031, 10, 1), True),  # no notice yet: a plain Wednesday
        (date(2031, 10, 4), False),
    ],
)
def test_the_notices_count(day: date, is_working: bool) -> None:
    assert WorkingCalendar().is_working(day) == is_working


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the National Day week
        (date(2026, 2, 13), 3, date(2026, 2, 25)),  # over Spring Festival, with a Saturday worked on 14 February
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # over a weekend
        (date(2026, 11, 21), 0, date(2026, 11, 23)),  # the next working day
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
    ],
)
def test_working_days_are_added(start: date, count: int, end: date) -> None:
    assert WorkingCalendar().add_working_days(start, count) == end


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 9, 30), date(2026, 10, 8), 1),
        (date(2026, 10, 8), date(2026, 9, 30), -1),
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 2), date(2026, 11, 30), 20),
    ],
)
def test_working_days_are_counted(start: date, end: date, days: int) -> None:
    assert WorkingCalendar().working_days_between(start, end) == days


def test_an_exception_goes_before_the_notice(administrator: User) -> None:
    day = date(2026, 11, 24)

    actions.set_days(day, day, is_working=False, note="本市通知", by=administrator)

    assert working_calendar().add_working_days(date(2026, 11, 23), 1) == date(2026, 11, 25)


def test_a_cleared_exception_is_gone_but_remembered(administrator: User) -> None:
    day = date(2026, 11, 24)
    actions.set_days(day, day, is_working=False, note="本市通知", by=administrator)

    actions.clear_day(day, by=administrator)

    verbs = [entry.verb for entry in history.entries_of(CalendarYear.objects.get(year=2026))]
    assert (working_calendar().is_working(day), verbs) == (True, ["calendar.set", "calendar.clear"])


def test_a_county_does_not_set_the_calendar(county_administrator: User) -> None:
    with pytest.raises(MissingRightError):
        actions.set_days(date(2026, 11, 24), date(2026, 11, 24), is_working=False, note="", by=county_administrator)


def test_what_depends_on_the_calendar_is_counted_again(administrator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[date, date]] = []
    monkeypatch.setattr(actions, "after_change", [lambda first, last: told.append((first, last))])

    actions.set_days(date(2026, 11, 24), date(2026, 11, 24), is_working=False, note="", by=administrator)

    assert told == [(date(2026, 11, 24), date(2026, 11, 24))]


def test_a_year_has_twelve_months_with_all_their_days(db: None) -> None:
    months = months_of(2026)

    days = [shown for month in months for week in month.weeks for shown in week if shown]
    assert (len(months), len(days), sum(month.working_days for month in months)) == (12, 365, 248)


def test_a_holiday_is_set_in_one_step(administrator: User) -> None:
    count = actions.set_days(date(2027, 2, 5), date(2027, 2, 13), is_working=False, note="春节", by=administrator)

    days = working_calendar()
    assert (count, days.working_days_between(date(2027, 2, 4), date(2027, 2, 14))) == (9, 0)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2027, 2, 5), date(2027, 2, 4)),
        (date(2027, 1, 1), date(2027, 12, 31)),
        (date(1, 1, 1), date(1, 1, 1)),
    ],
)
def test_a_span_that_cannot_be_meant_is_refused(first: date, last: date, administrator: User) -> None:
    with pytest.raises(UnmetConditionError):
        actions.set_days(first, last, is_working=False, note="", by=administrator)

    assert working_calendar().exceptions == {}


def test_a_date_of_a_year_without_a_notice_says_that_it_is_counted_by_the_week(administrator: User) -> None:
    words = "2031年放假安排尚未录入"

    before, built_in = guessed(date(2031, 3, 3)), guessed(date(2026, 3, 3))
    actions.declare_entered(2031, is_entered=True, by=administrator)
    after = guessed(date(2031, 3, 3))

    assert (words in before, built_in, after) == (True, "", "")


def test_the_page_of_a_year_without_a_notice_says_so(client: Client, administrator: User) -> None:
    client.force_login(administrator)

    before = client.get(reverse("units:calendar", args=[2031])).text
    client.post(reverse("units:declare_entered", args=[2031]))
    after = client.get(reverse("units:calendar", args=[2031])).text

    assert ("放假通知没有内置。现按周一至周五推算" in before, "本单位已自行录入" in after) == (True, True)
