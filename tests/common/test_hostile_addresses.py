"""Whatever somebody writes into an address or a form, no page and no operation of the API breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from luoshi.accounts.actions import create_token
from luoshi.accounts.states import Scope
from luoshi.common.numbers import wholes

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User

HUGE = "9" * 30
LISTS = ("ledger:ledger", "library:documents", "units:people", "units:tree", "notices:inbox", "desk:voices", "search")


@pytest.fixture
def headers(liaison: User) -> dict[str, str]:
    _token, key = create_token(liaison, name="x", scope=Scope.WRITE, days=1, by=liaison)
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize("query", [f"page={HUGE}", "page=%C2%B2", "size=%C2%B2", f"size={'9' * 5000}", "q=%F0%90"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_opens_whatever_its_address_says(name: str, query: str, client: Client, supervisor: User) -> None:
    client.force_login(supervisor)

    assert client.get(f"{reverse(name)}?{query}").status_code == 200


@pytest.mark.parametrize(
    "query", [f"plan={HUGE}&unit={HUGE}&field={HUGE}", "plan=x", "due=x&state=x&light=x", "sort=x"]
)
def test_the_ledger_opens_whatever_its_filters_say(query: str, client: Client, supervisor: User) -> None:
    client.force_login(supervisor)

    assert client.get(f"{reverse('ledger:ledger')}?{query}").status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_an_address_with_a_null_character_is_a_bad_request(name: str, client: Client, supervisor: User) -> None:
    client.force_login(supervisor)

    response = client.get(f"{reverse(name)}?q=%00")

    assert (response.status_code, "请求有误" in response.text) == (400, True)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"units/?offset={HUGE}", 422),
        (f"notices/?limit={HUGE}", 422),
        (f"measures/?plan={HUGE}", 422),
        (f"measures/?field=-{HUGE}", 422),
        (f"documents/?owner={HUGE}", 422),
        (f"units/?q={'x' * 500}", 422),
        (f"measures/{HUGE}", 404),
        ("documents/null", 404),
        ("units/?q=%00", 400),
        ("nothing/", 404),
    ],
)
def test_the_api_refuses_in_its_own_shape(path: str, status: int, client: Client, headers: dict[str, str]) -> None:
    response = client.get(f"/api/{path}", headers=headers)

    answer = response.json()
    assert (response.status_code, isinstance(answer["detail"], str), answer["detail"] != "") == (status, True, True)


@pytest.mark.parametrize(
    "given", [{"text": "字" * 3_000_000}, {str(number): "" for number in range(1100)}], ids=["too long", "too many"]
)
def test_too_much_at_once_is_said_to_be_too_much(given: dict[str, str], client: Client, liaison: User) -> None:
    client.force_login(liaison)

    response = client.post(reverse("desk:voices"), urlencode(given), content_type="application/x-www-form-urlencoded")

    assert (response.status_code, "请分几次提交" in response.text) == (413, True)


def test_numbers_are_read_from_what_looks_like_one() -> None:
    assert wholes(["7", "", "²", "x", "-1", HUGE, "٣", "12"]) == [7, 12]
