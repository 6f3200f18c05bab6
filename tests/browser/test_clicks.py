"""How many clicks it takes: a newcomer's way from a file to an assigned ledger, and what a clerk does every month."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from docx import Document as WordDocument
from playwright.sync_api import expect

from luoshi.ledger.actions.extending import ask_extension
from luoshi.ledger.actions.reporting import Words, submit_report
from luoshi.ledger.models import Extension, Measure, Report, UrgingSlip
from luoshi.ledger.states import Decision, ReportState, State
from luoshi.units.models import Post
from luoshi.units.states import Role
from tests.ledger.conftest import *  # noqa: F403 -- the people and measures of the ledger
from tests.summing_up.conftest import *  # noqa: F403 -- what comes back from units
from tests.summing_up.conftest import fill, workbook_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Plan
    from luoshi.units.models import Unit

OWN = (
    "滨川市托育服务工作安排",
    "为方便群众就近托幼，结合我市实际，制定如下安排。",
    "一、主要任务",
    "（一）增加托位供给",
    "新建公办托育园6所，支持社区利用闲置房屋开办托育点40个。（责任单位：市教育局、市财政局）",
    "（二）规范托育管理",
    "开展托育机构备案核查，建立食品安全检查清单，每季度联合检查一次。（责任单位：市教育局、市民政局）",
    "（三）培养托育人员",
    "开设托育专业班，培训保育人员1200人次。（责任单位：市教育局）",
    "滨川市人民政府办公室",
    "2026年11月20日",
)


class Hand:
    """A person at the mouse: counts clicks; typing and the key that sends what was typed are none."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.loads = 0
        page.on("load", lambda _page: self._loaded())

    def click(self, place: Locator) -> None:
        place.click()
        self.clicks += 1

    def follow(self, name: str) -> None:
        """Click the link of this name, in the navigation or the page."""
        self.click(self.page.get_by_role("link", name=name, exact=True).first)

    def press(self, name: str) -> None:
        """Click the button of this name."""
        self.click(self.page.get_by_role("button", name=name, exact=True).first)

    def look_for(self, text: str) -> None:
        """Type into the search of the page and send it."""
        box = self.page.locator("#search")
        box.fill(text)
        box.press("Enter")

    def _loaded(self) -> None:
        self.loads += 1


@pytest.fixture
def hand(
    transactional_db: None,
    open_page: Callable[..., Page],
    office_head: User,
    running: Plan,
    person: Callable[..., User],
) -> Iterator[Hand]:
    """The head of the supervision office has just come to the desk."""
    page = open_page(office_head)
    page.goto("/")
    hand = Hand(page)
    yield hand
    assert hand.clicks <= 5, f"{hand.clicks} clicks"
    assert hand.loads <= 5, f"{hand.loads} pages"


def test_a_newcomer_gets_from_a_file_of_his_own_to_an_assigned_ledger(
    transactional_db: None, open_page: Callable[..., Page], office_head: User, bureau: Unit, tmp_path: Path
) -> None:
    page = open_page(office_head)
    page.goto("/")
    hand, begun = Hand(page), time.monotonic()

    hand.follow("方案")
    hand.follow("上传工作方案")
    hand.clicks += 1  # the file is chosen
    page.locator("input[type=file]").set_input_files(own_document(tmp_path))
    page.wait_for_url("**/breakdown/")
    hand.press("按建议全部处理")
    expect(page.get_by_text("可以提交审核了。")).to_be_visible()
    hand.click(page.get_by_role("button", name="提交审核"))
    hand.click(page.get_by_role("button", name="批准交办"))
    page.wait_for_load_state("networkidle")

    assert set(Measure.objects.values_list("state", "accountable__name")) == {(State.ASSIGNED, "市教育局")}
    assert (hand.clicks <= 10, time.monotonic() - begun < 180) == (True, True)


def test_a_measure_is_found(hand: Hand, measure_in: Callable[..., Measure]) -> None:
    measure = measure_in(State.IN_PROGRESS, text="编制学位供需预测。")

    hand.look_for("学位供需")
    hand.click(hand.page.get_by_role("link", name="编制学位供需预测").first)

    hand.page.wait_for_url(f"**{reverse('ledger:measure', args=[measure.pk])}")


def test_ten_units_are_urged(hand: Hand, measure_in: Callable[..., Measure], today: date) -> None:
    for _time in range(10):
        measure_in(State.IN_PROGRESS, red_on=today)

    hand.follow("台账")
    hand.click(hand.page.get_by_role("link", name="红灯 10"))
    hand.click(hand.page.get_by_label("勾选本页全部"))
    hand.press("催办")
    hand.page.get_by_label("催办事由").fill("已超期，请说明情况。")
    hand.click(hand.page.get_by_role("button", name="催办"))

    expect(hand.page.get_by_text("已催办10项").first).to_be_visible()
    assert UrgingSlip.objects.count() == 10


def test_some_of_a_list_are_ticked_with_two_clicks(hand: Hand, measure_in: Callable[..., Measure]) -> None:
    for _time in range(6):
        measure_in(State.IN_PROGRESS)
    hand.follow("台账")
    boxes = hand.page.locator("[name=pk]")

    hand.click(boxes.nth(1))
    boxes.nth(4).click(modifiers=["Shift"])
    hand.clicks += 1

    assert [box.is_checked() for box in boxes.all()] == [False, True, True, True, True, False]
    expect(hand.page.get_by_text("已选4项")).to_be_visible()


