"""From a class to work: intentions of a reflection become a measure that a liaison signs, and are asked about later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from playwright.sync_api import expect

from luoshi.common import clock
from luoshi.ledger.models import Measure
from luoshi.ledger.states import State
from luoshi.training.actions import reflections
from luoshi.training.actions.follow_ups import ask_due
from luoshi.training.models import Commitment, FollowUp, Trainee, TrainingClass
from tests.browser.conftest import overflow, take_pictures
from tests.browser.test_training import FIRST, _check, _complete, _enrol, _enter_absence, _make_groups, _plan, files
from tests.training.commitment_fixtures import BUSES, PARTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

__all__ = ["files"]
LAST = FIRST + timedelta(days=4)


def test_an_intention_becomes_a_measure_that_is_signed_and_followed_up(
    open_page: Callable[..., Page],
    transactional_db: None,
    today: object,
    class_head: User,
    trainee: User,
    supervisor: User,
    office_head: User,
    liaison: User,
    bureau: Unit,
    files: tuple[Path, Path],
    settings: SettingsWrapper,
) -> None:
    page = open_page(class_head)
    _plan(page, files[0])
    _enrol(page, files[1])
    _make_groups(page)
    _enter_absence(page)
    code = _complete(page)
    _check(open_page(), code)
    _writes(trainee, bureau)

    author = open_page(trainee)
    _take_up(author)
    _propose(author)
    _assign_and_sign(open_page(supervisor), open_page(office_head), open_page(liaison))
    _is_shown_with_the_measure(open_page(liaison))
    settings.LUOSHI_TODAY = (LAST + timedelta(days=90)).isoformat()
    ask_due(clock.now())
    _answer(author)
    _look_at_what_became_of_it(page)


def _writes(trainee: User, bureau: Unit) -> None:
    Trainee.objects.filter(name="学员03").update(user=trainee, unit=bureau)
    written = reflections.open_own(TrainingClass.objects.get(), by=trainee)
    written = reflections.save(written, title="学习心得", parts=PARTS, seen=None, by=trainee)
    reflections.hand_in(written, by=trainee)


def _take_up(page: Page) -> None:
    reflection = Commitment.objects.all()[0].reflection_id
    page.goto(reverse("training:reflection", args=[reflection]))
    page.get_by_role("region", name="承诺事项").get_by_role("link", name="查看").click()
    offers = page.locator("article.ls-offer")
    expect(offers).to_have_count(3)
    assert (take_pictures(page, "commitments-offered"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 1440, "height": 900})
    offers.nth(0).get_by_text("修改后采纳").click()
    offers.nth(0).get_by_label("做什么").fill("培训校车安全员")
    offers.nth(0).get_by_role("button", name="按修改采纳").click()
    expect(page.get_by_text("已采纳。")).to_be_visible()
    offers.nth(0).get_by_role("button", name="不采纳").click()
    expect(offers).to_have_count(1)


def _propose(page: Page) -> None:
    page.get_by_role("link", name="转为工作").click()
    assert (take_pictures(page, "commitment-link"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 1440, "height": 900})
    form = page.get_by_role("region", name="作为新措施提出")
    form.get_by_label("同意把这句话").check()
    form.get_by_role("button", name="提出").click()
    expect(page.get_by_text("已作为新措施提出")).to_be_visible()


def _assign_and_sign(supervisor: Page, head: Page, liaison: Page) -> None:
    measure = Measure.objects.get()
    for page, label in ((supervisor, "提交审核"), (head, "批准交办"), (liaison, "签收")):
        page.goto(reverse("ledger:measure", args=[measure.pk]))
        page.get_by_role("link", name=label, exact=True).first.click()
        page.locator("#step-dialog").get_by_role("button", name=label).click()
        expect(page.locator("#step-dialog")).to_be_hidden()
    measure.refresh_from_db()
    assert measure.state == State.SIGNED


def _is_shown_with_the_measure(page: Page) -> None:
    page.goto(reverse("ledger:measure", args=[Measure.objects.get().pk]))
    expect(page.get_by_text(BUSES)).to_be_visible()


def _answer(page: Page) -> None:
    page.goto(reverse("desk:home"))
    page.get_by_role("link", name="说一句").click()
    page.get_by_label("正在做").check()
    page.get_by_label("补充一句").fill("交警已来讲过一课。")
    page.get_by_role("button", name="回答").click()
    expect(page.get_by_text("已记下，谢谢。")).to_be_visible()
    assert (take_pictures(page, "commitments-own"), overflow(page)) == ([], 0)
    assert FollowUp.objects.get().answer == "交警已来讲过一课。"


def _look_at_what_became_of_it(page: Page) -> None:
    page.goto(reverse("training:transfer", args=[TrainingClass.objects.get().pk]))
    assert (take_pictures(page, "transfer"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("row", name="全班").get_by_role("link").nth(2).click()
    expect(page.get_by_text("培训校车安全员")).to_be_visible()
    page.get_by_role("link", name="总结", exact=True).click()
    expect(page.get_by_text("承诺事项1项，转为措施1项")).to_be_visible()
