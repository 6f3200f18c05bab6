"""What a shared computer keeps after somebody has signed out: nothing of a page behind the sign-in, nor of a download."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.accounts import actions
from luoshi.accounts.states import Scope

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/ledger/", 200),
        ("/ledger/export.csv", 200),
        ("/ledger/export.xlsx", 200),
        ("/units/people/options/?q=x", 200),
        ("/units/import/template/", 200),
        ("/me/", 200),
        ("/ledger/99999/", 404),
        ("/units/people/add/", 403),
        ("/account/password/change/", 200),
        ("/me/language/", 405),
        ("/?q=%00", 400),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_nothing_behind_the_sign_in_is_stored(
    path: str, status: int, headers: dict[str, str], client: Client, liaison: User
) -> None:
    client.force_login(liaison)

    answer = client.get(path, headers=headers)

    assert answer.status_code == status
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_nothing_that_a_program_reads_is_stored(client: Client, liaison: User) -> None:
    key = actions.create_token(liaison, name="统计", scope=Scope.READ, days=30, by=liaison)[1]

    answer = client.get("/api/me", headers={"Authorization": f"Bearer {key}"})

    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["training:check_certificate", "account_reset_password", "account_login"])
def test_what_anybody_may_see_is_asked_for_again(name: str, client: Client, liaison: User) -> None:
    answer = client.get(reverse(name))

    assert {"private", "no-cache"} <= set(answer["Cache-Control"].split(", "))
