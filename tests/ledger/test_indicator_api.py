"""The API of indicators: what serves one, what it has reached; the same rights and refusals as the page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from luoshi.accounts.actions import create_token
from luoshi.accounts.states import Scope
from luoshi.ledger.models import Indicator, Report
from luoshi.ledger.states import ReportState, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure, Plan

URL = "/api/indicators/"
SAID = "农村自来水普及率93.2%，比年初提高1.7个百分点。"


@pytest.fixture
def ask(client: Client, today: date) -> Callable[..., tuple[int, Any]]:
    """Ask the API as a person; gives status and answer."""

    def send(user: User, url: str, body: dict[str, object] | None = None, *, verb: str = "") -> tuple[int, Any]:
        _token, key = create_token(user, name="测试", scope=Scope.WRITE, days=9, by=user)
        headers = {"Authorization": f"Bearer {key}"}
        call = getattr(client, verb or ("get" if body is None else "post"))
        answer = (
            call(url, body, content_type="application/json", headers=headers) if body else call(url, headers=headers)
        )
        return answer.status_code, answer.json()

    return send


@pytest.fixture
def indicator(plan: Plan) -> Indicator:
    return _indicator(plan, 1)


@pytest.fixture
def measure(measure_in: Callable[..., Measure]) -> Measure:
    return measure_in(State.IN_PROGRESS, text="关停小水厂，农村自来水普及率达到94%。")


def _indicator(plan: Plan, position: int) -> Indicator:
    return Indicator.objects.create(
        plan=plan, position=position, name="农村自来水普及率", unit_of_measure="%", baseline="91.5%", target="94%"
    )


def test_what_serves_an_indicator_is_said_read_and_taken_back(
    indicator: Indicator, measure: Measure, supervisor: User, ask: Callable[..., tuple[int, Any]]
) -> None:
    said = ask(supervisor, f"{URL}{indicator.pk}/measures", {"measures": [measure.pk]})
    (listed,) = ask(supervisor, f"{URL}?measure={measure.pk}")[1]["items"]
    taken_back = ask(supervisor, f"{URL}{indicator.pk}/measures/{measure.pk}", verb="delete")

    assert (said[0], [one["code"] for one in said[1]["measures"]]) == (200, [measure.code])
    assert (listed["id"], listed["served"], listed["baseline"], listed["latest"]) == (indicator.pk, 1, "91.5%", None)
    assert (taken_back[0], taken_back[1]["measures"], taken_back[1]["served"]) == (200, [], 0)


def test_values_come_with_their_source(
    indicator: Indicator, measure: Measure, supervisor: User, ask: Callable[..., tuple[int, Any]]
) -> None:
    ask(supervisor, f"{URL}{indicator.pk}/measures", {"measures": [measure.pk]})
    report = Report.objects.create(
        measure=measure, unit=measure.accountable, cycle_on=date(2026, 9, 28), state=ReportState.SUBMITTED, done=SAID
    )
    values = f"{URL}{indicator.pk}/values"
    ask(supervisor, values, {"text": "92.8%", "as_of": "2026-06-30", "source": "半年统计公报"})

    status, told = ask(supervisor, values, {"text": "93.2%", "report": report.pk})
    Report.objects.filter(pk=report.pk).update(state=ReportState.RETURNED)
    (after,) = ask(supervisor, f"{URL}?plan={indicator.plan_id}")[1]["items"]
    kept = told["reached"][1]["id"]
    removed = ask(supervisor, f"{values}/{kept}", verb="delete")[1]["reached"]

    assert (status, [one["text"] for one in told["reached"]], told["latest"]["report_id"]) == (
        200,
        ["93.2%", "92.8%"],
        report.pk,
    )
    assert after["latest"]["source"] == "半年统计公报"
    assert [(one["text"], one["counts"]) for one in removed] == [("93.2%", False)]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("measures", {"measures": [999_999]}, "measure_unknown"),
        ("values", {"text": "93%"}, "day_missing"),
        ("values", {"text": "93%", "as_of": "2026-06-30"}, "source_missing"),
        ("values", {"text": "93%", "as_of": "2099-06-30", "source": "公报"}, "value_from_tomorrow"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_reason(
    indicator: Indicator,
    supervisor: User,
    ask: Callable[..., tuple[int, Any]],
    path: str,
    body: dict[str, object],
    code: str,
) -> None:
    status, answer = ask(supervisor, f"{URL}{indicator.pk}/{path}", body)

    assert (status, answer["code"]) == (422, code)


def test_only_the_office_says_it_and_strangers_see_nothing(
    indicator: Indicator, measure: Measure, liaison: User, stranger: User, ask: Callable[..., tuple[int, Any]]
) -> None:
    body = {"text": "93%", "as_of": "2026-06-30", "source": "公报"}

    assert ask(liaison, f"{URL}{indicator.pk}")[0] == 200
    assert ask(liaison, f"{URL}{indicator.pk}/values", body)[0] == 403
    assert ask(liaison, f"{URL}{indicator.pk}/measures", {"measures": [measure.pk]})[0] == 403
    assert ask(stranger, f"{URL}{indicator.pk}")[0] == 404
    assert ask(stranger, f"{URL}{indicator.pk}/values", body)[0] == 404
    assert ask(stranger, URL)[1]["items"] == []


def test_a_list_takes_as_many_queries_for_thirty_as_for_one(
    indicator: Indicator,
    plan: Plan,
    supervisor: User,
    ask: Callable[..., tuple[int, Any]],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for position in range(2, 31):
        _indicator(plan, position)

    with django_assert_max_num_queries(18):
        assert len(ask(supervisor, URL)[1]["items"]) == 30
