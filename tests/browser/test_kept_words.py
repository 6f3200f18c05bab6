"""What somebody has typed is not lost when the session runs out before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from luoshi.ledger.models import Report
from luoshi.ledger.states import State
from tests.ledger.conftest import *  # noqa: F403 -- the people and measures of the ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure

WORDS = "三所小学已全部开工，其中第一小学主体封顶。\n本月完成投资1200万元。"
PUT_BACK = "刚才没有提交成功的内容已放回原处，请核对后再提交。选过的文件需要重新选。"


@pytest.fixture
def measure(measure_in: Callable[..., Measure]) -> Measure:
    return measure_in(State.IN_PROGRESS)


@pytest.fixture
def report_page(transactional_db: None, open_page: Callable[..., Page], liaison: User, measure: Measure) -> Page:
    """The liaison has written a report and has been signed out meanwhile."""
    page = open_page(liaison)
    page.goto(reverse("ledger:report", args=[measure.pk]))
    page.get_by_label("自报进度（%）").fill("45")
    page.get_by_label("进展情况").fill(WORDS)
    Session.objects.all().delete()
    return page


def test_a_report_written_while_the_session_ran_out_is_there_after_signing_in(
    report_page: Page, liaison: User, measure: Measure
) -> None:
    report_page.get_by_role("button", name="报送", exact=True).click()
    expect(report_page.get_by_text("登录已过期")).to_be_visible()
    sign_in(report_page, liaison)

    expect(report_page.get_by_text(PUT_BACK)).to_be_visible()
    expect(report_page.get_by_label("进展情况")).to_have_value(WORDS)
    report_page.get_by_role("button", name="报送", exact=True).click()
    report_page.wait_for_url(f"**{reverse('ledger:measure', args=[measure.pk])}")
    report = Report.objects.get()
    assert (report.claimed, report.done.splitlines()) == (45, WORDS.splitlines())


def test_nobody_else_finds_the_words(report_page: Page, unit_head: User, measure: Measure) -> None:
    report_page.get_by_role("button", name="报送", exact=True).click()
    sign_in(report_page, unit_head)
    report_page.goto(reverse("ledger:measure", args=[measure.pk]))

    assert report_page.evaluate("sessionStorage.getItem('luoshi.kept')") is None


def test_words_of_a_small_form_are_shown_to_be_copied(
    transactional_db: None, open_page: Callable[..., Page], liaison: User, measure: Measure
) -> None:
    page = open_page(liaison)
    page.goto(reverse("ledger:measure", args=[measure.pk]))
    page.get_by_role("link", name="申请办结").first.click()
    page.get_by_label("说明").fill(WORDS)
    Session.objects.all().delete()

    page.locator("#step-body").get_by_role("button", name="申请办结").click()
    page.get_by_role("link", name="重新登录").click()
    sign_in(page, liaison)

    expect(page.get_by_text("刚才填写的内容没有提交，还在这里")).to_be_visible()
    expect(page.locator(".ls-kept textarea")).to_have_value(WORDS)


def sign_in(page: Page, user: User) -> None:
    page.get_by_label("登录名").fill(user.username)
    page.get_by_label("密码").fill("correct horse battery")
    page.get_by_role("button", name="登录", exact=True).click()
