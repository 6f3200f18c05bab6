"""The API of measures: the list, one measure, steps, reports; the same rights and refusals as the pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from luoshi.accounts.actions import create_token
from luoshi.accounts.states import Scope
from luoshi.ledger.models import PaperApproval
from luoshi.ledger.states import State
from luoshi.ledger.verbs import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.models import Unit

URL = "/api/measures/"


@pytest.fixture
def ask(client: Client, today: date) -> Callable[..., tuple[int, Any]]:
    """Ask the API as a person; gives status and answer."""

    def send(user: User, url: str, body: dict[str, object] | None = None) -> tuple[int, Any]:
        _token, key = create_token(user, name="测试", scope=Scope.WRITE, days=9, by=user)
        headers = {"Authorization": f"Bearer {key}"}
        if body is None:
            answer = client.get(url, headers=headers)
        else:
            answer = client.post(url, body, content_type="application/json", headers=headers)
        return answer.status_code, answer.json()

    return send


def test_list_is_what_the_page_shows(
    measure_in: Callable[..., Measure], ask: Callable[..., Any], supervisor: User, stranger: User
) -> None:
    red = measure_in(State.IN_PROGRESS, red_on=date(2026, 11, 1))
    measure_in(State.IN_PROGRESS)

    status, answer = ask(supervisor, f"{URL}?light=red&state=in_progress&sort=-due")
    hidden = ask(stranger, URL)[1]

    assert (status, [item["id"] for item in answer["items"]], answer["items"][0]["light"]) == (200, [red.pk], "red")
    assert hidden["items"] == []


def test_list_is_filtered_by_section_as_the_page_is(
    measure_in: Callable[..., Measure], ask: Callable[..., Any], supervisor: User
) -> None:
    inside, outside = measure_in(State.IN_PROGRESS, headings="保障民生 / 教育"), measure_in(State.IN_PROGRESS)

    found = [ask(supervisor, f"{URL}?section={name}")[1]["items"] for name in ("保障民生", "-", "民生")]

    assert [[item["id"] for item in items] for items in found] == [[inside.pk], [outside.pk], []]


def test_list_asks_the_same_number_of_queries_for_one_and_for_thirty_rows(
    measure_in: Callable[..., Measure],
    ask: Callable[..., Any],
    supervisor: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    measure_in(State.IN_PROGRESS)
    with django_assert_max_num_queries(30) as one:
        ask(supervisor, URL)
    for _number in range(29):
        measure_in(State.IN_PROGRESS)

    with django_assert_max_num_queries(30) as thirty:
        ask(supervisor, URL)

    assert len(thirty) == len(one)


def test_measure_tells_which_steps_may_be_taken(
    measure_in: Callable[..., Measure], ask: Callable[..., Any], liaison: User
) -> None:
    measure = measure_in(State.ASSIGNED)

    _status, answer = ask(liaison, f"{URL}{measure.pk}")

    assert [step["verb"] for step in answer["steps"]] == ["sign", "ask_extension", "refuse"]
    assert answer["parts"][0]["unit"]["name"] == "市教育局"


def test_steps_are_taken_by_the_right_person(
    measure_in: Callable[..., Measure], ask: Callable[..., Any], liaison: User, office_head: User, county: Unit
) -> None:
    measure = measure_in(State.ASSIGNED)
    url = f"{URL}{measure.pk}/steps"

    signed = ask(liaison, f"{url}/sign", {"person": "林晓"})
    moved = ask(office_head, f"{url}/reassign", {"unit": county.pk, "reason": "职责调整"})

    assert (signed[0], signed[1]["state"]) == (200, "signed")
    assert (moved[0], moved[1]["accountable"]["name"]) == (200, "青山县")


@pytest.mark.parametrize(
    ("role", "verb", "body", "status", "code"),
    [
        ("liaison", "assign", {}, 403, "missing_right"),
        ("stranger", "sign", {}, 404, None),
        ("liaison", "request_close", {"note": "完成"}, 409, "illegal_move"),
        ("liaison", "refuse", {}, 422, "reason_missing"),
        ("liaison", "ask_extension", {"reason": "雨"}, 422, "value_missing"),
        ("office_head", "reassign", {"unit": 999999, "reason": "x"}, 404, None),
        ("liaison", "sign", {"promised_on": "soon"}, 422, "malformed"),
        ("liaison", "sign", {"nonsense": 1}, 422, "malformed"),
        ("liaison", "explode", {}, 404, None),
        ("supervisor", "sign", {}, 422, "paper_missing"),
        ("liaison", "sign", {"paper": {"approver": "高局长", "approved_on": "2026-11-20"}}, 403, "missing_right"),
        (
            "supervisor",
            "urge",
            {"text": "x", "paper": {"approver": "我", "approved_on": "2026-11-20"}},
            422,
            "not_on_paper",
        ),
    ],
)
def test_step_is_refused_with_the_status_of_its_kind(
    role: str,
    verb: str,
    body: dict[str, object],
    status: int,
    code: str | None,
    measure_in: Callable[..., Measure],
    ask: Callable[..., Any],
    request: pytest.FixtureRequest,
) -> None:
    measure = measure_in(State.ASSIGNED)

    got, answer = ask(request.getfixturevalue(role), f"{URL}{measure.pk}/steps/{verb}", body)

    assert (got, answer.get("code")) == (status, code)


def test_approval_on_paper_is_recorded(
    measure_in: Callable[..., Measure], ask: Callable[..., Any], supervisor: User
) -> None:
    measure = measure_in(State.IN_REVIEW)
    body = {"paper": {"approver": "沈主任", "approved_on": "2026-11-20"}}

    status, answer = ask(supervisor, f"{URL}{measure.pk}/steps/assign", body)

    assert (status, answer["state"], PaperApproval.objects.get().approver) == (200, "assigned", "沈主任")


def test_report_is_handed_in_and_read_back_with_the_history(
    measure_in: Callable[..., Measure], ask: Callable[..., Any], liaison: User, bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS, next_report_on=date(2026, 11, 28))
    url = f"{URL}{measure.pk}"

    sent = ask(liaison, f"{url}/reports", {"unit": bureau.pk, "claimed": 40, "done": "封顶3所。"})
    again = ask(liaison, f"{url}/reports", {"unit": bureau.pk, "claimed": 101, "done": "封顶3所。"})
    listed = ask(liaison, f"{url}/reports")[1]["items"]
    history = ask(liaison, f"{url}/history")[1]

    assert (sent[0], sent[1]["state"], again[0]) == (200, "submitted", 422)
    assert ([item["claimed"] for item in listed], history[0]["sentence"]) == ([40], "“市教育局”报送了2026-11-28期进展")


@pytest.mark.parametrize("verb", STEPS)
def test_no_step_fails_on_an_empty_body(
    verb: str, measure_in: Callable[..., Measure], ask: Callable[..., Any], office_head: User
) -> None:
    measure = measure_in(next(iter(sorted(STEPS[verb].sources))))

    status, _answer = ask(office_head, f"{URL}{measure.pk}/steps/{verb}", {})

    assert status in {200, 403, 409, 422}


def test_without_a_key_nothing_opens(client: Client) -> None:
    assert client.get(URL).status_code == 401


DAYS = [
    ("9999-12-31", "“9999-12-31”太久远，请核对年份。"),
    ("0001-01-01", "“0001-01-01”太久远，请核对年份。"),
    ("2026-02-30", "应为日期，如2026-01-31。"),
]


@pytest.mark.parametrize(("day", "sentence"), DAYS)
@pytest.mark.parametrize(
    ("path", "sent", "where"),
    [
        ("steps/ask_extension", {"due_wanted": "", "reason": "缺地"}, "due_wanted"),
        ("steps/sign", {"promised_on": ""}, "promised_on"),
        ("shares", {"units": [1], "due_on": ""}, "due_on"),
    ],
)
def test_a_day_of_another_age_is_refused_in_the_words_of_the_forms(
    day: str,
    sentence: str,
    path: str,
    sent: dict[str, object],
    where: str,
    measure_in: Callable[..., Measure],
    ask: Callable[..., Any],
    liaison: User,
) -> None:
    measure = measure_in(State.ASSIGNED)

    status, answer = ask(liaison, f"{URL}{measure.pk}/{path}", {**sent, where: day})

    assert (status, [(fault["where"].split(".")[-1], fault["what"]) for fault in answer["faults"]]) == (
        422,
        [(where, sentence)],
    )
