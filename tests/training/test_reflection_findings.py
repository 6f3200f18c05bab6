"""Findings of a reflection: quotations against the library that one sees, shared passages, import of a Word file."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luoshi.common.errors import UnmetConditionError
from luoshi.common.models import StoredFile
from luoshi.engine import read_bytes
from luoshi.library import originals
from luoshi.library.actions.documents import add_document
from luoshi.library.actions.purging import purge_document
from luoshi.training.actions import reflection_importing as importing
from luoshi.training.actions import reflections as actions
from luoshi.training.actions.trainees import enrol
from luoshi.training.essay_reading import essay_from
from luoshi.training.essays import Essay, Part
from luoshi.training.finding_words import SENTENCES
from luoshi.training.queries import reflections as queries
from luoshi.training.queries.quotation_findings import find_quotations
from luoshi.training.queries.resemblances import overlaps_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, SettingsWrapper

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.training.models import Reflection, Trainee, TrainingClass
    from luoshi.units.models import Unit

PLAN = """滨川市农村供水工作方案
一、重点任务
（一）改造老旧水厂。坚持把群众饮水安全放在首位，年底前改造12座水厂，让农村群众喝上放心水。
（二）修复管网。2026年6月底前修复管网30公里，做到修一段、通一段、用一段。
"""
OWN = "我在水利站工作十二年，最深的体会是台账记得再细，也不如到井口拧一拧阀门来得真。"


@pytest.fixture
def quoted(db: None, tmp_path: Path, settings: SettingsWrapper) -> Iterator[None]:
    """An index of its own for the test."""
    kept = settings.DATA
    settings.DATA = type(kept)(tmp_path)
    settings.DATA.prepare()
    yield
    settings.DATA = kept


@pytest.fixture
def take_in(
    quoted: None, office_head: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Callable[[Unit, str], Document]:
    """Put a text into a unit's library, indexed as after the commit."""

    def take(owner: Unit, text: str) -> Document:
        content = text.encode()
        with django_capture_on_commit_callbacks(execute=True):
            return add_document(BytesIO(content), name="方案.txt", size=len(content), owner=owner, by=office_head)

    return take


@pytest.fixture
def plan(take_in: Callable[[Unit, str], Document], city: Unit) -> Document:
    return take_in(city, PLAN)


def essay(text: str) -> Essay:
    return Essay("", (Part("", text),))


@pytest.mark.parametrize(
    ("text", "code", "fix"),
    [
        ("方案指出：“坚持把群众饮水安全放在首位，年底前改造12座水厂”。", "marked.exact", None),
        (
            "方案指出：“坚持把群众饮水安全放在第一位，年底前改造12座水厂，让农村群众喝上放心水。”",
            "marked.altered",
            "坚持把群众饮水安全放在首位，年底前改造12座水厂，让农村群众喝上放心水。",
        ),
        (
            "方案指出：“坚持把群众饮水安全放在首位、年底前改造12座水厂”。",
            "marked.exact_but_punctuation",
            "坚持把群众饮水安全放在首位，年底前改造12座水厂",
        ),
        (
            "我认为坚持把群众饮水安全放在首位是对的。",
            "unmarked.exact",
            "“坚持把群众饮水安全放在首位”",
        ),
        ("学习《滨川市农村供水工作方按》。", "title.altered", "滨川市农村供水工作方案"),
        ("会议指出：“这句话哪里都没有，是我自己编出来的。”", "marked.not_found", None),
        ("方案强调，”做到修一段、通一段、用一段“。", "mark.reversed", "“做到修一段、通一段、用一段”"),
        ('方案强调，"做到修一段、通一段、用一段"。', "mark.straight", "“做到修一段、通一段、用一段”"),
        ("方案强调，“做到修一段、通一段、用一段。", "mark.unbalanced", None),
        ("学习《中共**市委贯彻落实〈供水意见〉的工作方案》。", "mark.mask", None),
    ],
)
def test_a_passage_gets_its_verdict_and_its_mend(
    text: str, code: str, fix: str | None, plan: Document, trainee: User
) -> None:
    found = [one for one in find_quotations(essay(text), trainee).all if one.code == code]

    assert len(found) == 1
    assert [mend.fix for mend in found[0].mends] == ([] if fix is None else [fix])
    assert all(mend.words == found[0].text for mend in found[0].mends)


