"""Commitments through their actions: nothing without the author, decisions survive changes, a sentence becomes work."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from luoshi.common import history
from luoshi.common.errors import IllegalMoveError, MissingRightError, StaleFormError, UnmetConditionError
from luoshi.ledger.states import State
from luoshi.training.actions import commitments as actions
from luoshi.training.actions import linking
from luoshi.training.actions.reflections import hand_in
from luoshi.training.due_words import day_of
from luoshi.training.models import Commitment, Reflection
from luoshi.training.queries.commitments import accepted_in, commitments_visible_to, shared_with_measure
from luoshi.training.queries.near_measures import near_measures, office_for
from luoshi.training.rules import RULES
from luoshi.training.states import COMMITMENT_MOVES, CommitmentState
from tests.conftest import ROLES
from tests.training.commitment_fixtures import *  # noqa: F403 -- fixtures of this noun
from tests.training.commitment_fixtures import BUSES, INSIGHT, MEALS, VISITS, make_measure

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.models import Unit

HEADS = {"class_head", "office_head"}


def write(reflection: Reflection, text: str) -> None:
    reflection.parts = [{"heading": "打算", "text": text}]
    reflection.save()


def test_sentences_of_intent_are_offered_with_their_parts(offered: list[Commitment]) -> None:
    first = offered[0]

    assert [one.sentence for one in offered] == [BUSES, VISITS, MEALS]
    assert (first.due_text, first.due_on, first.with_whom) == ("6月底前", date(2027, 6, 30), "交警支队")
    assert first.seen_by == "持证率达到100%"


def test_offers_count_in_the_text(offered: list[Commitment], reflection: Reflection) -> None:
    from luoshi.training.queries.reflections import essay

    text = essay(reflection).text

    assert [text[one.start : one.end] for one in offered] == [one.sentence for one in offered]


def test_what_was_decided_stays_when_the_text_changes(
    offered: list[Commitment], reflection: Reflection, trainee: User
) -> None:
    actions.accept(offered[0], by=trainee, what="培训校车安全员")
    actions.drop(offered[1], by=trainee)
    write(reflection, f"{INSIGHT}{VISITS}{BUSES.replace('6月', '9月')}")

    renewed = actions.offer(reflection, by=trainee)

    assert [(one.state, one.sentence[:6]) for one in renewed] == [("dropped", VISITS[:6]), ("accepted", BUSES[:6])]
    assert (renewed[1].what, "9月" in renewed[1].sentence, renewed[1].is_orphaned) == ("培训校车安全员", True, False)


def test_an_accepted_sentence_that_is_gone_is_orphaned_and_comes_back(
    offered: list[Commitment], reflection: Reflection, trainee: User
) -> None:
    actions.accept(offered[2], by=trainee)
    write(reflection, VISITS)
    actions.offer(reflection, by=trainee)
    offered[2].refresh_from_db()
    assert offered[2].is_orphaned

    write(reflection, f"{VISITS}{MEALS}")
    actions.offer(reflection, by=trainee)

    offered[2].refresh_from_db()
    assert not offered[2].is_orphaned


def test_nothing_is_offered_twice(offered: list[Commitment], reflection: Reflection, trainee: User) -> None:
    assert actions.offer(reflection, by=trainee) == offered


def test_the_history_holds_no_sentence(accepted: Commitment) -> None:
    entries = [str((entry.before, entry.after, entry.params)) for entry in history.entries_of(accepted)]

    assert (len(entries), any("校车" in entry for entry in entries)) == (1, False)


@pytest.mark.parametrize("verb", ["accept", "drop", "edit"])
@pytest.mark.parametrize("state", CommitmentState.values)
def test_every_verb_from_every_state(verb: str, state: str, offered: list[Commitment], trainee: User) -> None:
    one = offered[0]
    Commitment.objects.filter(pk=one.pk).update(state=state)
    allowed = COMMITMENT_MOVES[verb][0] if verb in COMMITMENT_MOVES else {CommitmentState.ACCEPTED}
    act = getattr(actions, verb)

    if state in allowed:
        assert act(one, by=trainee).state == (COMMITMENT_MOVES[verb][1] if verb in COMMITMENT_MOVES else state)
    else:
        with pytest.raises(IllegalMoveError):
            act(one, by=trainee)


@pytest.mark.parametrize("verb", ["accept", "drop", "edit"])
def test_nobody_decides_for_the_author(verb: str, offered: list[Commitment], people: dict[str, User]) -> None:
    for role in set(ROLES) - {"trainee"}:
        with pytest.raises(MissingRightError):
            getattr(actions, verb)(offered[0], by=people[role])


def test_words_changed_meanwhile_are_told(accepted: Commitment, trainee: User) -> None:
    actions.edit(accepted, seen=accepted.version, what="另一种说法", by=trainee)

    with pytest.raises(StaleFormError):
        actions.edit(accepted, seen=accepted.version, what="第三种说法", by=trainee)


def test_a_commitment_without_words_is_refused(accepted: Commitment, trainee: User) -> None:
    with pytest.raises(UnmetConditionError, match="做什么"):
        actions.edit(accepted, what="  ", by=trainee)


def test_the_author_takes_up_a_sentence_of_his_own(reflection: Reflection, trainee: User) -> None:
    made = actions.add_own(reflection, sentence=INSIGHT, by=trainee)

    assert (made.state, made.sentence) == ("accepted", INSIGHT)


@pytest.mark.parametrize("words", ["心得里没有的话", " "])
def test_a_sentence_that_is_not_there_is_refused(words: str, reflection: Reflection, trainee: User) -> None:
    with pytest.raises(UnmetConditionError, match="没有这句话"):
        actions.add_own(reflection, sentence=words, by=trainee)


def test_a_sentence_is_taken_up_once(accepted: Commitment, trainee: User) -> None:
    with pytest.raises(UnmetConditionError, match="已经在列"):
        actions.add_own(accepted.reflection, sentence=BUSES, by=trainee)


def test_the_class_head_records_from_paper(paper: Reflection, class_head: User, trainee: User) -> None:
    made = actions.record_from_paper(paper, sentence=VISITS, by=class_head, due_text="年底前")

    assert (made.state, made.due_on) == ("accepted", date(2026, 12, 31))
    with pytest.raises(MissingRightError):
        actions.record_from_paper(paper, sentence=VISITS, by=trainee)


def test_the_class_head_does_not_record_for_who_has_an_account(handed_in: Reflection, class_head: User) -> None:
    with pytest.raises(MissingRightError):
        actions.record_from_paper(handed_in, sentence=VISITS, by=class_head)


def seers(people: dict[str, User]) -> set[str]:
    return {role for role in ROLES if commitments_visible_to(people[role]).exists()}


def test_before_hand_in_only_the_author_sees(offered: list[Commitment], trainee: User, people: dict[str, User]) -> None:
    actions.accept(offered[0], by=trainee)

    assert seers(people) == {"trainee"}


def test_after_hand_in_the_class_head_sees_what_was_accepted(
    accepted: Commitment, people: dict[str, User], training_class: Any
) -> None:
    assert seers(people) == {"trainee"} | HEADS
    assert list(accepted_in(training_class, people["class_head"])) == [accepted]
    assert {role for role in ROLES if RULES["commitment.see"](people[role], accepted)} == {"trainee"} | HEADS


@pytest.mark.parametrize(
    ("verb", "subject", "allowed"),
    [
        ("commitment.offer", "reflection", {"trainee"}),
        ("commitment.record", "paper", HEADS),
        ("commitment.change", "accepted", {"trainee"}),
        ("commitment.see", "accepted", {"trainee"} | HEADS),
    ],
)
def test_a_verb_is_open_to_its_roles_only(
    verb: str, subject: str, allowed: set[str], people: dict[str, User], request: pytest.FixtureRequest
) -> None:
    found = request.getfixturevalue(subject)

    assert {role for role in ROLES if RULES[verb](people[role], found)} == allowed


def test_near_measures_come_with_the_reason(accepted: Commitment, measure: Measure, trainee: User) -> None:
    (near,) = near_measures(accepted, trainee)

    assert (near.measure, near.reasons[0], "校车安全" in near.reasons[1]) == (measure, "本单位主责", True)


def test_drafts_and_measures_of_others_are_not_offered(
    accepted: Commitment, office: Unit, bureau: Unit, county: Unit, supervisor: User, trainee: User
) -> None:
    make_measure(office, bureau, supervisor, state=State.PROPOSED)
    other = make_measure(office, county, supervisor)

    assert near_measures(accepted, trainee) == []
    with pytest.raises(UnmetConditionError, match="范围"):
        linking.link(accepted, other, by=trainee, has_agreed=True)


def test_a_commitment_is_linked_with_consent_only(accepted: Commitment, measure: Measure, trainee: User) -> None:
    with pytest.raises(UnmetConditionError, match="同意"):
        linking.link(accepted, measure, by=trainee, has_agreed=False)

    linked = linking.link(accepted, measure, by=trainee, has_agreed=True)

    assert (linked.measure, linked.linked_by) == (measure, trainee)
    assert history.entries_of(measure).last().verb == "measure.commitment"  # type: ignore[union-attr]  # there is one


def test_the_sentence_shows_with_the_measure_to_those_who_see_it(
    accepted: Commitment, measure: Measure, trainee: User, people: dict[str, User]
) -> None:
    linking.link(accepted, measure, by=trainee, has_agreed=True)

    seen = {role for role in ROLES if shared_with_measure(measure.pk, people[role]).exists()}

    assert seen == {"office_head", "supervisor", "leader", "unit_head", "liaison", "auditor"}


def test_a_commitment_becomes_a_proposed_measure_of_the_own_unit(
    accepted: Commitment, supervisor: User, city: Unit, bureau: Unit, trainee: User
) -> None:
    made = linking.propose(accepted, by=trainee, has_agreed=True).measure

    assert made is not None
    assert (made.state, made.accountable, made.matter, made.due_on) == (
        "proposed",
        bureau,
        "commitment",
        date(2027, 6, 30),
    )
    assert (made.text, made.plan.owner, "学员承诺" in made.local_reason) == (accepted.what, city, True)


def test_without_an_office_nothing_is_proposed(accepted: Commitment, trainee: User, bureau: Unit) -> None:
    assert office_for(bureau) is None
    with pytest.raises(UnmetConditionError, match="督查室"):
        linking.propose(accepted, by=trainee, has_agreed=True)


def test_without_a_unit_nothing_is_proposed(paper: Reflection, class_head: User, supervisor: User) -> None:
    one = actions.record_from_paper(paper, sentence=VISITS, by=class_head)

    with pytest.raises(UnmetConditionError, match="哪个单位"):
        linking.propose(one, by=class_head, has_agreed=True)


def test_a_linked_commitment_is_not_dropped_before_it_is_unlinked(
    accepted: Commitment, measure: Measure, trainee: User
) -> None:
    linked = linking.link(accepted, measure, by=trainee, has_agreed=True)
    with pytest.raises(UnmetConditionError, match="取消关联"):
        actions.drop(linked, by=trainee)

    linking.unlink(linked, by=trainee)

    assert actions.drop(linked, by=trainee).state == "dropped"
    assert not shared_with_measure(measure.pk, trainee).exists()


@pytest.mark.parametrize("act", ["link", "propose", "unlink"])
def test_nobody_links_for_the_author(
    act: str, accepted: Commitment, measure: Measure, people: dict[str, User], trainee: User
) -> None:
    if act == "unlink":
        linking.link(accepted, measure, by=trainee, has_agreed=True)
    more: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
        "link": ((measure,), {"has_agreed": True}),
        "propose": ((), {"has_agreed": True}),
        "unlink": ((), {}),
    }
    args, options = more[act]

    for role in set(ROLES) - {"trainee"}:
        with pytest.raises(MissingRightError):
            getattr(linking, act)(accepted, *args, by=people[role], **options)


def test_what_is_only_offered_becomes_no_work(offered: list[Commitment], measure: Measure, trainee: User) -> None:
    with pytest.raises(IllegalMoveError, match="采纳"):
        linking.link(offered[0], measure, by=trainee, has_agreed=True)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("年底前", date(2026, 12, 31)),
        ("6月底前", date(2027, 6, 30)),
        ("明年3月底前", date(2027, 3, 31)),
        ("三个月内", date(2027, 2, 23)),
        ("两周内", date(2026, 12, 7)),
        ("半个月", date(2026, 12, 8)),
        ("下个月", date(2026, 12, 31)),
        ("本周", date(2026, 11, 29)),
        ("下季度末", date(2027, 3, 31)),
        ("12月", date(2026, 12, 31)),
        ("每月", None),
        ("长期", None),
        ("", None),
        ("近期", None),
        ("明年春耕前", None),
        ("明年起", None),
        ("下个季度起", None),
    ],
)
def test_words_of_time_name_a_day(words: str, day: date | None) -> None:
    assert day_of(words, written_on=date(2026, 11, 23)) == day


def test_hand_in_offers_anew(reflection: Reflection, trainee: User) -> None:
    hand_in(reflection, by=trainee)

    assert list(reflection.commitments.values_list("sentence", flat=True)) == [BUSES, VISITS, MEALS]


def test_a_quoted_sentence_of_intent_is_not_offered(reflection: Reflection, trainee: User) -> None:
    quoted = "《工作方案》提出：“我们将在年底前把全市危桥改造完，做到一处不漏。”"
    reflection.parts = [{"heading": "", "text": f"{quoted}{BUSES}"}]
    reflection.save()

    assert [one.sentence for one in actions.offer(reflection, by=trainee)] == [BUSES]
