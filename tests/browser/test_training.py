"""A class from its plan to a certificate that a stranger checks, in a real browser."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from luoshi.training.actions.classes import add_class
from luoshi.training.models import Trainee, TrainingClass
from luoshi.units.actions.units import plant
from tests.browser.conftest import overflow, take_pictures
from tests.training.layouts import as_word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

FIRST = date(2026, 11, 24)
DAY = (
    ("9:00-10:30", "学习原文", "领读{n}：工作方案", "", "一号教室"),
    ("10:45-12:00", "专题研讨", "专题{n}：任务怎样分解", "苏老师（市委党校）", "一号教室"),
    ("14:30-16:00", "观看视频", "短片{n}：一条河的治理", "", "二号教室"),
    ("16:15-17:30", "分组讨论", "讨论{n}：谁牵头、何时完成", "", "各组教室"),
)
HEADER = ("日期", "时间", "形式", "内容", "主讲人", "地点")


@pytest.fixture
def files(workbook: Callable[..., bytes], tmp_path: Path) -> tuple[Path, Path]:
    """A timetable of twenty sessions and a roster of sixty trainees."""
    rows = [
        (
            (FIRST + timedelta(days=day)).isoformat() if place == 0 else "",
            row[0],
            row[1],
            row[2].format(n=day + 1),
            *row[3:],
        )
        for day in range(5)
        for place, row in enumerate(DAY)
    ]
    people = [(f"学员{number:02}", f"市{number % 15 + 1}号局", "科长") for number in range(60)]
    timetable, roster = tmp_path / "课表.xlsx", tmp_path / "名册.xlsx"
    timetable.write_bytes(workbook(HEADER, *rows))
    roster.write_bytes(workbook(("姓名", "单位", "职务"), *people))
    return timetable, roster


def test_from_a_plan_to_a_certificate(
    open_page: Callable[..., Page],
    transactional_db: None,
    today: date,
    class_head: User,
    city: Unit,
    files: tuple[Path, Path],
) -> None:
    for number in range(15):
        plant(city, by=None, name=f"市{number + 1}号局")
    page = open_page(class_head)

    _plan(page, files[0])
    _enrol(page, files[1])
    _make_groups(page)
    _enter_absence(page)
    code = _complete(page)
    _check(open_page(), code)

    assert TrainingClass.objects.get().groups.count() == 6


def _plan(page: Page, timetable: Path) -> None:
    page.goto(reverse("training:classes"))
    page.get_by_role("link", name="设立培训班").click()
    page.get_by_label("班次名称").fill("贯彻落实工作方案专题班")
    page.get_by_label("开班日期").fill(FIRST.isoformat())
    page.get_by_label("结业日期").fill((FIRST + timedelta(days=4)).isoformat())
    page.get_by_label("结业须提交心得体会").uncheck()
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="导入课表").click()
    page.get_by_label("文件").set_input_files(timetable)
    page.get_by_role("button", name="上传并查看变化").click()
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.locator(".ls-session")).to_have_count(20)
    assert (take_pictures(page, "training-week"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 1440, "height": 900})


def _enrol(page: Page, roster: Path) -> None:
    page.get_by_role("link", name="学员", exact=True).click()
    page.get_by_role("link", name="导入名册").click()
    page.get_by_label("文件").set_input_files(roster)
    page.get_by_role("button", name="上传并查看变化").click()
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_text("已导入60行。")).to_be_visible()
    assert (take_pictures(page, "training-roster"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 1440, "height": 900})


def _make_groups(page: Page) -> None:
    page.get_by_role("link", name="分组", exact=True).click()
    page.get_by_role("button", name="自动分组").click()
    groups = page.locator("[data-group]")
    expect(groups).to_have_count(6)
    first = groups.nth(0).locator(".ls-member")
    expect(first).to_have_count(10)
    groups.nth(0).locator("select").nth(0).select_option(label="第2组")
    expect(first).to_have_count(9)
    first.nth(0).drag_to(groups.nth(2), source_position={"x": 20, "y": 12})
    expect(first).to_have_count(8)
    assert (take_pictures(page, "training-groups"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 1440, "height": 900})


def _enter_absence(page: Page) -> None:
    page.get_by_role("link", name="课表", exact=True).click()
    page.get_by_role("link", name="领读1：工作方案").click()
    page.get_by_role("link", name="登记缺席").click()
    page.get_by_role("checkbox", name=re.compile("^学员07")).check()
    page.get_by_label("学员07缺席的事由").fill("病假")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("登记学员07缺席，事由：病假")).to_be_visible()
    assert (take_pictures(page, "training-session"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 1440, "height": 900})


def _complete(page: Page) -> str:
    page.get_by_role("link", name="结业", exact=True).click()
    page.get_by_role("button", name="为所选学员办理结业").click()
    expect(page.get_by_text("已为60名学员办理结业。")).to_be_visible()
    assert (take_pictures(page, "training-completion"), overflow(page)) == ([], 0)
    return Trainee.objects.order_by("pk")[0].certificate_code or ""


def _check(page: Page, code: str) -> None:
    page.goto(reverse("training:check_certificate"))
    page.get_by_label("证书编号").fill(code.lower().replace("-", ""))
    page.get_by_role("button", name="核验").click()
    expect(page.get_by_text("这个编号的证书真实有效。")).to_be_visible()
    expect(page.get_by_text("学＊＊＊")).to_be_visible()
    assert (take_pictures(page, "training-check"), overflow(page)) == ([], 0)


def test_a_clash_is_told_while_the_session_is_typed(
    open_page: Callable[..., Page], transactional_db: None, today: date, class_head: User, city: Unit
) -> None:
    training_class = add_class(
        city, title="供水专题班", starts_on=FIRST, ends_on=FIRST + timedelta(days=4), by=class_head
    )
    table = "时间 | 周二 | 周三\n上午 | 学习原文（一号教室） | 分组讨论\n中午 | 午餐 | <"
    page = open_page(class_head)

    page.goto(reverse("training:start_import", args=[training_class.pk, "timetable"]))
    upload = as_word(table)
    page.set_input_files(
        "input[type=file]", {"name": "课表.docx", "mimeType": "application/octet-stream", "buffer": upload.read()}
    )
    page.get_by_role("button", name="上传并查看变化").click()
    expect(page.get_by_role("row", name=re.compile("B3 午餐"))).to_be_visible()
    assert take_pictures(page, "training-preview-week") == []
    page.get_by_role("button", name="导入", exact=True).click()

    page.get_by_role("link", name="添加课程").click()
    page.get_by_label("开始").fill("2026-11-24T10:00")
    page.get_by_label("结束").fill("2026-11-24T11:00")
    expect(page.get_by_text("与本班“学习原文”（11-24 09:00–11:30）时间重叠")).to_be_visible()
    page.get_by_label("教室").fill("一号教室")
    expect(page.get_by_text("教室“一号教室”与“学习原文”")).to_be_visible()
    assert take_pictures(page, "training-session-form") == []
    page.get_by_label("开始").fill("2026-11-24T14:00")
    page.get_by_label("结束").fill("2026-11-24T15:00")
    expect(page.get_by_text("没有冲突")).to_be_visible()
