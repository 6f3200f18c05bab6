"""Reflections: the author's drafts and versions, hand-in, paper, comments, removal; every state, verb and role."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.common import clock, files, history
from luoshi.common.backup_register import note_backup
from luoshi.common.errors import IllegalMoveError, MissingRightError, RuleError, StaleFormError, UnmetConditionError
from luoshi.common.models import Entry, StoredFile
from luoshi.notices.models import Notice
from luoshi.training.actions import reflections as actions
from luoshi.training.actions.reflection_purging import delete_own, purge_reflection
from luoshi.training.actions.trainees import change_trainee
from luoshi.training.essays import Essay, Part, essay_of
from luoshi.training.models import Commitment, Reflection, ReflectionVersion
from luoshi.training.queries import reflections as queries
from luoshi.training.queries.completion import standings_of
from luoshi.training.rules import RULES
from luoshi.training.states import REFLECTION_MOVES, ReflectionState
from tests.conftest import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from luoshi.accounts.models import User
    from luoshi.training.models import Trainee, TrainingClass

TEXT = "学习之后，我体会到要把任务分到人、把时间定到天。"
PARTS = [{"heading": "一、提高认识", "text": TEXT}, {"heading": "二、抓好落实", "text": "回到岗位后，我将逐项核对。"}]
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def reflection(enrolled: Trainee, trainee: User) -> Reflection:
    """A draft of two parts."""
    made = actions.open_own(enrolled.training_class, by=trainee)
    return actions.save(made, title="学习心得", parts=PARTS, seen=made.version, by=trainee)


@pytest.fixture
def handed_in(reflection: Reflection, trainee: User) -> Reflection:
    """The same, with the class head."""
    return actions.hand_in(reflection, by=trainee)


def scan(name: str = "心得.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG)


def test_a_text_is_one_string_and_every_stretch_has_its_place() -> None:
    essay = Essay("题", (Part("一、认识", "甲乙丙"), Part("", "丁")))

    places = essay.places(essay.text.index("乙"), essay.text.index("丁") + 1)

    assert essay.text == "题\n一、认识\n甲乙丙\n丁\n"
    assert [(one.part, one.field, one.start, one.end) for one in places] == [(0, "text", 1, 3), (1, "text", 0, 1)]
    assert essay.offset(0, "text", 1) == essay.text.index("乙")


def test_what_was_sent_is_brought_into_form() -> None:
    essay = essay_of(" 题\r\n目 ", [{"heading": "", "text": " \r\n"}, {"heading": "一\n二", "text": "甲\x00\r\n乙"}])

    assert essay == Essay("题 目", (Part("一 二", "甲\n乙"),))


def test_opening_twice_gives_the_same_reflection(enrolled: Trainee, trainee: User) -> None:
    first = actions.open_own(enrolled.training_class, by=trainee)

    again = actions.open_own(enrolled.training_class, by=trainee)

    assert (again.pk, Reflection.objects.count()) == (first.pk, 1)


def test_a_second_window_is_told_and_overwrites_nothing(reflection: Reflection, trainee: User) -> None:
    actions.save(reflection, title="甲", parts=PARTS, seen=reflection.version, by=trainee)

    with pytest.raises(StaleFormError, match="另一个窗口"):
        actions.save(reflection, title="乙", parts=[], seen=reflection.version, by=trainee)

    assert Reflection.objects.get().title == "甲"


def test_keeping_mine_leaves_the_other_as_a_version(reflection: Reflection, trainee: User) -> None:
    other = actions.save(reflection, title="甲", parts=PARTS, seen=reflection.version, by=trainee)

    actions.save(reflection, title="乙", parts=PARTS, seen=other.version, by=trainee, apart=True)

    assert list(ReflectionVersion.objects.order_by("number").values_list("title", flat=True)) == ["甲", "乙"]


def test_saving_the_same_again_changes_nothing(reflection: Reflection, trainee: User) -> None:
    again = actions.save(reflection, title="学习心得", parts=PARTS, seen=reflection.version, by=trainee)

    assert again.version == reflection.version


def test_writing_within_minutes_is_one_version(reflection: Reflection, trainee: User) -> None:
    for number in range(5):
        reflection = actions.save(reflection, title=f"第{number}稿", parts=PARTS, seen=None, by=trainee)

    assert list(reflection.versions.values_list("title", flat=True)) in (["第4稿"], ["学习心得", "第4稿"])


def test_what_was_struck_out_can_be_had_back(reflection: Reflection, trainee: User) -> None:
    emptied = actions.save(reflection, title="学习心得", parts=[], seen=None, by=trainee)

    restored = actions.restore(emptied, 1, seen=emptied.version, by=trainee)

    assert restored.parts == PARTS
    assert restored.versions.count() == 3


def test_old_versions_are_thinned_out(reflection: Reflection, trainee: User) -> None:
    now = clock.now().replace(minute=30)
    for number in range(2, 60):
        at = now - timedelta(days=2) - timedelta(minutes=10 * number)
        reflection.versions.create(number=1000 - number, title="旧", parts=[], digest="0", at=at)

    actions.save(reflection, title="新", parts=[], seen=None, by=trainee)

    assert 9 <= reflection.versions.filter(title="旧").count() <= 11


def test_a_text_without_end_is_refused(reflection: Reflection, trainee: User) -> None:
    with pytest.raises(UnmetConditionError, match="没有保存"):
        actions.save(reflection, title="", parts=[{"text": "字" * 30_001}], seen=None, by=trainee)


def test_an_empty_reflection_is_not_handed_in(enrolled: Trainee, trainee: User) -> None:
    made = actions.open_own(enrolled.training_class, by=trainee)

    with pytest.raises(UnmetConditionError, match="还没有写内容"):
        actions.hand_in(made, by=trainee)


def test_the_history_holds_digests_only(handed_in: Reflection, class_head: User, trainee: User) -> None:
    actions.comment(handed_in, text="这一段请展开", quote="把任务分到人", by=class_head)
    actions.return_to_author(handed_in, reason="请补充实例", by=class_head)

    bodies = str(list(Entry.objects.values_list("body", flat=True)))

    assert [word for word in ("学习心得", "认识", "核对", "展开", "分到人", "实例") if word in bodies] == []
    assert history.digest(queries.essay(handed_in).digest_text) in bodies


@pytest.mark.parametrize("state", ReflectionState.values)
@pytest.mark.parametrize("verb", REFLECTION_MOVES)
def test_a_step_starts_from_its_states_only(
    verb: str, state: str, reflection: Reflection, trainee: User, class_head: User
) -> None:
    Reflection.objects.filter(pk=reflection.pk).update(state=state)
    reflection.refresh_from_db()
    steps: dict[str, Any] = {
        "hand_in": lambda: actions.hand_in(reflection, by=trainee),
        "withdraw": lambda: actions.withdraw(reflection, by=trainee),
        "return": lambda: actions.return_to_author(reflection, reason="补充", by=class_head),
        "record_on_paper": lambda: actions.record_on_paper(reflection.trainee, by=class_head),
        "unrecord_paper": lambda: actions.unrecord_paper(reflection, by=class_head),
    }
    starts, target = REFLECTION_MOVES[verb]

    if state in starts:
        assert steps[verb]().state == target
    else:
        with pytest.raises(IllegalMoveError):
            steps[verb]()


@pytest.mark.parametrize("state", ReflectionState.values)
def test_only_the_author_writes_and_nobody_else_reads_a_draft(
    state: str, reflection: Reflection, people: dict[str, User]
) -> None:
    Reflection.objects.filter(pk=reflection.pk).update(state=state)
    reflection.refresh_from_db()
    readers = {"class_head", "office_head"} if state in queries.HANDED_IN else set()

    sees = {role for role in ROLES if queries.reflections_visible_to(people[role]).exists()}
    reads = {role for role in ROLES if queries.may_read_text(people[role], reflection)}

    assert sees == {"trainee"} | readers
    assert reads == {"trainee"} | (readers if state == ReflectionState.HANDED_IN else set())


@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        ("open", {"trainee"}),
        ("write", {"trainee"}),
        ("hand_in", {"trainee"}),
        ("withdraw", {"trainee"}),
        ("delete", {"trainee"}),
        ("read", {"trainee", "class_head", "office_head"}),
        ("return", {"class_head", "office_head"}),
        ("comment", {"class_head", "office_head"}),
        ("record_on_paper", {"class_head", "office_head"}),
        ("list", {"class_head", "office_head"}),
        ("purge", {"office_head"}),
    ],
)
def test_every_verb_has_its_roles(verb: str, allowed: set[str], handed_in: Reflection, people: dict[str, User]) -> None:
    subjects: dict[str, object] = {
        "open": handed_in.trainee.training_class,
        "list": handed_in.trainee.training_class,
        "record_on_paper": handed_in.trainee,
    }

    able = {role for role in ROLES if RULES[f"reflection.{verb}"](people[role], subjects.get(verb, handed_in))}

    assert able == allowed


def test_others_are_refused_every_step(handed_in: Reflection, people: dict[str, User]) -> None:
    for role in set(ROLES) - {"trainee", "class_head", "office_head"}:
        by = people[role]
        for step in (
            lambda by: actions.open_own(handed_in.trainee.training_class, by=by),
            lambda by: actions.save(handed_in, title="", parts=[], seen=None, by=by),
            lambda by: actions.restore(handed_in, 1, seen=None, by=by),
            lambda by: actions.hand_in(handed_in, by=by),
            lambda by: actions.withdraw(handed_in, by=by),
            lambda by: actions.return_to_author(handed_in, reason="补充", by=by),
            lambda by: actions.record_on_paper(handed_in.trainee, by=by),
            lambda by: actions.unrecord_paper(handed_in, by=by),
            lambda by: actions.comment(handed_in, text="好", by=by),
            lambda by: delete_own(handed_in, by=by),
            lambda by: purge_reflection(handed_in, reason="本人要求", by=by),
        ):
            with pytest.raises(MissingRightError):
                step(by)


def test_what_is_handed_in_or_on_paper_counts_for_completion(
    handed_in: Reflection, on_paper: Trainee, class_head: User
) -> None:
    actions.record_on_paper(on_paper, scan=scan(), by=class_head)

    assert [one.is_handed_in for one in standings_of(on_paper.training_class)] == [True, True]


def test_a_paper_leaves_the_draft_behind_it_unread(reflection: Reflection, class_head: User, trainee: User) -> None:
    recorded = actions.record_on_paper(reflection.trainee, scan=scan(), by=class_head)

    assert (queries.may_read_text(class_head, recorded), queries.may_read_file(class_head, recorded)) == (False, True)
    assert queries.essay(recorded).parts[0].text == TEXT
    with pytest.raises(UnmetConditionError, match="没有找到"):
        actions.comment(recorded, text="好", quote="把任务分到人", by=class_head)


def test_a_comment_follows_its_words_and_is_told_when_they_are_gone(
    handed_in: Reflection, class_head: User, trainee: User
) -> None:
    actions.comment(handed_in, text="具体些", quote="把时间定到天", by=class_head)
    returned = actions.return_to_author(handed_in, reason="请补充", by=class_head)

    moved = actions.save(returned, title="", parts=[{"text": "前言"}, *PARTS], seen=None, by=trainee)
    followed = queries.comments_of(moved)
    gone = queries.comments_of(actions.save(moved, title="", parts=[{"text": "重写"}], seen=None, by=trainee))

    text = queries.essay(moved).text
    assert [text[one.start : one.end] for one in followed if one.start is not None] == ["把时间定到天"]
    assert sorted(one.is_orphaned for one in gone) == [False, True]


def test_the_author_is_told_of_return_and_comment(handed_in: Reflection, class_head: User, trainee: User) -> None:
    actions.comment(handed_in, text="很实", by=class_head)
    actions.return_to_author(handed_in, reason="请补充", by=class_head)

    told = Notice.objects.filter(user=trainee).order_by("pk").values_list("code", flat=True)

    assert list(told) == ["training.reflection_commented", "training.reflection_returned"]


def test_the_list_is_in_the_order_of_the_roster_without_texts(
    handed_in: Reflection, on_paper: Trainee, class_head: User
) -> None:
    lines = queries.lines_of(on_paper.training_class)

    assert [(line.trainee.name, line.is_open) for line in lines] == [("谢宁", False), ("马兰", True)]
    assert {"title", "parts"} <= (lines[0].reflection or handed_in).get_deferred_fields()


def test_a_deleted_draft_leaves_no_word_anywhere(
    reflection: Reflection, trainee: User, settings: SettingsWrapper, tmp_path: Path
) -> None:
    stored = files.store(BytesIO(PNG), kind="png")
    Reflection.objects.filter(pk=reflection.pk).update(file=stored, file_name="心得.docx")

    gone = delete_own(reflection, by=trainee)

    assert (gone.title, gone.parts, gone.file, gone.file_name) == ("", [], None, "")
    assert list(ReflectionVersion.objects.values_list("title", "parts")) == [("", [])]
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    with pytest.raises(IllegalMoveError, match="已经删除"):
        actions.save(gone, title="再写", parts=PARTS, seen=None, by=trainee)


def test_a_deleted_reflection_can_be_begun_anew(reflection: Reflection, trainee: User) -> None:
    delete_own(reflection, by=trainee)

    again = actions.open_own(reflection.trainee.training_class, by=trainee)

    assert (again.state, queries.tombstone_of(again)) == (ReflectionState.DRAFT, None)
    assert history.entries_of(again).filter(verb=history.PURGE).count() == 1


def test_what_is_handed_in_is_not_deleted_by_its_author(handed_in: Reflection, trainee: User) -> None:
    with pytest.raises(IllegalMoveError, match="撤回之后"):
        delete_own(handed_in, by=trainee)


def test_a_purge_removes_comments_and_commitments_and_names_the_backups(
    handed_in: Reflection, class_head: User, office_head: User, settings: SettingsWrapper, tmp_path: Path
) -> None:
    actions.comment(handed_in, text="具体些", quote="把时间定到天", by=class_head)
    for state in ("offered", "accepted"):
        whose = {"trainee": handed_in.trainee, "training_class": handed_in.trainee.training_class}
        text = {"sentence": TEXT, "start": 0, "end": 9, "what": TEXT}
        Commitment.objects.create(reflection=handed_in, state=state, **whose, **text)
    note_backup(tmp_path / "昨夜.zip", clock.now().isoformat())

    purged = purge_reflection(handed_in, reason="本人要求", by=office_head)

    tombstone = queries.tombstone_of(purged)
    assert tombstone is not None
    assert (tombstone.reason, tombstone.by) == ("本人要求", "沈建国")
    assert tmp_path / "昨夜.zip" in [backup.path for backup in tombstone.backups]
    assert purged.comments.count() == 0
    assert list(Commitment.objects.values_list("sentence", "what")) == [("", "（已清除）")]
    assert all(entry.body is None for entry in history.entries_of(purged) if entry.verb != history.PURGE)


def test_a_purge_needs_a_reason_and_happens_once(handed_in: Reflection, office_head: User) -> None:
    with pytest.raises(UnmetConditionError, match="理由"):
        purge_reflection(handed_in, reason=" ", by=office_head)
    purge_reflection(handed_in, reason="涉密", by=office_head)

    with pytest.raises(RuleError, match="已经清除"):
        purge_reflection(handed_in, reason="涉密", by=office_head)


def test_what_somebody_wrote_never_falls_to_another_account(
    reflection: Reflection, class_head: User, liaison: User
) -> None:
    for user in (class_head, liaison, None):
        with pytest.raises(UnmetConditionError, match="不能改换账号"):
            change_trainee(reflection.trainee, seen=None, by=class_head, user=user)

    assert change_trainee(reflection.trainee, seen=None, by=class_head, post_title="科长").post_title == "科长"


def _struck_out(reflection: Reflection, by: User) -> None:
    actions.save(reflection, title="", parts=[], seen=None, by=by)


def _only_a_file(reflection: Reflection, by: User) -> None:
    reflection.versions.all().delete()
    stored = StoredFile.objects.create(sha256="0" * 64, size=1, kind="docx", stored_at=clock.now())
    Reflection.objects.filter(pk=reflection.pk).update(title="", parts=[], file=stored)


@pytest.mark.parametrize("leave", [_struck_out, _only_a_file])
def test_what_is_left_of_a_text_falls_to_nobody_either(
    leave: Callable[[Reflection, User], None], reflection: Reflection, trainee: User, class_head: User, liaison: User
) -> None:
    leave(reflection, trainee)

    with pytest.raises(UnmetConditionError, match="不能改换账号"):
        change_trainee(reflection.trainee, seen=None, by=class_head, user=liaison)


def test_no_table_holds_a_word_after_a_deletion(reflection: Reflection, trainee: User, class_head: User) -> None:
    handed_in = actions.hand_in(reflection, by=trainee)
    actions.comment(handed_in, text="请把核对的办法写细", quote="逐项核对", by=class_head)
    returned = actions.return_to_author(handed_in, reason="请补充核对实例", by=class_head)
    saved = actions.save(
        returned, title="再稿", parts=[*PARTS, {"text": "新增一段"}], seen=None, by=trainee, apart=True
    )
    before = _everything()

    delete_own(saved, by=trainee)

    words = ("学习心得", "再稿", "提高认识", "任务分到人", "核对", "新增一段")
    assert [word for word in words if word in before] == list(words)
    assert [word for word in words if word in _everything()] == []


def _everything() -> str:
    """Every row of every table, as text."""
    rows = (row for model in apps.get_models() for row in model._base_manager.all())
    return serializers.serialize("json", rows, ensure_ascii=False)


def test_a_trainee_of_another_class_begins_nothing_here(
    training_class: TrainingClass, stranger: User, liaison: User
) -> None:
    for user in (stranger, liaison):
        with pytest.raises(MissingRightError):
            actions.open_own(training_class, by=user)