def test_every_verdict_of_every_kind_has_its_sentence() -> None:
    from luoshi.engine.quotations import Fault, Kind, Verdict

    needed = {f"{kind.value}.{verdict.value}" for kind in Kind for verdict in Verdict}
    needed |= {f"mark.{fault.value}" for fault in Fault} | {"title.short_form"}

    assert set(SENTENCES) == needed


def test_the_difference_is_shown_word_by_word(plan: Document, trainee: User) -> None:
    text = "方案指出：“坚持把群众饮水安全放在第一位，年底前改造12座水厂”。"

    (found,) = (one for one in find_quotations(essay(text), trainee).all if one.code == "marked.altered")

    assert [(piece.text, piece.name) for piece in found.pieces if piece.name] == [("第一", "gone"), ("首", "came")]
    assert found.sources[0].document == plan.pk
    assert plan.text[found.sources[0].start : found.sources[0].end].startswith("坚持把群众饮水安全放在首位")


def test_what_one_may_not_see_is_not_found(
    take_in: Callable[[Unit, str], Document], county_bureau: Unit, bureau: Unit, trainee: User, class_head: User
) -> None:
    take_in(county_bureau, PLAN)
    text = essay("方案指出：“坚持把群众饮水安全放在首位，年底前改造12座水厂”。")

    codes = {user.username: [one.code for one in find_quotations(text, user).all] for user in (trainee, class_head)}

    assert codes == {"trainee": ["marked.not_found"], "class_head": ["marked.exact"]}


def test_a_document_opened_for_a_class_opens_no_other_of_its_library(
    take_in: Callable[[Unit, str], Document],
    training_class: TrainingClass,
    county_bureau: Unit,
    stranger: User,
    class_head: User,
) -> None:
    studied, other = (
        take_in(county_bureau, PLAN),
        take_in(county_bureau, PLAN.replace("修复管网", "关停小煤窑").replace("30", "90")),
    )
    training_class.documents.add(studied)
    enrol(training_class, name=stranger.name, user=stranger, by=class_head)

    found = [
        (one.code, [source.document for source in one.sources])
        for words in ("坚持把群众饮水安全放在首位，年底前改造12座水厂", "2026年6月底前关停小煤窑90公里，做到修一段")
        for one in find_quotations(essay(f"方案指出：“{words}”。"), stranger).all
    ]

    assert found[0] == ("marked.exact", [studied.pk])
    assert other.pk not in {number for _code, numbers in found for number in numbers}
    assert found[1][0] != "marked.exact"


