"""The home page: what is new, and what an administrator sets up first."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from luoshi.accounts.models import User
from luoshi.common import clock, history
from luoshi.desk import voices
from luoshi.desk.models import Voice
from luoshi.desk.queries import first_steps_for
from luoshi.library.actions.documents import add_document
from luoshi.training.actions.classes import add_class
from luoshi.training.models import CallUp
from luoshi.units.models import Field, Unit

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


@pytest.mark.parametrize(("who", "count"), [("administrator", 5), ("supervisor", 1), ("liaison", 0), ("stranger", 0)])
def test_first_steps_are_those_of_administrator_and_office(
    who: str, count: int, city: Unit, request: pytest.FixtureRequest
) -> None:
    assert len(first_steps_for(request.getfixturevalue(who))) == count


def test_first_steps_go_when_all_is_done(people: dict[str, User], office: Unit, field: Field) -> None:
    text = "市政府关于开展巡查的通知\n一、各县区每月巡查一次河道。\n".encode()
    add_document(BytesIO(text), name="通知.txt", size=len(text), owner=office, by=people["supervisor"])

    assert first_steps_for(people["administrator"]) == []


def test_somebody_without_a_post_is_told_what_to_do(client: Client, stranger: User) -> None:
    client.force_login(stranger)

    assert "您还没有职责" in client.get("/").text


def test_counts_by_light_are_shown_to_those_who_may_open_their_lists(client: Client, people: dict[str, User]) -> None:
    shown = {}
    for role, person in people.items():
        client.force_login(person)
        lists = [item.url for item in client.get("/").context["lights"]]
        shown[role] = {client.get(url).status_code for url in lists}

    assert set().union(*shown.values()) == {200}
    assert (shown["administrator"], shown["liaison"], shown["stranger"]) == (set(), {200}, set())


def test_a_call_up_to_a_class_waits_on_the_desk_of_the_unit(
    client: Client, liaison: User, county_liaison: User, city: Unit, bureau: Unit, class_head: User, today: date
) -> None:
    training_class = add_class(
        city, title="县域治理研讨班", starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 5), by=class_head
    )
    asked = CallUp.objects.create(training_class=training_class, unit=bureau, quota=2, answer_by=date(2026, 11, 20))

    client.force_login(liaison)
    desk = client.get("/").text
    client.force_login(county_liaison)
    other = client.get("/").text

    assert reverse("training:answer_call_up", args=[asked.pk]) in desk
    assert "2026-11-20截止，已过期" in desk
    assert "县域治理研讨班" not in other


def test_a_million_characters_stay_in_the_form_with_one_sentence(
    client: Client, liaison: User, bureau: Unit, office_head: User, today: date
) -> None:
    million = "字" * 1_000_000
    voice = Voice.objects.create(kind="complaint", topic="burden", text="多", by=liaison, unit=bureau, at=clock.now())

    client.force_login(liaison)
    said = client.post(reverse("desk:voices"), {"kind": "complaint", "topic": "burden", "text": million})
    client.force_login(office_head)
    answered = client.post(reverse("desk:answer_voice", args=[voice.pk]), {"answer": million})

    [(_voice, answer)] = answered.context["shown"]
    for form, name in ((said.context["form"], "text"), (answer, "answer")):
        assert ("4000" in form.errors[name][0], form[name].value() == million) == (True, True)
    assert list(Voice.objects.values_list("text", "answer")) == [("多", "")]


def test_an_answer_given_in_public_is_nobody_elses_to_write(
    client: Client, liaison: User, bureau: Unit, office_head: User, county_administrator: User, today: date
) -> None:
    voice = Voice.objects.create(
        kind="complaint", topic="burden", text="材料要得太多", by=liaison, unit=bureau, at=clock.now()
    )
    voices.answer(voice, text="本月起合并报送。", is_public=True, by=office_head)

    for user, status in ((county_administrator, 403), (office_head, 409)):
        client.force_login(user)
        answer = client.post(reverse("desk:answer_voice", args=[voice.pk]), {"answer": "不予采纳。", "is_public": "on"})
        assert answer.status_code == status
    client.force_login(county_administrator)
    page = client.get(reverse("desk:voices")).text

    voice.refresh_from_db()
    assert (voice.answer, voice.answered_by) == ("本月起合并报送。", office_head)
    assert ("材料要得太多" in page, str(liaison) in page) == (True, False)
