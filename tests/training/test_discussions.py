"""Live notes and outcomes: only added, in order, sent twice kept once, seen by the group; handed to the class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.common import history
from luoshi.common.errors import IllegalMoveError, MissingRightError, StaleFormError, UnmetConditionError
from luoshi.training.actions.classes import move_class
from luoshi.training.actions.discussions import add_piece, amend_piece, hand_over, save_outcome
from luoshi.training.models import DiscussionPiece, Outcome

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.training.models import Group, Session, TrainingClass


def test_a_piece_sent_twice_is_kept_once(discussion: Session, group: Group, trainee: User) -> None:
    first = add_piece(discussion, group, "管网图纸不全", by=trainee, client_key="k1")

    again = add_piece(discussion, group, "管网图纸不全", by=trainee, client_key="k1")

    assert (again, DiscussionPiece.objects.count()) == (first, 1)


def test_a_correction_is_a_piece_of_its_own(discussion: Session, group: Group, trainee: User) -> None:
    first = add_piece(discussion, group, "管网图纸不全", by=trainee)
    second = amend_piece(first, "管网图纸缺三个乡镇", by=trainee)
    struck = amend_piece(second, "", by=trainee)

    assert list(DiscussionPiece.objects.values_list("text", "amends")) == [
        ("管网图纸不全", None),
        ("管网图纸缺三个乡镇", first.pk),
        ("", first.pk),
    ]
    assert struck.amends == first


def test_nobody_corrects_somebody_elses_piece(discussion: Session, group: Group, trainee: User, peer: User) -> None:
    piece = add_piece(discussion, group, "管网图纸不全", by=trainee)

    with pytest.raises(MissingRightError):
        amend_piece(piece, "别的话", by=peer)


def test_another_group_does_not_write(discussion: Session, group: Group, outsider: User) -> None:
    with pytest.raises(MissingRightError):
        add_piece(discussion, group, "我也说一句", by=outsider)


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 2001])
def test_an_empty_or_endless_piece_is_refused(text: str, discussion: Session, group: Group, trainee: User) -> None:
    with pytest.raises(UnmetConditionError):
        add_piece(discussion, group, text, by=trainee)


def test_a_lesson_of_another_form_has_no_live_notes(session: Session, group: Group, trainee: User) -> None:
    with pytest.raises(UnmetConditionError, match="不是分组讨论"):
        add_piece(session, group, "一句话", by=trainee)


def test_nothing_is_added_once_the_class_has_ended(
    discussion: Session, group: Group, trainee: User, training_class: TrainingClass, class_head: User
) -> None:
    for verb in ("start", "finish"):
        move_class(training_class, verb, by=class_head)
    discussion.training_class.refresh_from_db()

    with pytest.raises(IllegalMoveError):
        add_piece(discussion, group, "一句话", by=trainee)


def test_the_convener_hands_over_what_the_group_found(
    discussion: Session, group: Group, trainee: User, peer: User
) -> None:
    with pytest.raises(MissingRightError):
        save_outcome(discussion, group, "成果", seen=None, by=trainee)
    outcome = save_outcome(discussion, group, "先补图纸，再排工期", seen=None, by=peer)

    handed = hand_over(outcome, by=peer)

    assert (handed.handed_over_at is not None, handed.text) == (True, "先补图纸，再排工期")
    with pytest.raises(IllegalMoveError):
        hand_over(handed, by=peer)


def test_a_draft_is_not_in_the_history_what_was_handed_over_is(
    discussion: Session, group: Group, class_head: User
) -> None:
    outcome = save_outcome(discussion, group, "草稿一句", seen=None, by=class_head)
    outcome = hand_over(outcome, by=class_head)
    save_outcome(discussion, group, "改定的话", seen=outcome.version, by=class_head)

    bodies = [str(entry.body) for entry in history.entries_of(outcome).order_by("number")]
    assert ["草稿一句" in body for body in bodies] == [False, True, True]


def test_two_conveners_do_not_overwrite_each_other(
    discussion: Session, group: Group, peer: User, class_head: User
) -> None:
    save_outcome(discussion, group, "一", seen=None, by=peer)
    save_outcome(discussion, group, "二", seen=1, by=class_head)

    with pytest.raises(StaleFormError):
        save_outcome(discussion, group, "三", seen=1, by=peer)
    assert Outcome.objects.get().text == "二"


def test_the_outcome_of_a_seminar_is_the_class_heads(
    session: Session, group: Group, peer: User, class_head: User
) -> None:
    with pytest.raises(MissingRightError):
        save_outcome(session, None, "共识", seen=None, by=peer)

    assert save_outcome(session, None, "共识", seen=None, by=class_head).group is None
