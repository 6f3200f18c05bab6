"""Every list page: the same number of queries with one row and with thirty."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.accounts.models import Token, User
from luoshi.common import clock
from luoshi.desk.models import Voice
from luoshi.notices.models import Notice
from luoshi.units.actions.calendar import set_days
from luoshi.units.actions.posts import add_field, install
from luoshi.units.actions.units import add_alias, add_unit
from luoshi.units.models import Post, Unit
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


@pytest.fixture
def add_rows(administrator: User, bureau: Unit) -> Callable[[int], None]:
    """Add one of everything that lists show, again and again."""

    def add(number: int) -> None:
        unit = add_unit(bureau, name=f"第{number}小学", by=administrator)
        add_alias(unit, f"{number}小", by=administrator)
        user = User.objects.create_user(f"user{number}", name=f"人员{number}")
        for place in (unit, bureau):
            install(Post(user=user, unit=place, role=Role.LIAISON, starts_on=date(2026, 1, 1)), by=None)
        made = add_field(bureau, name=f"领域{number}", units=[unit], by=administrator)
        install(Post(user=user, unit=bureau, role=Role.LEADER, field=made, starts_on=date(2026, 1, 1)), by=None)
        set_days(date(2026, 3, number), date(2026, 3, number), is_working=True, note="", by=administrator)
        now = clock.now()
        Notice.objects.create(user=administrator, code="x", url="/", created_at=now)
        Voice.objects.create(
            kind="complaint",
            topic="burden",
            text="x",
            by=user,
            unit=unit,
            at=now,
            answer="y",
            answered_by=user,
            answered_at=now,
        )
        Token.objects.create(user=administrator, name="x", digest=str(number), created_at=now, expires_at=now)

    return add


@pytest.mark.parametrize(
    ("name", "argument", "query", "at_most"),
    [
        ("desk:home", "", "", 15),
        ("desk:voices", "", "", 10),
        ("accounts:tokens", "", "", 8),
        ("notices:inbox", "", "", 8),
        ("units:tree", "", "?q=小", 8),
        ("units:children", "bureau", "", 8),
        ("units:options", "", "?q=小", 6),
        ("units:unit", "bureau", "", 14),
        ("units:history", "bureau", "", 10),
        ("units:people", "", "", 10),
        ("units:people_options", "", "?q=人", 8),
        ("units:fields", "", "", 10),
        ("units:calendar", "year", "", 9),
    ],
)
def test_a_list_takes_the_same_queries_for_one_row_and_for_thirty(
    name: str,
    argument: str,
    query: str,
    at_most: int,
    client: Client,
    administrator: User,
    bureau: Unit,
    add_rows: Callable[[int], None],
) -> None:
    arguments = {"": [], "bureau": [bureau.pk], "year": [2026]}[argument]
    url = reverse(name, args=arguments) + query
    client.force_login(administrator)
    add_rows(1)
    one = _count(client, url)
    for number in range(2, 31):
        add_rows(number)

    thirty = _count(client, url)

    assert (thirty == one, thirty <= at_most) == (True, True), (one, thirty)


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
