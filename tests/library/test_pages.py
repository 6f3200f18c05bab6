"""Pages of the library: what they show, to whom, with how many queries."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luoshi.library.models import Document
from luoshi.library.states import ReadingState
from tests.library.conftest import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit


@pytest.fixture
def clerk(client: Client, supervisor: User) -> Client:
    """The office's clerk, signed in."""
    client.force_login(supervisor)
    return client


def send(client: Client, office: Unit, *files: tuple[str, bytes], alone: bool = False) -> str:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    headers = {"X-Upload": "1"} if alone else {}
    response = client.post(reverse("library:upload"), {"owner": office.pk, "file": uploads}, headers=headers)
    return response.content.decode()


def test_an_empty_library_says_what_to_do_first(clerk: Client) -> None:
    assert "上传第一份文件" in clerk.get(reverse("library:documents")).content.decode()


def test_several_files_are_taken_in_at_once(clerk: Client, office: Unit) -> None:
    send(clerk, office, ("a.txt", PLAN.encode()), ("b.txt", PLAN.replace("7号", "8号").encode()))

    assert set(Document.objects.values_list("doc_number", flat=True)) == {"滨政办发〔2026〕7号", "滨政办发〔2026〕8号"}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.txt", b"", "是空的"),
        ("图.docx", b"\xff\xd8\xff\xe0" + b"0" * 100, "内容不是.docx"),
        ("改名.docx", b"%PDF-1.7\n", "内容与扩展名不符"),
        ("密.txt", f"机密★1年\n{PLAN}".encode(), "只用于非涉密文件"),
        ("坏.pdf", b"%PDF-1.7\n" + b"x" * 500, "不完整或已损坏"),
    ],
)
def test_each_refusal_is_one_clear_sentence_and_nothing_is_kept(
    name: str, content: bytes, sentence: str, clerk: Client, office: Unit
) -> None:
    answer = send(clerk, office, (name, content), alone=True)

    assert (sentence in answer, answer.count("<li"), Document.objects.count()) == (True, 1, 0)


def test_a_scan_is_kept_and_said_to_be_unread(clerk: Client, office: Unit) -> None:
    answer = send(clerk, office, ("扫描件.pdf", _blank_pdf()), alone=True)

    assert "未读取内容，保密标志未检查" in answer
    document = Document.objects.get()
    assert document.state == ReadingState.FAILED
    assert "未读取内容" in clerk.get(reverse("library:document", args=[document.pk])).content.decode()


def test_a_text_of_a_million_characters_is_refused_in_one_sentence(clerk: Client, office: Unit) -> None:
    answer = send(clerk, office, ("汇编.txt", ("养护乡村道路。" * 150_000).encode()), alone=True)

    assert "文件“汇编.txt”有1050000字，一份文件最多500000字，没有保存。请分成几份上传。" in answer
    assert Document.objects.count() == 0


def test_the_same_file_is_not_taken_in_twice(clerk: Client, office: Unit) -> None:
    send(clerk, office, ("a.txt", PLAN.encode()))

    assert "已经有这份文件" in send(clerk, office, ("b.txt", PLAN.encode()))


def test_refusals_are_told_in_english(clerk: Client, office: Unit) -> None:
    clerk.cookies["django_language"] = "en"

    assert "damaged" in send(clerk, office, ("broken.pdf", b"%PDF-1.7\n" + b"x" * 500), alone=True)


