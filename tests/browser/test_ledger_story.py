"""The life of a measure as people live it in a browser, each step by the right person; a phone; both languages."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.common import clock
from luoshi.ledger.actions.plans import built_in_profile
from luoshi.ledger.models import Measure, Part, Plan
from luoshi.ledger.states import DueSource, Matter, PartRole, State
from luoshi.units.actions.units import plant
from luoshi.units.states import Role
from tests.browser.conftest import overflow, take_pictures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

    from luoshi.accounts.models import User
    from luoshi.units.models import Field, Unit

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def measure_at(office: Unit, bureau: Unit, field: Field, today: date, staff: dict[str, User]) -> Callable[..., Measure]:
    """Make a measure of the office's plan in a state, with one point that wants evidence."""
    plan = Plan.objects.create(
        owner=office, name="滨川市民生工作方案", code="2026-01", profile=built_in_profile(Matter.PLAN)
    )

    def make(state: State, **values: object) -> Measure:
        number = plan.measures.count() + 1
        due = date(2026, 12, 31)
        measure = Measure.objects.create(
            plan=plan,
            number=number,
            code=f"2026-01-{number:03d}",
            text="年底前新建3所小学，开学前完成验收。",
            state=state,
            state_since=clock.now(),
            accountable=bureau,
            field=field,
            created_by=staff["supervisor"],
            assigned_on=None if state == State.PROPOSED else date(2026, 11, 2),
            **{"due_on": due, "first_due_on": due, "due_source": DueSource.TEXT, **values},
        )
        Part.objects.create(
            measure=measure, unit=bureau, printed=bureau.name, role=PartRole.LEAD, is_accountable=True, position=0
        )
        measure.points.create(text="竣工验收报告", wants_evidence=True)
        return measure

    return make


@pytest.fixture
def staff(
    person: Callable[..., User], city: Unit, office: Unit, bureau: Unit, county_bureau: Unit, field: Field
) -> dict[str, User]:
    """The people of the story."""
    return {
        "supervisor": person("duban", office, Role.SUPERVISOR),
        "head": person("zhuren", office, Role.OFFICE_HEAD),
        "leader": person("lingdao", city, Role.LEADER, field=field),
        "liaison": person("lianluo", bureau, Role.LIAISON),
        "verifier": person("hecha", office, Role.VERIFIER),
        "stranger": person("moshengren", county_bureau, Role.LIAISON),
    }


def page_of(measure: Measure) -> str:
    return reverse("ledger:measure", args=[measure.pk])


def take(page: Page, verb: str, **answers: str) -> None:
    """Click a step on the page, fill in its dialog and confirm."""
    button = page.locator(".ls-head").get_by_role("link", name=verb, exact=True)
    if not button.is_visible():
        page.get_by_role("button", name="更多操作").click()
    button.click()
    dialog = page.locator("#step-dialog")
    dialog.wait_for(state="visible")
    for label, answer in answers.items():
        field = dialog.get_by_label(label)
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(label=answer)
        else:
            field.fill(answer)
    with page.expect_navigation():
        dialog.get_by_role("button", name=verb, exact=True).click()


def state_of(page: Page) -> str:
    return page.locator(".ls-marks .ls-tag").first.inner_text()


def report_with_evidence(liaison: Page, evidence: Path) -> None:
    """The month's report, with the evidence that the point asks for: four fields and a file, on the phone."""
    liaison.goto(reverse("ledger:reports"))
    liaison.get_by_role("link", name="从第一项开始报送").click()
    evidence.write_text("3所小学竣工验收合格。", encoding="utf-8")
    liaison.get_by_label("自报进度（%）").fill("100")
    liaison.get_by_label("进展情况").fill("3所小学全部竣工。")
    liaison.get_by_label("佐证材料：竣工验收报告").set_input_files(evidence)
    assert overflow(liaison) == 0
    liaison.get_by_role("button", name="报送", exact=True).click()
    liaison.get_by_text("2026-01-001：已报送。").wait_for()


