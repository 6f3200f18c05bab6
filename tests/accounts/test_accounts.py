"""One's own account: signing in, facts, language and theme, a password that has to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.urls import reverse

from luoshi.accounts import actions
from luoshi.accounts.models import User
from luoshi.common import history
from luoshi.common.errors import MissingRightError
from luoshi.settings import ACCOUNT_RATE_LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

PASSWORD = "correct horse battery"
SIGN_INS_PER_ADDRESS, GUESSES_PER_ADDRESS, GUESSES_PER_ACCOUNT = 120, 30, 5


@pytest.fixture
def counts_guesses(settings: SettingsWrapper) -> Iterator[None]:
    """The limits of a real installation, begun anew."""
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, username: str, password: str, *, address: str = "127.0.0.1") -> int:
    facts = {"login": username, "password": password}
    return client.post(reverse("account_login"), facts, REMOTE_ADDR=address).status_code


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


@pytest.mark.usefixtures("counts_guesses")
@pytest.mark.parametrize(
    ("username", "address", "status"),
    [
        ("liaison", "10.0.0.1", 200),
        ("liaison", "10.0.0.2", 200),  # the account rests, wherever one comes from: guessers have many addresses
        ("supervisor", "10.0.0.1", 302),  # an office goes out through one address
        ("supervisor", "10.0.0.2", 302),
    ],
)
def test_guessing_stops_the_account_for_five_minutes_and_nobody_else(
    client: Client, liaison: User, supervisor: User, username: str, address: str, status: int
) -> None:
    for _try in range(GUESSES_PER_ACCOUNT):
        sign_in(client, "liaison", "wrong", address="10.0.0.1")

    assert sign_in(client, username, PASSWORD, address=address) == status


@pytest.mark.usefixtures("counts_guesses")
@pytest.mark.parametrize(("address", "status"), [("10.0.0.1", 200), ("10.0.0.2", 302)])
def test_guessing_at_many_accounts_stops_the_address_for_a_minute(
    client: Client, supervisor: User, address: str, status: int
) -> None:
    for number in range(GUESSES_PER_ADDRESS):
        sign_in(client, f"guessed{number}", "wrong", address="10.0.0.1")

    assert sign_in(client, "supervisor", PASSWORD, address=address) == status


@pytest.mark.usefixtures("counts_guesses")
def test_who_is_stopped_reads_for_how_long(client: Client, liaison: User) -> None:
    for _try in range(GUESSES_PER_ACCOUNT):
        sign_in(client, "liaison", "wrong")

    page = client.post(reverse("account_login"), {"login": "liaison", "password": PASSWORD})

    assert "请过五分钟再登录" in page.text


@pytest.mark.usefixtures("counts_guesses")
def test_an_address_that_asks_without_end_reads_what_to_do(client: Client, liaison: User) -> None:
    for _try in range(SIGN_INS_PER_ADDRESS):
        sign_in(client, "liaison", "")

    page = client.post(reverse("account_login"), {"login": "liaison", "password": PASSWORD})

    assert (page.status_code, "请过一分钟再试" in page.text) == (429, True)


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
