"""On paper: A4, nothing but the matter itself, light whatever the screen is, headings of tables repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.ledger.states import State
from tests.ledger.conftest import *  # noqa: F403 -- the people and measures of the ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure

NOT_ON_PAPER = ".ls-top, .ls-side, .ls-tabs, .breadcrumb, .btn, .pagination"
SHEETS = (
    "ledger:ledger",
    "ledger:chart",
    "ledger:whole",
    "ledger:assignment_slips",
    "ledger:obstacles",
    "ledger:extensions",
    "ledger:plans",
)
SEEN = "element => element.getClientRects().length > 0"


@pytest.mark.parametrize("name", SHEETS)
def test_a_page_prints_nothing_but_its_matter(
    name: str,
    transactional_db: None,
    open_page: Callable[..., Page],
    supervisor: User,
    measure_in: Callable[..., Measure],
) -> None:
    measure_in(State.ASSIGNED)
    page = open_page(supervisor)
    page.emulate_media(color_scheme="dark")
    page.goto(reverse(name))

    page.emulate_media(media="print", color_scheme="dark")

    printed = [place for place in page.locator(NOT_ON_PAPER).all() if place.evaluate(SEEN)]
    assert (printed, page.evaluate("document.documentElement.dataset.bsTheme")) == ([], "light")


def test_the_slip_keeps_its_table_on_paper_and_stacks_it_on_a_phone(
    transactional_db: None, open_page: Callable[..., Page], supervisor: User, measure_in: Callable[..., Measure]
) -> None:
    measure_in(State.ASSIGNED)
    page = open_page(supervisor, width=390)
    page.goto(reverse("ledger:assignment_slips"))
    display = "element => getComputedStyle(element).display"
    phone = page.locator(".ls-sheet td").first.evaluate(display)

    page.emulate_media(media="print")

    assert (phone, page.locator(".ls-sheet td").first.evaluate(display)) == ("block", "table-cell")
