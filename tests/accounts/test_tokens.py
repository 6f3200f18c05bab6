"""API tokens and the API: hashed, scoped, revocable; errors that say what was wrong."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.accounts import actions, queries
from luoshi.accounts.models import Token, User
from luoshi.accounts.states import Scope
from luoshi.common import clock

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.units.models import Unit


@pytest.fixture
def key(liaison: User) -> str:
    """A key for reading."""
    return actions.create_token(liaison, name="统计", scope=Scope.READ, days=30, by=liaison)[1]


def ask(client: Client, path: str, key: str, **query: object) -> tuple[int, object]:
    response = client.get(f"/api{path}", query, headers={"Authorization": f"Bearer {key}"})
    return response.status_code, response.json()


def test_a_key_opens_for_its_person(client: Client, key: str, liaison: User) -> None:
    assert ask(client, "/me", key) == (200, {"id": liaison.pk, "username": "liaison", "name": "林晓"})


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": "2026-01-01T00:00:00Z"},
        {"expires_at": "2020-01-01T00:00:00Z"},
    ],
)
def test_a_revoked_or_expired_key_opens_nothing(client: Client, key: str, change: dict[str, str]) -> None:
    Token.objects.update(**change)

    assert ask(client, "/me", key)[0] == 401


def test_the_key_of_somebody_locked_out_opens_nothing(client: Client, key: str) -> None:
    User.objects.update(is_active=False)

    assert ask(client, "/me", key)[0] == 401


def test_only_the_digest_is_kept(key: str) -> None:
    token = Token.objects.get()

    assert (token.digest, key.startswith(token.prefix)) == (queries.digest_of(key), True)
    assert key not in str(Token.objects.values().get())


def test_a_key_for_reading_does_not_write(client: Client, key: str) -> None:
    response = client.post("/api/me", headers={"Authorization": f"Bearer {key}"})

    assert response.status_code in {403, 405}


def test_a_page_of_units_and_one_unit(client: Client, key: str, bureau: Unit) -> None:
    status, page = ask(client, "/units/", key, q="教育")

    assert (status, [unit["name"] for unit in page["items"]]) == (200, ["市教育局"])  # type: ignore[index]  # JSON
    assert ask(client, f"/units/{bureau.pk}", key)[0] == 200


def test_an_unknown_unit_is_not_found(client: Client, key: str) -> None:
    assert ask(client, "/units/99999", key)[0] == 404


def test_a_name_is_resolved(client: Client, key: str, city: Unit, bureau: Unit) -> None:
    status, answer = ask(client, f"/units/{city.pk}/resolve", key, name="市教育局")

    assert (status, answer["unit"]["id"]) == (200, bureau.pk)  # type: ignore[index]  # JSON


def test_wrong_parameters_are_named(client: Client, key: str) -> None:
    status, answer = ask(client, "/units/", key, limit="many")

    assert (status, answer["faults"]) == (422, [{"where": "query.limit", "what": "应为整数。"}])  # type: ignore[index]  # JSON


def test_a_new_key_is_shown_once(client: Client, liaison: User) -> None:
    client.force_login(liaison)

    made = client.post(reverse("accounts:tokens"), {"name": "报表", "scope": "read", "days": "30"})

    (key,) = re.findall(r"ls_[\w-]{40,}", made.text)
    assert queries.usable_token(key) == Token.objects.get()
    assert key not in client.get(reverse("accounts:tokens")).text


def test_use_is_noted_roughly(key: str) -> None:
    token = Token.objects.get()
    now = clock.now()
    actions.note_use(token, at=now)
    token.refresh_from_db()

    actions.note_use(token, at=now + timedelta(minutes=5))

    token.refresh_from_db()
    assert token.last_used_at == now
