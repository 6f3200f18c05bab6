"""Whole stories in a real browser, each step as the right person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from luoshi.units.models import Unit
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from luoshi.accounts.models import User

PASSWORD = "correct horse battery"


def test_from_an_empty_installation_to_a_liaison_who_signs_in(
    open_page: Callable[..., Page], transactional_db: None, workbook: Callable[..., bytes], tmp_path: Path
) -> None:
    code = settings.DATA.first_code()
    page = open_page()

    _make_first_administrator(page, code)
    _import_units(page, workbook, tmp_path)
    password = _enter_liaison(page)
    _give_post(page)
    own = open_page()
    _sign_in_first_time(own, password)

    expect(own.get_by_role("heading", level=1)).to_have_text("林晓，您好")
    expect(own.get_by_text("市教育局 联络员")).to_be_visible()


def test_the_second_editor_sees_what_changed_and_loses_nothing(
    open_page: Callable[..., Page], administrator: User, bureau: Unit
) -> None:
    first, second = open_page(administrator), open_page(administrator)
    for page in (first, second):
        page.goto(reverse("units:change", args=[bureau.pk]))
    first.get_by_label("名称").fill("市教育和体育局")
    first.get_by_role("button", name="保存").click()
    second.get_by_label("单位代码").fill("11X")

    second.get_by_role("button", name="保存").click()

    expect(second.get_by_role("alert")).to_contain_text("周明已作修改")
    expect(second.get_by_role("cell", name="市教育和体育局")).to_be_visible()
    expect(second.get_by_label("单位代码")).to_have_value("11X")


def test_the_tree_opens_level_by_level(
    open_page: Callable[..., Page], administrator: User, county_bureau: Unit
) -> None:
    page = open_page(administrator)
    page.goto(reverse("units:tree"))

    page.get_by_role("button", name="“青山县”的下级").click()

    expect(page.get_by_role("link", name="县教育局")).to_be_visible()


def test_an_alias_is_added_and_removed_in_place(
    open_page: Callable[..., Page], administrator: User, bureau: Unit
) -> None:
    page = open_page(administrator)
    page.goto(reverse("units:unit", args=[bureau.pk]))

    page.get_by_role("textbox", name="别名").fill("教育局")
    page.get_by_role("button", name="添加别名").click()
    expect(page.get_by_role("button", name="删除别名“教育局”")).to_be_visible()
    page.get_by_role("button", name="删除别名“教育局”").click()

    expect(page.get_by_text("还没有别名。")).to_be_visible()


def test_closing_a_unit_asks_first(open_page: Callable[..., Page], administrator: User, bureau: Unit) -> None:
    page = open_page(administrator)
    page.goto(reverse("units:unit", args=[bureau.pk]))
    page.get_by_role("button", name="更多操作").click()
    page.get_by_role("button", name="停用").click()
    dialog = page.get_by_role("dialog")

    dialog.get_by_role("button", name="取消").click()
    still_open = Unit.objects.get(pk=bureau.pk).is_open
    page.get_by_role("button", name="更多操作").click()
    page.get_by_role("button", name="停用").click()
    dialog.get_by_role("button", name="确定").click()

    expect(page.get_by_text("“市教育局”已停用。")).to_be_visible()
    assert still_open


def test_a_refused_part_says_why_above_the_page(
    open_page: Callable[..., Page], administrator: User, bureau: Unit
) -> None:
    page = open_page(administrator)
    page.goto(reverse("units:unit", args=[bureau.pk]))
    administrator.posts.update(role=Role.SUPERVISOR)

    page.get_by_role("textbox", name="别名").fill("教育局")
    page.get_by_role("button", name="添加别名").click()

    expect(page.get_by_role("alert")).to_contain_text("您无权进行这项操作")


def test_the_phone_has_its_bar_and_its_menu(open_page: Callable[..., Page], liaison: User) -> None:
    page = open_page(liaison, width=390, height=844)
    page.goto("/")

    page.get_by_role("button", name="更多").click()
    page.get_by_role("dialog", name="主导航").get_by_role("link", name="工作日历").click()

    expect(page).to_have_url(re.compile(r"/units/calendar/\d{4}/"))


def test_the_language_is_switched_in_the_page(
    open_page: Callable[..., Page], town: dict[str, Any], liaison: User
) -> None:
    page = open_page(liaison)
    page.goto(reverse("units:tree"))

    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Units")
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_slash_leads_to_the_search(open_page: Callable[..., Page], liaison: User) -> None:
    page = open_page(liaison)
    page.goto("/")

    page.keyboard.press("/")
    page.keyboard.type("教育")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="市教育局")).to_be_visible()


def test_the_keyboard_reaches_the_content_first(open_page: Callable[..., Page], liaison: User) -> None:
    page = open_page(liaison)
    page.goto("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def _make_first_administrator(page: Page, code: str) -> None:
    page.goto("/")
    page.get_by_label("启动码").fill(code)
    page.get_by_label("本单位名称").fill("滨川市")
    page.get_by_label("您的姓名").fill("周明")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="建立并登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("周明，您好")


def _import_units(page: Page, workbook: Callable[..., bytes], folder: Path) -> None:
    path = folder / "单位.xlsx"
    path.write_bytes(workbook(("单位名称", "上级单位", "层级"), ("市教育局", "", "市级"), ("市民政局", "", "市级")))
    page.get_by_role("link", name="导入单位").click()
    page.get_by_label("工作簿").set_input_files(path)
    page.get_by_role("button", name="上传并查看变化").click()
    expect(page.get_by_role("cell", name="市民政局")).to_be_visible()
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_text("已导入，2个单位有变化。")).to_be_visible()


def _enter_liaison(page: Page) -> str:
    page.goto(reverse("units:add_person"))
    page.get_by_label("姓名").fill("林晓")
    page.get_by_label("登录名").fill("linxiao")
    page.get_by_role("button", name="保存").click()
    return page.locator("#key").inner_text()


def _give_post(page: Page) -> None:
    page.goto(reverse("units:tree") + "?q=教育")
    page.get_by_role("link", name="市教育局").click()
    page.get_by_role("link", name="设置职责").click()
    page.get_by_label("人员").fill("林")
    option = page.locator('datalist option[value^="林晓"]')
    option.wait_for(state="attached")
    page.get_by_label("人员").fill(option.get_attribute("value") or "")
    page.get_by_role("button", name="设置职责").click()
    expect(page.get_by_text("已设置林晓的职责。")).to_be_visible()


def _sign_in_first_time(page: Page, password: str) -> None:
    page.goto("/")
    page.get_by_label("登录名").fill("linxiao")
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_label("当前密码").fill(password)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    page.goto("/")


def test_a_passkey_signs_in(open_page: Callable[..., Page], liaison: User) -> None:
    page = open_page()
    _plug_in_a_key(page)
    _sign_in(page, "liaison")
    _confirm_it_is_me(page, reverse("mfa_add_webauthn"))
    page.locator("#id_name").fill("我的钥匙")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    page.context.clear_cookies()

    page.goto(reverse("account_login"))
    page.get_by_role("button", name="用通行密钥登录").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("林晓，您好")


def test_a_one_time_code_is_asked_for_once_it_is_switched_on(open_page: Callable[..., Page], liaison: User) -> None:
    page = open_page()
    _sign_in(page, "liaison")
    _confirm_it_is_me(page, reverse("mfa_activate_totp"))
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("[name=code]").fill(_code_of(secret))
    page.get_by_role("button", name="激活").click()
    page.wait_for_url("**/recovery-codes/")
    page.context.clear_cookies()

    _sign_in(page, "liaison")

    expect(page.locator("[name=code]")).to_be_visible()


def _sign_in(page: Page, username: str) -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_load_state()


def _confirm_it_is_me(page: Page, address: str) -> None:
    """Whoever changes how one signs in gives the password again."""
    page.goto(address)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.wait_for_url(f"**{address}")


def _plug_in_a_key(page: Page) -> None:
    """A key of the browser's own, as its developers' tools offer it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def _code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
