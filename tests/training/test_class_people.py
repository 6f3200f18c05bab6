"""What taking part opens: the documents of one's class, also without a post; a lecturer's own sessions, nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.accounts.models import User
from luoshi.library.queries.documents import documents_visible_to
from luoshi.training.actions.classes import change_class
from luoshi.training.actions.notes import add_note
from luoshi.training.actions.questions import ask_question
from luoshi.training.actions.sessions import add_lecturer, add_session, change_session
from luoshi.training.actions.trainees import enrol, withdraw
from luoshi.training.models import Question
from luoshi.training.queries.classes import sessions_taught_by, sessions_visible_to
from tests.training.conftest import PROVINCE, moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.library.models import Document
    from luoshi.training.models import Session, Trainee, TrainingClass
    from luoshi.units.models import Unit


@pytest.fixture
def guest(stranger: User, training_class: TrainingClass, class_head: User) -> Trainee:
    """Somebody with an account and without any post, on the roster."""
    return enrol(training_class, name="路过", user=stranger, unit_name="市属企业", by=class_head)


@pytest.fixture
def studied(training_class: TrainingClass, document: Document, class_head: User) -> Document:
    """The plan, a document of the class."""
    change_class(training_class, seen=None, by=class_head, documents=[document])
    return document


@pytest.fixture
def speaker(db: None) -> User:
    """A lecturer with an account and without any post."""
    return User.objects.create_user("teacher", name="苏老师")


@pytest.fixture
def taught(session: Session, speaker: User, city: Unit, class_head: User) -> Session:
    """The first session, in which the lecturer speaks."""
    lecturer = add_lecturer(city, name="苏老师", user=speaker, by=class_head)
    return change_session(session, seen=None, by=class_head, speaker=lecturer)


def seen(client: Client, user: User, name: str, pk: int) -> int:
    client.force_login(user)
    return client.get(reverse(name, args=[pk])).status_code


def test_a_trainee_without_a_post_reads_the_documents_of_the_class_and_no_other(
    guest: Trainee, stranger: User, studied: Document, take_in: Callable[..., Document], client: Client
) -> None:
    other = take_in(PROVINCE, name="意见.txt")

    assert list(documents_visible_to(stranger)) == [studied]
    assert [seen(client, stranger, "library:document", one.pk) for one in (studied, other)] == [200, 404]
    assert add_note(studied, start=0, end=4, by=stranger).user == stranger


def test_a_document_of_one_session_is_open_too(
    guest: Trainee, stranger: User, training_class: TrainingClass, document: Document, class_head: User
) -> None:
    times = {"starts_at": moment(2, 9), "ends_at": moment(2, 10)}
    add_session(training_class, form="reading", title="读方案", documents=[document], by=class_head, **times)

    assert list(documents_visible_to(stranger)) == [document]


def test_who_left_the_class_reads_no_longer(
    guest: Trainee, stranger: User, studied: Document, class_head: User
) -> None:
    withdraw(guest, reason="工作调动", by=class_head)

    assert not documents_visible_to(stranger).exists()


def test_a_lecturer_sees_the_own_session_and_not_the_class(
    taught: Session, discussion: Session, studied: Document, speaker: User, client: Client
) -> None:
    assert list(sessions_visible_to(speaker)) == [taught]
    assert list(documents_visible_to(speaker)) == [studied]
    assert seen(client, speaker, "training:session", discussion.pk) == 404
    for name in ("class", "roster", "groups", "completion", "report", "timetable"):
        assert seen(client, speaker, f"training:{name}", taught.training_class_id) in {403, 404}


def test_a_lecturer_finds_questions_and_answers_them(
    taught: Session, guest: Trainee, stranger: User, speaker: User, client: Client
) -> None:
    question = ask_question(taught, "水厂由谁改造？", by=stranger)
    client.force_login(speaker)
    listed = client.get(reverse("training:classes")).content.decode()
    page = client.get(reverse("training:session", args=[taught.pk])).content.decode()

    client.post(reverse("training:answer_question", args=[question.pk]), {"text": "由水利局牵头。", "version": "1"})

    assert ("1个问题待答复" in listed, "水厂由谁改造？" in page) == (True, True)
    assert Question.objects.get().answer == "由水利局牵头。"
    assert sessions_taught_by(speaker)[0].open_questions == 0  # type: ignore[attr-defined]  # an annotation


def test_a_lecturer_changes_nothing_of_the_class(taught: Session, speaker: User, client: Client) -> None:
    client.force_login(speaker)

    for name in ("change_session", "remove_session", "absences", "set_video"):
        assert client.post(reverse(f"training:{name}", args=[taught.pk])).status_code in {403, 404}


def test_the_account_of_a_lecturer_is_entered_by_name(
    class_head: User, city: Unit, speaker: User, client: Client
) -> None:
    client.force_login(class_head)

    client.post(reverse("training:add_lecturer", args=[city.pk]), {"name": "苏老师", "user": "teacher"})

    assert speaker.lecturers.get().name == "苏老师"


def test_the_desk_leads_whoever_only_studies_or_teaches_to_the_classes(
    taught: Session, guest: Trainee, stranger: User, speaker: User, person: Callable[..., User], client: Client
) -> None:
    told = {}
    for user in (stranger, speaker, person("nobody_here")):
        client.force_login(user)
        page = client.get("/").text
        told[user.username] = ("您的培训班和课程" in page, "您还没有职责" in page)

    assert list(told.values()) == [(True, False), (True, False), (False, True)]