def extend(liaison: Page, head: Page, measure: Measure) -> None:
    """An extension: asked for by the unit, granted by the head; the first date stays in sight."""
    first = measure.first_due_on.isoformat() if measure.first_due_on else ""
    liaison.goto(page_of(measure))
    take(liaison, "申请延期", 申请延至="2028-03-31", 理由="冬季停工。")
    head.goto(reverse("ledger:extensions"))
    head.get_by_role("link", name="决定").click()
    head.get_by_label("同意延期").check()
    with head.expect_navigation():
        head.get_by_role("button", name="作出决定").click()
    head.goto(page_of(measure))
    assert head.get_by_text("2028-03-31").first.is_visible()
    assert head.get_by_text(first).first.is_visible()


def close(pages: dict[str, Page], measure: Measure, verifier_name: str) -> None:
    """Closing: requested by the unit, verified by somebody else, who may not close it, closed by the head."""
    liaison, head, verifier = pages["liaison"], pages["head"], pages["verifier"]
    liaison.goto(page_of(measure))
    take(liaison, "申请办结", 说明="任务全部完成。")
    head.goto(page_of(measure))
    take(head, "指定核查人", 核查人=verifier_name)
    verifier.goto(reverse("ledger:verifications"))
    verifier.get_by_role("link", name="填写核查意见").click()
    verifier.get_by_label("已达到").check()
    verifier.get_by_label("核查意见").fill("现场核实，情况属实。")
    verifier.get_by_label("全部完成").check()
    verifier.get_by_role("button", name="提交核查意见").click()
    verifier.get_by_text(f"已提交{measure.code}的核查意见。").wait_for()
    assert verifier.get_by_role("link", name="办结", exact=True).count() == 0
    head.goto(page_of(measure))
    take(head, "办结")


def sign_off_and_archive(pages: dict[str, Page], measure: Measure) -> None:
    """Signed off by the leader, archived by the supervisor."""
    pages["leader"].goto(page_of(measure))
    take(pages["leader"], "销号")
    pages["supervisor"].goto(page_of(measure))
    take(pages["supervisor"], "归档")


def test_a_measure_lives_from_review_to_the_archive(
    open_page: Callable[..., Page], measure_at: Callable[..., Measure], staff: dict[str, User], tmp_path: Path
) -> None:
    measure = measure_at(State.PROPOSED)
    pages = {who: open_page(user, **(PHONE if who == "liaison" else {})) for who, user in staff.items()}
    liaison = pages["liaison"]

    # The supervisor hands it in; the unit does not see it yet.
    pages["supervisor"].goto(page_of(measure))
    take(pages["supervisor"], "提交审核")
    assert state_of(pages["supervisor"]) == "待审核"
    assert (liaison.goto(page_of(measure)) or liaison).status == 404  # type: ignore[union-attr]  # an address always answers

    # The head approves it from the list, with the check before.
    head = pages["head"]
    head.goto(reverse("ledger:ledger"))
    head.get_by_label("勾选2026-01-001").check()
    head.locator("[data-selection-bar]").get_by_role("button", name="批准交办").click()
    head.get_by_role("button", name="批准交办这1项").click()
    head.get_by_text("已批准交办1项。").wait_for()

    # The unit signs on the phone, from the list.
    liaison.goto(reverse("ledger:ledger"))
    liaison.get_by_role("link", name="签收", exact=True).first.click()
    liaison.locator("#step-dialog").get_by_label("责任人").fill("林晓")
    with liaison.expect_navigation():
        liaison.locator("#step-dialog").get_by_role("button", name="签收").click()

    # Somebody without a part sees nothing; the unit may not approve.
    assert pages["stranger"].goto(page_of(measure)).status == 404  # type: ignore[union-attr]  # as above
    assert liaison.goto(reverse("ledger:step", args=[measure.pk, "assign"])).status == 403  # type: ignore[union-attr]  # as above

    report_with_evidence(liaison, tmp_path / "验收报告.txt")
    extend(liaison, head, measure)
    close(pages, measure, staff["verifier"].name)
    sign_off_and_archive(pages, measure)

    measure.refresh_from_db()
    assert (measure.state, measure.claimed, measure.evidenced, measure.verified) == (State.ARCHIVED, 100, 100, 100)
    assert (measure.due_on, measure.first_due_on) == (date(2028, 3, 31), date(2026, 12, 31))


