"""One story from two documents to a measure that is signed off: every step by the right person, the wrong ones refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.ledger.models import Measure, Plan
from luoshi.ledger.states import State
from luoshi.samples import sample_path
from luoshi.units.states import Role
from tests.browser.conftest import overflow, take_pictures
from tests.browser.test_ledger_story import PHONE, close, extend, page_of, state_of, take

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from playwright.sync_api import Page

    from luoshi.accounts.models import User
    from luoshi.units.models import Field, Unit


@pytest.fixture
def staff(
    person: Callable[..., User], city: Unit, office: Unit, bureau: Unit, county_bureau: Unit, today: date
) -> dict[str, User]:
    return {
        "supervisor": person("duban", office, Role.SUPERVISOR),
        "head": person("zhuren", office, Role.OFFICE_HEAD),
        "leader": person("lingdao", city, Role.LEADER),
        "liaison": person("lianluo", bureau, Role.LIAISON),
        "verifier": person("hecha", office, Role.VERIFIER),
        "stranger": person("moshengren", county_bureau, Role.LIAISON),
    }


def take_documents_in(clerk: Page) -> None:
    """The provincial document and the city's, dropped together; the plan is made from the second."""
    clerk.goto(reverse("library:upload"))
    clerk.get_by_label("选择文件").set_input_files(
        [sample_path("province-opinion.docx"), sample_path("city-plan.docx")]
    )
    results = clerk.locator("#results > li a")
    results.nth(1).wait_for(timeout=120_000)
    clerk.goto(results.filter(has_text="工作方案").first.get_attribute("href") or "")
    clerk.get_by_role("button", name="拆解成方案").click()
    clerk.wait_for_url("**/breakdown/", timeout=120_000)


def assign_all(clerk: Page, head: Page, plan: Plan) -> None:
    """What is suggested is accepted, handed in and approved."""
    clerk.get_by_role("button", name="按建议全部处理").click()
    clerk.get_by_text("可以提交审核了。").wait_for()
    clerk.get_by_role("button", name="提交审核（88项）").click()
    clerk.wait_for_url("**/review/")
    assert clerk.get_by_role("button", name="批准交办").count() == 0
    head.goto(reverse("ledger:review", args=[plan.pk]))
    head.get_by_role("button", name="批准交办").click()
    head.get_by_text("任务已送达各单位").wait_for()


def ask_for_evidence(clerk: Page, measure: Measure) -> None:
    """The supervisor sets what counts as done, and that a file shows it."""
    clerk.goto(page_of(measure))
    clerk.get_by_role("link", name="添加要点").click()
    dialog = clerk.locator("#step-dialog")
    dialog.get_by_label("验收要点").fill("公示页面")
    dialog.get_by_label("需要佐证材料").check()
    with clerk.expect_navigation():
        dialog.locator("button.btn-primary").click()


def report(liaison: Page, measure: Measure, file: Path) -> None:
    """The month's report on the phone: number, words and the one file that is asked for."""
    file.write_text("已向社会公示。", encoding="utf-8")
    liaison.goto(reverse("ledger:report", args=[measure.pk]))
    assert liaison.locator("form[data-keeps-draft] :is(input, textarea):not([type=hidden])").count() <= 5
    liaison.get_by_label("自报进度（%）").fill("100")
    liaison.get_by_label("进展情况").fill("已完成并公示。")
    liaison.get_by_label("佐证材料：公示页面").set_input_files(file)
    assert overflow(liaison) == 0
    liaison.get_by_role("button", name="报送", exact=True).click()
    liaison.get_by_text(f"{measure.code}：已报送。").wait_for()


def test_from_two_documents_to_signed_off(
    open_page: Callable[..., Page], staff: dict[str, User], bureau: Unit, field: Field, tmp_path: Path
) -> None:
    pages = {who: open_page(user, **(PHONE if who == "liaison" else {})) for who, user in staff.items()}
    clerk, head, liaison, leader = (pages[who] for who in ("supervisor", "head", "liaison", "leader"))

    take_documents_in(clerk)
    plan = Plan.objects.get()
    assert plan.measures.count() == 88
    assign_all(clerk, head, plan)
    assert set(plan.measures.values_list("state", flat=True)) == {State.ASSIGNED}
    measure = plan.measures.filter(accountable=bureau, due_on__gt=plan.measures.earliest("assigned_on").assigned_on)[0]

    # Before it is signed only the unit can move it on; the county's bureau does not even see it.
    ask_for_evidence(clerk, measure)
    assert (pages["stranger"].goto(page_of(measure)) or head).status == 404  # type: ignore[union-attr]  # an address always answers
    for verb in ("assign", "suspend", "close"):
        assert liaison.goto(reverse("ledger:step", args=[measure.pk, verb])).status == 403  # type: ignore[union-attr]  # as above
    assert (
        head.goto(reverse("ledger:step", args=[measure.pk, "sign"])).status != 200 or "登记纸质审批" in head.content()
    )  # type: ignore[union-attr]  # as above
    liaison.goto(page_of(measure))
    take(liaison, "签收", 责任人="林晓")
    report(liaison, measure, tmp_path / "公示.txt")
    liaison.goto(page_of(measure))
    assert state_of(liaison) == "办理中"

    measure.refresh_from_db()
    first = measure.due_on
    extend(liaison, head, measure)
    close(pages, measure, staff["verifier"].name)
    leader.goto(page_of(measure))
    take(leader, "销号")

    measure = Measure.objects.get(pk=measure.pk)
    assert (measure.state, measure.first_due_on, measure.claimed, measure.verified) == (
        State.SIGNED_OFF,
        first,
        100,
        100,
    )
    assert take_pictures(leader, "ledger-measure-signed-off") == []
