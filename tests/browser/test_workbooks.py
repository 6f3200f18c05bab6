"""A month done by returned workbooks only, in a real browser; every page of workbooks looked at and kept as a picture."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from luoshi.accounts.models import User
from luoshi.common import clock
from luoshi.ledger.actions.drafting import edit_measure
from luoshi.ledger.actions.plans import built_in_profile
from luoshi.ledger.models import Measure, Part, Plan, Report
from luoshi.ledger.states import DueSource, Matter, PartRole, PlanState, State
from luoshi.units.actions.units import plant
from tests.browser.conftest import overflow, take_pictures
from tests.summing_up.conftest import fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from luoshi.units.models import Unit

WORDS = (
    "年底前新建、改扩建义务教育学校12所，新增学位1.5万个。",
    "建立留守儿童关爱台账，每季度走访一次。",
    "完成全市中小学食堂明厨亮灶改造。",
)
DUE = date(2026, 12, 31)


@pytest.fixture
def plan(office: Unit, today: date) -> Plan:
    return Plan.objects.create(
        owner=office,
        name="滨川市2026年民生实事工作方案",
        code="2026-01",
        profile=built_in_profile(Matter.PLAN),
        state=PlanState.RUNNING,
    )


@pytest.fixture
def units(city: Unit, bureau: Unit) -> list[Unit]:
    """Three units, and nobody in them who could sign in."""
    return [bureau, *(plant(city, by=None, name=name) for name in ("市财政局", "市民政局"))]


@pytest.fixture
def measures(plan: Plan, units: list[Unit], supervisor: User) -> list[Measure]:
    """Every unit leads one measure, and the second supports the first."""
    made = []
    for number, (unit, text) in enumerate(zip(units, WORDS, strict=True), 1):
        measure = Measure.objects.create(
            plan=plan,
            number=number,
            code=f"{plan.code}-{number:03d}",
            text=text,
            state=State.ASSIGNED,
            state_since=clock.now(),
            accountable=unit,
            created_by=supervisor,
            due_on=DUE,
            first_due_on=DUE,
            due_source=DueSource.TEXT,
            next_report_on=date(2026, 11, 28),
        )
        Part.objects.create(measure=measure, unit=unit, printed=unit.name, role=PartRole.LEAD, is_accountable=True)
        made.append(measure)
    Part.objects.create(measure=made[0], unit=units[1], printed=units[1].name, role=PartRole.SUPPORT, position=1)
    return made


def download(page: Page, name: str, folder: Path) -> bytes:
    """The workbook of one unit, as the browser keeps it."""
    with page.expect_download() as started:
        page.get_by_role("link", name=f"下载{name}的填报表").click()
    path = folder / f"{name}.xlsx"
    started.value.save_as(path)
    return path.read_bytes()


def hand_in(page: Page, folder: Path, contents: dict[str, bytes]) -> None:
    paths = []
    for name, content in contents.items():
        path = folder / f"{name}-回收.xlsx"
        path.write_bytes(content)
        paths.append(path)
    page.goto(reverse("summing_up:workbooks"))
    page.get_by_label("上传回收表").set_input_files(paths)
    expect(page.get_by_text(f"已选择 {len(paths)} 个文件")).to_be_visible()
    page.get_by_role("button", name="上传并对照").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("回收表对照")


def test_a_month_is_done_by_returned_workbooks_only(
    open_page: Callable[..., Page], plan: Plan, measures: list[Measure], supervisor: User, tmp_path: Path
) -> None:
    page = open_page(supervisor)
    page.goto(reverse("summing_up:workbooks"))
    page.get_by_role("link", name=plan.name).click()
    went = {name: download(page, name, tmp_path) for name in ("市教育局", "市财政局", "市民政局")}
    came = {
        "市教育局": fill(went["市教育局"], {"sign": "是", "done": "8所学校主体封顶，4所完成桩基。", "claimed": "60"}),
        "市财政局": fill(went["市财政局"], {"sign": "是", "done": "配套资金已拨付2.4亿元。"}, {"done": "台账已建立。"}),
        "市民政局": fill(went["市民政局"], {"refuse": "是", "refuse_reason": "食堂改造由市场监管部门负责。"}),
    }

    hand_in(page, tmp_path, came)
    expect(page.get_by_text("将一次登记，要么全部成功，要么一行也不写入")).to_be_visible()
    page.get_by_role("button", name="登记4行").click()
    expect(page.get_by_text("4行已于")).to_be_visible()

    for measure in measures:
        measure.refresh_from_db()
    assert [measure.state for measure in measures] == ["in_progress", "in_progress", "in_review"]
    assert (measures[0].claimed, Report.objects.filter(from_workbook=True).count()) == (60, 3)
    assert list(User.objects.values_list("username", flat=True)) == ["supervisor"]


def test_conflicts_are_decided_on_the_page(
    open_page: Callable[..., Page], plan: Plan, measures: list[Measure], supervisor: User, tmp_path: Path
) -> None:
    page = open_page(supervisor)
    page.goto(reverse("summing_up:plan", args=[plan.pk]))
    went = download(page, "市教育局", tmp_path)
    edit_measure(measures[0], text="年底前新建、改扩建义务教育学校15所。", by=supervisor)

    hand_in(page, tmp_path, {"市教育局": fill(went, {"sign": "是", "done": "已开工12所。", "claimed": "200%"})})
    expect(page.get_by_text("不是0到100的整数")).to_be_visible()
    hand_in(page, tmp_path, {"市教育局": fill(went, {"sign": "是", "done": "已开工12所。", "claimed": "20"})})
    expect(page.get_by_text("还有1行冲突没有选择")).to_be_visible()
    expect(page.get_by_text("修改了措施")).to_be_visible()
    page.get_by_label("按回收表登记").check()
    page.get_by_role("button", name="登记1行").click()

    expect(page.get_by_text("1行已于")).to_be_visible()
    assert Report.objects.get().done == "已开工12所。"


def test_pages_are_accessible_and_fit_a_phone(
    open_page: Callable[..., Page], plan: Plan, measures: list[Measure], supervisor: User, tmp_path: Path
) -> None:
    page = open_page(supervisor)
    page.goto(reverse("summing_up:plan", args=[plan.pk]))
    went = {name: download(page, name, tmp_path) for name in ("市教育局", "市财政局", "市民政局")}
    edit_measure(measures[1], text="建立留守儿童关爱台账，每月走访一次。", by=supervisor)
    came = {
        "市教育局": fill(went["市教育局"], {"sign": "是", "done": "8所学校主体封顶。", "claimed": "60"}),
        "市财政局": fill(went["市财政局"], {"done": "资金已拨付。"}, {"sign": "是", "done": "台账已建立。"}),
        "市民政局": fill(went["市民政局"], {"sign": "是", "claimed": "大半"}),
        "坏的": b"PK broken",
    }
    hand_in(page, tmp_path, came)
    batch = page.url
    seen = {}

    for name, url in (
        ("workbooks", reverse("summing_up:workbooks")),
        ("workbooks-plan", reverse("summing_up:plan", args=[plan.pk])),
        ("workbooks-hand-in", reverse("summing_up:hand_in")),
        *((f"workbooks-batch-{show}", f"{batch}?show={show}") for show in ("fault", "conflict", "change")),
    ):
        page.goto(url)
        page.wait_for_load_state("networkidle")
        seen[name] = (take_pictures(page, name), overflow(page))

    assert {name: found for name, found in seen.items() if found != ([], 0)} == {}
