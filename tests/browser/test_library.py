"""The library in a real browser: its pages, an upload by dropping files, the reading page's tools."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from luoshi.ledger.actions.plans import make_plan
from luoshi.ledger.models import Source
from luoshi.library.actions.documents import add_document
from luoshi.library.actions.links import supersede
from luoshi.library.models import Document, Link
from luoshi.library.states import LinkState
from luoshi.samples import sample_path
from luoshi.units.states import Role
from tests.browser.conftest import SCREENSHOTS, overflow, take_pictures, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit


@pytest.fixture
def clerk(transactional_db: None, office: Unit, person: Callable[..., User]) -> User:
    return person("duban", office, Role.SUPERVISOR)


@pytest.fixture
def take_sample(office: Unit, clerk: User) -> Callable[[str], Document]:
    def take(name: str) -> Document:
        content = sample_path(name).read_bytes()
        return add_document(BytesIO(content), name=name, size=len(content), owner=office, by=clerk)

    return take


@pytest.fixture
def story(take_sample: Callable[[str], Document], office: Unit, clerk: User) -> dict[str, Any]:
    """The opinion, the city's plan made from it and broken down, and the opinion's new version."""
    opinion, plan = take_sample("province-opinion.docx"), take_sample("city-plan.docx")
    ledger = make_plan(plan, owner=office, by=clerk)
    words = "每个县集中力量办好中等职业学校"
    start = opinion.text.index(words)
    measure = ledger.measures.get(number=10)
    Source.objects.create(
        measure=measure,
        document=opinion,
        clause=opinion.clauses.get(path="二/(五)"),
        quote=words,
        start=start,
        end=start + len(words),
        digest="",
    )
    revised = take_sample("province-opinion-revised.docx")
    link = supersede(revised, opinion, by=clerk)
    return {"": None, "opinion": opinion.pk, "plan": plan.pk, "revised": revised.pk, "link": link.pk}


OTHERS = (
    ("library:change", "plan"),
    ("library:history", "plan"),
    ("library:add_link", "revised"),
    ("library:changes", "link"),
    ("library:document", "revised"),
    ("library:document", "opinion"),
    ("ledger:suspects", ""),
    ("search", ""),
)


@pytest.mark.parametrize(("name", "argument"), OTHERS, ids=[f"{name}-{argument}" for name, argument in OTHERS])
def test_the_pages_around_a_document_are_accessible_and_fit_a_phone(
    name: str, argument: str, open_page: Callable[..., Page], clerk: User, story: dict[str, Any]
) -> None:
    page = open_page(clerk)
    page.goto(reverse(name, args=[story[argument]] if argument else []) + ("?q=学校" if name == "search" else ""))
    page.wait_for_load_state("networkidle")

    findings = take_pictures(page, f"{name.replace(':', '-')}-{argument}".strip("-"))

    assert (findings, overflow(page)) == ([], 0)


def test_the_pages_of_a_purge_are_accessible(
    open_page: Callable[..., Page], office: Unit, person: Callable[..., User], take_sample: Callable[[str], Document]
) -> None:
    document = take_sample("meeting-minutes.docx")
    page = open_page(person("zhuren", office, Role.OFFICE_HEAD))
    page.goto(reverse("library:purge", args=[document.pk]))
    findings = take_pictures(page, "library-purge")

    page.get_by_label("清除理由").fill("事后定密")
    page.get_by_role("button", name="清除").click()
    page.get_by_role("button", name="确定").click()
    page.wait_for_url(f"**{reverse('library:document', args=[document.pk])}")

    assert (findings, take_pictures(page, "library-tombstone")) == ([], [])
    assert page.get_by_text("事后定密").count() == 1


def test_files_are_sent_one_by_one_each_with_its_result(
    open_page: Callable[..., Page], clerk: User, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + b"x" * 500)
    page = open_page(clerk)
    page.goto(reverse("library:upload"))

    page.get_by_label("选择文件").set_input_files([sample_path("meeting-minutes.docx"), broken])
    page.get_by_text("不完整或已损坏").wait_for()

    assert page.locator("#results > li").count() == 2
    assert page.locator("#results a").first.inner_text().endswith("会议纪要")
    assert take_pictures(page, "library-upload-results") == []


def test_files_can_be_dropped(open_page: Callable[..., Page], clerk: User) -> None:
    page = open_page(clerk)
    page.goto(reverse("library:upload"))

    page.evaluate(
        """() => {
          const files = new DataTransfer();
          files.items.add(new File(["滨川市供水办法\\n第一条 为加强供水管理，制定本办法。\\n"], "办法.txt"));
          document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", {dataTransfer: files}));
        }"""
    )

    page.get_by_role("link", name="滨川市供水办法").wait_for()


def test_words_are_found_in_the_text_one_after_the_other(
    open_page: Callable[..., Page], clerk: User, story: dict[str, Any]
) -> None:
    page = open_page(clerk)
    page.goto(reverse("library:document", args=[story["plan"]]))
    count = page.locator("[data-find-count]")

    page.get_by_label("在本文中查找").fill("高标准农田")
    expect(count).to_have_text(re.compile("^1 / "))
    total = count.inner_text().split("/")[1].strip()
    page.get_by_role("button", name="下一处").click()
    second = count.inner_text()
    page.get_by_label("在本文中查找").fill("没有这几个字")

    page.get_by_text("没有", exact=True).wait_for()
    assert (second, int(total) > 1) == (f"2 / {total}", True)


def test_marks_stay_switched_off(open_page: Callable[..., Page], clerk: User, story: dict[str, Any]) -> None:
    page = open_page(clerk)
    page.goto(reverse("library:document", args=[story["plan"]]))

    page.locator("[data-show=unit]").uncheck()
    page.reload()

    border = "getComputedStyle(document.querySelector('.ls-doc .is-unit')).borderBottomColor"
    assert (page.locator("[data-show=unit]").is_checked(), page.evaluate(border)) == (False, "rgba(0, 0, 0, 0)")


def test_a_clause_tells_its_uses_and_has_an_address_of_its_own(
    open_page: Callable[..., Page], clerk: User, story: dict[str, Any]
) -> None:
    page = open_page(clerk)
    page.goto(reverse("library:document", args=[story["opinion"]]))
    anchor = page.locator(".ls-clause[data-count]").first
    anchor.wait_for()

    anchor.click()
    page.locator("#clause-uses a").first.wait_for()

    assert page.locator("#clause-title").inner_text() == "条款 二/(五)"
    assert page.url.endswith(f"#{anchor.get_attribute('id')}")
    page.locator(".ls-reader-text").screenshot(path=SCREENSHOTS / "library-clause.png")


def test_an_address_with_a_place_leads_there(
    open_page: Callable[..., Page], clerk: User, story: dict[str, Any]
) -> None:
    text = Document.objects.get(pk=story["plan"]).text
    start = text.rindex("牵头单位")
    page = open_page(clerk)

    page.goto(f"{reverse('library:document', args=[story['plan']])}?start={start}&end={start + 4}#o{start}")

    page.locator("mark.ls-stretch").wait_for()
    expect(page.locator("mark.ls-stretch")).to_be_in_viewport()


def test_on_a_phone_the_outline_is_a_drawer(open_page: Callable[..., Page], clerk: User, story: dict[str, Any]) -> None:
    page = open_page(clerk, width=390, height=844)
    page.goto(reverse("library:document", args=[story["opinion"]]))
    assert not page.locator("#outline").is_visible()

    page.get_by_role("button", name="目录").click()
    page.locator("#outline.show").wait_for()
    page.screenshot(path=SCREENSHOTS / "library-outline-phone.png")
    page.get_by_role("link", name="四、做好民族宗教").click()

    page.locator("#outline").wait_for(state="hidden")
    wait_until(page, "window.scrollY > 1000")


def test_a_link_is_confirmed_with_one_click(open_page: Callable[..., Page], clerk: User, story: dict[str, Any]) -> None:
    page = open_page(clerk)
    page.goto(reverse("library:document", args=[story["plan"]]))

    page.locator("#links").get_by_role("button", name="确认").click()
    page.locator("#links").get_by_role("button", name="确认").wait_for(state="detached")

    assert Link.objects.get(source=story["plan"]).state == LinkState.CONFIRMED


def test_a_document_of_hundreds_of_pages_opens_at_once(
    open_page: Callable[..., Page], clerk: User, office: Unit
) -> None:
    clause = (
        "（一）推进第{0}项工作。到2026年底，新建供水工程{0}处。（牵头单位：市水利局）\n"
        + "各县要细化措施，按季度报告进展。" * 20
    )
    text = "滨川市汇编方案\n" + "".join(f"第{n}章 工作任务\n{clause.format(n)}\n" for n in range(1, 901))
    document = add_document(BytesIO(text.encode()), name="big.txt", size=len(text.encode()), owner=office, by=clerk)
    page = open_page(clerk)

    page.goto(reverse("library:document", args=[document.pk]), wait_until="load")

    millis = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    assert (len(text) > 300_000, millis < 5000) == (True, True), millis


@pytest.mark.parametrize("name", ["documents", "upload", "search"])
def test_a_page_of_the_library_is_accessible_and_fits_a_phone(
    name: str, open_page: Callable[..., Page], clerk: User, take_sample: Callable[[str], Document]
) -> None:
    take_sample("province-opinion.docx")
    take_sample("city-plan.docx")
    page = open_page(clerk)
    page.goto(reverse(f"library:{name}") + ("?q=学位" if name == "search" else ""))
    page.wait_for_load_state("networkidle")

    findings = take_pictures(page, f"library-{name}")

    assert (findings, overflow(page)) == ([], 0)


@pytest.mark.parametrize("name", ["city-plan.docx", "province-opinion.docx"])
def test_the_reading_page_is_accessible_and_fits_a_phone(
    name: str, open_page: Callable[..., Page], clerk: User, take_sample: Callable[[str], Document]
) -> None:
    document = take_sample(name)
    page = open_page(clerk)
    page.goto(reverse("library:document", args=[document.pk]))
    page.wait_for_load_state("networkidle")

    findings = take_pictures(page, f"library-document-{name.split('.', maxsplit=1)[0]}")

    assert (findings, overflow(page)) == ([], 0)
