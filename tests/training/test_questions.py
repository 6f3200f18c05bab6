"""Questions: put by name or by nobody, answered by whoever speaks, taken up as a measure by the ledger's own rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.common import history
from luoshi.common.errors import IllegalMoveError, MissingRightError, UnmetConditionError
from luoshi.common.models import Entry
from luoshi.ledger.states import State
from luoshi.training.actions.questions import answer_question, ask_question, remove_question, take_up
from luoshi.training.models import Lecturer, Question

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.training.models import Session, Trainee
    from luoshi.units.models import Unit


def test_an_anonymous_question_keeps_nothing_of_the_person(session: Session, enrolled: Trainee, trainee: User) -> None:
    question = ask_question(session, "图纸找谁要？", by=trainee, is_anonymous=True)

    assert (question.asked_by, [entry.actor for entry in history.entries_of(question)]) == (None, [None])
    assert not Entry.objects.filter(actor=trainee).exists()


def test_a_question_of_ones_own_can_be_taken_back_until_answered(
    session: Session, enrolled: Trainee, trainee: User, class_head: User
) -> None:
    first, second = (ask_question(session, words, by=trainee) for words in ("甲？", "乙？"))
    answer_question(second, "由水利局提供", seen=1, by=class_head)
    remove_question(first, by=trainee)

    with pytest.raises(IllegalMoveError):
        remove_question(second, by=trainee)
    assert [(one.text, one.answer, one.asked_by) for one in Question.objects.all()] == [
        ("乙？", "由水利局提供", enrolled)
    ]


def test_the_speaker_answers_and_trainees_do_not(
    session: Session, enrolled: Trainee, trainee: User, liaison: User, city: Unit
) -> None:
    session.speaker = Lecturer.objects.create(owner=city, name="林晓", user=liaison)
    session.save()
    question = ask_question(session, "怎样分工？", by=trainee)

    with pytest.raises(MissingRightError):
        answer_question(question, "我来答", seen=1, by=trainee)
    assert answer_question(question, "谁主管谁牵头", seen=1, by=liaison).answered_by == liaison


def test_a_stranger_asks_nothing(session: Session, liaison: User) -> None:
    with pytest.raises(MissingRightError):
        ask_question(session, "为什么？", by=liaison)


@pytest.mark.parametrize("text", ["", " ", "问" * 1001])
def test_an_empty_or_endless_question_is_refused(text: str, session: Session, class_head: User) -> None:
    with pytest.raises(UnmetConditionError):
        ask_question(session, text, by=class_head)


def test_a_question_becomes_a_proposed_measure_once(
    session: Session, class_head: User, office_head: User, bureau: Unit, trainee: User, enrolled: Trainee
) -> None:
    question = ask_question(session, "学校管网谁来修？", by=trainee)

    measure = take_up(question, text="排查学校管网", unit=bureau, due_on=None, by=office_head)

    question.refresh_from_db()
    assert (question.measure, measure.state, measure.accountable) == (measure, State.PROPOSED, bureau)
    assert "提出的问题" in measure.local_reason
    with pytest.raises(IllegalMoveError):
        take_up(question, text="再来一次", unit=bureau, due_on=None, by=office_head)


def test_a_trainee_registers_no_measure(session: Session, enrolled: Trainee, trainee: User, bureau: Unit) -> None:
    question = ask_question(session, "谁来修？", by=trainee)

    with pytest.raises(MissingRightError):
        take_up(question, text="排查", unit=bureau, due_on=None, by=trainee)
    assert Question.objects.get().measure is None
