"""Stories of the breakdown page in a real browser: from a file to assigned measures, two editors, keys, the phone."""

from __future__ import annotations

import time
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from luoshi.ledger.actions.preparing import accept_suggestions, plan_from_file
from luoshi.ledger.actions.submitting import submit_plan
from luoshi.ledger.models import Measure, Plan
from luoshi.ledger.states import State
from luoshi.samples import sample_path
from luoshi.units.states import Role
from tests.benchmark import REASON, benchmark_texts
from tests.browser.conftest import overflow, take_pictures
from tests.tools.as_docx import as_docx

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

THREE_MINUTES = 180


@pytest.fixture
def clerk(person: Callable[..., User], office: Unit) -> User:
    return person("duban", office, Role.SUPERVISOR)


@pytest.fixture
def head(person: Callable[..., User], office: Unit) -> User:
    return person("zhuren", office, Role.OFFICE_HEAD)


@pytest.fixture
def newcomer(person: Callable[..., User], city: Unit) -> User:
    """The first person of an installation in which nothing but the root is known."""
    return person("xinren", city, Role.OFFICE_HEAD)


@pytest.fixture
def city_plan(office: Unit, bureau: Unit, clerk: User, today: date) -> Plan:
    """The bundled plan of the city, just broken down."""
    path = sample_path("city-plan.docx")
    with path.open("rb") as file:
        return plan_from_file(file, name=path.name, size=path.stat().st_size, owner=office, by=clerk)