def test_a_purged_document_leaves_the_index(
    plan: Document,
    office_head: User,
    trainee: User,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    words = "群众饮水安全".encode("utf-16-le")
    before = [path for path in (tmp_path / "originals").rglob("*.seg") if words in path.read_bytes()]

    with django_capture_on_commit_callbacks(execute=True):
        purge_document(plan, reason="涉密", by=office_head)

    assert len(before) == 1
    assert [path for path in (tmp_path / "originals").rglob("*") if path.is_file() and words in path.read_bytes()] == []
    assert find_quotations(essay("“坚持把群众饮水安全放在首位，年底前改造”"), trainee).all[0].code == "marked.not_found"


def test_the_clock_makes_a_missing_index_anew_and_drops_what_is_gone(
    plan: Document, trainee: User, tmp_path: Path, office_head: User
) -> None:
    for path in (tmp_path / "originals").rglob("manifest.json"):
        path.write_bytes(b"broken")
    first = originals.settle()
    purge_document(plan, reason="涉密", by=office_head)

    assert (first, originals.settle(), originals.settle()) == (1, 1, 0)


def test_a_document_purged_while_it_was_read_does_not_stay(plan: Document, office_head: User) -> None:
    purge_document(plan, reason="涉密", by=office_head)
    originals.forget(plan.owner_id, plan.pk)

    originals.remember(plan.pk)

    assert str(plan.pk) not in originals.library_of([plan.owner_id]).shelves


def _handed_in(user: User, trainee: Trainee, *texts: str) -> Reflection:
    made = actions.open_own(trainee.training_class, by=user)
    parts = [{"heading": "", "text": text} for text in texts]
    return actions.hand_in(actions.save(made, title="学习心得", parts=parts, seen=None, by=user), by=user)


@pytest.fixture
def two(
    enrolled: Trainee, trainee: User, liaison: User, bureau: Unit, class_head: User, plan: Document
) -> tuple[Reflection, Reflection]:
    """Two reflections with a quotation in common and a sentence of one's own in common."""
    other = enrol(enrolled.training_class, name=liaison.name, user=liaison, unit=bureau, by=class_head)
    quotation = "方案指出：“坚持把群众饮水安全放在首位，年底前改造12座水厂，让农村群众喝上放心水。”"
    theirs = _handed_in(liaison, other, "前面的话各写各的。" + OWN, quotation)
    return _handed_in(trainee, enrolled, quotation, OWN + "后面的话也不同。"), theirs


def _overlaps(reflection: Reflection, viewer: User) -> list[Any]:
    return overlaps_of(reflection, find_quotations(queries.essay(reflection), viewer).report, viewer)


def test_quoting_is_not_copying(two: tuple[Reflection, Reflection], trainee: User) -> None:
    found = _overlaps(two[0], trainee)

    assert [(one.words.strip("。"), one.source) for one in found] == [(OWN.strip("。"), None)]


def test_the_class_head_sees_the_source(two: tuple[Reflection, Reflection], class_head: User) -> None:
    assert [one.source for one in _overlaps(two[0], class_head)] == [two[1]]


def test_the_draft_of_somebody_else_is_compared_with_nothing(
    two: tuple[Reflection, Reflection], trainee: User, liaison: User
) -> None:
    actions.withdraw(two[1], by=liaison)

    assert _overlaps(two[0], trainee) == []


def test_the_author_reads_no_name_and_nothing_beyond_the_passage(
    two: tuple[Reflection, Reflection], trainee: User, liaison: User, class_head: User, client: Client
) -> None:
    url = reverse("training:reflection_findings", args=[two[0].pk])
    client.force_login(trainee)
    author = client.get(url).content.decode()
    client.force_login(class_head)
    head = client.get(url).content.decode()

    assert [word for word in (liaison.name, "各写各的") if word in author] == []
    assert [word in head for word in (liaison.name, "各写各的")] == [True, False]
    assert [
        word for word in ("%", "重复率", "相似度") if word in author.split("<main")[1] + head.split("<main")[1]
    ] == []


def test_the_check_answers_for_what_is_being_written_and_saves_nothing(
    enrolled: Trainee, trainee: User, plan: Document, client: Client
) -> None:
    made = actions.open_own(enrolled.training_class, by=trainee)
    client.force_login(trainee)
    texts = ["", "  方案指出：“坚持把群众饮水安全放在第一位，年底前改造12座水厂”。"]

    answer = client.post(
        reverse("training:check_reflection", args=[made.pk]), {"title": "", "heading": ["", ""], "text": texts}
    ).content.decode()

    made.refresh_from_db()
    assert f'data-places="1:text:8:{len(texts[1]) - 2}"' in answer
    assert "改成原文" in answer
    assert made.parts == []


def word_file(*lines: tuple[str, str], name: str = "心得.docx") -> SimpleUploadedFile:
    document = docx.Document()
    for style, text in lines:
        document.add_paragraph(text, style=style)
    target = BytesIO()
    document.save(target)
    return SimpleUploadedFile(name, target.getvalue())


LINES = (
    ("Title", "学习心得体会"),
    ("Normal", "前言一段。"),
    ("Normal", "一、提高认识"),
    ("Normal", "学习之后，我体会到责任。"),
    ("Normal", "（一）具体做法"),
    ("Normal", "逐项核对。"),
    ("Normal", "二、抓好落实。回到岗位后，我将逐项核对台账，月底前报告。"),
)


def test_a_word_file_becomes_headed_parts(enrolled: Trainee, trainee: User) -> None:
    made = importing.take_in(actions.open_own(enrolled.training_class, by=trainee), word_file(*LINES), by=trainee)

    taken = importing.take_over(made, after=False, seen=None, by=trainee)

    assert taken.title == "学习心得体会"
    assert [part["heading"] for part in taken.parts] == ["", "一、提高认识", "二、抓好落实。"]
    assert taken.parts[1]["text"] == "学习之后，我体会到责任。\n（一）具体做法\n逐项核对。"


@pytest.mark.parametrize(
    "text",
    [
        "一、甲\n\n二、乙\n",
        "没有标题的一段话。\n又一段。",
        "1. 第一条。\n2. 第二条。\n附件：表",
        "心得\n第一章 总论\n内容\n一、二、三、\n",
        "一、" + "长" * 200 + "\n（一）小\n",
        "\n\n一、\n二、只有号\n",
    ],
)
def test_no_word_is_lost_on_the_way(text: str) -> None:
    document = read_bytes(text.encode(), name="心得.txt")

    read = essay_from(document)

    assert "".join(read.text.split()) == "".join(document.text.split())


def test_what_stood_before_an_import_stays_as_a_version(enrolled: Trainee, trainee: User) -> None:
    made = actions.open_own(enrolled.training_class, by=trainee)
    made = actions.save(made, title="旧", parts=[{"text": "旧的内容"}], seen=None, by=trainee)
    made = importing.take_in(made, word_file(*LINES), by=trainee)

    after = importing.take_over(made, after=True, seen=made.version, by=trainee)

    assert (after.title, after.parts[0]["text"], len(after.parts)) == ("旧", "旧的内容", 4)
    assert [version.title for version in after.versions.order_by("number")] == ["旧", "旧"]


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("心得.docx", b"PK\x03\x04broken"), "打不开"),
        (SimpleUploadedFile("心得.docx", b""), "空的"),
        (SimpleUploadedFile("心得.docx", b"%PDF-1.7"), "打不开"),
        (word_file(("Normal", "长" * 30_001)), "太长"),
        (word_file(("Normal", "机密★一年"), ("Normal", "心得体会")), "非涉密"),
        (word_file(("Normal", "好"), name="心得.pdf"), "扩展名"),
    ],
)
def test_a_file_that_is_none_is_refused_and_not_kept(
    upload: SimpleUploadedFile, sentence: str, enrolled: Trainee, trainee: User
) -> None:
    made = actions.open_own(enrolled.training_class, by=trainee)

    with pytest.raises(UnmetConditionError, match=sentence):
        importing.take_in(made, upload, by=trainee)

    assert StoredFile.objects.count() == 0


def test_the_file_goes_when_it_is_not_wanted(enrolled: Trainee, trainee: User) -> None:
    made = importing.take_in(actions.open_own(enrolled.training_class, by=trainee), word_file(*LINES), by=trainee)

    importing.drop_file(made, by=trainee)

    assert StoredFile.objects.count() == 0


def test_a_script_in_a_word_file_is_only_words(enrolled: Trainee, trainee: User, client: Client) -> None:
    made = actions.open_own(enrolled.training_class, by=trainee)
    importing.take_in(made, word_file(("Normal", "<script>alert(1)</script>")), by=trainee)
    client.force_login(trainee)

    page = client.get(reverse("training:import_reflection", args=[made.pk])).content.decode()

    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)
