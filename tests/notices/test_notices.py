"""Notices: told once, read, sent out without content, tried again, one digest a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse

from luoshi.notices import actions, channels, kinds, queries
from luoshi.notices.models import Delivery, Notice, Preference
from luoshi.notices.states import DeliveryState, Pace

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from luoshi.accounts.models import User

EIGHT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # half past eight in Shanghai
SECRET = "学校改造工程"


@pytest.fixture
def wants_mail(liaison: User, settings: SettingsWrapper) -> Preference:
    """A liaison with an address who wants mail at once, in a house that sends mail."""
    settings.MAIL_IS_ON = True
    liaison.email = "lin@luoshi.example"
    liaison.save()
    return Preference.objects.create(user=liaison, mail=Pace.AT_ONCE)


def tell(*users: User) -> list[Notice]:
    return actions.notify(users, "tests.matter", url="/units/", params={"matter": SECRET})


def test_a_person_named_twice_is_told_once(liaison: User) -> None:
    tell(liaison, liaison)

    assert queries.unread_count(liaison) == 1


def test_somebody_who_may_not_sign_in_is_not_told(liaison: User) -> None:
    liaison.is_active = False

    assert tell(liaison) == []


def test_a_notice_is_put_into_words_where_it_is_shown(client: Client, liaison: User) -> None:
    kinds.register({"tests.matter": "“%(matter)s”待您签收"})
    tell(liaison)
    client.force_login(liaison)

    assert f"“{SECRET}”待您签收" in client.get(reverse("notices:inbox")).text


def test_opening_a_notice_marks_it_and_leads_on(client: Client, liaison: User) -> None:
    (notice,) = tell(liaison)
    client.force_login(liaison)

    response = client.post(reverse("notices:open", args=[notice.pk]))

    assert (response.headers["Location"], queries.unread_count(liaison)) == ("/units/", 0)


def test_everything_can_be_marked_at_once(liaison: User, supervisor: User) -> None:
    tell(liaison, supervisor)
    tell(liaison)

    assert (actions.read_all(liaison), queries.unread_count(liaison), queries.unread_count(supervisor)) == (2, 0, 1)


def test_what_has_come_since_the_page_was_made_stays_new(client: Client, liaison: User) -> None:
    tell(liaison)
    client.force_login(liaison)
    until = client.get(reverse("notices:inbox")).context["now"]
    tell(liaison)

    client.post(reverse("notices:read_all"), {"until": until.isoformat()})

    assert queries.unread_count(liaison) == 1


def test_nothing_leaves_unless_house_and_person_say_so(liaison: User) -> None:
    tell(liaison)

    assert Delivery.objects.count() == 0


def test_a_mail_carries_no_content(wants_mail: Preference, liaison: User) -> None:
    tell(liaison)

    sent = actions.deliver_due(datetime.now(UTC) + timedelta(minutes=1))

    (message,) = mail.outbox
    assert (sent, message.to, message.subject) == (1, ["lin@luoshi.example"], "您有1项待办。")
    assert (SECRET in message.body, "https://luoshi.example/" in message.body) == (False, True)


def test_a_message_speaks_the_language_of_its_addressee(wants_mail: Preference, liaison: User) -> None:
    liaison.language = "en"
    liaison.save()
    tell(liaison)

    actions.deliver_due(datetime.now(UTC) + timedelta(minutes=1))

    assert mail.outbox[0].subject == "You have 1 item waiting."


def test_a_message_that_fails_is_tried_again_later_and_later(wants_mail: Preference, liaison: User) -> None:
    liaison.email = ""
    liaison.save()
    tell(liaison)
    now = datetime.now(UTC) + timedelta(minutes=1)
    waits = []
    for _try in range(3):
        actions.deliver_due(now)
        delivery = Delivery.objects.get()
        waits.append(delivery.next_try_at - now)
        now = delivery.next_try_at

    assert (waits, delivery.state) == ([timedelta(minutes=n) for n in (2, 4, 8)], DeliveryState.WAITING)


def test_a_message_is_given_up_in_the_end(wants_mail: Preference, liaison: User) -> None:
    liaison.email = ""
    liaison.save()
    tell(liaison)
    Delivery.objects.update(attempts=actions.ATTEMPTS_AT_MOST - 1)

    actions.deliver_due(datetime.now(UTC) + timedelta(minutes=1))

    assert (Delivery.objects.get().state, Delivery.objects.get().last_error) == (DeliveryState.FAILED, "no address")


@pytest.mark.parametrize(("hours", "posted"), [(-1, 0), (0, 1), (5, 1)])
def test_a_digest_comes_once_a_day_from_eight(wants_mail: Preference, liaison: User, hours: int, posted: int) -> None:
    Preference.objects.update(mail=Pace.DAILY)
    tell(liaison)
    tell(liaison)
    now = EIGHT + timedelta(hours=hours)

    counts = [actions.post_digests(now), actions.post_digests(now + timedelta(minutes=10))]

    assert (counts, [delivery.count for delivery in Delivery.objects.all()]) == ([posted, 0], [2] * posted)


def test_nothing_new_makes_no_digest(wants_mail: Preference) -> None:
    Preference.objects.update(mail=Pace.DAILY)

    assert (actions.post_digests(EIGHT), Delivery.objects.count()) == (0, 0)


def test_chat_without_an_address_is_a_failed_delivery(wants_mail: Preference, liaison: User) -> None:
    delivery = Delivery(user=liaison, channel="chat", created_at=EIGHT, next_try_at=EIGHT)

    with pytest.raises(channels.DeliveryError):
        channels.send(delivery)


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise looks for it when it loads
@pytest.mark.parametrize(
    ("chat", "address", "status"),
    [
        ("off", "", 302),
        ("daily", "", 200),
        ("daily", "nonsense", 200),
        ("daily", "wecombot://693a91f6-7aaa-4bc4-97a0-0ec2sifa5aaa", 302),
        ("daily", "json://10.0.0.1/hook", 200),  # the server knocks at no address that somebody made up
        ("off", "mailto://a:b@example.org", 200),
    ],
)
def test_chat_needs_an_address_that_is_understood(
    client: Client, liaison: User, chat: str, address: str, status: int
) -> None:
    client.force_login(liaison)

    response = client.post(reverse("notices:preference"), {"mail": "off", "chat": chat, "chat_address": address})

    assert response.status_code == status