def test_the_list_filters(clerk: Client, take_in: Callable[..., Document]) -> None:
    take_in()
    take_in("滨川市供水管理办法\n第一条 为加强供水管理，制定本办法。\n2025年1月5日\n", name="b.txt")

    def titles(**wanted: object) -> list[str]:
        return [row.title for row in clerk.get(reverse("library:documents"), wanted).context["page"]]

    assert titles(kind="regulation") == ["滨川市供水管理办法"]
    assert titles(year=2026) == ["滨川市农村供水工作方案"]
    assert titles(q="7号") == ["滨川市农村供水工作方案"]
    assert titles(owner="x", year="") == titles()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_the_same_queries_whatever_its_length(
    count: int, clerk: Client, take_in: Callable[..., Document], django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(count):
        take_in(PLAN.replace("7号", f"{number}号"), name=f"{number}.txt")

    with django_assert_max_num_queries(14):
        clerk.get(reverse("library:documents"))


def test_the_reading_page_shows_the_text_with_anchors_and_findings(clerk: Client, plan: Document) -> None:
    page = clerk.get(reverse("library:document", args=[plan.pk])).content.decode()

    clause = plan.clauses.get(path="一/(一)")
    assert f'id="c{clause.number}"' in page
    assert f'id="o{clause.start}"' in page
    assert '<mark class="ls-found is-unit" title="牵头单位">市水利局</mark>' in page
    assert '<mark class="ls-found is-due" title="完成时限 2026-12-31">年底前</mark>' in page


def test_a_stretch_named_in_the_address_is_marked(clerk: Client, plan: Document) -> None:
    start = plan.text.index("老旧水厂")

    page = clerk.get(reverse("library:document", args=[plan.pk]), {"start": start, "end": start + 4})

    assert f'<mark class="ls-stretch" data-anchor="o{start}">老旧水厂</mark>' in page.content.decode()


@pytest.mark.parametrize(
    "query", [{"start": "a", "end": "9"}, {"start": "9"}, {"start": "9", "end": "3"}, {"start": "0", "end": "99999999"}]
)
def test_a_wrong_stretch_does_no_harm(query: dict[str, str], clerk: Client, plan: Document) -> None:
    assert clerk.get(reverse("library:document", args=[plan.pk]), query).status_code == 200


def test_what_the_file_holds_is_escaped(clerk: Client, take_in: Callable[..., Document]) -> None:
    document = take_in("滨川市方案\n一、<script>alert(1)</script>\n（一）年底前建成“<b>三”座。（牵头单位：市水利局）\n")

    page = clerk.get(reverse("library:document", args=[document.pk])).content.decode()

    assert ("<script>alert" in page, "&lt;script&gt;alert(1)&lt;/script&gt;" in page) == (False, True)


def test_the_original_is_handed_out_as_received(clerk: Client, plan: Document) -> None:
    response = clerk.get(reverse("library:original", args=[plan.pk]))

    assert b"".join(response.streaming_content) == PLAN.encode()  # type: ignore[attr-defined]  # a streamed answer
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_facts_are_corrected_and_the_later_editor_sees_what_changed(clerk: Client, plan: Document) -> None:
    url = reverse("library:change", args=[plan.pk])
    facts = {"title": "新标题", "doc_number": "", "issuers": "", "addressees": "", "signed_on": "", "kind": "plan"}

    first = clerk.post(url, facts | {"version": plan.version})
    second = clerk.post(url, facts | {"title": "另一标题", "version": plan.version})

    plan.refresh_from_db()
    assert (first.status_code, plan.title) == (302, "新标题")
    assert "打开之后" in second.content.decode()


def test_the_search_page_leads_to_the_words(clerk: Client, plan: Document) -> None:
    page = clerk.get(reverse("library:search"), {"q": "管网"}).content.decode()

    start = plan.text.index("管网")
    assert "<mark>管网</mark>" in page
    assert f"?start={start}&amp;end={start + 2}#o{start}" in page


def test_others_see_what_their_superior_keeps_and_not_each_others(
    client: Client,
    plan: Document,
    liaison: User,
    county_liaison: User,
    take_in: Callable[..., Document],
    bureau: Unit,
    administrator: User,
) -> None:
    own = take_in("市教育局内部安排\n一、学习\n", name="own.txt", owner=bureau, by=administrator)

    def seen(user: User) -> list[int]:
        client.force_login(user)
        return [client.get(reverse("library:document", args=[row.pk])).status_code for row in (plan, own)]

    assert (seen(liaison), seen(county_liaison)) == ([200, 200], [200, 404])


def _blank_pdf() -> bytes:
    target = BytesIO()
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(595, 842)
    pdf.save(target)
    return target.getvalue()
