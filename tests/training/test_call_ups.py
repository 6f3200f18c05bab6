"""A unit names its people and exchanges them itself until the class begins; a whole timetable is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.common.errors import IllegalMoveError, MissingRightError
from luoshi.notices.models import Notice
from luoshi.training.actions.classes import announce, move_class
from luoshi.training.actions.importing import apply_import, start_import
from luoshi.training.actions.trainees import answer_call_up, call_up, substitute
from luoshi.training.models import Trainee
from luoshi.training.rules import RULES
from tests.conftest import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.training.models import CallUp, Session, TrainingClass
    from luoshi.units.models import Unit


@pytest.fixture
def asked(training_class: TrainingClass, bureau: Unit, class_head: User) -> CallUp:
    (made,) = call_up(training_class, [bureau], quota=2, answer_by=None, by=class_head)
    return made


@pytest.fixture
def named(asked: CallUp, liaison: User, trainee: User) -> list[Trainee]:
    """Two people whom the bureau sends: the one has an account there."""
    return answer_call_up(asked, [{"name": trainee.name}, {"name": "新来的同事"}], by=liaison)


def test_who_has_a_post_in_the_unit_takes_part_with_the_account(named: list[Trainee], trainee: User) -> None:
    assert [one.user for one in named] == [trainee, None]


def test_the_unit_exchanges_its_own_people_and_the_class_head_is_told(
    named: list[Trainee], liaison: User, class_head: User, unit_head: User
) -> None:
    made = substitute(named[1], name=unit_head.name, by=liaison)

    assert (made.user, made.substitute_of, made.unit) == (unit_head, named[1], named[1].unit)
    told = Notice.objects.filter(user=class_head, code="training.substituted").get()
    assert (told.params["old"], told.params["new"]) == ("新来的同事", unit_head.name)


def test_nobody_else_exchanges_them(named: list[Trainee], people: dict[str, User]) -> None:
    allowed = {role for role in ROLES if RULES["trainee.substitute"](people[role], named[0])}

    assert allowed == {"class_head", "office_head", "liaison", "unit_head"}
    with pytest.raises(MissingRightError):
        substitute(named[0], name="别人", by=people["county_liaison"])


def test_once_the_class_has_begun_only_the_class_head_exchanges(
    named: list[Trainee], training_class: TrainingClass, liaison: User, class_head: User
) -> None:
    move_class(training_class, "start", by=class_head)
    trainee = Trainee.objects.get(pk=named[0].pk)

    with pytest.raises(IllegalMoveError, match="班主任"):
        substitute(trainee, name="别人", by=liaison)
    assert substitute(trainee, name="别人", by=class_head).name == "别人"


def test_the_page_shows_whom_the_unit_sent_and_exchanges(
    named: list[Trainee], asked: CallUp, liaison: User, client: Client
) -> None:
    client.force_login(liaison)
    listed = client.get(reverse("training:classes")).content.decode()
    page = client.get(reverse("training:answer_call_up", args=[asked.pk])).content.decode()
    answer = client.post(reverse("training:substitute", args=[named[1].pk]), {"name": "李新"})

    assert ("开班前可以换人" in listed, "新来的同事" in page) == (True, True)
    assert (answer.status_code, answer["Location"]) == (302, reverse("training:classes"))
    assert Trainee.objects.filter(state="enrolled").count() == 2


def test_a_new_timetable_is_told_once(
    session: Session,
    enrolled: Trainee,
    trainee: User,
    class_head: User,
    sheet: Callable[..., SimpleUploadedFile],
) -> None:
    announce(session.training_class, by=class_head)
    rows = [("2026-11-25", f"{hour}:00-{hour}:45", f"第{hour}课") for hour in range(9, 17)]
    started = start_import(
        session.training_class, sheet(("日期", "时间", "内容"), *rows), kind="timetable", by=class_head
    )

    apply_import(started, by=class_head)

    codes = Notice.objects.filter(user=trainee, code__startswith="training.").order_by("pk")
    assert list(codes.values_list("code", flat=True)) == ["training.announced", "training.timetable_changed"]
    assert codes[1].params["count"] == "8"
