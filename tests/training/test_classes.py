"""Classes, sessions, roster, groups, absences and completion through their actions."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.common import history
from luoshi.common.errors import IllegalMoveError, StaleFormError, UnmetConditionError
from luoshi.notices.models import Notice
from luoshi.training.actions import attending, classes, completing, grouping, importing, sessions, trainees
from luoshi.training.models import Absence, Reflection, Trainee
from luoshi.training.queries.classes import classes_visible_to, trainees_of, trainees_visible_to
from luoshi.training.queries.completion import standings_of
from luoshi.training.queries.importing import steps_of
from luoshi.training.queries.planning import clashes_of
from luoshi.training.rules import RULES
from tests.conftest import ROLES
from tests.training.conftest import FIRST, LAST, moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.training.models import Session, TrainingClass
    from luoshi.units.models import Unit

RUNNERS = {"class_head", "office_head"}
OVERSEERS = RUNNERS | {"supervisor", "auditor"}


@pytest.mark.parametrize(
    ("verb", "subject", "allowed"),
    [
        ("class.see", "training_class", OVERSEERS | {"trainee"}),
        ("class.add", "city", RUNNERS),
        ("class.change", "training_class", RUNNERS),
        ("class.move", "training_class", RUNNERS),
        ("class.import", "training_class", RUNNERS),
        ("class.announce", "training_class", RUNNERS),
        ("class.history", "training_class", OVERSEERS),
        ("class.report", "training_class", OVERSEERS),
        ("class.list_own", "city", RUNNERS),
        ("class.list_run", "city", OVERSEERS),
        ("class.transfer", "training_class", OVERSEERS),
        ("session.change", "training_class", RUNNERS),
        ("lecturer.keep", "city", RUNNERS),
        ("roster.see", "training_class", OVERSEERS),
        ("trainee.change", "training_class", RUNNERS),
        ("trainee.substitute", "enrolled", RUNNERS),
        ("group.change", "training_class", RUNNERS),
        ("call_up.make", "training_class", RUNNERS),
        ("call_up.answer", "call_up", {"liaison", "unit_head"}),
        ("absence.enter", "training_class", RUNNERS),
        ("absence.see", "training_class", OVERSEERS),
        ("certificate.issue", "training_class", RUNNERS),
        ("certificate.see", "enrolled", OVERSEERS | {"trainee"}),
        ("feed.renew", "trainee", {"trainee"}),
        ("evaluation.give", "training_class", {"trainee"}),
        ("evaluation.close", "training_class", RUNNERS),
    ],
)
def test_a_verb_is_open_to_its_roles_only(
    verb: str,
    subject: str,
    allowed: set[str],
    people: dict[str, User],
    enrolled: Trainee,
    bureau: Unit,
    training_class: TrainingClass,
    request: pytest.FixtureRequest,
) -> None:
    if subject == "call_up":
        found = trainees.call_up(training_class, [bureau], quota=1, answer_by=None, by=people["class_head"])[0]
    else:
        found = request.getfixturevalue(subject)

    assert {role for role in ROLES if RULES[verb](people[role], found)} == allowed


def test_every_verb_is_tried() -> None:
    (mark,) = (
        mark
        for mark in test_a_verb_is_open_to_its_roles_only.pytestmark
        if mark.name == "parametrize"  # type: ignore[attr-defined]  # set by pytest
    )

    assert {verb for verb, _subject, _allowed in mark.args[1]} == {
        verb for verb in RULES if not verb.startswith(STUDY_VERBS)
    }


STUDY_VERBS = ("note.", "reflection.", "commitment.", "follow_up.", "discussion.", "question.", "outcome.", "video.")
"""Verbs of reading, discussing and writing have their table in the tests beside this one."""


def test_a_class_is_seen_by_its_own(people: dict[str, User], training_class: TrainingClass, enrolled: Trainee) -> None:
    assert {role for role in ROLES if classes_visible_to(people[role]).exists()} == OVERSEERS | {"trainee"}


def test_a_trainee_sees_only_the_own_record(enrolled: Trainee, on_paper: Trainee, trainee: User) -> None:
    assert list(trainees_visible_to(trainee)) == [enrolled]


def test_a_session_outside_the_class_is_refused(training_class: TrainingClass, class_head: User) -> None:
    with pytest.raises(UnmetConditionError, match="起止日期"):
        sessions.add_session(
            training_class, form="video", title="片", starts_at=moment(5, 9), ends_at=moment(5, 10), by=class_head
        )


def test_a_session_that_changed_meanwhile_is_told(session: Session, class_head: User) -> None:
    sessions.change_session(session, seen=1, room="二号教室", by=class_head)

    with pytest.raises(StaleFormError):
        sessions.change_session(session, seen=1, room="三号教室", by=class_head)


def test_trainees_are_told_of_changes_once_announced(session: Session, enrolled: Trainee, class_head: User) -> None:
    sessions.change_session(session, seen=None, room="二号教室", by=class_head)
    classes.announce(session.training_class, by=class_head)
    session.refresh_from_db()
    sessions.change_session(session, seen=None, room="三号教室", by=class_head)

    codes = Notice.objects.filter(user=enrolled.user).order_by("pk").values_list("code", flat=True)

    assert list(codes) == ["training.announced", "training.changed"]


def test_a_used_session_is_not_removed(session: Session, enrolled: Trainee, class_head: User) -> None:
    attending.enter_absences(session, {enrolled.pk: "病假"}, by=class_head)

    with pytest.raises(UnmetConditionError, match="缺席"):
        sessions.remove_session(session, by=class_head)


def test_a_finished_class_is_closed(session: Session, class_head: User) -> None:
    training_class = session.training_class
    for verb in ("start", "finish"):
        classes.move_class(training_class, verb, by=class_head)

    with pytest.raises(IllegalMoveError, match="已经结束"):
        trainees.enrol(training_class, name="晚来", by=class_head)


@pytest.mark.parametrize(("done", "verb"), [((), "finish"), ((), "reopen"), (("start",), "start")])
def test_an_illegal_move_is_refused(
    done: tuple[str, ...], verb: str, training_class: TrainingClass, class_head: User
) -> None:
    for step in done:
        classes.move_class(training_class, step, by=class_head)

    with pytest.raises(IllegalMoveError):
        classes.move_class(training_class, verb, by=class_head)


def test_a_room_a_speaker_and_a_trainee_clash(
    session: Session, class_head: User, city: Unit, enrolled: Trainee
) -> None:
    other = classes.add_class(city, title="另一个班", starts_on=FIRST, ends_on=LAST, by=class_head)
    trainees.enrol(other, name=enrolled.name, user=enrolled.user, by=class_head)
    sessions.add_session(
        other,
        form="seminar",
        title="研讨",
        starts_at=moment(0, 10),
        ends_at=moment(0, 11),
        room="一号教室",
        by=class_head,
    )

    found = [str(clash.sentence) for clash in clashes_of(session.training_class, seen_by=class_head)]

    assert found == [
        "教室“一号教室”与“研讨”（11-24 10:00–11:00）同时使用。",
        "学员谢宁同时有“研讨”（11-24 10:00–11:00）。",
    ]


def test_a_substitute_takes_the_place(enrolled: Trainee, class_head: User) -> None:
    made = trainees.substitute(enrolled, name="代训", by=class_head)

    enrolled.refresh_from_db()
    assert (enrolled.state, made.substitute_of, made.unit) == ("replaced", enrolled, enrolled.unit)


def test_a_person_is_enrolled_once(enrolled: Trainee, trainee: User, class_head: User) -> None:
    with pytest.raises(UnmetConditionError, match="已在学员名册"):
        trainees.enrol(enrolled.training_class, name="谢宁", user=trainee, by=class_head)


def test_a_unit_answers_its_call_up_within_the_quota(
    training_class: TrainingClass, bureau: Unit, liaison: User, class_head: User, unit_head: User
) -> None:
    (asked,) = trainees.call_up(training_class, [bureau], quota=1, answer_by=None, by=class_head)

    with pytest.raises(UnmetConditionError, match="1至1名"):
        trainees.answer_call_up(asked, [{"name": "甲"}, {"name": "乙"}], by=liaison)
    (made,) = trainees.answer_call_up(asked, [{"name": "甲"}], by=liaison)
    with pytest.raises(IllegalMoveError, match="已经报过名"):
        trainees.answer_call_up(asked, [{"name": "乙"}], by=liaison)

    assert (made.unit, Notice.objects.filter(code="training.called_up").count()) == (bureau, 2)


def test_groups_are_made_and_adjusted(training_class: TrainingClass, class_head: User) -> None:
    for number in range(7):
        trainees.enrol(training_class, name=f"学员{number}", unit_name=f"单位{number % 3}", by=class_head)
    first, second = grouping.make_groups(training_class, 2, by=class_head)
    mover = first.members.order_by("pk").first()
    assert mover is not None

    grouping.move_to_group(mover, second, by=class_head)
    grouping.change_group(second, name="二组", room="", convener=Trainee.objects.get(pk=mover.pk), by=class_head)

    assert sorted(group.members.count() for group in (first, second)) in ([3, 4], [2, 5])
    assert second.convener == mover


def test_a_convener_has_to_be_a_member(training_class: TrainingClass, on_paper: Trainee, class_head: User) -> None:
    (group,) = grouping.make_groups(training_class, 1, by=class_head)

    with pytest.raises(UnmetConditionError, match="本组"):
        grouping.change_group(group, name="组", room="", convener=on_paper, by=class_head)


def test_absences_are_corrected_in_the_history(session: Session, enrolled: Trainee, class_head: User) -> None:
    for reasons in ({enrolled.pk: "病假"}, {enrolled.pk: "公差"}, {enrolled.pk: "公差"}, {}):
        attending.enter_absences(session, reasons, by=class_head)

    verbs = [entry.verb for entry in history.entries_of(session)]

    assert (Absence.objects.count(), verbs[1:]) == (0, ["absence.enter", "absence.change", "absence.remove"])


def test_an_absence_needs_a_reason(session: Session, enrolled: Trainee, class_head: User) -> None:
    with pytest.raises(UnmetConditionError, match="事由"):
        attending.enter_absences(session, {enrolled.pk: " "}, by=class_head)


def test_completion_asks_for_hours_and_the_reflection(
    session: Session, enrolled: Trainee, on_paper: Trainee, class_head: User
) -> None:
    Reflection.objects.create(trainee=on_paper, state="on_paper", changed_at=moment(0, 9))
    attending.enter_absences(session, {enrolled.pk: "病假"}, by=class_head)

    found = [(one.trainee, float(one.hours), one.fulfils) for one in standings_of(session.training_class)]

    assert found == [(enrolled, 0.0, False), (on_paper, 2.0, True)]


def test_a_certificate_without_the_rule_needs_a_reason(session: Session, enrolled: Trainee, class_head: User) -> None:
    with pytest.raises(UnmetConditionError, match="尚未达到结业要求"):
        completing.issue_certificates(session.training_class, [enrolled.pk], by=class_head)
    (done,) = completing.issue_certificates(
        session.training_class, [enrolled.pk], by=class_head, exception="稿件已由单位留存"
    )

    assert (done.completed_on is not None, len(done.certificate_code or "")) == (True, 14)


def test_a_timetable_comes_from_a_workbook(
    training_class: TrainingClass, class_head: User, sheet: Callable[..., SimpleUploadedFile]
) -> None:
    upload = sheet(
        ("全会精神专题班课表",),
        ("日期", "时间", "形式", "内容", "主讲人", "地点"),
        ("11月24日", "9:00-10:30", "学习原文", "领读文件", "苏老师（市委党校）", "一号教室"),
        ("", "14:30-17:00", "分组讨论", "怎样分解任务", "", "各组教室"),
        name="课表.xlsx",
    )
    started = importing.start_import(training_class, upload, kind="timetable", by=class_head)

    count = importing.apply_import(started, by=class_head)

    made = [(one.form, one.title, str(one.speaker or ""), str(one.hours)) for one in training_class.sessions.all()]
    assert (count, made) == (
        2,
        [("reading", "领读文件", "苏老师", "2.0"), ("group_discussion", "怎样分解任务", "", "3.5")],
    )
    assert {step.kind for step in steps_of(started)} == {"same"}


def test_a_timetable_comes_from_word(training_class: TrainingClass, class_head: User) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=3)
    rows = (("时间", "内容", "授课人"), ("11月25日 上午", "专题讲座：一条路", "江老师"), ("下午", "分组讨论", ""))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    target = BytesIO()
    document.save(target)
    started = importing.start_import(
        training_class, SimpleUploadedFile("课表.docx", target.getvalue()), kind="timetable", by=class_head
    )

    importing.apply_import(started, by=class_head)

    made = [(one.form, one.starts_at, str(one.speaker or "")) for one in training_class.sessions.all()]
    assert made == [("seminar", moment(1, 9), "江老师"), ("group_discussion", moment(1, 14, 30), "")]


def test_certificates_are_issued_after_the_class_too(session: Session, on_paper: Trainee, class_head: User) -> None:
    for verb in ("start", "finish"):
        classes.move_class(session.training_class, verb, by=class_head)

    done = completing.issue_certificates(session.training_class, [on_paper.pk], by=class_head, exception="例外")

    assert [one.pk for one in done] == [on_paper.pk]


def test_a_roster_comes_from_a_workbook(
    training_class: TrainingClass,
    class_head: User,
    trainee: User,
    bureau: Unit,
    sheet: Callable[..., SimpleUploadedFile],
) -> None:
    upload = sheet(
        ("姓名", "单位", "职务", "组别"), ("谢宁", "市教育局", "科长", "第1组"), ("马兰", "外地单位", "", "第1组")
    )
    started = importing.start_import(training_class, upload, kind="roster", by=class_head)

    importing.apply_import(started, by=class_head)

    made = [(one.name, one.user, one.unit, one.unit_text, str(one.group)) for one in trainees_of(training_class)]
    assert made == [
        ("谢宁", trainee, bureau, "市教育局", "第1组"),
        ("马兰", None, None, "外地单位", "第1组"),
    ]


def test_a_wrong_row_stops_all_of_an_import(
    training_class: TrainingClass, class_head: User, sheet: Callable[..., SimpleUploadedFile]
) -> None:
    upload = sheet(("姓名", "单位", "登录名"), ("甲", "市教育局", ""), ("乙", "市教育局", "nobody"))
    started = importing.start_import(training_class, upload, kind="roster", by=class_head)

    with pytest.raises(UnmetConditionError, match="1行有误"):
        importing.apply_import(started, by=class_head)

    assert training_class.trainees.count() == 0


def test_a_file_without_the_table_is_refused(
    training_class: TrainingClass, class_head: User, sheet: Callable[..., SimpleUploadedFile]
) -> None:
    with pytest.raises(UnmetConditionError, match="没有找到表头"):
        importing.start_import(training_class, sheet(("甲", "乙"), ("1", "2")), kind="roster", by=class_head)
