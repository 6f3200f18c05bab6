"""Pages of commitments: every role against every address, and what one does on them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.common import clock
from luoshi.training import commitment_urls
from luoshi.training.actions import linking
from luoshi.training.actions.commitments import accept
from luoshi.training.actions.follow_ups import ask_due
from luoshi.training.models import Commitment, FollowUp, Reflection
from tests.conftest import ROLES
from tests.training.commitment_fixtures import *  # noqa: F403 -- fixtures of this noun
from tests.training.commitment_fixtures import INSIGHT, VISITS
from tests.training.conftest import LAST
from tests.training.test_from_discussions import ADDRESSES as FROM_DISCUSSIONS

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.models import Unit

HEADS = {"class_head", "office_head"}
OVERSEERS = HEADS | {"supervisor", "auditor"}
AUTHOR = {"trainee"}


@pytest.fixture
def objects(
    offered: list[Commitment], accepted: Commitment, measure: Measure, trainee: User, city: Unit
) -> dict[str, int]:
    """One of everything that an address names, by kind."""
    other = accept(offered[1], by=trainee)
    linking.link(other, measure, by=trainee, has_agreed=True)
    with clock.on_day(LAST + timedelta(days=30)):
        ask_due(clock.now())
    return {
        "class": accepted.reflection.trainee.training_class_id,
        "reflection": accepted.reflection_id,
        "offered": offered[2].pk,
        "accepted": accepted.pk,
        "linked": other.pk,
        "measure": measure.pk,
        "follow_up": FollowUp.objects.get(commitment=accepted).pk,
    }


@pytest.mark.parametrize(
    ("name", "of", "more", "allowed"),
    [
        ("commitments", "reflection", [], AUTHOR),
        ("add_commitment", "reflection", [], AUTHOR),
        ("edit_commitment", "accepted", [], AUTHOR),
        ("link_commitment", "accepted", [], AUTHOR),
        ("measure_commitments", "measure", [], set(ROLES)),  # empty for who does not see the measure
        ("class_commitments", "class", [], HEADS),
        ("follow_ups", "", [], set(ROLES)),
        ("follow_up", "follow_up", [], AUTHOR),
        ("transfers", "", [], set(ROLES)),  # empty for who runs and oversees none
        ("transfer", "class", [], OVERSEERS),
        ("transfer_list", "class", ["accepted"], HEADS),  # so few that overseers see none
    ],
)
def test_a_page_opens_for_its_roles_only(
    name: str,
    of: str,
    more: list[str],
    allowed: set[str],
    objects: dict[str, int],
    people: dict[str, User],
    client: Client,
) -> None:
    url = reverse(f"training:{name}", args=([objects[of]] if of else []) + more)
    opened = set()

    for role in ROLES:
        client.force_login(people[role])
        answer = client.get(url)
        assert answer.status_code in {200, 403, 404}
        opened |= {role} if answer.status_code == 200 else set()

    assert opened == allowed


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("offer_commitments", "reflection"),
        ("accept_commitment", "offered"),
        ("drop_commitment", "offered"),
        ("unlink_commitment", "linked"),
        ("propose_commitment", "accepted"),
    ],
)
def test_a_step_is_refused_to_all_but_the_author(
    name: str, of: str, objects: dict[str, int], people: dict[str, User], client: Client
) -> None:
    url = reverse(f"training:{name}", args=[objects[of]])
    answered = {}

    for role in [*(set(ROLES) - AUTHOR), "trainee"]:
        client.force_login(people[role])
        answered[role] = client.post(url, {"agreed": "on"}).status_code

    assert answered.pop("trainee") == 302
    assert set(answered.values()) <= {403, 404}


def test_no_address_is_forgotten() -> None:
    tried = {
        row[0]
        for test in (test_a_page_opens_for_its_roles_only, test_a_step_is_refused_to_all_but_the_author)
        for mark in test.pytestmark  # type: ignore[attr-defined]  # set by pytest
        for row in mark.args[1]
    }

    assert {pattern.name for pattern in commitment_urls.urlpatterns} == tried | FROM_DISCUSSIONS


def test_the_author_looks_accepts_in_other_words_and_drops(
    reflection: Reflection, trainee: User, client: Client
) -> None:
    client.force_login(trainee)
    page = client.post(reverse("training:offer_commitments", args=[reflection.pk]), follow=True).content.decode()
    first, second, _third = Commitment.objects.order_by("start")
    assert VISITS in page

    client.post(
        reverse("training:accept_commitment", args=[first.pk]),
        {"what": "培训校车安全员", "due_on": "2027-05-31", "due_text": "", "with_whom": "交警支队", "seen_by": ""},
    )
    client.post(reverse("training:drop_commitment", args=[second.pk]))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.what, str(first.due_on), second.state) == (
        "accepted",
        "培训校车安全员",
        "2027-05-31",
        "dropped",
    )


def test_a_refused_form_keeps_what_was_typed(accepted: Commitment, trainee: User, client: Client) -> None:
    client.force_login(trainee)

    page = client.post(
        reverse("training:edit_commitment", args=[accepted.pk]), {"what": "", "with_whom": "市交通局", "version": "2"}
    ).content.decode()

    assert ("市交通局" in page, "请填写这一项" in page) == (True, True)


def test_a_sentence_that_is_not_in_the_text_is_told_in_the_form(
    reflection: Reflection, trainee: User, client: Client
) -> None:
    client.force_login(trainee)
    url = reverse("training:add_commitment", args=[reflection.pk])

    assert "心得中没有这句话" in client.post(url, {"sentence": "没写过的话", "what": "事"}).content.decode()
    assert client.post(url, {"sentence": INSIGHT, "what": "事"}).status_code == 302


def test_linking_asks_for_consent_first(objects: dict[str, int], trainee: User, client: Client) -> None:
    client.force_login(trainee)
    url = reverse("training:link_commitment", args=[objects["accepted"]])

    page = client.get(url).content.decode()
    assert ("本单位主责" in page, "能看到这项措施的人都会看到" in page) == (True, True)
    client.post(url, {"measure": objects["measure"]})
    assert Commitment.objects.get(pk=objects["accepted"]).measure_id is None
    client.post(url, {"measure": objects["measure"], "agreed": "on"})

    assert Commitment.objects.get(pk=objects["accepted"]).measure_id == objects["measure"]


def test_a_measure_is_found_by_its_words(objects: dict[str, int], trainee: User, client: Client) -> None:
    client.force_login(trainee)
    url = reverse("training:link_commitment", args=[objects["accepted"]])

    found = ["2026-09-001" in client.get(url, {"q": words}).content.decode() for words in ("安全员", "没有这样的措施")]

    assert found == [True, False]


def test_the_sentence_stands_on_the_page_of_the_measure(
    objects: dict[str, int], liaison: User, stranger: User, client: Client
) -> None:
    url = reverse("training:measure_commitments", args=[objects["measure"]])
    shown = []

    for viewer in (liaison, stranger):
        client.force_login(viewer)
        shown.append(VISITS in client.get(url).content.decode())

    assert shown == [True, False]


def test_one_step_answers_from_the_notice(objects: dict[str, int], trainee: User, client: Client) -> None:
    client.force_login(trainee)
    url = reverse("training:follow_up", args=[objects["follow_up"]])

    assert client.post(url, {"told": "going", "text": "已联系"}).status_code == 302
    assert "已经回答过" in client.get(url).content.decode()


def test_nothing_opens_before_signing_in(objects: dict[str, int], client: Client) -> None:
    answers = [
        client.get(reverse("training:commitments", args=[objects["reflection"]])),
        client.get(reverse("training:follow_up", args=[objects["follow_up"]])),
        client.get(reverse("training:transfer", args=[objects["class"]])),
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
