"""Writes of questions that are put before and in a session: ask, answer, take up as a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.ledger.actions.matters import register_matter
from luoshi.ledger.states import Matter
from luoshi.training.models import Question, Trainee
from luoshi.training.rules import RULES
from luoshi.training.states import ClassState, TraineeState

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.training.models import Session
    from luoshi.units.models import Unit

LONGEST = 1_000
LONGEST_ANSWER = 5_000
MOST_QUESTIONS = 500


@transaction.atomic
def ask_question(session: Session, text: str, *, by: User, is_anonymous: bool = False) -> Question:
    """Put a question; anonymously nothing at all of the person is kept, neither in the row nor in the history."""
    require(RULES, "question.ask", by, session)
    _check_running(session)
    words = _checked(text, LONGEST)
    if session.questions.count() >= MOST_QUESTIONS:
        raise UnmetConditionError("too_many_questions", _("这节课的提问已达上限。"))
    enrolled = Trainee.objects.filter(
        training_class=session.training_class_id, user=by, state=TraineeState.ENROLLED
    ).first()
    question = Question.objects.create(
        session=session, asked_by=None if is_anonymous else enrolled, text=words, asked_at=clock.now()
    )
    history.record(question, "question.ask", by=None if is_anonymous else by, after={"text": words})
    return question


@transaction.atomic
def answer_question(question: Question, answer: str, *, seen: int | None, by: User) -> Question:
    """Answer a question, or correct the answer."""
    require(RULES, "question.answer", by, question)
    _check_running(question.session)
    words = _checked(answer, LONGEST_ANSWER)
    question = _locked(question)
    check_version(question, seen)
    if question.answer != words:
        before = {"answer": question.answer}
        question.answer, question.answered_by, question.answered_at = words, by, clock.now()
        next_version(question)
        question.save()
        history.record_change(question, "question.answer", by=by, before=before, after={"answer": words})
    return question


@transaction.atomic
def remove_question(question: Question, *, by: User) -> None:
    """Take a question back; not once it was answered or taken up."""
    require(RULES, "question.remove", by, question)
    question = _locked(question)
    if question.answer or question.measure_id or question.commitments.exists():
        raise IllegalMoveError("question_settled", _("这个问题已经答复、认领或转为任务，不能撤回。"))
    history.record(question, "question.remove", by=by, before={"digest": history.digest(question.text)})
    question.delete()


@transaction.atomic
def take_up(question: Question, *, text: str, unit: Unit, due_on: date | None, by: User) -> Measure:
    """Propose a measure from a question; who may is asked by the ledger. The question stays as its origin."""
    question = _locked(question)
    if question.measure_id:
        raise IllegalMoveError("taken_up", _("这个问题已经转为任务。"))
    session = question.session
    measure = register_matter(
        session.training_class.owner,
        matter=Matter.MEETING,
        text=text,
        unit=unit,
        due_on=due_on,
        origin=_("%(class)s“%(session)s”提出的问题") % {"class": session.training_class, "session": session},
        by=by,
    )
    question.measure = measure
    next_version(question)
    question.save()
    history.record(question, "question.take_up", by=by, params={"code": measure.code})
    return measure


def _locked(question: Question) -> Question:
    return lock(Question.objects.select_related("session__training_class__owner", "session__speaker"), question.pk)


def _check_running(session: Session) -> None:
    if session.training_class.state == ClassState.FINISHED:
        raise IllegalMoveError("class_finished", _("这个培训班已经结束。确需更正的，请先恢复为进行中。"))


def _checked(text: str, longest: int) -> str:
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not words:
        raise UnmetConditionError("empty_text", _("请填写内容。"))
    if len(words) > longest:
        raise UnmetConditionError("too_long", _("最多%(most)s字。") % {"most": longest})
    return words
