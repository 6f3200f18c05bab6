"""The search over everything: documents, measures and units in groups, each only as far as one sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from luoshi.ledger.actions.plans import make_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.units.models import Unit


def groups(client: Client, user: User, text: str) -> dict[str, int]:
    client.force_login(user)
    found = client.get(reverse("search"), {"q": text}).context["groups"]
    return {str(group.label): group.total for group in found}


def test_what_is_found_stands_in_groups(
    client: Client, plan: Document, office: Unit, supervisor: User, today: object
) -> None:
    make_plan(plan, owner=office, by=supervisor)

    assert groups(client, supervisor, "水厂") == {"文件": 1, "任务": 1}
    assert groups(client, supervisor, "督查室") == {"单位": 1}


def test_a_group_holds_only_what_one_sees(
    client: Client, plan: Document, office: Unit, supervisor: User, liaison: User, stranger: User, today: object
) -> None:
    make_plan(plan, owner=office, by=supervisor)

    assert (groups(client, liaison, "水厂"), groups(client, stranger, "水厂")) == ({"文件": 1}, {})


def test_an_empty_search_says_what_to_type(client: Client, supervisor: User) -> None:
    client.force_login(supervisor)

    assert "输入文件、任务或单位中的字词" in client.get(reverse("search")).content.decode()
    assert "没有找到“鲸鱼”" in client.get(reverse("search"), {"q": "鲸鱼"}).content.decode()


def test_the_box_of_every_page_leads_to_it(client: Client, supervisor: User) -> None:
    client.force_login(supervisor)

    assert f'action="{reverse("search")}"' in client.get(reverse("desk:home")).content.decode()


def test_the_search_takes_the_same_queries_for_many_as_for_one(
    client: Client,
    take_in: Callable[..., Document],
    supervisor: User,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    lines = "".join(f"{number}.供水工程{number}。\n" for number in range(1, 31))
    take_in(f"供电方案\n一、任务\n{lines}", name="b.txt")
    client.force_login(supervisor)

    for text in ("供水工程", "供水工程7"):
        with django_assert_max_num_queries(20):
            client.get(reverse("search"), {"q": text})
