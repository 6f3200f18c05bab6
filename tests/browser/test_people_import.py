"""From a workbook of people to the slips with their first passwords, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from playwright.sync_api import expect

from luoshi.accounts.models import User
from luoshi.units.models import PeopleImport
from tests.browser.conftest import overflow, take_pictures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from luoshi.units.models import Unit

HEADER = ("姓名", "登录名", "单位", "职责", "职务", "联系电话")
ROWS = (
    ("赵敏", "", "市教育局", "联络员", "科员", "0000-1234567"),
    ("钱进", "qianjin", "滨川市", "督办员", "", ""),
    ("林晓", "", "市教育局", "单位负责人", "副局长", "0000-7654321"),
)


def test_people_come_from_a_workbook_and_get_their_slips(
    open_page: Callable[..., Page],
    administrator: User,
    liaison: User,
    bureau: Unit,
    workbook: Callable[..., bytes],
    tmp_path: Path,
) -> None:
    path = tmp_path / "人员.xlsx"
    path.write_bytes(workbook(HEADER, *ROWS))
    page = open_page(administrator)

    page.goto(reverse("units:people"))
    page.get_by_role("link", name="从Excel导入").click()
    page.get_by_label("工作簿（.xlsx）").set_input_files(path)
    page.get_by_role("button", name="上传并查看变化").click()
    findings = take_pictures(page, "units-people-import-preview")
    page.get_by_role("button", name="导入", exact=True).dblclick()
    expect(page.get_by_text("已导入：新录入2人，1人有变化。")).to_be_visible()
    findings += take_pictures(page, "units-people-import-done")
    page.get_by_role("button", name="生成首次登录密码").click()
    expect(page.locator(".ls-strips > li")).to_have_count(2)
    findings += take_pictures(page, "units-first-passwords")

    assert (findings, overflow(page)) == ([], 0)
    assert PeopleImport.objects.get().state == "applied"
    password = page.locator(".ls-strips > li", has_text="zhaomin").locator("code").inner_text()
    assert User.objects.get(username="zhaomin").check_password(password)
