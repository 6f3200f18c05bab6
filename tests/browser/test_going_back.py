"""The button for going back: within the application it leads to the page as it was, after signing out to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from luoshi.ledger.models import Measure
from luoshi.ledger.states import State
from tests.ledger.conftest import *  # noqa: F403 -- the people and measures of the ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from luoshi.accounts.models import User


@pytest.fixture
def ledger(
    transactional_db: None, open_page: Callable[..., Page], supervisor: User, measure_in: Callable[..., Measure]
) -> Page:
    """The supervisor has looked at one measure and come back to the ledger."""
    measure = measure_in(State.IN_PROGRESS)
    page = open_page(supervisor)
    page.goto(reverse("ledger:ledger"))
    page.goto(reverse("ledger:measure", args=[measure.pk]))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("台账")
    return page


def test_going_back_leads_to_the_whole_page_with_its_filter(ledger: Page) -> None:
    search = ledger.locator("form.ls-filters [name=q]")
    for word in ("没有这样的任务", "也没有这样的"):
        search.fill(word)
        ledger.wait_for_url(f"**?*{quote(word)}*")
        expect(ledger.locator("#list")).to_contain_text("没有符合条件的措施")

    ledger.go_back()

    expect(ledger.get_by_role("heading", level=1)).to_have_text("台账")
    expect(ledger.get_by_role("navigation", name="主导航")).to_be_visible()
    expect(search).to_have_value("没有这样的任务")


def test_after_signing_out_going_back_shows_nothing(ledger: Page, supervisor: User) -> None:
    ledger.get_by_role("button", name=f"{supervisor.name} 的菜单").click()
    ledger.get_by_role("button", name="退出").click()
    ledger.wait_for_url(f"**{reverse('account_login')}*")

    ledger.go_back()

    expect(ledger.get_by_label("登录名")).to_be_visible()
    assert "台账" not in ledger.locator("body").inner_text()
    assert ledger.evaluate("[...Object.keys(sessionStorage), ...Object.keys(localStorage)]") == [
        "htmx-current-path-for-history"  # the address of this very page
    ]


def test_words_not_sent_are_asked_for_and_then_gone(ledger: Page, supervisor: User) -> None:
    keys = [f"luoshi.reflection.7.{supervisor.pk}", f"luoshi.draft.{supervisor.pk}.7", "luoshi.draft.0.7"]
    ledger.evaluate("keys => keys.forEach((key) => localStorage.setItem(key, '一句话'))", keys)

    for answer in ("取消", "确定"):
        ledger.get_by_role("button", name=f"{supervisor.name} 的菜单").click()
        ledger.get_by_role("button", name="退出").click()
        expect(ledger.get_by_role("dialog")).to_contain_text("还有没有提交的文字")
        ledger.get_by_role("dialog").get_by_role("button", name=answer).click()

    ledger.wait_for_url(f"**{reverse('account_login')}*")
    assert ledger.evaluate("Object.keys(localStorage)") == ["luoshi.draft.0.7"]


def test_words_of_a_page_that_was_left_are_there_again(ledger: Page) -> None:
    measure = Measure.objects.get()
    ledger.goto(reverse("ledger:measure", args=[measure.pk]))
    words = ledger.locator("form[action$='/comment/'] textarea")
    words.fill("请核对学位数。")
    ledger.get_by_role("link", name="文件库").first.click()
    ledger.wait_for_url("**/library/")

    ledger.go_back()

    expect(words).to_have_value("请核对学位数。")
    ledger.reload()
    ledger.goto(reverse("ledger:measure", args=[measure.pk]))
    expect(words).to_have_value("")