def test_five_reports_are_let_out_by_the_head_of_the_unit(
    transactional_db: None,
    open_page: Callable[..., Page],
    running: Plan,
    measure_in: Callable[..., Measure],
    bureau: Unit,
    liaison: User,
    unit_head: User,
) -> None:
    running.head_signs_reports = True
    running.save()
    for _time in range(5):
        submit_report(measure_in(State.IN_PROGRESS), bureau, Words(claimed=40, done="主体封顶。"), by=liaison)
    page = open_page(unit_head)
    page.goto("/")
    hand = Hand(page)

    hand.click(page.get_by_role("link", name="本期应报").first)
    hand.press("全部同意报送")
    hand.click(page.locator("#confirm").get_by_role("button", name="确定"))

    expect(page.get_by_text("已报送5份报告。")).to_be_visible()
    assert (hand.clicks, set(Report.objects.values_list("state", flat=True))) == (3, {ReportState.SUBMITTED})


def test_the_ledger_is_exported(hand: Hand, measure_in: Callable[..., Measure]) -> None:
    measure_in(State.IN_PROGRESS)

    hand.follow("台账")
    hand.press("导出")
    with hand.page.expect_download() as download:
        hand.click(hand.page.get_by_role("link", name="Excel"))

    assert download.value.suggested_filename.endswith(".xlsx")


def test_the_workbooks_of_all_units_go_out(hand: Hand, measure_in: Callable[..., Measure], running: Plan) -> None:
    measure_in(State.IN_PROGRESS)

    hand.follow("填报表")
    hand.follow(running.name)
    hand.press("打包全部单位的填报表")
    with hand.page.expect_download() as download:
        hand.click(hand.page.get_by_role("link", name="下载压缩包"))

    assert download.value.suggested_filename.endswith(".zip")


def test_returned_workbooks_are_registered(
    hand: Hand, measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, tmp_path: Path
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    filled = tmp_path / "教育局.xlsx"
    filled.write_bytes(fill(workbook_of(bureau, by=supervisor), {"done": "主体封顶。", "claimed": "60"}))

    hand.follow("填报表")
    hand.clicks += 1  # the files are chosen
    hand.page.locator("input[type=file]").set_input_files(filled)
    if hand.page.get_by_role("button", name="上传并对照").is_visible():
        hand.click(hand.page.get_by_role("button", name="上传并对照"))
    hand.click(hand.page.get_by_role("button", name="登记"))

    expect(hand.page.get_by_text("已登记").first).to_be_visible()
    measure.refresh_from_db()
    assert measure.claimed == 60


def test_an_instruction_is_registered_and_assigned(hand: Hand, bureau: Unit) -> None:
    hand.follow("方案")
    hand.follow("登记批示或议定事项")
    hand.page.get_by_label("事项内容").fill("研究城区学校午餐供应，提出办法。")
    hand.page.get_by_label("主责单位").fill(bureau.name)
    hand.press("登记并直接交办")

    expect(hand.page.get_by_text("已交办").first).to_be_visible()
    assert Measure.objects.get().state == State.ASSIGNED


def test_an_extension_is_granted(hand: Hand, measure_in: Callable[..., Measure], liaison: User) -> None:
    ask_extension(measure_in(State.IN_PROGRESS), due_wanted=date(2027, 3, 31), reason="雨季影响", by=liaison)
    hand.page.reload()
    hand.loads = 0

    hand.follow("决定")
    hand.page.wait_for_url("**#extensions-title")
    hand.follow("决定")
    hand.click(hand.page.get_by_label("同意延期"))
    hand.press("作出决定")

    expect(hand.page.get_by_text("已决定").first).to_be_visible()
    assert Extension.objects.get().decision == Decision.GRANTED


def test_a_colleagues_work_is_handed_over(
    transactional_db: None, open_page: Callable[..., Page], city: Unit, office: Unit, person: Callable[..., User]
) -> None:
    person("guanli", city, Role.ADMINISTRATOR)
    leaving, coming = person("chenli", office, Role.SUPERVISOR), person("hechuan", office, Role.VERIFIER)
    page = open_page(person("guanli2", city, Role.ADMINISTRATOR))
    page.goto("/")
    hand = Hand(page)

    hand.follow("单位")
    hand.click(page.get_by_role("link", name=office.name).first)
    hand.press(f"{leaving.name}职责的操作")
    hand.follow("移交")
    page.get_by_label("接任人").fill(coming.name)
    hand.press("移交职责")

    expect(page.get_by_text("已移交").first).to_be_visible()
    assert (Post.objects.filter(user=coming, role=Role.SUPERVISOR).count(), hand.clicks) == (1, 5)


def test_what_is_overdue_in_a_bureau_is_answered(
    hand: Hand, measure_in: Callable[..., Measure], bureau: Unit, today: date
) -> None:
    measure_in(State.IN_PROGRESS, text="年底前新建3所小学。", red_on=today)

    hand.look_for("教育局")
    hand.click(hand.page.get_by_role("link", name=bureau.name).first)
    hand.click(hand.page.get_by_role("link", name="红灯 1"))

    expect(hand.page.locator("[data-row]")).to_have_count(1)


def own_document(folder: Path) -> Path:
    """A file as an office writes it: units without a lead told apart, no dates."""
    document = WordDocument()
    for words in OWN:
        document.add_paragraph(words)
    document.save(str(folder / "托育安排.docx"))
    return folder / "托育安排.docx"
