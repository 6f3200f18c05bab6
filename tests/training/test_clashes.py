"""Clashes are told while a session is planned and before a timetable is imported; it can be kept all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.training.actions import classes, importing, sessions, trainees
from luoshi.training.models import Group, Session
from luoshi.training.queries.planning import clashes_of, clashes_with
from tests.training.conftest import FIRST, LAST, moment
from tests.training.layouts import as_excel

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.training.models import Lecturer, Trainee, TrainingClass
    from luoshi.units.models import Unit

TYPED = {"form": "seminar", "starts_at": "2026-11-24T10:00", "ends_at": "2026-11-24T11:00"}


@pytest.fixture
def speaker(city: Unit, class_head: User) -> Lecturer:
    return sessions.add_lecturer(city, name="苏老师", by=class_head)


@pytest.fixture
def elsewhere(city: Unit, class_head: User, speaker: Lecturer) -> Session:
    """A session of another class on the first morning."""
    other = classes.add_class(city, title="另一个班", starts_on=FIRST, ends_on=LAST, by=class_head)
    times = {"starts_at": moment(0, 10), "ends_at": moment(0, 12)}
    return sessions.add_session(
        other, form="seminar", title="别班的课", room="201", speaker=speaker, by=class_head, **times
    )


def told(client: Client, training_class: TrainingClass, **typed: object) -> str:
    return client.get(reverse("training:session_clashes", args=[training_class.pk]), TYPED | typed).text


def test_a_session_that_is_typed_is_told_what_it_meets(session: Session, class_head: User, client: Client) -> None:
    client.force_login(class_head)

    page = told(client, session.training_class, room="一号教室")

    assert "教室“一号教室”与“学习原文”（11-24 09:00–10:30）同时使用。" in page
    assert "与本班“学习原文”（11-24 09:00–10:30）时间重叠" in page
    assert reverse("training:session", args=[session.pk]) in page
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"room": "201"}, "教室“201”与“别班的课”"),
        ({"speaker": True}, "主讲人苏老师与“别班的课”"),
        ({}, "没有冲突"),
        ({"ends_at": ""}, ""),
        ({"ends_at": "2026-11-24T09:00"}, ""),
        ({"starts_at": "昨天"}, ""),
        ({"speaker": "999999", "room": "x" * 500}, "没有冲突"),
    ],
)
def test_room_and_speaker_of_other_classes_are_told_as_soon_as_they_are_typed(
    typed: dict[str, object],
    word: str,
    training_class: TrainingClass,
    elsewhere: Session,
    speaker: Lecturer,
    class_head: User,
    client: Client,
) -> None:
    client.force_login(class_head)
    if typed.get("speaker") is True:
        typed = {"speaker": speaker.pk}

    page = told(client, training_class, **typed).strip()

    assert word in page if word else page == ""


def test_a_session_does_not_clash_with_itself(session: Session, class_head: User, client: Client) -> None:
    client.force_login(class_head)

    page = told(client, session.training_class, session=session.pk, room="一号教室")

    assert "没有冲突" in page


def test_a_trainee_in_two_places_is_told_and_a_class_one_does_not_see_is_not_named(
    elsewhere: Session,
    enrolled: Trainee,
    trainee: User,
    class_head: User,
    bureau: Unit,
    person: Callable[..., User],
    client: Client,
) -> None:
    trainees.enrol(elsewhere.training_class, name="谢宁", user=trainee, by=class_head)
    head = person("own_head", bureau, "class_head")
    training_class = enrolled.training_class
    training_class.class_head = head
    training_class.save()
    client.force_login(head)

    page = told(client, training_class, room="201")

    assert "学员谢宁同时有另一个班的课（11-24 10:00–12:00）。" in page
    assert ("别班的课" in page, reverse("training:session", args=[elsewhere.pk]) in page) == (False, False)


def test_the_rooms_of_the_groups_count_for_a_discussion(
    training_class: TrainingClass, elsewhere: Session, class_head: User
) -> None:
    Group.objects.create(training_class=training_class, name="一组", room="201")
    times = {"starts_at": moment(0, 11), "ends_at": moment(0, 12)}
    planned = {
        form: Session(training_class=training_class, form=form, title="课", **times)
        for form in ("group_discussion", "seminar")
    }

    found = {form: len(clashes_with(training_class, [one], seen_by=class_head)) for form, one in planned.items()}

    assert found == {"group_discussion": 1, "seminar": 0}


def test_two_groups_in_one_room_are_told_where_a_discussion_is_planned_and_where_rooms_are_given(
    training_class: TrainingClass, class_head: User, client: Client
) -> None:
    for name, room in (("一组", "201"), ("二组", "201"), ("三组", "202"), ("四组", ""), ("五组", "")):
        Group.objects.create(training_class=training_class, name=name, room=room)
    client.force_login(class_head)

    discussion, seminar = (told(client, training_class, form=form) for form in ("group_discussion", "seminar"))
    page = client.get(reverse("training:groups", args=[training_class.pk])).text

    assert ("一组、二组同在“201”讨论" in discussion, discussion.count("<li>")) == (True, 1)
    assert "没有冲突" in seminar
    assert "一组、二组都在“201”" in page


def test_a_clash_is_kept_and_named(session: Session, class_head: User, client: Client) -> None:
    client.force_login(class_head)
    url = reverse("training:add_session", args=[session.training_class_id])

    answer = client.post(url, TYPED | {"title": "研讨", "room": "一号教室"}, follow=True)

    assert Session.objects.filter(title="研讨").exists()
    assert "教室“一号教室”与“研讨”（11-24 10:00–11:00）同时使用。" in answer.text


def test_the_preview_of_a_timetable_tells_clashes_with_others_and_within(
    session: Session, elsewhere: Session, class_head: User, client: Client
) -> None:
    table = """
        时间 | 周二 | 周三
        9:00-10:30 | 专题研讨：水厂（一号教室） | 学习方案（主讲：江老师）
        10:00-11:30 | 自学（201室，主讲：苏老师） | 座谈（主讲：江老师）
        """
    started = importing.start_import(session.training_class, as_excel(table), kind="timetable", by=class_head)
    client.force_login(class_head)

    page = client.get(reverse("training:import", args=[started.pk])).text

    for words in ("教室“一号教室”与“学习原文”", "主讲人苏老师与“别班的课”", "主讲人江老师与“座谈”", "与本班“座谈”"):
        assert words in page
    assert Session.objects.count() == 2
    client.post(reverse("training:apply_import", args=[started.pk]))
    assert session.training_class.sessions.count() == 5


def test_clashes_take_as_many_queries_for_many_sessions(session: Session, elsewhere: Session, class_head: User) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert clashes_of(session.training_class, seen_by=class_head)
        return len(queries)

    times = {"starts_at": moment(0, 9), "ends_at": moment(0, 12)}
    sessions.add_session(session.training_class, form="video", title="片", room="201", by=class_head, **times)
    few = count()
    for number in range(20):
        sessions.add_session(session.training_class, form="video", title=f"片{number}", by=class_head, **times)

    assert count() == few
