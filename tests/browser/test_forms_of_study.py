"""The four forms in a real browser: read and note, three people typing at once, seek in a film."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from luoshi.library.actions.documents import add_document
from luoshi.library.actions.links import supersede
from luoshi.training.actions import videos
from luoshi.training.actions.classes import add_class
from luoshi.training.actions.grouping import make_groups
from luoshi.training.actions.reading import add_passages
from luoshi.training.actions.relating import relate_new_documents
from luoshi.training.actions.sessions import add_session
from luoshi.training.actions.trainees import enrol
from luoshi.training.models import DiscussionPiece, Group, Note, Outcome, ReadingPlace, WatchingPlace
from luoshi.units.states import Role
from tests.browser.conftest import overflow, take_pictures, wait_until
from tests.training.conftest import FIRST, LAST, PLAN, PROVINCE, moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from playwright.sync_api import Page

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.training.models import Session, TrainingClass
    from luoshi.units.models import Unit

FILM = Path(__file__).parent.parent / "training" / "films" / "river.webm"
SRT = "1\n00:00:01,000 --> 00:00:19,000\n水源地怎样划定\n\n2\n00:00:20,000 --> 00:00:39,000\n管网怎样修复\n"
SELECT = """([words, more]) => {
  const walker = document.createTreeWalker(document.querySelector("[data-doc]"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
    return;
  }
}"""


@pytest.fixture
def training_class(transactional_db: None, today: date, city: Unit, class_head: User) -> TrainingClass:
    return add_class(city, title="农村供水专题班", starts_on=FIRST, ends_on=LAST, by=class_head)


@pytest.fixture
def take_in(city: Unit, class_head: User) -> Callable[[str, str], Document]:
    def take(text: str, name: str) -> Document:
        content = text.encode()
        return add_document(BytesIO(content), name=name, size=len(content), owner=city, by=class_head)

    return take


@pytest.fixture
def group(training_class: TrainingClass, bureau: Unit, trainee: User, class_head: User) -> Group:
    enrol(training_class, name=trainee.name, user=trainee, unit=bureau, by=class_head)
    (made,) = make_groups(training_class, 1, by=class_head)
    return made


def begin(training_class: TrainingClass, form: str, title: str, day: int, by: User) -> Session:
    times = {"starts_at": moment(day, 9), "ends_at": moment(day, 11)}
    question = "管网由谁修、何时修完？" if form == "group_discussion" else ""
    return add_session(training_class, form=form, title=title, question=question, by=by, **times)


def test_read_note_and_follow_what_belongs_together(
    open_page: Callable[..., Page],
    training_class: TrainingClass,
    group: Group,
    take_in: Callable[[str, str], Document],
    trainee: User,
    class_head: User,
) -> None:
    province, plan = take_in(PROVINCE, "意见.txt"), take_in(PLAN, "方案.txt")
    relate_new_documents()
    session = begin(training_class, "reading", "学习原文", 0, class_head)
    training_class.documents.set([province, plan])
    add_passages(session, plan, "一（二）", by=class_head)
    page = open_page(trainee)
    page.goto(reverse("training:session", args=[session.pk]))
    assert (take_pictures(page, "study-reading"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name=re.compile("滨川市农村供水工作方案.*二")).click()

    _mark(page, "30公里")
    _write(page, "修复农村供水管网", "先核实长度")
    _follow(page, plan)

    assert list(Note.objects.values_list("quote", "colour", "text")) == [
        ("修复农村供水管网", "blue", "先核实长度"),
        ("30公里", "green", ""),
    ]
    new = take_in(PLAN.replace("7号", "17号").replace("修复农村供水管网30公里", "新建管网"), "新方案.txt")
    supersede(new, plan, by=class_head)
    page.goto(reverse("library:document", args=[new.pk]))
    expect(page.locator(".ls-note")).to_have_count(2)
    expect(page.locator("mark[data-note]")).to_have_count(0)
    expect(page.get_by_text("本版中已没有这段文字，到原版查看").first).to_be_visible()


def _mark(page: Page, words: str) -> None:
    """With the mouse: select, one click on a colour; the text is coloured and no character is added."""
    before = page.locator("[data-doc]").inner_text()
    expect(page.locator("[data-notes]")).to_be_visible()
    page.evaluate(SELECT, [words, ""])
    page.get_by_role("button", name="标成绿色").click()
    expect(page.locator("mark[data-note]")).to_have_text([words])
    assert page.locator("[data-doc]").inner_text() == before


def _write(page: Page, words: str, text: str) -> None:
    """With the keyboard: N on a selection opens the dialog."""
    page.evaluate(SELECT, [words, ""])
    expect(page.get_by_role("button", name="写笔记", exact=True)).to_be_visible()
    page.keyboard.press("n")
    page.get_by_label("写点什么").fill(text)
    page.get_by_role("radio", name="蓝色").check()
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".ls-note-text")).to_have_text([text])
    expect(page.locator("mark.is-blue[data-note]")).to_have_text([words])


def _follow(page: Page, plan: Document) -> None:
    """The clause's related clauses with reasons; the link leads into the other document."""
    page.locator(".ls-clause[data-path='一/(二)']").focus()
    page.keyboard.press("Enter")
    related = page.locator(".ls-related").first
    expect(related).to_contain_text("关于加强农村供水的意见")
    expect(related).to_contain_text("相同表述")
    assert (take_pictures(page, "study-document"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 390, "height": 500})
    page.locator("#clause").get_by_role("button", name="关闭").click()
    page.locator("[data-doc]").hover()
    with page.expect_response(re.compile("/place/$")):
        page.mouse.wheel(0, 300)
    assert ReadingPlace.objects.filter(document=plan).count() == 1
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(reverse("library:document", args=[plan.pk]))
    expect(page.get_by_role("link", name="从上次的位置继续阅读")).to_be_visible()


def test_a_note_by_touch(
    open_page: Callable[..., Page],
    training_class: TrainingClass,
    group: Group,
    take_in: Callable[[str, str], Document],
    trainee: User,
) -> None:
    plan = take_in(PLAN, "方案.txt")
    page = open_page(trainee, width=390, height=844)
    page.goto(reverse("library:document", args=[plan.pk]))
    expect(page.locator("[data-notes]")).to_be_attached()

    page.evaluate(SELECT, ["30公里", ""])
    bar = page.locator("[data-note-bar]")
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    page.get_by_role("button", name="标成粉色").click()

    expect(page.locator("mark.is-pink[data-note]")).to_have_text(["30公里"])
    assert box is not None
    assert (box["y"] > 600, overflow(page)) == (True, 0)


def test_three_people_type_at_once_and_nothing_is_lost(
    open_page: Callable[..., Page],
    training_class: TrainingClass,
    group: Group,
    bureau: Unit,
    person: Callable[..., User],
    trainee: User,
    class_head: User,
) -> None:
    session = begin(training_class, "group_discussion", "分组讨论", 1, class_head)
    users = [trainee]
    for number in (2, 3):
        user = person(f"peer{number}", bureau, Role.TRAINEE)
        made = enrol(training_class, name=f"学员{number}", user=user, unit=bureau, group=group, by=class_head)
        users.append(user)
        Group.objects.filter(pk=group.pk).update(convener=made)
    pages = [open_page(user) for user in users]
    for page in pages:
        page.goto(reverse("training:session", args=[session.pk]))

    pages[1].context.set_offline(offline=True)
    for number in range(4):
        for at, page in enumerate(pages):
            page.get_by_label("写一条记录").fill(f"{at}号第{number}条")
            page.get_by_role("button", name="发送").click()
    expect(pages[1].get_by_text("网络不通，已保存在本机")).to_be_visible()
    pages[1].context.set_offline(offline=False)

    for page in pages:
        expect(page.locator("[data-piece]")).to_have_count(12, timeout=30_000)
        expect(page.locator("[data-waiting]")).to_have_count(0)
    orders = {tuple(page.locator("[data-piece-text]").all_inner_texts()) for page in pages}
    assert len(orders) == 1
    for at in range(3):
        own = [words for words in next(iter(orders)) if words.startswith(f"{at}号")]
        assert own == [f"{at}号第{number}条" for number in range(4)]
    assert DiscussionPiece.objects.count() == 12
    _correct(pages[0], pages[2])
    _hand_over(pages[2], pages[0])


def _correct(mine: Page, theirs: Page) -> None:
    """A correction reaches the others; nobody corrects what is not one's own."""
    own = mine.locator("[data-piece]").filter(has_text="0号第0条")
    own.get_by_role("button", name="修改这条记录").click()
    own.get_by_label("修改内容").fill("先补三个乡镇的图纸")
    own.get_by_role("button", name="保存").click()
    expect(theirs.get_by_text("先补三个乡镇的图纸")).to_be_visible(timeout=15_000)
    others = theirs.locator("[data-piece]").filter(has_text="先补三个乡镇的图纸")
    expect(others.get_by_role("button", name="修改这条记录")).to_have_count(0)
    mine.locator("[data-piece]").filter(has_text="0号第3条").get_by_role("button", name="删去这条记录").click()
    mine.locator("#confirm").get_by_role("button", name="确定").click()
    expect(theirs.get_by_text("本人已删去")).to_be_visible(timeout=15_000)
    assert (take_pictures(theirs, "study-discussion"), overflow(theirs)) == ([], 0)
    theirs.set_viewport_size({"width": 1440, "height": 900})


def _hand_over(convener: Page, member: Page) -> None:
    convener.get_by_role("button", name="汇入讨论记录").click()
    expect(convener.get_by_role("textbox", name="成果")).to_have_value(re.compile("先补三个乡镇的图纸"))
    convener.get_by_role("textbox", name="成果").fill("先补图纸，年底前排出工期。")
    convener.get_by_role("button", name="提交全班").click()
    expect(convener.get_by_text("已提交全班")).to_be_visible()
    member.reload()
    expect(member.get_by_text("先补图纸，年底前排出工期。")).to_be_visible()
    assert Outcome.objects.get().handed_over_at is not None


def test_a_film_is_sought_by_its_chapters_and_resumed(
    open_page: Callable[..., Page],
    training_class: TrainingClass,
    group: Group,
    take_in: Callable[[str, str], Document],
    trainee: User,
    class_head: User,
) -> None:
    plan = take_in(PLAN, "方案.txt")
    training_class.documents.set([plan])
    session = begin(training_class, "video", "短片：管网怎样修复", 2, class_head)
    head = open_page(class_head)
    head.goto(reverse("training:session", args=[session.pk]))
    head.get_by_label("视频文件（MP4、WebM）").set_input_files(FILM)
    head.get_by_role("button", name="上传", exact=True).click()
    expect(head.get_by_text("已上传视频。")).to_be_visible()
    video = session.video
    videos.set_captions(video, SimpleUploadedFile("字幕.srt", SRT.encode()), by=class_head)
    for at, title, clause in ((0, "水源地怎样划定", ""), (20, "管网怎样修复", "一（二）")):
        videos.add_chapter(video, at=at, title=title, document=plan if clause else None, clause=clause, by=class_head)
    head.reload()
    assert (take_pictures(head, "study-video-head"), overflow(head)) == ([], 0)
    page = open_page(trainee)
    page.goto(reverse("training:session", args=[session.pk]))
    film = page.locator("video")
    wait_until(page, "document.querySelector('video').readyState >= 1")

    page.get_by_role("button", name="0:20", exact=True).click()
    wait_until(page, "document.querySelector('video').currentTime >= 20")
    film.evaluate("film => { film.pause(); film.currentTime = 25; }")
    wait_until(page, "document.querySelector('video').currentTime === 25")
    film.evaluate("film => film.dispatchEvent(new Event('pause'))")
    page.wait_for_timeout(500)

    assert WatchingPlace.objects.get(user=trainee).second == 25
    assert page.evaluate("document.querySelector('video').textTracks[0].cues.length") == 2
    assert (take_pictures(page, "study-video"), overflow(page)) == ([], 0)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.reload()
    page.get_by_role("button", name="从0:25继续").click()
    wait_until(page, "document.querySelector('video').currentTime >= 25")
    page.get_by_role("link", name=re.compile("滨川市农村供水工作方案.*二")).click()
    expect(page.locator(".is-chosen, .ls-clause").first).to_be_attached()
    assert page.url.endswith(f"#c{plan.clauses.get(path__endswith='(二)').number}")
