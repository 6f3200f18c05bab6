"""Evaluations lead to nobody: nothing is shown before the last, nothing of under five, and no order tells who came when."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from django.core.serializers import serialize
from django.urls import reverse

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, MissingRightError, UnmetConditionError
from luoshi.common.jobs import run_due
from luoshi.training.actions.classes import change_class
from luoshi.training.actions.evaluating import close_evaluation, evaluate
from luoshi.training.actions.trainees import enrol
from luoshi.training.evaluation import LEAST_ANSWERS, OPEN_DAYS, put_in, summary_of
from luoshi.training.models import EvaluationBox, Trainee
from luoshi.training.queries.effects import effects_of
from luoshi.training.queries.evaluations import evaluation_of
from luoshi.training.queries.reports import report_of
from luoshi.training.queries.transfer import transfer_of
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.training.models import TrainingClass
    from luoshi.units.models import Unit

ADVICE = ("多讨论", "案例太少", "住得远", "午休短", "很好", "讲得快")


@pytest.fixture
def voices(training_class: TrainingClass, class_head: User, bureau: Unit, person: Callable[..., User]) -> list[User]:
    """Six trainees with accounts."""
    users = [person(f"voice{number}", bureau, Role.TRAINEE) for number in range(6)]
    for user in users:
        enrol(training_class, name=user.name, user=user, unit=bureau, by=class_head)
    return users


def give(training_class: TrainingClass, users: list[User]) -> None:
    for number, user in enumerate(users):
        evaluate(training_class, {"content": 5 - number % 5, "advice": ADVICE[number % 6]}, by=user)


def shown(training_class: TrainingClass) -> str:
    """Everything that pages, files and levels say of the evaluation."""
    training_class.refresh_from_db()
    effects = effects_of(training_class, transfer_of(training_class))
    return f"{report_of(training_class).sections[-1]} {effects[0].lines}"


def test_one_more_answer_changes_nothing_that_is_shown(training_class: TrainingClass, voices: list[User]) -> None:
    give(training_class, voices[:5])
    at_five = shown(training_class)

    give(training_class, voices[5:])

    assert shown(training_class) == at_five
    assert not any(word in at_five for word in ADVICE)


def test_the_results_are_shown_once_and_for_all(
    training_class: TrainingClass, voices: list[User], class_head: User
) -> None:
    give(training_class, voices[:5])
    close_evaluation(training_class, by=class_head)
    closed = shown(training_class)

    with pytest.raises(IllegalMoveError, match="截止"):
        give(training_class, voices[5:])
    with pytest.raises(IllegalMoveError, match="截止"):
        close_evaluation(training_class, by=class_head)

    assert shown(training_class) == closed
    assert all(word in closed for word in ADVICE[:5])


def test_nobody_closes_by_mistake_what_nobody_could_give_yet(training_class: TrainingClass, class_head: User) -> None:
    with pytest.raises(IllegalMoveError, match="还没有开班"):
        close_evaluation(training_class, by=class_head)


def test_under_five_nothing_is_shown_after_closing_either(
    training_class: TrainingClass, voices: list[User], class_head: User
) -> None:
    give(training_class, voices[: LEAST_ANSWERS - 1])
    close_evaluation(training_class, by=class_head)

    page = shown(training_class)

    assert ("不足5份" in page, any(word in page for word in ADVICE)) == (True, False)


@pytest.mark.parametrize(("days", "is_closed"), [(OPEN_DAYS, False), (OPEN_DAYS + 1, True)])
def test_the_clock_closes_two_weeks_after_the_class(
    days: int, is_closed: bool, training_class: TrainingClass, voices: list[User]
) -> None:
    give(training_class, voices)

    with clock.on_day(training_class.ends_on + timedelta(days=days)):
        run_due()
        training_class.refresh_from_db()

    assert (training_class.evaluation_closed_at is not None) == is_closed
    assert evaluation_of(training_class).is_hidden == (not is_closed)


def test_a_later_end_of_the_class_opens_nothing(
    training_class: TrainingClass, voices: list[User], class_head: User
) -> None:
    give(training_class, voices[:5])
    close_evaluation(training_class, by=class_head)

    later = training_class.ends_on + timedelta(days=90)
    change_class(training_class, seen=None, by=class_head, documents=[], ends_on=later)

    with pytest.raises(IllegalMoveError):
        give(training_class, voices[5:])


def test_what_is_stored_is_the_same_whoever_came_first() -> None:
    answers = [{"content": 5, "advice": "多讨论"}, {"advice": "案例太少", "content": 1}, {"use": 3}, {}]
    stored = set()

    for order in permutations(answers):
        kept: list[dict[str, object]] = []
        for one in order:
            kept = put_in(kept, one)
        stored.add(json.dumps(kept))

    assert len(stored) == 1


def test_remarks_are_shown_in_the_order_of_their_words() -> None:
    pages = {
        summary_of([{"advice": word} for word in order], is_open=False).advice for order in permutations(ADVICE[:5])
    }

    assert len(pages) == 1


def test_nothing_stored_carries_a_person_a_time_or_a_number(training_class: TrainingClass, voices: list[User]) -> None:
    give(training_class, voices)

    box = EvaluationBox.objects.get()
    rows = serialize("json", [box])

    assert {field.name for field in EvaluationBox._meta.get_fields()} == {"id", "training_class", "answers"}
    assert not any(user.name in rows or user.username in rows for user in voices)
    assert {key for one in box.answers for key in one} == {"content", "advice"}
    assert not any("evaluat" in entry.verb for entry in history.entries_of(training_class))
    assert set(Trainee.objects.filter(user__in=voices).values_list("version", flat=True)) == {1}


def test_an_evaluation_is_given_once_and_by_trainees_only(
    training_class: TrainingClass, enrolled: Trainee, trainee: User, class_head: User
) -> None:
    evaluate(training_class, {"content": 5, "advice": "多讨论", "other": "x"}, by=trainee)

    with pytest.raises(UnmetConditionError, match="已经提交"):
        evaluate(training_class, {"content": 1}, by=trainee)
    with pytest.raises(MissingRightError):
        evaluate(training_class, {"content": 1}, by=class_head)
    with pytest.raises(MissingRightError):
        close_evaluation(training_class, by=trainee)
    assert EvaluationBox.objects.get().answers == [{"content": 5, "advice": "多讨论"}]


def test_the_form_says_when_it_is_too_late(
    training_class: TrainingClass, enrolled: Trainee, trainee: User, class_head: User, client: Client
) -> None:
    url = reverse("training:evaluate", args=[training_class.pk])
    client.force_login(trainee)
    assert "提交评价" in client.get(url).text

    client.post(url, {"content": "5"})
    assert "您已经提交过评价" in client.get(url).text

    close_evaluation(training_class, by=class_head)
    page = client.post(url, {"content": "5"}).text
    assert ("评价已经截止" in page, "提交评价" in page) == (True, False)
