"""Every page in a real browser: no serious finding of axe, nothing wider than a phone, kept as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.browser.conftest import overflow, serious_findings, take_pictures

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

    from luoshi.accounts.models import User

PAGES = (
    ("desk:home", ""),
    ("accounts:own", ""),
    ("accounts:tokens", ""),
    ("account_change_password", ""),
    ("mfa_index", ""),
    ("usersessions_list", ""),
    ("notices:inbox", ""),
    ("notices:preference", ""),
    ("units:tree", ""),
    ("units:unit", "bureau"),
    ("units:add", "bureau"),
    ("units:change", "bureau"),
    ("units:move", "bureau"),
    ("units:history", "bureau"),
    ("units:add_post", "bureau"),
    ("units:delegate", "post"),
    ("units:people", ""),
    ("units:person", "liaison"),
    ("units:add_person", ""),
    ("units:fields", ""),
    ("units:add_field", "city"),
    ("units:calendar", "year"),
    ("units:start_import", "city"),
    ("units:import", "unit_import"),
    ("units:start_people_import", "city"),
    ("units:people_import", "people_import"),
)


@pytest.mark.parametrize(("name", "argument"), PAGES, ids=[name for name, _argument in PAGES])
def test_a_page_is_accessible_and_fits_a_phone(
    name: str, argument: str, open_page: Callable[..., Page], administrator: User, town: dict[str, Any]
) -> None:
    page = open_page(administrator)
    page.goto(reverse(name, args=[town[argument]] if argument else []))
    page.wait_for_load_state("networkidle")

    findings = take_pictures(page, name.replace(":", "-"))

    assert (findings, overflow(page)) == ([], 0)


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_an_entrance_is_accessible_and_fits_a_phone(
    name: str, open_page: Callable[..., Page], administrator: User
) -> None:
    page = open_page()
    page.goto(reverse(name))

    findings = take_pictures(page, name)

    assert (findings, overflow(page)) == ([], 0)


def test_the_people_of_the_demonstration_fit_a_phone(
    open_page: Callable[..., Page], administrator: User, settings: SettingsWrapper
) -> None:
    settings.LUOSHI_DEMO = True
    page = open_page(width=390)
    page.goto(reverse("account_login"))
    page.get_by_role("heading", name="试用：点一下就能登录").wait_for()

    assert (serious_findings(page), overflow(page)) == ([], 0)


def test_the_first_page_of_an_empty_installation_leads_to_the_first_administrator(
    open_page: Callable[..., Page], transactional_db: None
) -> None:
    page = open_page()
    page.goto("/")

    findings = take_pictures(page, "welcome")

    assert page.url.endswith(reverse("welcome"))
    assert (findings, overflow(page)) == ([], 0)


def test_an_error_page_says_one_clear_sentence(open_page: Callable[..., Page], liaison: User) -> None:
    page = open_page(liaison)
    page.goto("/no-such-page/")

    findings = take_pictures(page, "error-404")

    assert page.get_by_role("heading", level=1).inner_text() == "没有找到"
    assert findings == []
