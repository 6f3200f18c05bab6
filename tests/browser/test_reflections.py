"""A reflection in a real browser: an altered quotation mended, handed in, returned; two windows; no line."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from luoshi.library.actions.documents import add_document
from luoshi.training.actions import reflections as actions
from luoshi.training.actions.classes import add_class
from luoshi.training.actions.trainees import enrol
from luoshi.training.models import Reflection
from tests.browser.conftest import overflow, session_of, take_pictures

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from luoshi.accounts.models import User
    from luoshi.training.models import TrainingClass
    from luoshi.units.models import Unit

PLAN = """滨川市农村供水工作方案
一、重点任务
（一）改造老旧水厂。坚持把群众饮水安全放在首位，年底前改造12座水厂，让农村群众喝上放心水。
（二）修复管网。2026年6月底前修复管网30公里，做到修一段、通一段、用一段。
"""
ALTERED = "方案指出：“坚持把群众饮水安全放在第一位，年底前改造12座水厂，让农村群众喝上放心水。”我体会，责任要到人。"


@pytest.fixture
def training_class(
    transactional_db: None, today: date, city: Unit, bureau: Unit, class_head: User, trainee: User, office_head: User
) -> TrainingClass:
    """A class with the trainee of the bureau, and a plan in the library."""
    content = PLAN.encode()
    add_document(BytesIO(content), name="方案.txt", size=len(content), owner=city, by=office_head)
    days = {"starts_on": date(2026, 11, 24), "ends_on": date(2026, 11, 28)}
    made = add_class(city, title="贯彻落实工作方案专题班", by=class_head, **days)
    enrol(made, name=trainee.name, user=trainee, unit=bureau, by=class_head)
    return made


def test_a_quotation_is_mended_and_the_reflection_handed_in(
    open_page: Callable[..., Page], training_class: TrainingClass, trainee: User, class_head: User
) -> None:
    page = open_page(trainee)
    page.goto(reverse("training:class", args=[training_class.pk]))
    page.get_by_role("link", name="我的心得").click()
    page.get_by_role("button", name="开始撰写").click()

    _write(page)
    _mend(page)
    _hand_in(page)
    _comment_and_return(open_page(class_head))
    _see_the_comment(page)

    assert Reflection.objects.get().parts[0]["text"].startswith("方案指出：“坚持把群众饮水安全放在首位")


def _write(page: Page) -> None:
    page.get_by_label("标题", exact=True).fill("学习心得体会")
    page.get_by_label("小标题").first.fill("一、提高认识")
    page.get_by_label("正文").first.fill(ALTERED)
    page.get_by_role("button", name="添加一个部分").click()
    page.keyboard.type("二、抓好落实")
    page.keyboard.press("Enter")
    page.keyboard.type("回到岗位后，我将逐项核对台账，每月向分管领导报告一次。")
    expect(page.locator("[data-state]")).to_contain_text("已保存", timeout=15_000)
    expect(page.locator("[data-count]")).not_to_have_text("0")


def _mend(page: Page) -> None:
    finding = page.locator(".ls-finding.is-wrong")
    expect(finding).to_contain_text("与原文不同", timeout=15_000)
    expect(finding.locator("ins")).to_have_text("首")
    expect(page.locator("[data-behind] mark.is-wrong")).to_have_count(1)
    assert (take_pictures(page, "reflection-write"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 1440, "height": 900})
    finding.get_by_role("button", name="改成原文").click()
    expect(page.locator(".ls-finding.is-wrong")).to_have_count(0, timeout=15_000)
    expect(page.get_by_label("正文").first).to_have_value(ALTERED.replace("第一", "首"))
    expect(page.locator(".ls-finding.is-right").first).to_be_attached()
    expect(page.locator("[data-state]")).to_contain_text("已保存", timeout=15_000)


def _hand_in(page: Page) -> None:
    page.get_by_role("link", name="查看结果并提交").click()
    expect(page.get_by_text("没有相同的段落。")).to_be_visible()
    assert (take_pictures(page, "reflection-findings"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="提交给班主任").click()
    expect(page.get_by_text("已提交给班主任。")).to_be_visible()


def _comment_and_return(page: Page) -> None:
    held = Reflection.objects.get()
    page.goto(reverse("training:reflections", args=[held.trainee.training_class_id]))
    assert (take_pictures(page, "reflections"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name="已提交").click()
    page.get_by_text("回到岗位后").select_text()
    expect(page.get_by_label("针对的原文")).to_have_value("回到岗位后，我将逐项核对台账，每月向分管领导报告一次。")
    page.get_by_role("textbox", name="意见").fill("请写明从哪个月开始。")
    page.get_by_role("button", name="发给作者").click()
    expect(page.locator("a.ls-said.is-comment")).to_have_count(1)
    assert (take_pictures(page, "reflection-read"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_label("退回理由").fill("补充时间后再交。")
    page.get_by_role("button", name="退回").click()
    expect(page.get_by_text("已退回，作者会收到提醒。")).to_be_visible()


def _see_the_comment(page: Page) -> None:
    page.goto(reverse("training:reflection", args=[Reflection.objects.get().pk]))
    expect(page.get_by_text("请写明从哪个月开始。")).to_be_visible()
    expect(page.get_by_text("补充时间后再交。")).to_be_visible()


@pytest.fixture
def draft(training_class: TrainingClass, trainee: User) -> Reflection:
    made = actions.open_own(training_class, by=trainee)
    parts = [{"heading": "一、认识", "text": "甲"}, {"heading": "二、落实", "text": "乙"}]
    return actions.save(made, title="心得", parts=parts, seen=None, by=trainee)


def test_two_windows_lose_nothing(open_page: Callable[..., Page], draft: Reflection, trainee: User) -> None:
    url = reverse("training:reflection", args=[draft.pk])
    first, second = open_page(trainee), open_page(trainee)
    first.goto(url)
    second.goto(url)

    first.get_by_label("正文").first.fill("第一个窗口写的")
    expect(first.locator("[data-state]")).to_contain_text("已保存", timeout=15_000)
    second.get_by_label("正文").first.fill("第二个窗口写的")
    expect(second.locator("[data-notice]")).to_contain_text("还没有保存", timeout=15_000)
    second.get_by_role("button", name="保存我这里的").click()
    expect(second.locator("[data-state]")).to_contain_text("已保存", timeout=15_000)

    draft.refresh_from_db()
    versions = [version.parts[0]["text"] for version in draft.versions.order_by("number")]
    assert draft.parts[0]["text"] == "第二个窗口写的"
    assert "第一个窗口写的" in versions


def test_who_goes_on_writing_in_an_old_window_is_asked(
    open_page: Callable[..., Page], draft: Reflection, trainee: User
) -> None:
    """Told that another window is newer before anything was written here: what is written then is not passed over."""
    newer = open_page(trainee)
    older = newer.context.new_page()
    for page in (newer, older):
        page.goto(reverse("training:reflection", args=[draft.pk]))

    newer.get_by_label("正文").first.fill("新窗口写的")
    expect(older.locator("[data-notice]")).to_contain_text("另一个窗口", timeout=15_000)
    older.get_by_label("正文").last.press_sequentially("旧窗口接着写")

    expect(older.locator("[data-notice]")).to_contain_text("还没有保存")
    expect(older.get_by_role("button", name="保存我这里的")).to_be_in_viewport()


def test_after_signing_in_in_another_window_the_first_one_goes_on_saving(
    open_page: Callable[..., Page], draft: Reflection, trainee: User, live_server: LiveServer
) -> None:
    page = open_page(trainee)
    page.goto(reverse("training:reflection", args=[draft.pk]))
    cookie = {"name": settings.SESSION_COOKIE_NAME, "url": live_server.url}
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    page.get_by_label("正文").first.fill("登录过期之后写的")
    expect(page.locator("[data-state]")).to_contain_text("登录已过期", timeout=15_000)
    page.context.clear_cookies()  # signing in changes the token as well
    page.context.add_cookies([{**cookie, "value": session_of(trainee)}])
    page.get_by_label("正文").first.fill("重新登录之后接着写的")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("[data-state]")).to_contain_text("已保存", timeout=15_000)

    draft.refresh_from_db()
    assert draft.parts[0]["text"] == "重新登录之后接着写的"


def test_without_a_line_it_stays_on_the_device(
    open_page: Callable[..., Page], draft: Reflection, trainee: User
) -> None:
    url = reverse("training:reflection", args=[draft.pk])
    page = open_page(trainee)
    page.goto(url)

    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no line')); }")
    page.get_by_label("正文").first.fill("断网时写的")
    expect(page.locator("[data-state]")).to_contain_text("网络断开", timeout=15_000)
    page.reload()
    expect(page.locator("[data-notice]")).to_contain_text("没有保存的内容")
    page.get_by_role("button", name="用这一份").click()
    expect(page.locator("[data-state]")).to_contain_text("已保存", timeout=15_000)

    draft.refresh_from_db()
    assert draft.parts[0]["text"] == "断网时写的"


def test_parts_are_moved_and_removed_by_keyboard(
    open_page: Callable[..., Page], draft: Reflection, trainee: User
) -> None:
    page = open_page(trainee)
    page.goto(reverse("training:reflection", args=[draft.pk]))

    page.get_by_label("小标题").nth(1).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_label("小标题").first).to_have_value("二、落实")
    page.get_by_role("button", name="删除这个部分").nth(1).press("Enter")
    expect(page.locator("[data-notice]")).to_contain_text("已删除这个部分")
    page.get_by_role("button", name="恢复").click()
    expect(page.locator("[data-state]")).to_contain_text("已保存", timeout=15_000)

    draft.refresh_from_db()
    assert [part["heading"] for part in draft.parts] == ["二、落实", "一、认识"]
