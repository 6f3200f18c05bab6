"""The home page: what is new, and what an administrator sets up first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from luoshi.accounts.models import User
from luoshi.common import history
from luoshi.desk.queries import first_steps_for
from luoshi.units.models import Unit

if TYPE_CHECKING:
    from django.test import Client

FACTS = {
    "organisation": "滨川市",
    "level": "3",
    "name": "周明",
    "username": "admin",
    "password": "correct horse battery",
}


def test_the_first_administrator_is_made_with_the_printed_code(client: Client, db: None) -> None:
    code = settings.DATA.first_code()

    client.post(reverse("welcome"), {**FACTS, "code": code})

    admin = User.objects.get()
    assert client.get("/").context["user"] == admin
    assert Unit.objects.get().name == "滨川市"
    assert [entry.verb for entry in history.entries_of(admin)] == ["user.add", "post.add", "post.add"]


def test_a_wrong_code_makes_nobody(client: Client, db: None) -> None:
    settings.DATA.first_code()

    response = client.post(reverse("welcome"), {**FACTS, "code": "AAAA-AAAA-AAAA"})

    assert ("启动码不对" in response.text, User.objects.count(), Unit.objects.count()) == (True, 0, 0)


def test_the_guided_page_is_closed_once_somebody_is_there(client: Client, liaison: User) -> None:
    response = client.post(reverse("welcome"), {**FACTS, "code": settings.DATA.first_code()})

    assert (response.headers["Location"], User.objects.count()) == (reverse("account_login"), 1)


@pytest.mark.parametrize(("who", "count"), [("administrator", 4), ("liaison", 0), ("stranger", 0)])
def test_first_steps_are_the_administrators(who: str, count: int, city: Unit, request: pytest.FixtureRequest) -> None:
    assert len(first_steps_for(request.getfixturevalue(who))) == count


def test_first_steps_go_when_all_is_done(people: dict[str, User], units: dict[str, Unit]) -> None:
    assert first_steps_for(people["administrator"]) == []


def test_somebody_without_a_post_is_told_what_to_do(client: Client, stranger: User) -> None:
    client.force_login(stranger)

    assert "您还没有职责" in client.get("/").text
