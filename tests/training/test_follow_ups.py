"""Follow-ups: made by the clock, asked once, answered by the measure where it can, by the class head for paper."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.common import clock
from luoshi.common.errors import IllegalMoveError, MissingRightError, UnmetConditionError
from luoshi.common.jobs import run_due
from luoshi.desk.questions import all_questions
from luoshi.ledger.models import Report
from luoshi.ledger.states import ReportState, State
from luoshi.notices.actions import post_digests
from luoshi.notices.models import Delivery, Notice, Preference
from luoshi.notices.states import Pace
from luoshi.training.actions import commitments, linking
from luoshi.training.actions.follow_ups import answer, ask_due
from luoshi.training.models import Commitment, FollowUp, Reflection, Trainee
from luoshi.training.queries.follow_ups import likely_answer, waiting_follow_ups
from luoshi.training.rules import RULES
from tests.conftest import ROLES
from tests.training.commitment_fixtures import *  # noqa: F403 -- fixtures of this noun
from tests.training.commitment_fixtures import VISITS
from tests.training.conftest import LAST, ZONE

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure


def ask_after(days: int) -> int:
    with clock.on_day(LAST + timedelta(days=days)):
        return ask_due(clock.now())


def report(measure: Measure, day: date) -> None:
    with clock.on_day(day):
        Report.objects.create(
            measure=measure,
            unit=measure.accountable,
            cycle_on=day,
            state=ReportState.SUBMITTED,
            done="已培训300人。",
            submitted_at=clock.now(),
        )


def test_each_question_is_asked_once_on_its_day(accepted: Commitment) -> None:
    made = [ask_after(day) for day in (29, 30, 31, 89, 90, 180, 365, 366)]

    assert made == [0, 1, 0, 0, 1, 1, 1, 0]
    assert list(FollowUp.objects.values_list("day", flat=True)) == [30, 90, 180, 365]


def test_a_clock_that_stood_still_asks_the_last_question_only(accepted: Commitment) -> None:
    assert (ask_after(200), FollowUp.objects.get().day) == (1, 180)


def test_a_question_is_not_asked_long_after_its_day(accepted: Commitment) -> None:
    assert ask_after(160) == 0


def test_what_was_only_offered_is_not_asked_about(offered: list[Commitment], handed_in: Reflection) -> None:
    assert ask_after(30) == 0


def test_a_draft_is_not_asked_about(offered: list[Commitment], trainee: User) -> None:
    commitments.accept(offered[0], by=trainee)

    assert ask_after(30) == 0


def test_one_notice_however_many_commitments(accepted: Commitment, offered: list[Commitment], trainee: User) -> None:
    commitments.accept(offered[1], by=trainee)

    ask_after(30)
    ask_after(35)

    assert [notice.params["count"] for notice in Notice.objects.filter(user=trainee)] == [2]


def test_who_hands_in_late_is_asked_and_the_others_are_not_told_again(
    accepted: Commitment, offered: list[Commitment], trainee: User, paper: Reflection, class_head: User
) -> None:
    ask_after(30)
    commitments.record_from_paper(paper, sentence="我要办好食堂。", by=class_head)
    Commitment.objects.filter(reflection=paper).update(accepted_at=clock.now())

    assert ask_after(35) == 1

    told = Notice.objects.filter(code="training.follow_up").values_list("user", flat=True)
    assert sorted(told) == sorted([trainee.pk, class_head.pk])


@pytest.mark.parametrize(("told", "waits"), [("done", 0), ("given_up", 0), ("going", 1), ("not_begun", 1)])
def test_what_is_done_or_given_up_is_not_asked_again(
    accepted: Commitment, trainee: User, told: str, waits: int
) -> None:
    ask_after(30)
    answer(FollowUp.objects.get(), told=told, by=trainee)

    made = ask_after(90)

    later = FollowUp.objects.get(day=90)
    assert (made, waiting_follow_ups(trainee).count(), later.told) == (1, waits, told if not waits else "")
    assert Notice.objects.filter(user=trainee, code="training.follow_up").count() == 1 + waits


def test_nobody_is_reminded_of_a_question_that_waits(accepted: Commitment, trainee: User) -> None:
    for day in range(30, 90):
        ask_after(day)

    assert Notice.objects.filter(user=trainee, code="training.follow_up").count() == 1
    assert waiting_follow_ups(trainee).count() == 1


def test_the_notice_goes_out_once_in_the_digest_of_the_day(
    accepted: Commitment, trainee: User, settings: SettingsWrapper
) -> None:
    settings.MAIL_IS_ON = True
    Preference.objects.create(user=trainee, mail=Pace.DAILY)
    ask_after(30)
    for days in range(31, 36):
        with clock.on_day(LAST + timedelta(days=days)):
            post_digests(datetime.combine(clock.today(), time(9), ZONE))

    assert [one.count for one in Delivery.objects.filter(user=trainee)] == [1]


def test_what_is_known_of_the_measure_makes_an_answer_likely(
    accepted: Commitment, measure: Measure, trainee: User
) -> None:
    linking.link(accepted, measure, by=trainee, has_agreed=True)
    ask_after(30)
    asked = waiting_follow_ups(trainee).get()
    assert likely_answer(asked) == ""

    measure.claimed = 40
    measure.save()

    assert likely_answer(waiting_follow_ups(trainee).get()) == "going"


def test_one_click_on_the_desk_answers(accepted: Commitment, trainee: User, client: Client) -> None:
    ask_after(30)
    client.force_login(trainee)
    desk = client.get(reverse("desk:home")).content.decode()
    asked = FollowUp.objects.get()
    url = reverse("training:follow_up", args=[asked.pk])
    assert f'action="{url}"' in desk
    assert 'name="told" value="done"' in desk

    answered = client.post(url, {"told": "done", "back": "desk"})

    assert (answered.status_code, answered["Location"]) == (302, reverse("desk:home"))
    assert FollowUp.objects.get().told == "done"
    assert waiting_follow_ups(trainee).count() == 0


def test_who_has_no_account_is_asked_through_the_class_head(paper: Reflection, class_head: User) -> None:
    commitments.record_from_paper(paper, sentence=VISITS, by=class_head)
    ask_after(30)

    (waiting,) = waiting_follow_ups(class_head)

    assert answer(waiting, told="going", text="电话问过。", by=class_head).answered_by == class_head


def test_a_measure_that_was_reported_on_answers_for_the_person(
    accepted: Commitment, measure: Measure, trainee: User
) -> None:
    linking.link(accepted, measure, by=trainee, has_agreed=True)
    report(measure, LAST + timedelta(days=20))

    ask_after(30)

    told = FollowUp.objects.get()
    assert (told.from_measure, told.told, told.facts["code"]) == (True, "going", measure.code)
    assert not Notice.objects.filter(user=trainee).exists()


def test_an_old_report_does_not_answer_the_next_question(accepted: Commitment, measure: Measure, trainee: User) -> None:
    linking.link(accepted, measure, by=trainee, has_agreed=True)
    report(measure, LAST + timedelta(days=20))

    ask_after(90)

    assert list(waiting_follow_ups(trainee).values_list("day", flat=True)) == [90]


def test_a_report_that_comes_later_closes_the_open_question(
    accepted: Commitment, measure: Measure, trainee: User
) -> None:
    linking.link(accepted, measure, by=trainee, has_agreed=True)
    ask_after(30)
    report(measure, LAST + timedelta(days=33))

    ask_after(34)

    assert not waiting_follow_ups(trainee).exists()


@pytest.mark.parametrize(("state", "told"), [(State.CLOSED, "done"), (State.WITHDRAWN, ""), (State.MERGED, "")])
def test_a_measure_that_is_done_or_at_rest_is_not_asked_about(
    state: State, told: str, accepted: Commitment, measure: Measure, trainee: User
) -> None:
    linking.link(accepted, measure, by=trainee, has_agreed=True)
    type(measure).objects.filter(pk=measure.pk).update(state=state)

    ask_after(30)

    assert (FollowUp.objects.get().told, waiting_follow_ups(trainee).exists()) == (told, False)


def test_of_two_open_questions_only_the_last_waits(accepted: Commitment, trainee: User) -> None:
    ask_after(30)
    ask_after(90)

    assert [one.day for one in waiting_follow_ups(trainee)] == [90]


def test_an_answer_keeps_how_the_measure_stood(accepted: Commitment, measure: Measure, trainee: User) -> None:
    linking.link(accepted, measure, by=trainee, has_agreed=True)
    ask_after(30)

    told = answer(FollowUp.objects.get(), told="going", text=" 已联系交警。 ", by=trainee)

    assert (told.answer, told.facts["state"]) == ("已联系交警。", State.IN_PROGRESS)


def test_a_question_is_answered_once_and_with_a_choice(accepted: Commitment, trainee: User) -> None:
    ask_after(30)
    asked = FollowUp.objects.get()
    with pytest.raises(UnmetConditionError, match="选择"):
        answer(asked, told="", by=trainee)
    answer(asked, told="done", by=trainee)

    with pytest.raises(IllegalMoveError, match="已经回答"):
        answer(asked, told="done", by=trainee)


def test_only_the_author_answers(accepted: Commitment, people: dict[str, User]) -> None:
    ask_after(30)
    asked = FollowUp.objects.get()

    assert {role for role in ROLES if RULES["follow_up.answer"](people[role], asked)} == {"trainee"}
    with pytest.raises(MissingRightError):
        answer(asked, told="done", by=people["class_head"])


def test_who_left_the_class_is_not_asked(accepted: Commitment, enrolled: Trainee) -> None:
    Trainee.objects.filter(pk=enrolled.pk).update(state="withdrawn")

    assert ask_after(30) == 0


def test_the_question_stands_on_the_desk(accepted: Commitment, trainee: User) -> None:
    ask_after(30)

    (question,) = all_questions(trainee)

    assert (question.count, question.rows[0].label) == (1, accepted.what[:64])


def test_the_clock_runs_it(accepted: Commitment) -> None:
    with clock.on_day(LAST + timedelta(days=30)):
        done = {outcome.job: (outcome.count, outcome.error) for outcome in run_due()}

    assert done["training.follow_ups"] == (1, "")
