"""A class from its plan to work: read, discuss, write, hand in; an intention becomes a measure and is asked about."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from django.urls import reverse
from playwright.sync_api import expect

from luoshi.common import clock
from luoshi.ledger.models import Measure
from luoshi.ledger.states import State
from luoshi.library.actions.documents import add_document
from luoshi.training.actions.follow_ups import ask_due
from luoshi.training.actions.relating import relate_new_documents
from luoshi.training.models import Commitment, FollowUp, Session, Trainee, TrainingClass
from luoshi.units.states import Role
from tests.browser.conftest import overflow, take_pictures
from tests.browser.test_forms_of_study import _follow, _mark
from tests.browser.test_forms_of_study import _write as _note
from tests.browser.test_reflections import _hand_in
from tests.browser.test_training import FIRST, _check, _complete, _enrol, _enter_absence, _make_groups, _plan, files
from tests.training.commitment_fixtures import BUSES, INSIGHT, PARTS
from tests.training.conftest import PLAN, PROVINCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.units.models import Unit

__all__ = ["files"]
LAST = FIRST + timedelta(days=4)
ALTERED = "意见指出：“各市要对运行超过三十年的水厂进行改造，提高供水能力。”"


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
    person: Callable[..., User],
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
    peers = [person(f"peer{number}", bureau, Role.TRAINEE) for number in (1, 2)]
    _join([trainee, *peers], bureau)
    plan = _take_in(class_head)

    author = open_page(trainee)
    _read(author, plan)
    _discuss([author, *(open_page(peer) for peer in peers)])
    _write_and_mend(author)
    _hand_in(author)
    _take_up(author)
    _propose(author)
    _assign_and_sign(open_page(supervisor), open_page(office_head), open_page(liaison))
    _is_shown_with_the_measure(open_page(liaison))
    settings.LUOSHI_TODAY = (LAST + timedelta(days=90)).isoformat()
    ask_due(clock.now())
    _answer(author)
    _look_at_what_became_of_it(page)


def _join(users: list[User], bureau: Unit) -> None:
    """Three of the sixty get their accounts, and sit in one group."""
    first = Trainee.objects.get(name="学员03")
    others = Trainee.objects.filter(group=first.group).exclude(pk=first.pk).order_by("pk")[: len(users) - 1]
    for one, user in zip([first, *others], users, strict=True):
        Trainee.objects.filter(pk=one.pk).update(user=user, unit=bureau)


def _take_in(by: User) -> Document:
    """The province's opinion and the city's plan, both documents of the class."""
    training_class = TrainingClass.objects.get()
    made = []
    for text, name in ((PROVINCE, "意见.txt"), (PLAN, "方案.txt")):
        content = text.encode()
        owner = training_class.owner
        made.append(add_document(BytesIO(content), name=name, size=len(content), owner=owner, by=by))
    training_class.documents.set(made)
    relate_new_documents()
    return made[1]


def _read(page: Page, plan: Document) -> None:
    page.goto(reverse("training:class", args=[TrainingClass.objects.get().pk]))
    page.get_by_role("link", name="滨川市农村供水工作方案").click()
    _mark(page, "30公里")
    _note(page, "修复农村供水管网", "先核实长度")
    _follow(page, plan)


def _discuss(pages: list[Page]) -> None:
    """Three type at once; all of them see all of it, in one order."""
    session = Session.objects.get(title="讨论1：谁牵头、何时完成")
    for page in pages:
        page.goto(reverse("training:session", args=[session.pk]))
    for number in range(3):
        for at, page in enumerate(pages):
            page.get_by_label("写一条记录").fill(f"{at}号第{number}条")
            page.get_by_role("button", name="发送").click()
    for page in pages:
        expect(page.locator("[data-piece]")).to_have_count(9, timeout=30_000)
        expect(page.locator("[data-waiting]")).to_have_count(0)
    assert len({tuple(page.locator("[data-piece-text]").all_inner_texts()) for page in pages}) == 1
    for page in pages[1:]:
        page.close()


def _write_and_mend(page: Page) -> None:
    """In the editor: a quotation with another number is shown with its difference, and put right by one click."""
    page.goto(reverse("training:class", args=[TrainingClass.objects.get().pk]))
    page.get_by_role("link", name="我的心得").click()
    page.get_by_role("button", name="开始撰写").click()
    page.get_by_label("标题", exact=True).fill("学习心得")
    page.get_by_label("小标题").first.fill(PARTS[0]["heading"])
    page.get_by_label("正文").first.fill(f"{INSIGHT}{ALTERED}")
    page.get_by_role("button", name="添加一个部分").click()
    page.get_by_label("小标题").nth(1).fill(PARTS[1]["heading"])
    page.get_by_label("正文").nth(1).fill(PARTS[1]["text"])
    finding = page.locator(".ls-finding.is-wrong")
    expect(finding).to_contain_text("与原文不同", timeout=15_000)
    finding.get_by_role("button", name="改成原文").click()
    expect(page.locator(".ls-finding.is-wrong")).to_have_count(0, timeout=15_000)
    expect(page.get_by_label("正文").first).to_have_value(f"{INSIGHT}{ALTERED.replace('三十', '二十')}")
    expect(page.locator("[data-state]")).to_contain_text("已保存", timeout=15_000)


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
    page.locator("section[aria-labelledby='q-follow_up'] .ls-row a").click()
    page.get_by_text("先补充一句").click()
    page.get_by_label("补充一句").fill("交警已来讲过一课。")
    page.get_by_role("button", name="正在做").click()
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
