"""The secret address of a trainee's calendar: renewed by its holder, and whenever the account may be in other hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.common import history
from luoshi.common.errors import MissingRightError
from luoshi.training.actions.feeds import renew_feeds
from luoshi.training.actions.trainees import change_trainee
from luoshi.units.actions import people

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.training.models import Trainee


def status_of(client: Client, token: str) -> int:
    return client.get(reverse("training:feed", args=[token])).status_code


def test_a_new_address_ends_the_old_one(enrolled: Trainee, trainee: User, client: Client) -> None:
    old = enrolled.calendar_token
    client.force_login(trainee)

    answer = client.post(reverse("training:renew_feeds"))

    enrolled.refresh_from_db()
    assert answer.headers["Location"] == f"{reverse('accounts:own')}#feeds"
    assert (status_of(client, old), status_of(client, enrolled.calendar_token)) == (404, 200)
    assert enrolled.calendar_token in client.get(reverse("training:own_feeds")).text
    assert history.entries_of(enrolled).last().verb == "trainee.renew_feed"  # type: ignore[union-attr]  # there is one


@pytest.mark.parametrize(
    "step",
    [
        lambda person, by: people.reset_password(person, by=by),
        lambda person, by: people.change_person(person, by=by, is_active=False),
    ],
)
def test_whoever_is_shut_out_reads_the_calendar_no_more(
    step: Callable[[User, User], object], enrolled: Trainee, trainee: User, administrator: User, client: Client
) -> None:
    old = enrolled.calendar_token

    step(trainee, administrator)

    assert status_of(client, old) == 404


def test_another_account_gets_another_address(enrolled: Trainee, liaison: User, class_head: User) -> None:
    changed = change_trainee(enrolled, seen=None, by=class_head, user=liaison)

    assert changed.calendar_token != enrolled.calendar_token


def test_nobody_renews_the_address_of_another(enrolled: Trainee, trainee: User, class_head: User) -> None:
    with pytest.raises(MissingRightError):
        renew_feeds(trainee, by=class_head)


def test_addresses_of_others_stay(enrolled: Trainee, trainee: User, liaison: User, client: Client) -> None:
    client.force_login(liaison)

    client.post(reverse("training:renew_feeds"))

    assert status_of(client, enrolled.calendar_token) == 200
    assert client.get(reverse("training:own_feeds")).text.strip() == ""
