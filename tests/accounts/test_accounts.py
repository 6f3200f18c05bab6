"""One's own account: signing in, facts, language and theme, a password that has to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.accounts import actions
from luoshi.accounts.models import User
from luoshi.common import history
from luoshi.common.errors import MissingRightError

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

PASSWORD = "correct horse battery"


def sign_in(client: Client, username: str, password: str) -> int:
    return client.post(reverse("account_login"), {"login": username, "password": password}).status_code


@pytest.mark.parametrize(
    ("username", "password", "status"),
    [("liaison", PASSWORD, 302), ("LIAISON", PASSWORD, 302), ("liaison", "wrong", 200), ("nobody", PASSWORD, 200)],
)
def test_only_name_and_password_open(client: Client, liaison: User, username: str, password: str, status: int) -> None:
    assert sign_in(client, username, password) == status


def test_somebody_locked_out_by_the_administrator_stays_out(client: Client, liaison: User) -> None:
    User.objects.filter(pk=liaison.pk).update(is_active=False)

    sign_in(client, "liaison", PASSWORD)

    assert client.get("/").status_code == 302


def test_guessing_is_stopped_for_a_while(client: Client, liaison: User, settings: SettingsWrapper) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
    for _try in range(5):
        sign_in(client, "liaison", "wrong")

    assert sign_in(client, "liaison", PASSWORD) == 200


def test_nobody_signs_up(client: Client, liaison: User) -> None:
    facts = {"username": "me", "password1": PASSWORD, "password2": PASSWORD}

    client.post(reverse("account_signup"), facts)

    assert User.objects.filter(username="me").count() == 0


@pytest.mark.parametrize("path", ["/", "/units/", "/notices/"])
def test_a_first_password_has_to_be_changed_before_anything_else(client: Client, liaison: User, path: str) -> None:
    User.objects.filter(pk=liaison.pk).update(must_change_password=True)
    client.force_login(liaison)

    assert client.get(path).headers["Location"] == reverse("account_change_password")


def test_changing_the_first_password_opens_the_rest(client: Client, liaison: User) -> None:
    User.objects.filter(pk=liaison.pk).update(must_change_password=True)
    client.force_login(liaison)
    new = "another horse battery"

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert client.get("/").status_code == 200


@pytest.mark.parametrize("password", ["kurz", "12345678901234", "password123", "liaison123"])
def test_weak_passwords_are_refused(client: Client, liaison: User, password: str) -> None:
    client.force_login(liaison)

    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )

    liaison.refresh_from_db()
    assert liaison.check_password(PASSWORD)


def test_changes_of_ones_own_facts_are_recorded(liaison: User) -> None:
    actions.change_own(liaison, by=liaison, phone="0000-1234567", name="林晓")

    entry = history.entries_of(liaison).last()
    assert entry is not None
    assert (entry.verb, entry.before, entry.after) == ("user.change", {"phone": ""}, {"phone": "0000-1234567"})


def test_nobody_changes_the_facts_of_others(liaison: User, supervisor: User) -> None:
    with pytest.raises(MissingRightError, match="无权"):
        actions.change_own(liaison, by=supervisor, name="别人")


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_the_chosen_language_stays(client: Client, liaison: User, is_signed_in: bool) -> None:
    if is_signed_in:
        client.force_login(liaison)
    client.post(reverse("accounts:language"), {"language": "en", "next": "/"})

    page = client.get("/" if is_signed_in else reverse("account_login"))

    assert page.headers["Content-Language"] == "en"


def test_what_the_browser_prefers_is_not_asked(client: Client, liaison: User) -> None:
    page = client.get(reverse("account_login"), headers={"Accept-Language": "en"})

    assert page.headers["Content-Language"] == "zh-hans"


@pytest.mark.parametrize(
    ("back", "location"), [("/units/?q=x", "/units/?q=x"), ("https://evil.example/", "/"), ("//evil.example", "/")]
)
def test_switching_leads_back_to_our_own_pages_only(client: Client, db: None, back: str, location: str) -> None:
    response = client.post(reverse("accounts:theme"), {"theme": "dark", "next": back})

    assert (response.headers["Location"], response.cookies["theme"].value) == (location, "dark")