def test_a_refused_measure_is_reassigned(
    open_page: Callable[..., Page], measure_at: Callable[..., Measure], staff: dict[str, User], city: Unit
) -> None:
    measure = measure_at(State.ASSIGNED)
    other = plant(city, by=None, name="市住房和城乡建设局")
    liaison, head = open_page(staff["liaison"]), open_page(staff["head"])

    liaison.goto(page_of(measure))
    take(liaison, "退办", 理由="建设任务不在我单位职责内。", 建议由谁承办="市住房和城乡建设局")
    head.goto(page_of(measure))
    returned = (state_of(head), head.get_by_text("退办1次").is_visible())
    take(head, "改派", 改由哪个单位主责="市住房和城乡建设局", 理由="职责调整。")

    measure.refresh_from_db()
    assert returned == ("待审核", True)
    assert (measure.accountable, measure.state, measure.bounces) == (other, State.ASSIGNED, 1)
    assert list(measure.parts.values_list("unit", flat=True)) == [other.pk]


def test_a_measure_is_handed_on_to_a_county_and_followed(
    open_page: Callable[..., Page], measure_at: Callable[..., Measure], staff: dict[str, User]
) -> None:
    measure = measure_at(State.IN_PROGRESS)
    above, below = open_page(staff["liaison"]), open_page(staff["stranger"], **PHONE)

    above.goto(page_of(measure))
    above.get_by_role("link", name="分解到下级").click()
    dialog = above.locator("#step-dialog")
    dialog.get_by_label("全选").check()
    with above.expect_navigation():
        dialog.get_by_role("button", name="分解并交办").click()
    above.get_by_text("分解到下级1项").wait_for()
    share = measure.children.get()
    below.goto(reverse("ledger:ledger"))
    below.get_by_role("link", name="签收", exact=True).first.click()
    with below.expect_navigation():
        below.locator("#step-dialog").get_by_role("button", name="签收").click()
    above.goto(page_of(share))

    assert (state_of(above), share.accountable) == ("已签收", staff["stranger"].posts.get().unit)
    assert above.get_by_role("link", name="2026-01-001", exact=True).first.is_visible()
    assert below.goto(page_of(measure)).status == 404  # type: ignore[union-attr]  # an address always answers


def test_filters_live_in_the_address_and_the_list_follows_them(
    open_page: Callable[..., Page], measure_at: Callable[..., Measure], staff: dict[str, User]
) -> None:
    measure_at(State.IN_PROGRESS, red_on=date(2026, 11, 1))
    measure_at(State.PROPOSED)
    page = open_page(staff["supervisor"])
    page.goto(reverse("ledger:ledger"))

    page.locator("#id_due").select_option(label="已超期")
    page.get_by_text("没有符合条件的措施。").wait_for()
    after = page.url.split("?")[1]
    page.get_by_role("link", name="清除筛选").click()
    page.get_by_role("link", name="红灯 1").click()

    assert (after, page.url.split("?")[1], page.locator("[data-row]").count()) == ("due=overdue", "light=red", 1)


def test_keyboard_walks_through_the_rows_and_selects(
    open_page: Callable[..., Page], measure_at: Callable[..., Measure], staff: dict[str, User]
) -> None:
    for _number in range(3):
        measure_at(State.PROPOSED)
    page = open_page(staff["supervisor"])
    page.goto(reverse("ledger:ledger"))

    for key in "jjx":
        page.keyboard.press(key)

    assert page.locator("[data-selection-count]").inner_text() == "已选1项"
    assert page.get_by_label("勾选2026-01-002").is_checked()


def test_a_monthly_report_takes_five_fields_and_two_clicks(
    open_page: Callable[..., Page],
    measure_at: Callable[..., Measure],
    staff: dict[str, User],
    settings: SettingsWrapper,
) -> None:
    measure = measure_at(State.IN_PROGRESS, next_report_on=date(2026, 11, 28))
    page = open_page(staff["liaison"], **PHONE)
    page.goto(reverse("ledger:report", args=[measure.pk]))
    page.get_by_label("进展情况").fill("封顶3所。")
    page.get_by_role("button", name="报送", exact=True).click()
    page.wait_for_url(f"**{page_of(measure)}")

    settings.LUOSHI_TODAY = "2026-12-24"
    began = time.monotonic()
    page.goto("/")
    page.get_by_role("link", name="填写进展").click()
    words = page.get_by_label("进展情况")
    prefilled = words.input_value()
    boxes = page.locator("form[data-keeps-draft]").locator("input:visible, select:visible, textarea:visible").count()
    words.fill("封顶3所，1所完成装修。")
    page.get_by_role("button", name="报送", exact=True).click()
    page.wait_for_url(f"**{page_of(measure)}")

    assert (prefilled, boxes <= 5, time.monotonic() - began < 60) == ("封顶3所。", True, True)
    assert list(measure.reports.order_by("pk").values_list("done", flat=True)) == [
        "封顶3所。",
        "封顶3所，1所完成装修。",
    ]


