"""The order of names: pinyin as people expect it, surnames by their own reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.accounts.models import User
from luoshi.common.pinyin import LONGEST, sort_key, surnames
from luoshi.units.queries.people import search_people

if TYPE_CHECKING:
    from django.db.models import QuerySet


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("曾庆", "zeng1 qing4"),
        ("单强", "shan4 qiang2"),
        ("单于飞", "chan2 yu2 fei1"),
        ("任重", "ren2 zhong4"),
        ("赵单", "zhao4 dan1"),
        ("Li Ming", "li ming"),
        ("", ""),
    ],
)
def test_a_name_is_read_as_a_name(name: str, key: str) -> None:
    assert sort_key(name) == key


@pytest.mark.parametrize(("surname", "reading"), surnames().items())
def test_every_surname_in_the_table_begins_the_key(surname: str, reading: str) -> None:
    assert sort_key(f"{surname}明") == f"{reading} ming2"


def test_a_long_name_keeps_within_the_column() -> None:
    assert len(sort_key("庄" * 60)) <= LONGEST


def test_people_stand_in_the_order_of_their_pinyin(db: None) -> None:
    for number, name in enumerate(["张琰", "曾庆", "安宁", "何川"]):
        User.objects.create_user(f"p{number}", name=name)

    assert [person.name for person in User.objects.all()] == ["安宁", "何川", "曾庆", "张琰"]


def test_a_changed_name_moves_in_the_order_and_is_found_by_its_pinyin(db: None) -> None:
    person = User.objects.create_user("p", name="安宁")
    person.name = "曾宁"
    person.save(update_fields=["name"])

    found: QuerySet[User] = search_people(User.objects.all(), "zeng")

    assert list(found) == [person]
