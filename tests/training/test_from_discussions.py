"""Questions and outcomes that become commitments: taken on, put to a trainee or a unit, accepted by themselves."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, MissingRightError, UnmetConditionError
from luoshi.desk.questions import all_questions
from luoshi.ledger.states import State
from luoshi.notices.models import Notice
from luoshi.training.actions import linking
from luoshi.training.actions.commitments import accept, drop
from luoshi.training.actions.discussions import hand_over, save_outcome
from luoshi.training.actions.follow_ups import ask_due
from luoshi.training.actions.from_discussions import put_to, take_back, take_on
from luoshi.training.actions.questions import ask_question, remove_question
from luoshi.training.models import Commitment, FollowUp, Outcome, Question
from luoshi.training.queries.commitments import commitments_visible_to, discussed_in
from luoshi.training.queries.follow_ups import waiting_follow_ups
from luoshi.training.queries.transfer import transfer_of
from tests.conftest import ROLES
from tests.training.api_fixtures import *  # noqa: F403 -- the fixture that asks the API
from tests.training.conftest import LAST

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.training.models import Group, Session, Trainee
    from luoshi.units.models import Unit
    from tests.training.api_fixtures import Call

WHAT = "把管网改造排出先后次序"
RUNNERS = {"class_head", "office_head"}
ADDRESSES = {"commit_question", "commit_outcome", "take_back_commitment"}


@pytest.fixture
def question(session: Session, enrolled: Trainee, class_head: User) -> Question:
    return ask_question(session, "学校管网谁来修？", by=class_head)


@pytest.fixture
def outcome(discussion: Session, group: Group, class_head: User) -> Outcome:
    draft = save_outcome(discussion, group, "先修漏得最厉害的三公里。", seen=None, by=class_head)
    return hand_over(draft, by=class_head)


@pytest.fixture
def put(question: Question, bureau: Unit, liaison: User, class_head: User) -> Commitment:
    """Put to the bureau, which has not decided yet."""
    return put_to(question, what=WHAT, unit=bureau, due_on=date(2026, 12, 20), by=class_head)


def test_a_trainee_takes_a_question_on_at_once(question: Question, enrolled: Trainee, trainee: User) -> None:
    made = take_on(question, what=WHAT, by=trainee)

    assert (made.state, made.trainee, made.sentence, made.session) == (
        "accepted",
        enrolled,
        "学校管网谁来修？",
        question.session,
    )
    assert list(commitments_visible_to(trainee)) == [made]


def test_an_outcome_is_taken_on_once_it_is_handed_over(
    discussion: Session, group: Group, trainee: User, class_head: User
) -> None:
    draft = save_outcome(discussion, group, "先修漏得最厉害的三公里。", seen=None, by=class_head)
    with pytest.raises(UnmetConditionError, match="提交全班以后"):
        take_on(draft, what=WHAT, by=trainee)

    made = take_on(hand_over(draft, by=class_head), what=WHAT, by=trainee)

    assert (made.outcome, made.question, made.reflection) == (draft, None, None)


def test_what_is_put_to_a_unit_waits_for_its_own_word(put: Commitment, liaison: User, bureau: Unit) -> None:
    (waiting,) = [one for one in all_questions(liaison) if one.kind.code == "commitment_put"]
    assert (put.state, waiting.count, waiting.rows[0].label) == ("offered", 1, WHAT)
    assert Notice.objects.filter(user=liaison, code="training.commitment_put").count() == 1

    accepted = accept(put, by=liaison)

    assert (accepted.state, accepted.unit) == ("accepted", bureau)
    assert [one for one in all_questions(liaison) if one.kind.code == "commitment_put"] == []


def test_nobody_accepts_for_another(put: Commitment, class_head: User, trainee: User, county_liaison: User) -> None:
    for other in (class_head, trainee, county_liaison):
        with pytest.raises(MissingRightError):
            accept(put, by=other)


def test_a_convener_puts_to_a_trainee_and_others_do_not(
    outcome: Outcome, group: Group, enrolled: Trainee, trainee: User, on_paper: Trainee, liaison: User
) -> None:
    with pytest.raises(MissingRightError):
        put_to(outcome, what=WHAT, trainee=on_paper, by=trainee)
    group.convener = enrolled
    group.save()
    outcome.refresh_from_db()

    made = put_to(outcome, what=WHAT, trainee=on_paper, by=trainee)

    assert (made.trainee, made.state, made.offered_by) == (on_paper, "offered", trainee)
    with pytest.raises(MissingRightError):
        put_to(outcome, what=WHAT, trainee=on_paper, by=liaison)


def test_the_class_head_writes_down_what_somebody_without_an_account_says(
    question: Question, on_paper: Trainee, class_head: User
) -> None:
    made = put_to(question, what=WHAT, trainee=on_paper, by=class_head)

    assert accept(made, by=class_head).state == "accepted"


def test_one_of_two_is_chosen_and_the_same_is_not_put_twice(
    question: Question, bureau: Unit, enrolled: Trainee, put: Commitment, class_head: User
) -> None:
    with pytest.raises(UnmetConditionError, match="只选其一"):
        put_to(question, what=WHAT, by=class_head)
    with pytest.raises(UnmetConditionError, match="只选其一"):
        put_to(question, what=WHAT, unit=bureau, trainee=enrolled, by=class_head)
    with pytest.raises(UnmetConditionError, match="已经由对方认领"):
        put_to(question, what="换一种说法", unit=bureau, by=class_head)


def test_a_unit_without_a_liaison_is_told_before_anything_is_written(
    question: Question, county: Unit, class_head: User
) -> None:
    with pytest.raises(UnmetConditionError, match="联络员"):
        put_to(question, what=WHAT, unit=county, by=class_head)

    assert Commitment.objects.count() == 0


def test_nothing_is_put_to_a_unit_that_is_no_more(question: Question, bureau: Unit, class_head: User) -> None:
    bureau.closed_on = clock.today()

    with pytest.raises(UnmetConditionError, match="撤销"):
        put_to(question, what=WHAT, unit=bureau, by=class_head)


def test_what_was_declined_may_be_put_again(put: Commitment, liaison: User, bureau: Unit, class_head: User) -> None:
    drop(put, by=liaison)
    question = put.question
    assert question is not None

    again = put_to(question, what=WHAT, unit=bureau, by=class_head)

    assert (again.state, Commitment.objects.count()) == ("offered", 2)


def test_it_is_taken_back_only_before_it_is_decided(put: Commitment, class_head: User, trainee: User) -> None:
    with pytest.raises(MissingRightError):
        take_back(put, by=trainee)

    take_back(put, by=class_head)

    assert Commitment.objects.count() == 0


def test_what_a_unit_has_accepted_is_not_taken_back(put: Commitment, liaison: User, class_head: User) -> None:
    accept(put, by=liaison)

    with pytest.raises(IllegalMoveError, match="已经作出决定"):
        take_back(put, by=class_head)


def test_a_question_that_somebody_took_on_stays(question: Question, trainee: User, class_head: User) -> None:
    take_on(question, what=WHAT, by=trainee)

    with pytest.raises(IllegalMoveError, match="认领"):
        remove_question(question, by=class_head)


def test_a_unit_proposes_it_as_a_measure_of_its_own(
    put: Commitment, liaison: User, bureau: Unit, office_head: User
) -> None:
    linked = linking.propose(accept(put, by=liaison), by=liaison, has_agreed=True)

    assert linked.measure is not None
    assert (linked.measure.state, linked.measure.accountable) == (State.PROPOSED, bureau)
    assert "学习贯彻全会精神专题班" in linked.measure.local_reason


def test_it_counts_in_the_class_and_is_asked_about_later(put: Commitment, liaison: User, trainee: User) -> None:
    question = put.question
    assert question is not None
    accept(put, by=liaison)
    take_on(question, what="先查本校", by=trainee)

    counts = {cell.stage: cell.count for cell in transfer_of(put.training_class).total.cells}
    with clock.on_day(LAST + timedelta(days=30)):
        ask_due(clock.now())

    assert (counts["offered"], counts["accepted"]) == (2, 2)
    assert [one.commitment.unit for one in waiting_follow_ups(liaison)] == [put.unit]
    assert FollowUp.objects.count() == 2
    assert Notice.objects.filter(user=liaison, code="training.follow_up").count() == 1


def test_the_class_sees_who_took_it_up_and_not_who_was_asked(
    put: Commitment, question: Question, trainee: User, enrolled: Trainee, liaison: User
) -> None:
    assert list(discussed_in(question.session, trainee)) == []

    accept(put, by=liaison)

    assert list(discussed_in(question.session, trainee)) == [put]


def test_the_history_holds_no_words_of_it(put: Commitment, liaison: User) -> None:
    accept(put, by=liaison, what="只在枯水期改造管网", seen_by="漏损率下降")

    entries = list(history.entries_of(put))
    written = json.dumps([[entry.body, entry.verb] for entry in entries], ensure_ascii=False, default=str)

    assert [entry.verb for entry in entries] == ["commitment.put", "commitment.accept"]
    assert [words for words in (WHAT, "枯水期", "漏损率") if words in written] == []


def test_pages_and_steps_open_for_their_roles_only(
    put: Commitment, question: Question, outcome: Outcome, people: dict[str, User], client: Client
) -> None:
    asked = {
        "commit_question": (question.pk, "get", RUNNERS | {"trainee"}),
        "commit_outcome": (outcome.pk, "get", RUNNERS | {"trainee"}),
        "take_back_commitment": (put.pk, "post", RUNNERS),
    }
    assert set(asked) == ADDRESSES

    for name, (pk, method, allowed) in asked.items():
        opened = set()
        for role in sorted(ROLES, key=lambda one: one in allowed):
            client.force_login(people[role])
            answer = getattr(client, method)(reverse(f"training:{name}", args=[pk]))
            opened |= {role} if answer.status_code in {200, 302} else set()
            assert answer.status_code in {200, 302, 403, 404}
        assert opened <= allowed, name
        assert len(opened) == (len(allowed) if method == "get" else 1), name  # it is taken back once


def test_the_page_puts_takes_on_and_shows_it_at_the_question(
    question: Question, bureau: Unit, liaison: User, class_head: User, trainee: User, client: Client
) -> None:
    client.force_login(class_head)
    url = reverse("training:commit_question", args=[question.pk])
    facts = {"what": WHAT, "due_on": "2026-12-20", "with_whom": "", "seen_by": ""}
    page = client.post(url, facts | {"unit": bureau.name, "trainee": ""}, follow=True).content.decode()
    assert f"等{bureau.name}确认" in page

    client.force_login(liaison)
    one = Commitment.objects.get()
    assert WHAT in client.get(reverse("training:follow_ups")).content.decode()
    client.post(reverse("training:accept_commitment", args=[one.pk]))
    client.force_login(trainee)
    client.post(url, facts | {"what": "先查本校"})

    shown = client.get(reverse("training:session", args=[question.session_id])).content.decode()
    assert f"{bureau.name}认领" in shown
    assert f"{trainee.name}认领" in shown


def test_the_api_calls_the_same_actions(
    question: Question, outcome: Outcome, bureau: Unit, liaison: User, trainee: User, class_head: User, call: Call
) -> None:
    _status, made = call(
        class_head, "post", f"questions/{question.pk}/commitments", {"what": WHAT, "unit_id": bureau.pk}
    )
    _status, own = call(trainee, "post", f"outcomes/{outcome.pk}/commitments", {"what": WHAT})
    _status, accepted = call(liaison, "post", f"commitments/{made['id']}/accept", {})
    refused, _told = call(trainee, "post", f"questions/{question.pk}/commitments", {"what": WHAT, "unit_id": bureau.pk})

    assert (made["state"], made["question_id"], made["unit_id"]) == ("offered", question.pk, bureau.pk)
    assert (own["state"], own["outcome_id"]) == ("accepted", outcome.pk)
    assert (accepted["state"], refused) == ("accepted", 403)
    assert [one["id"] for one in call(liaison, "get", "commitments")[1]["items"]] == [made["id"]]


def test_a_page_of_a_session_takes_the_same_queries_for_many(
    discussion: Session,
    group: Group,
    trainee: User,
    class_head: User,
    client: Client,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client.force_login(trainee)
    for number in range(20):
        take_on(ask_question(discussion, f"第{number}问？", by=class_head), what=f"第{number}件", by=trainee)

    with django_assert_max_num_queries(45):  # type: ignore[attr-defined]  # a context manager of pytest-django
        client.get(reverse("training:session", args=[discussion.pk]))
