"""A post changes hands: what waits for its holder in person goes to the successor, nothing else does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from luoshi.common import clock, history
from luoshi.ledger.states import State
from luoshi.notices.models import Notice
from luoshi.units.actions.posts import hand_over, install, take_over_due
from luoshi.units.models import Post
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.models import Field, Unit


@pytest.fixture
def successor(person: Callable[..., User]) -> User:
    return person("xinren")


def test_open_verifications_go_to_the_successor_with_a_note(
    measure_in: Callable[..., Measure], verifier: User, successor: User, office_head: User, today: date
) -> None:
    measure = measure_in(State.VERIFYING)
    now = clock.now()
    open_one = measure.verifications.create(verifier=verifier, appointed_at=now)
    made = measure.verifications.create(verifier=verifier, appointed_at=now, found_at=now, is_spot_check=True)

    hand_over(verifier.posts.get(), to=successor, on=today, by=office_head)

    open_one.refresh_from_db()
    made.refresh_from_db()
    assert (open_one.verifier, open_one.version, made.verifier) == (successor, 2, verifier)
    assert [entry.verb for entry in history.entries_of(measure)] == ["measure.verifier_change"]
    assert set(Notice.objects.filter(user=successor).values_list("code", flat=True)) == {
        "post.received",
        "measure.verifier_appointed",
    }


def test_open_verifications_stay_until_the_day_of_the_hand_over(
    measure_in: Callable[..., Measure], verifier: User, successor: User, office_head: User, today: date
) -> None:
    verification = measure_in(State.VERIFYING).verifications.create(verifier=verifier, appointed_at=clock.now())

    hand_over(verifier.posts.get(), to=successor, on=today + timedelta(days=3), by=office_head)
    early = take_over_due()
    verification.refresh_from_db()
    still = verification.verifier
    with clock.on_day(today + timedelta(days=3)):
        due = [take_over_due(), take_over_due()]
    verification.refresh_from_db()

    assert (early, still, due, verification.verifier) == (0, verifier, [1, 0], successor)
    assert set(Notice.objects.filter(user=verifier).values_list("code", flat=True)) == {"post.passed"}


def test_what_the_successor_may_not_verify_stays_and_the_head_is_told(
    measure_in: Callable[..., Measure],
    verifier: User,
    liaison: User,
    office_head: User,
    administrator: User,
    today: date,
) -> None:
    verification = measure_in(State.VERIFYING).verifications.create(verifier=verifier, appointed_at=clock.now())

    hand_over(verifier.posts.get(), to=liaison, on=today, by=administrator)

    verification.refresh_from_db()
    assert verification.verifier == verifier
    assert list(Notice.objects.filter(user=office_head).values_list("code", flat=True)) == ["verification.left"]


def test_whoever_still_verifies_in_another_post_keeps_the_work(
    measure_in: Callable[..., Measure], verifier: User, successor: User, city: Unit, office_head: User, today: date
) -> None:
    install(Post(user=verifier, unit=city, role=Role.VERIFIER, starts_on=today), by=None)
    verification = measure_in(State.VERIFYING).verifications.create(verifier=verifier, appointed_at=clock.now())

    hand_over(verifier.posts.order_by("pk")[0], to=successor, on=today, by=office_head)

    verification.refresh_from_db()
    assert verification.verifier == verifier


def test_obstacles_of_a_field_go_with_its_leader(
    measure_in: Callable[..., Measure],
    leader: User,
    successor: User,
    bureau: Unit,
    field: Field,
    administrator: User,
    today: date,
) -> None:
    facts = {"unit": bureau, "text": "难", "raised_at": clock.now(), "owner": leader}
    own = measure_in(State.IN_PROGRESS).obstacles.create(**facts)
    answered = measure_in(State.IN_PROGRESS).obstacles.create(**facts, answered_at=clock.now())
    elsewhere = measure_in(State.IN_PROGRESS, field=None).obstacles.create(**facts)

    hand_over(leader.posts.get(field=field), to=successor, on=today, by=administrator)

    for obstacle in (own, answered, elsewhere):
        obstacle.refresh_from_db()
    assert [one.owner for one in (own, answered, elsewhere)] == [successor, leader, leader]
