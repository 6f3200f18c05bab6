"""Whatever somebody writes into an address or a form, no page and no operation of the API breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from luoshi.accounts.actions import create_token
from luoshi.accounts.states import Scope
from luoshi.common.numbers import wholes
from luoshi.ledger.models import SavedView

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from luoshi.accounts.models import User

HUGE = "9" * 30
RUBBISH = (
    f"unit=abc&page=-1&plan=-5&field=x&state=xx&light=%FF&due=2026-13-45&kind=9&year={HUGE}&owner=^",
    f"page={HUGE}&unit=%23{HUGE}&q=%22%27%25_%5C&role=x&which=%F0%9F%98%80",
    "q=" + "%E5%AD%97" * 10_000,
    "q=%28%20%E2%80%9D%20%2A%20NEAR&sort=--&group=%27&columns=x&late=2&mine=%0A",
    "unit=1&unit=2&q=a&q=b&state=&state=closed&page=0",
)
REGISTERS = (
    "ledger:plans",
    "ledger:obstacles",
    "ledger:extensions",
    "ledger:verifications",
    "ledger:suspects",
    "ledger:assignment_slips",
    "ledger:urging_slips",
    "ledger:xlsx",
    "ledger:csv",
    "ledger:options",
    "ledger:new_matter",
    "library:search",
    "library:options",
    "units:options",
    "units:people_options",
    "units:fields",
    "summing_up:workbooks",
    "summing_up:imports",
    "summing_up:hand_in",
)
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


@pytest.mark.parametrize("query", RUBBISH, ids=[query[:20] for query in RUBBISH])
@pytest.mark.parametrize("name", [*LISTS, *REGISTERS])
def test_a_register_answers_whatever_is_asked_of_it(name: str, query: str, client: Client, office_head: User) -> None:
    client.force_login(office_head)

    response = client.get(f"{reverse(name)}?{query}")

    assert response.status_code == 200


@pytest.mark.parametrize("query", [*RUBBISH, "unit=%00"], ids=lambda query: query[:20])
def test_a_view_is_saved_and_opens_whatever_its_filter_says(query: str, client: Client, supervisor: User) -> None:
    client.force_login(supervisor)

    client.post(reverse("ledger:save_view"), {"name": "\u202e%_'\"<b>", "query": query, "is_shared": "x"})
    page = client.get(reverse("ledger:ledger"))

    opened = [client.get(f"{reverse('ledger:ledger')}?{view.query}").status_code for view in SavedView.objects.all()]
    assert (page.status_code, opened) == (200, [200])


@pytest.mark.parametrize("text", ["“”", '"', "*", "AND", "NEAR(", "a OR", "^教", "教*", "{", "-局", "教育' OR 1=1 --"])
def test_no_sign_of_the_search_language_reaches_it(text: str, client: Client, supervisor: User) -> None:
    client.force_login(supervisor)

    statuses = [client.get(reverse(name), {"q": text}).status_code for name in ("search", "library:search")]

    assert statuses == [200, 200]


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


@pytest.mark.parametrize(
    ("who", "length", "answer"),
    [("liaison", 10**12, 413), ("", 6 * 2**20, 302)],
)
def test_no_byte_of_an_upload_without_bounds_is_kept(
    who: str, length: int, answer: int, client: Client, liaison: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if who:
        client.force_login(liaison)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    content = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("a.zip", b"x" * 64)})

    response = client.generic(
        "POST", reverse("summing_up:hand_in"), content, MULTIPART_CONTENT, CONTENT_LENGTH=str(length)
    )

    assert (response.status_code, list(tmp_path.iterdir())) == (answer, [])


def test_numbers_are_read_from_what_looks_like_one() -> None:
    assert wholes(["7", "", "²", "x", "-1", HUGE, "٣", "12"]) == [7, 12]
