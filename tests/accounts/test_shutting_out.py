"""What an administrator ends with a password or an account: keys of programs, open sign-ins, secret addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.urls import reverse

from luoshi.accounts import actions, queries
from luoshi.accounts.states import Scope
from luoshi.common import history
from luoshi.units.actions import people

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User


def reset(person: User, administrator: User) -> None:
    people.reset_password(person, by=administrator)


def block(person: User, administrator: User) -> None:
    people.change_person(person, by=administrator, is_active=False)


def sign_in(client: Client, person: User) -> None:
    client.post(reverse("account_login"), {"login": person.username, "password": "correct horse battery"})


@pytest.mark.parametrize("verb", [reset, block])
def test_keys_and_sign_ins_end_with_the_password_or_the_account(
    verb: Callable[[User, User], None], liaison: User, administrator: User, client: Client
) -> None:
    _token, key = actions.create_token(liaison, name="统计", scope=Scope.WRITE, days=30, by=liaison)
    sign_in(client, liaison)

    verb(liaison, administrator)
    type(liaison).objects.update(is_active=True)  # whoever is let in again begins anew

    assert queries.usable_token(key) is None
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)
    assert client.get(reverse("desk:home")).status_code == 302
    told = {entry.verb: (entry.params, entry.actor) for entry in history.entries_of(liaison)}
    assert told["token.revoke"] == ({"token": "统计"}, administrator)
    assert told["user.end_sessions"] == ({"count": 1}, administrator)


def test_other_people_stay_signed_in(liaison: User, unit_head: User, administrator: User, client: Client) -> None:
    key = actions.create_token(unit_head, name="统计", scope=Scope.READ, days=30, by=unit_head)[1]
    sign_in(client, unit_head)

    reset(liaison, administrator)

    assert client.get(reverse("desk:home")).status_code == 200
    assert queries.usable_token(key) is not None


def test_a_change_of_facts_ends_nothing(liaison: User, administrator: User, client: Client) -> None:
    sign_in(client, liaison)

    people.change_person(liaison, by=administrator, phone="0000", is_active=True)

    assert client.get(reverse("desk:home")).status_code == 200


def test_an_administrator_who_resets_the_own_password_reads_the_new_one(administrator: User, client: Client) -> None:
    sign_in(client, administrator)

    page = client.post(reverse("units:reset_password", args=[administrator.pk]))

    administrator.refresh_from_db()
    assert (page.status_code, administrator.must_change_password) == (200, True)
    assert client.get(reverse("desk:home")).status_code == 302
