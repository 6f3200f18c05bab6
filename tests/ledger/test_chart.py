"""The construction chart and the whole ledger on paper: what is drawn where, what is asked, bounded queries."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from luoshi.ledger.queries.filters import LedgerFilter
from luoshi.ledger.states import State
from luoshi.ledger.timetables import LONGEST, Scale, Sign, Span, axis_over, sign_of, span_in, stretches_of
from luoshi.ledger.views import whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure, Plan

TODAY = date(2026, 11, 23)
CHART = "/ledger/chart/"


@pytest.mark.parametrize(
    ("first", "last", "scale", "count"),
    [
        (date(2026, 4, 20), date(2026, 4, 20), Scale.MONTH, 1),
        (date(2026, 4, 20), date(2027, 12, 31), Scale.MONTH, 21),
        (date(2026, 5, 1), date(2030, 12, 31), Scale.QUARTER, 19),
        (date(2026, 5, 1), date(2035, 1, 1), Scale.YEAR, 10),
        (date(2026, 5, 1), date(2999, 1, 1), Scale.YEAR, LONGEST // 12 + 1),
        (date(2026, 5, 1), date(2025, 1, 1), Scale.MONTH, 1),
    ],
)
def test_an_axis_holds_its_days_in_few_periods_without_gaps(first: date, last: date, scale: Scale, count: int) -> None:
    axis = axis_over(first, last)

    gaps = [
        (after.starts_on - before.ends_on).days for before, after in zip(axis.periods, axis.periods[1:], strict=False)
    ]

    assert (axis.scale, len(axis.periods), axis.holds(first), set(gaps) <= {1}) == (scale, count, True, True)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"assigned_on": None}, []),
        ({}, [(Span.PLANNED, date(2026, 4, 1), date(2026, 12, 31))]),
        (
            {"due_on": date(2027, 3, 31)},
            [
                (Span.PLANNED, date(2026, 4, 1), date(2026, 12, 31)),
                (Span.EXTENDED, date(2027, 1, 1), date(2027, 3, 31)),
            ],
        ),
        (
            {"due_on": date(2026, 10, 31), "first_due_on": date(2026, 10, 31)},
            [
                (Span.PLANNED, date(2026, 4, 1), date(2026, 10, 31)),
                (Span.OVERRUN, date(2026, 11, 1), date(2026, 11, 22)),
            ],
        ),
        ({"due_on": date(2026, 6, 30)}, [
            (Span.PLANNED, date(2026, 4, 1), date(2026, 6, 30)),
            (Span.OVERRUN, date(2026, 7, 1), date(2026, 11, 22)),
        ]),
        (
            {"due_on": date(2026, 3, 1), "first_due_on": date(2026, 3, 1), "state": State.CLOSED,
             "closed_on": date(2026, 5, 5)},
            [(Span.OVERRUN, date(2026, 4, 1), date(2026, 5, 5))],
        ),
        ({"due_on": None, "first_due_on": None}, [(Span.ENDLESS, date(2026, 4, 1), date(2027, 12, 31))]),
    ],
)  # fmt: skip
def test_stretches_keep_the_first_date_and_show_what_is_late(
    facts: dict[str, object], expected: list[tuple[Span, date, date]], measure_in: Callable[..., Measure]
) -> None:
    measure = measure_in(**({"state": State.IN_PROGRESS, "assigned_on": date(2026, 4, 1)} | facts))

    found = stretches_of(measure, until=date(2027, 12, 31), today=TODAY)

    assert [(stretch.span, stretch.starts_on, stretch.ends_on) for stretch in found] == expected


def test_a_milestone_is_late_only_while_its_measure_is_open(measure_in: Callable[..., Measure]) -> None:
    step = measure_in(State.IN_PROGRESS).milestones.create(name="开工", due_on=date(2026, 9, 1))
    done = measure_in(State.IN_PROGRESS).milestones.create(name="选址", due_on=date(2026, 9, 1), done_on=TODAY)

    signs = [sign_of(step, is_open=True, today=TODAY), sign_of(step, is_open=False, today=TODAY)]

    assert [*signs, sign_of(done, is_open=True, today=TODAY)] == [Sign.LATE, Sign.AHEAD, Sign.DONE]


@pytest.fixture
def drawn(measure_in: Callable[..., Measure], plan: Plan) -> list[Measure]:
    """Two sections of a plan, one of their measures extended and with milestones, one hostile."""
    started = {"assigned_on": date(2026, 4, 20)}
    last = measure_in(State.IN_PROGRESS, headings="二、农业 / 种粮", text="=cmd|' /C calc'!A0", **started)
    extended = measure_in(
        State.IN_PROGRESS,
        headings="一、教育 / 学位",
        due_on=date(2027, 3, 31),
        first_due_on=date(2026, 9, 30),
        **started,
    )
    extended.milestones.create(name="主体封顶", due_on=date(2026, 10, 31))
    extended.milestones.create(name="<b>竣工</b>", due_on=date(2027, 2, 1))
    alone = measure_in(State.PROPOSED, headings="", text="没有所属部分")
    return [last, extended, alone]


def test_chart_tells_dates_milestones_and_lights_in_words(
    drawn: list[Measure], client: Client, supervisor: User, plan: Plan
) -> None:
    client.force_login(supervisor)

    page = client.get(CHART, {"plan": plan.pk, "group": "section"})

    groups = [(line.group.label, line.group.count) for line in page.context["lines"] if line.group]
    assert groups == [("二、农业", 1), ("一、教育", 1), ("未定", 1)]
    for words in ("首次2026-09-30", "2027-03-31", "2026-10-31", "主体封顶", "逾期", "&lt;b&gt;竣工", "绿灯", "未交办"):
        assert words in page.text, words
    assert " style=" not in page.text


def test_a_group_of_sections_leads_to_exactly_its_rows(
    drawn: list[Measure], client: Client, supervisor: User, plan: Plan
) -> None:
    client.force_login(supervisor)
    lines = client.get(CHART, {"plan": plan.pk, "group": "section"}).context["lines"]

    found = [client.get(f"/ledger/?{line.group.query}").context["page"].object_list for line in lines if line.group]

    assert [[measure.pk for measure in rows] for rows in found] == [[measure.pk] for measure in drawn]


@pytest.mark.parametrize("nonsense", ["span=forever", "plan=x", "whole=1&page=999999", "section=%20&group=section"])
def test_nonsense_in_the_address_asks_nothing(
    nonsense: str, drawn: list[Measure], client: Client, supervisor: User
) -> None:
    client.force_login(supervisor)

    page = client.get(f"{CHART}?{nonsense}")

    assert (page.status_code, len(page.context["lines"])) == (200, 3)


@pytest.mark.parametrize(("span", "starts_on"), [("year", date(2026, 1, 1)), ("half", date(2026, 10, 1))])
def test_a_stretch_of_time_cuts_the_axis_not_the_rows(
    span: str, starts_on: date, drawn: list[Measure], client: Client, supervisor: User, today: date
) -> None:
    client.force_login(supervisor)

    context = client.get(CHART, {"span": span}).context

    assert (context["axis"].starts_on, len(context["lines"])) == (starts_on, 3)


def test_workbook_has_the_rows_of_the_chart_with_filled_months(
    drawn: list[Measure], client: Client, supervisor: User, plan: Plan, today: date
) -> None:
    client.force_login(supervisor)

    answer = client.get(reverse("ledger:chart_xlsx"), {"plan": plan.pk, "group": "section"})

    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert rows[1][0] == f"方案：{plan}；制表日期：2026-11-23"
    extended = next(row for row in rows if row[0] == drawn[1].code)
    assert extended[5:9] == [
        date(2026, 4, 20), date(2026, 9, 30), date(2027, 3, 31), "▲ 2026-10-31 主体封顶\n◇ 2027-02-01 <b>竣工</b>",
    ]  # fmt: skip
    assert extended[9:] == ["━", "━", "━", "━", "━", "━", "▲", "┅", "┅", "┅", "◇", "┅"]
    assert next(row for row in rows if row[0] == drawn[0].code)[1] == "=cmd|' /C calc'!A0"


def test_what_is_furthest_along_fills_a_period(measure_in: Callable[..., Measure]) -> None:
    measure = measure_in(State.IN_PROGRESS, assigned_on=date(2026, 8, 1), due_on=date(2026, 10, 9))
    [october] = axis_over(date(2026, 10, 1), date(2026, 10, 1)).periods

    assert span_in(october, stretches_of(measure, until=TODAY, today=TODAY)) == Span.OVERRUN


@pytest.mark.parametrize("path", [CHART, f"{CHART}?whole=1", "/ledger/whole/", "/ledger/chart.xlsx"])
@pytest.mark.parametrize("role", ["supervisor", "liaison"])
def test_the_same_queries_for_one_row_and_for_thirty(
    path: str,
    role: str,
    measure_in: Callable[..., Measure],
    client: Client,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(request.getfixturevalue(role))
    asked = {"group": "section"}
    measure_in(State.IN_PROGRESS, headings="一、教育 / 学位").milestones.create(name="开工", due_on=TODAY)
    with django_assert_max_num_queries(24) as one:
        client.get(path, asked)
    for _number in range(29):
        measure_in(State.IN_PROGRESS, headings="一、教育").milestones.create(name="开工", due_on=TODAY)

    with django_assert_max_num_queries(24) as thirty:
        client.get(path, asked)

    assert len(thirty) == len(one)


def test_chart_and_paper_show_only_what_one_sees(
    drawn: list[Measure], client: Client, liaison: User, plan: Plan
) -> None:
    client.force_login(liaison)

    chart = client.get(CHART).context["lines"]
    paper = client.get("/ledger/whole/").context["rows"]

    assert {line.measure.pk for line in chart} == {row.measure.pk for row in paper} == {one.pk for one in drawn[:2]}


def test_paper_tells_what_was_asked_and_where_the_rest_is(
    drawn: list[Measure], client: Client, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "WHOLE_AT_MOST", 2)
    client.force_login(supervisor)

    page = client.get("/ledger/whole/", {"q": "", "state": ["in_progress", "proposed"]})

    assert (len(page.context["rows"]), page.context["told"]) == (2, ["状态：办理中、拟立项"])
    assert "共3项，这里只列出前2项" in page.text


def test_filter_by_section_reads_back_from_its_address(client: Client, supervisor: User, drawn: list[Measure]) -> None:
    client.force_login(supervisor)
    wanted = LedgerFilter(section="一、教育", group="section")

    shown = client.get(f"/ledger/?{wanted.query}").context

    assert (shown["wanted"], [row.measure.pk for row in shown["rows"]]) == (wanted, [drawn[1].pk])
