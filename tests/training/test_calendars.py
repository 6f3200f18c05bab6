"""The calendar of a trainee: well formed, counts changes, cancels what is gone, shows the room of the own group."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.training.actions.classes import change_class
from luoshi.training.actions.grouping import change_group, make_groups, move_to_group
from luoshi.training.actions.sessions import change_session, remove_session
from luoshi.training.actions.trainees import withdraw
from tests.training.conftest import moment

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.training.models import Session, Trainee

LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:]+)*):(.*)", re.DOTALL)
NEEDED = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY"}


def events(client: Client, trainee: Trainee) -> dict[str, dict[str, str]]:
    """What a strict reader of RFC 5545 makes of the feed: by summary, the properties of every entry."""
    content = client.get(reverse("training:feed", args=[trainee.calendar_token])).content
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    found: dict[str, dict[str, str]] = {}
    current: dict[str, str] | None = None
    for line in content.decode().replace("\r\n ", "").split("\r\n")[:-1]:
        match = LINE.fullmatch(line)
        assert match is not None, line
        name, value = match[1], match[3]
        if (name, value) == ("BEGIN", "VEVENT"):
            current = {}
        elif (name, value) == ("END", "VEVENT") and current is not None:
            assert current.keys() >= NEEDED
            found[current["SUMMARY"]], current = current, None
        elif current is not None:
            assert name not in current
            current[name] = value
    return found


@pytest.fixture
def grouped(discussion: Session, enrolled: Trainee, class_head: User) -> Trainee:
    """The trainee in a group that has a room of its own."""
    (group,) = make_groups(discussion.training_class, 1, by=class_head)
    change_group(group, name=group.name, room="302室", convener=None, by=class_head)
    enrolled.refresh_from_db()
    return enrolled


def test_a_session_stands_in_the_calendar(session: Session, enrolled: Trainee, client: Client) -> None:
    (event,) = events(client, enrolled).values()

    assert (event["DTSTART"], event["DTEND"]) == ("20261124T010000Z", "20261124T023000Z")
    assert (event["LOCATION"], event["STATUS"]) == ("一号教室", "CONFIRMED")


def test_every_change_raises_the_sequence(
    session: Session, enrolled: Trainee, class_head: User, client: Client
) -> None:
    seen = [int(events(client, enrolled)["学习原文"]["SEQUENCE"])]
    session = change_session(session, seen=None, by=class_head, room="二号教室")
    seen.append(int(events(client, enrolled)["学习原文"]["SEQUENCE"]))
    change_class(session.training_class, seen=None, by=class_head, documents=[], place="市委党校")
    seen.append(int(events(client, enrolled)["学习原文"]["SEQUENCE"]))

    assert seen == [seen[0], seen[0] + 1, seen[0] + 2]


def test_a_session_that_is_gone_is_cancelled(
    session: Session, enrolled: Trainee, class_head: User, client: Client
) -> None:
    before = events(client, enrolled)["学习原文"]
    remove_session(session, by=class_head)

    after = events(client, enrolled)["学习原文"]

    assert (after["STATUS"], after["UID"]) == ("CANCELLED", before["UID"])
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_who_left_has_the_entries_cancelled_and_learns_nothing_new(
    session: Session, enrolled: Trainee, class_head: User, client: Client
) -> None:
    before = int(events(client, enrolled)["学习原文"]["SEQUENCE"])
    withdraw(enrolled, reason="工作调动", by=class_head)
    change_session(session, seen=None, by=class_head, title="另一门课", starts_at=moment(1, 9), ends_at=moment(1, 10))

    ((title, event),) = events(client, enrolled).items()

    assert (title, event["STATUS"], "LOCATION" in event) == (session.training_class.title, "CANCELLED", False)
    assert int(event["SEQUENCE"]) > before


def test_a_group_discusses_in_its_own_room(grouped: Trainee, class_head: User, client: Client) -> None:
    first = events(client, grouped)["分组讨论"]
    assert grouped.group is not None
    change_group(grouped.group, name="一组", room="305室", convener=None, by=class_head)
    second = events(client, grouped)["分组讨论"]
    move_to_group(grouped, None, by=class_head)
    third = events(client, grouped)["分组讨论"]

    assert (first["LOCATION"], second["LOCATION"], "LOCATION" in third) == ("302室", "305室", False)
    assert int(first["SEQUENCE"]) < int(second["SEQUENCE"]) < int(third["SEQUENCE"])
