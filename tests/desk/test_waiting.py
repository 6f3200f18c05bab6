"""What waits for whom on the desk, and the channel for complaints."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.common import clock
from luoshi.common.errors import MissingRightError
from luoshi.desk.voices import answer, say, voices_visible_to
from luoshi.desk.waiting import all_waiting, kind_of, waiting_for
from luoshi.ledger.states import State
from tests.ledger.conftest import *  # noqa: F403 -- the people and measures of the ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure


def codes(user: User) -> list[str]:
    return [item.kind.code for item in all_waiting(user, clock.today())]


@pytest.mark.parametrize(
    ("state", "who", "expected"),
    [
        (State.PROPOSED, "supervisor", ["draft"]),
        (State.IN_REVIEW, "office_head", ["review"]),
        (State.IN_REVIEW, "leader", ["review"]),
        (State.ASSIGNED, "liaison", ["sign"]),
        (State.ASSIGNED, "stranger", []),
        (State.IN_PROGRESS, "liaison", ["report"]),
        (State.IN_PROGRESS, "auditor", []),
        (State.CLOSE_REQUESTED, "office_head", ["appoint"]),
        (State.CLOSED, "office_head", ["sign_off"]),
        (State.SIGNED_OFF, "office_head", []),
    ],
)
def test_each_step_waits_for_whom_it_is(
    state: State, who: str, expected: list[str], measure_in: Callable[..., Measure], request: pytest.FixtureRequest
) -> None:
    measure_in(state, next_report_on=date(2026, 11, 28))

    assert codes(request.getfixturevalue(who)) == expected


def test_red_measure_without_a_slip_waits_for_the_supervisor(
    measure_in: Callable[..., Measure], supervisor: User
) -> None:
    measure_in(State.IN_PROGRESS, red_on=date(2026, 11, 1))

    assert codes(supervisor) == ["urge"]


@pytest.mark.parametrize("address", ["/", "/waiting/sign/"])
def test_desk_takes_as_many_queries_for_thirty_as_for_one(
    address: str, measure_in: Callable[..., Measure], liaison: User, client: Client
) -> None:
    client.force_login(liaison, backend=settings.AUTHENTICATION_BACKENDS[0])
    counts = []

    for wanted in (1, 30):
        while liaison.posts.get().unit.accountable_for.count() < wanted:
            measure_in(State.ASSIGNED)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_count_on_the_desk_is_the_length_of_its_list(measure_in: Callable[..., Measure], liaison: User) -> None:
    for _ in range(8):
        measure_in(State.ASSIGNED)

    (item,) = all_waiting(liaison, clock.today())

    kind = kind_of("sign")
    assert kind is not None
    assert (item.count, waiting_for(liaison, kind, clock.today()).count()) == (8, 8)


def test_complaint_is_answered_by_somebody_named(liaison: User, office_head: User, stranger: User) -> None:
    voice = say(kind="complaint", topic="burden", text="同一份材料一周内要了三次。", by=liaison)

    answer(voice, text="已取消重复报送。", is_public=False, by=office_head)

    voice.refresh_from_db()
    assert (voice.answered_by, voice.answered_as) == (office_head, "市政府督查室督查室负责人")
    assert voice in voices_visible_to(liaison)
    assert voice not in voices_visible_to(stranger)


def test_liaison_may_not_answer(liaison: User, stranger: User) -> None:
    voice = say(kind="suggestion", topic="system", text="希望能批量上传。", by=liaison)

    with pytest.raises(MissingRightError):
        answer(voice, text="好的。", is_public=True, by=stranger)
