"""The API of study: the same actions and the same sight as the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.training.models import Commitment, FollowUp
from tests.training.api_fixtures import *  # noqa: F403 -- the fixture that asks the API
from tests.training.commitment_fixtures import *  # noqa: F403 -- fixtures of this noun
from tests.training.commitment_fixtures import BUSES, PARTS
from tests.training.test_follow_ups import ask_after

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.training.models import Reflection, Session, Trainee, TrainingClass
    from tests.training.api_fixtures import Call


def test_a_class_with_its_timetable_is_seen_by_its_own(
    call: Call, session: Session, enrolled: Trainee, trainee: User, stranger: User
) -> None:
    pk = session.training_class_id

    assert [one["id"] for one in call(trainee, "get", "classes")[1]["items"]] == [pk]
    assert call(trainee, "get", f"classes/{pk}")[1]["title"] == session.training_class.title
    assert call(trainee, "get", f"classes/{pk}/sessions")[1][0]["hours"] == 2.0
    assert (call(stranger, "get", f"classes/{pk}")[0], call(stranger, "get", "classes")[1]["items"]) == (404, [])


def test_the_roster_is_seen_as_far_as_on_the_page(
    call: Call, training_class: TrainingClass, enrolled: Trainee, on_paper: Trainee, trainee: User, class_head: User
) -> None:
    path = f"classes/{training_class.pk}/trainees"

    assert [one["name"] for one in call(trainee, "get", path)[1]] == [enrolled.name]
    assert [one["name"] for one in call(class_head, "get", path)[1]] == [enrolled.name, on_paper.name]


def test_a_reflection_is_begun_saved_and_handed_in(
    call: Call, training_class: TrainingClass, enrolled: Trainee, trainee: User, class_head: User
) -> None:
    path = f"classes/{training_class.pk}/reflection"
    assert call(trainee, "get", path)[0] == 404

    status, saved = call(trainee, "post", path, {"title": "学习心得", "parts": PARTS})
    assert (status, saved["state"]) == (200, "draft")
    assert call(trainee, "post", path, {"title": "旧稿", "parts": [], "version": saved["version"] - 1})[0] == 409
    assert call(class_head, "get", path)[0] == 404
    assert call(trainee, "post", f"{path}/hand-in")[1]["state"] == "handed_in"
    assert call(trainee, "post", f"{path}/hand-in")[0] == 409


def test_commitments_are_offered_accepted_and_become_work(
    call: Call, reflection: Reflection, measure: Measure, trainee: User, class_head: User
) -> None:
    pk = reflection.trainee.training_class_id
    offered = call(trainee, "post", f"classes/{pk}/commitments")[1]
    first, second = offered[0]["id"], offered[1]["id"]
    assert offered[0]["sentence"] == BUSES

    assert call(class_head, "post", f"commitments/{first}/accept", {})[0] == 404
    accepted = call(trainee, "post", f"commitments/{first}/accept", {"what": "培训校车安全员"})[1]
    assert (accepted["state"], accepted["what"], accepted["due_on"]) == ("accepted", "培训校车安全员", "2027-06-30")
    assert call(trainee, "post", f"commitments/{second}/drop")[1]["state"] == "dropped"
    assert call(trainee, "post", f"commitments/{first}/link", {"measure_id": measure.pk})[1]["code"] == "not_agreed"
    assert call(trainee, "post", f"commitments/{first}/link", {"measure_id": 999, "agreed": True})[0] == 422
    linked = call(trainee, "post", f"commitments/{first}/link", {"measure_id": measure.pk, "agreed": True})[1]
    assert linked["measure_id"] == measure.pk
    assert call(trainee, "post", f"commitments/{second}/link", {"agreed": True})[0] == 409
    assert len(call(trainee, "get", "commitments")[1]["items"]) == 3
    assert call(class_head, "get", "commitments")[1]["items"] == []


def test_a_question_is_answered(call: Call, accepted: Commitment, trainee: User, class_head: User) -> None:
    ask_after(30)
    (asked,) = call(trainee, "get", "follow-ups")[1]

    assert call(class_head, "post", f"follow-ups/{asked['id']}", {"told": "done"})[0] == 404
    assert call(trainee, "post", f"follow-ups/{asked['id']}", {"told": "perhaps"})[0] == 422
    assert call(trainee, "post", f"follow-ups/{asked['id']}", {"told": "done", "text": "办完"})[0] == 200
    assert FollowUp.objects.get().answer == "办完"


def test_transfer_is_told_in_numbers_and_not_for_few(
    call: Call, accepted: Commitment, training_class: TrainingClass, auditor: User, class_head: User, trainee: User
) -> None:
    path = f"classes/{training_class.pk}/transfer"

    assert call(class_head, "get", path)[1]["total"] == [3, 1, 0, 0, 0]
    assert call(auditor, "get", path)[1]["total"] == []
    assert call(trainee, "get", path)[0] == 403


def test_nothing_is_told_without_a_token(client: Client, training_class: TrainingClass) -> None:
    for path in ("classes", f"classes/{training_class.pk}/transfer", "commitments", "follow-ups"):
        assert client.get(f"/api/study/{path}").status_code == 401
