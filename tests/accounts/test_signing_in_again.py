"""A session that has run out while somebody was writing: back to the page, not to the address of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User

PAGE = "/units/?q=局"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"http://testserver{PAGE}", "/units/%3Fq%3D%E5%B1%80"),
        ("https://evil.example/units/", "/"),
        ("", "/"),
    ],
)
def test_a_step_after_the_session_has_run_out_leads_back_to_its_page(
    client: Client, liaison: User, referer: str, back: str
) -> None:
    response = client.post(reverse("notices:read_all"), headers={"Referer": referer})

    assert response.headers["Location"] == f"{reverse('account_login')}?next={back.replace('/', '%2F')}"
    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["warning"]


def test_a_page_that_is_asked_for_is_where_one_comes_to(client: Client, liaison: User) -> None:
    response = client.get("/units/?q=x", headers={"Referer": "http://testserver/me/"})

    assert response.headers["Location"] == f"{reverse('account_login')}?next=/units/%3Fq%3Dx"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_part_of_a_page_says_so_above_the_page_and_leaves_it_as_it_is(
    client: Client, liaison: User, method: str
) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/units/"}

    response = getattr(client, method)(reverse("notices:inbox"), headers=headers)

    assert (response.status_code, response.headers["HX-Retarget"]) == (401, "#messages")
    assert f'href="{reverse("account_login")}?next=%2Funits%2F"' in response.text


def test_the_address_of_a_step_says_what_to_do_when_it_is_opened(client: Client, liaison: User) -> None:
    client.force_login(liaison)

    response = client.get(reverse("notices:read_all"))

    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "没有作任何更改" in response.text