def test_draft_of_a_report_is_kept_while_typing(
    open_page: Callable[..., Page], measure_at: Callable[..., Measure], staff: dict[str, User]
) -> None:
    measure = measure_at(State.IN_PROGRESS, next_report_on=date(2026, 11, 28))
    page = open_page(staff["liaison"], **PHONE)
    page.goto(reverse("ledger:report", args=[measure.pk]))

    page.get_by_label("进展情况").press_sequentially("封顶3所。")
    page.get_by_text("草稿已自动保存").wait_for()
    page.reload()

    assert page.get_by_label("进展情况").input_value() == "封顶3所。"


def test_the_ledger_speaks_english_too(
    open_page: Callable[..., Page], measure_at: Callable[..., Measure], staff: dict[str, User]
) -> None:
    measure = measure_at(State.IN_PROGRESS)
    page = open_page(staff["supervisor"])
    page.goto(reverse("ledger:ledger"))

    page.get_by_role("button", name="English").click()
    heading = page.get_by_role("heading", level=1).inner_text()
    page.goto(page_of(measure))

    assert heading == "Ledger"
    assert page.get_by_role("heading", name="Acceptance points and evidence").is_visible()
    assert page.get_by_text("Claimed progress").first.is_visible()


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("ledger", "head"),
        ("ledger", "liaison"),
        ("measure", "head"),
        ("measure", "liaison"),
        ("step", "head"),
        ("report", "liaison"),
        ("reports", "liaison"),
        ("obstacles", "head"),
        ("extensions", "head"),
        ("verifications", "verifier"),
        ("verify", "verifier"),
        ("assignment_slips", "head"),
        ("urging_slips", "head"),
        ("history", "head"),
    ],
)
def test_a_page_is_accessible_and_fits_a_phone(
    name: str, who: str, open_page: Callable[..., Page], measure_at: Callable[..., Measure], staff: dict[str, User]
) -> None:
    measure = _full(measure_at(State.VERIFYING if name in {"verify", "verifications"} else State.IN_PROGRESS), staff)
    arguments: dict[str, list[object]] = {
        "measure": [measure.pk],
        "report": [measure.pk],
        "history": [measure.pk],
        "step": [measure.pk, "urge"],
        "verify": [measure.verifications.get().pk],
    }
    page = open_page(staff[who])
    page.goto(reverse(f"ledger:{name}", args=arguments.get(name, [])))
    page.wait_for_load_state("networkidle")

    findings = take_pictures(page, f"ledger-{name}-{who}")

    assert (findings, overflow(page)) == ([], 0)


def _full(measure: Measure, staff: dict[str, User]) -> Measure:
    """A little in every section of the measure's page."""
    now, unit = clock.now(), measure.accountable
    assert unit is not None
    Measure.objects.filter(pk=measure.pk).update(next_report_on=date(2026, 11, 28), claimed=60, evidenced=100)
    point = measure.points.get()
    measure.evidence.create(unit=unit, point=point, link="https://example.cn/1", name="公示链接", at=now)
    measure.milestones.create(name="主体封顶", due_on=date(2026, 10, 31))
    measure.comments.create(by=staff["supervisor"], at=now, text="请补充现场照片。")
    measure.obstacles.create(unit=unit, text="用地手续未批。", asked_for="请协调加快审批。", raised_at=now)
    measure.slips.create(unit=unit, colour="red", text="已超期，请说明情况。", by=staff["supervisor"], at=now)
    measure.verifications.create(verifier=staff["verifier"], appointed_at=now, appointed_by=staff["head"])
    measure.reports.create(unit=unit, cycle_on=date(2026, 10, 28), claimed=60, done="封顶3所。", state="submitted")
    measure.extensions.create(
        unit=unit,
        due_before=date(2026, 12, 31),
        due_wanted=date(2027, 3, 31),
        reason="冬季停工。",
        asked_by=staff["liaison"],
        asked_at=now,
    )
    return measure