class Clicks:
    """Counts what a hand does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def click(self, name: str, role: str = "button") -> None:
        self.count += 1
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]  # a role by its name

    def choose(self, path: object) -> None:
        self.count += 1
        self.page.wait_for_load_state("load")  # no hand is quicker than the page's script
        self.page.get_by_label("把工作方案拖到这里，或选择文件").set_input_files(str(path))


def test_breakdown_page_is_accessible_and_fits_a_phone(
    open_page: Callable[..., Page], city_plan: Plan, clerk: User
) -> None:
    page = open_page(clerk)
    page.goto(reverse("ledger:breakdown", args=[city_plan.pk]))
    page.wait_for_load_state("networkidle")

    findings = take_pictures(page, "ledger-breakdown")

    assert (findings, overflow(page)) == ([], 0)


def test_rows_far_down_a_long_plan_become_whole_where_one_works(
    open_page: Callable[..., Page], office: Unit, clerk: User, today: date
) -> None:
    lines = "".join(f"{number}. 年底前建成第{number}处口袋公园。（责任单位：市园林局）\n" for number in range(1, 126))
    content = BytesIO(f"滨川市公园建设工作方案\n一、重点任务\n{lines}".encode())
    plan = plan_from_file(content, name="a.txt", size=len(content.getvalue()), owner=office, by=clerk)
    last = plan.measures.get(number=125)
    page = open_page(clerk)
    page.goto(reverse("ledger:breakdown", args=[plan.pk]))
    expect(row(page, last)).to_have_class("ls-draft is-short")

    row(page, last).evaluate("row => row.focus({ preventScroll: true })")
    page.keyboard.press("e")
    row(page, last).get_by_role("textbox", name="具体措施任务").fill("年底前建成第125处街心公园。")
    page.keyboard.press("Control+Enter")

    row(page, last).locator(".ls-draft-words", has_text="街心公园").wait_for()
    first = row(page, plan.measures.get(number=101))
    first.scroll_into_view_if_needed()
    expect(first.get_by_role("button", name="编辑")).to_be_visible()


def test_newcomer_goes_from_a_file_to_assigned_measures_in_ten_clicks(
    open_page: Callable[..., Page], office: Unit, bureau: Unit, clerk: User, head: User, today: date
) -> None:
    page = open_page(clerk)
    page.goto(reverse("ledger:plans"))
    hand = Clicks(page)
    hand.click("上传工作方案", "link")
    hand.choose(sample_path("city-plan.docx"))
    page.wait_for_url("**/breakdown/")
    assert page.locator("#drafts > li").count() == 88
    hand.click("按建议全部处理")
    page.get_by_text("可以提交审核了。").wait_for()
    hand.click("提交审核（88项）")
    page.wait_for_url("**/review/")

    page = open_page(head)
    page.goto(reverse("ledger:review", args=[Plan.objects.get().pk]))
    hand.page = page
    hand.click("批准交办")
    page.wait_for_url(f"**{reverse('ledger:plan', args=[Plan.objects.get().pk])}")

    assert set(Measure.objects.values_list("state", flat=True)) == {State.ASSIGNED}
    assert hand.count <= 10


def test_newcomer_takes_real_documents_from_upload_to_assigned(
    open_page: Callable[..., Page], newcomer: User, today: date, tmp_path: Path
) -> None:
    """Three documents that nobody prepared, in an empty installation, by accepting what is suggested."""
    page = open_page(newcomer)
    for path in pick_texts():
        file = tmp_path / f"{path.stem}.docx"
        file.write_bytes(as_docx(path.read_text(encoding="utf-8")))
        began = time.monotonic()
        page.goto(reverse("ledger:plans"))
        hand = Clicks(page)
        hand.click("上传工作方案", "link")
        hand.choose(file)
        page.wait_for_url("**/breakdown/")
        hand.click("按建议全部处理")
        page.get_by_text("可以提交审核了。").wait_for()
        hand.click("提交审核")
        page.wait_for_url("**/review/")
        hand.click("批准交办")
        page.get_by_text("任务已送达各单位").wait_for()
        plan = Plan.objects.latest("pk")
        assert set(plan.measures.values_list("state", flat=True)) == {State.ASSIGNED}
        assert hand.count <= 10
        assert time.monotonic() - began < THREE_MINUTES


def test_two_editors_see_each_other_and_lose_nothing(
    open_page: Callable[..., Page], city_plan: Plan, clerk: User, head: User
) -> None:
    first = city_plan.measures.get(number=1)
    one, other = open_page(clerk), open_page(head)
    for page in (one, other):
        page.goto(reverse("ledger:breakdown", args=[city_plan.pk]))
        row(page, first).get_by_role("button", name="编辑").click()
    row(one, first).get_by_label("具体措施任务").fill("编制学位预测。")
    row(one, first).get_by_role("button", name="保存").click()
    row(one, first).get_by_text("编制学位预测。").wait_for()

    row(other, first).get_by_label("具体措施任务").fill("编制学位供需表。")
    row(other, first).get_by_role("button", name="保存").click()

    row(other, first).get_by_text("duban已作修改").wait_for()
    assert row(other, first).get_by_label("具体措施任务").input_value() == "编制学位供需表。"
    row(other, first).get_by_role("button", name="保存").click()
    row(other, first).locator(".ls-draft-words", has_text="编制学位供需表。").wait_for()
    one.evaluate("htmx.trigger(document.body, 'drafts-moved')")  # not to wait ten seconds
    row(one, first).locator(".ls-draft-words", has_text="编制学位供需表。").wait_for()


def test_words_typed_but_not_saved_survive_a_reload(
    open_page: Callable[..., Page], city_plan: Plan, clerk: User
) -> None:
    first = city_plan.measures.get(number=1)
    page = open_page(clerk)
    page.goto(reverse("ledger:breakdown", args=[city_plan.pk]))
    row(page, first).get_by_role("button", name="编辑").click()
    row(page, first).get_by_label("具体措施任务").press_sequentially("甲乙丙")

    page.reload()

    words = row(page, first).get_by_label("具体措施任务")
    words.wait_for()
    assert "甲乙丙" in words.input_value()
    row(page, first).get_by_role("button", name="取消").click()
    page.reload()
    page.wait_for_load_state("networkidle")
    assert row(page, first).locator("form[data-edit-form]").count() == 0


def test_page_is_worked_by_keys_alone(open_page: Callable[..., Page], city_plan: Plan, clerk: User) -> None:
    first, second = city_plan.measures.filter(number__in=[1, 2])
    page = open_page(clerk)
    page.goto(reverse("ledger:breakdown", args=[city_plan.pk]))
    keys = page.keyboard
    keys.press("j")
    keys.press("Enter")
    page.locator("#text .is-found").first.wait_for()
    keys.press("x")
    keys.press("j")
    keys.press("x")
    page.get_by_text("已选2项").wait_for()
    keys.press("m")
    row(page, second).wait_for(state="detached")
    keys.press("k")
    keys.press("s")
    page.get_by_text("从哪一句起拆成新的一项？").wait_for()
    keys.press("Escape")
    keys.press("e")
    words = row(page, first).get_by_label("具体措施任务")
    words.fill("合并后的一项。")
    keys.press("Control+Enter")
    row(page, first).locator(".ls-draft-words", has_text="合并后的一项。").wait_for()
    keys.press("?")
    page.get_by_role("heading", name="快捷键").wait_for()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, second.state) == ("合并后的一项。", State.MERGED)


def test_marked_words_become_a_draft_at_their_place(
    open_page: Callable[..., Page], city_plan: Plan, clerk: User
) -> None:
    page = open_page(clerk)
    page.goto(reverse("ledger:breakdown", args=[city_plan.pk]))
    document = city_plan.document
    assert document is not None
    start = document.text.index("以县域为基本单元")
    page.evaluate(MARK, [start, start + 8])
    page.locator("[data-pick]").get_by_role("button").wait_for()

    page.keyboard.press("a")

    page.locator("#drafts > li").nth(88).wait_for()
    made = city_plan.measures.get(number=89)
    assert (made.text, page.locator("#drafts > li").first.get_attribute("data-draft")) == (
        "以县域为基本单元",
        str(made.pk),
    )


def test_words_and_draft_lead_to_each_other(open_page: Callable[..., Page], city_plan: Plan, clerk: User) -> None:
    last = city_plan.measures.get(number=88)
    page = open_page(clerk)
    page.goto(reverse("ledger:breakdown", args=[city_plan.pk]))

    row(page, last).get_by_title("在原文中显示").click()
    source = page.locator(f'#text [data-drafts~="{last.pk}"]').first
    source.wait_for()
    expect(source).to_be_in_viewport()
    page.locator(f'#text [data-draft-link="{city_plan.measures.get(number=87).pk}"]').click()

    assert page.evaluate("document.activeElement.dataset.draft") == str(city_plan.measures.get(number=87).pk)


def test_phone_shows_text_or_drafts(open_page: Callable[..., Page], city_plan: Plan, clerk: User) -> None:
    page = open_page(clerk, width=390, height=844)
    page.goto(reverse("ledger:breakdown", args=[city_plan.pk]))
    assert (page.locator("#text-pane").is_visible(), page.locator("#drafts-pane").is_visible()) == (False, True)

    row(page, city_plan.measures.get(number=3)).get_by_title("在原文中显示").click()

    assert (page.locator("#text-pane").is_visible(), page.locator("#drafts-pane").is_visible()) == (True, False)
    page.get_by_role("tab", name="措施").click()
    assert page.locator("#drafts-pane").is_visible()


def test_unknown_unit_is_settled_from_its_chip(open_page: Callable[..., Page], city_plan: Plan, clerk: User) -> None:
    first = city_plan.measures.get(number=1)
    page = open_page(clerk)
    page.goto(reverse("ledger:breakdown", args=[city_plan.pk]))
    row(page, first).get_by_role("button", name="市公安局").click()

    row(page, first).get_by_role("button", name="添加新单位“市公安局”").click()

    row(page, first).locator(".ls-part:not(.is-unknown)", has_text="市公安局").wait_for()
    assert not city_plan.measures.filter(parts__printed="市公安局", parts__unit=None).exists()


def test_names_are_settled_in_the_side_panel(open_page: Callable[..., Page], city_plan: Plan, clerk: User) -> None:
    page = open_page(clerk)
    page.goto(reverse("ledger:breakdown", args=[city_plan.pk]))
    page.get_by_role("button", name="逐个核对").click()
    panel = page.get_by_role("dialog", name="侧栏")
    panel.get_by_role("heading", name="核对单位名称").wait_for()
    findings = take_pictures(page, "ledger-breakdown-names")

    panel.get_by_role("button", name="保存").click()
    panel.wait_for(state="hidden")

    page.locator(".ls-chip", has_text="单位待对应").wait_for(state="detached")
    assert findings == []


@pytest.mark.parametrize(
    "name", ["plans", "plan", "new_plan", "plan_settings", "plan_names", "review", "new_matter", "profiles"]
)
def test_page_is_accessible_and_fits_a_phone(
    name: str, open_page: Callable[..., Page], city_plan: Plan, head: User
) -> None:
    if name == "review":
        submit_plan(accept_suggestions(city_plan, by=head), by=head)
    page = open_page(head)
    is_of_plan = name in {"plan", "plan_settings", "plan_names", "review"}
    page.goto(reverse(f"ledger:{name}", args=[city_plan.pk] if is_of_plan else []))
    page.wait_for_load_state("networkidle")

    findings = take_pictures(page, f"ledger-{name}")

    assert (findings, overflow(page)) == ([], 0)


MARK = """([start, end]) => {
  const spans = [...document.querySelectorAll("#text [data-at]")];
  const at = (offset) => {
    const span = spans.filter((one) => Number(one.dataset.at) <= offset).pop();
    return [span.firstChild, offset - Number(span.dataset.at)];
  };
  const range = document.createRange();
  range.setStart(...at(start));
  range.setEnd(...at(end));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def row(page: Page, measure: Measure) -> Locator:
    return page.locator(f"#draft-{measure.pk}")


def pick_texts() -> list[Path]:
    """Three documents of different lengths that ask for something."""
    texts = [path for path in benchmark_texts() if "commendation" not in path.name and "deduction" not in path.name]
    ordered = sorted(texts, key=lambda path: path.stat().st_size)
    if len(ordered) < 3:
        pytest.skip(REASON)
    return [ordered[0], ordered[len(ordered) // 2], ordered[-1]]
