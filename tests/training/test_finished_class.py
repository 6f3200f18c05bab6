"""A class that has ended is read, not changed: no page offers what its actions refuse, and it says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.training.actions.classes import move_class

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.training.models import Group, Session, Trainee, TrainingClass

WHY = "培训班已经结束，课表、学员、分组和缺席不再改动"
OFFERS = {
    "groups": ("draggable", "自动分组", "move", "/groups/change", "<select"),
    "roster": ("添加学员", "导入名册", "替换", "退出"),
    "class": ("添加课程", "导入课表", "修改培训班", "向学员发布课表"),
    "session": ("/absences/", "/change/", "/remove/", "添加资料"),
}


@pytest.fixture
def finished(session: Session, group: Group, class_head: User) -> TrainingClass:
    for verb in ("start", "finish"):
        move_class(session.training_class, verb, by=class_head)
    return session.training_class


@pytest.mark.parametrize("name", OFFERS)
def test_nothing_is_offered_that_is_refused(
    name: str, finished: TrainingClass, session: Session, class_head: User, client: Client
) -> None:
    client.force_login(class_head)
    number = session.pk if name == "session" else finished.pk

    page = client.get(reverse(f"training:{name}", args=[number])).text
    main = page[page.index("<main") : page.index("</main>")]

    assert [words for words in OFFERS[name] if words in main] == []
    assert (WHY in main) == (name != "session")


@pytest.mark.parametrize("name", OFFERS)
def test_it_is_offered_again_once_the_class_goes_on(
    name: str, finished: TrainingClass, session: Session, class_head: User, client: Client
) -> None:
    move_class(finished, "reopen", by=class_head)
    client.force_login(class_head)
    number = session.pk if name == "session" else finished.pk

    page = client.get(reverse(f"training:{name}", args=[number])).text

    assert (OFFERS[name][0] in page, WHY in page) == (True, False)


def test_a_trainee_is_not_told_how_it_could_be_changed(
    finished: TrainingClass, enrolled: Trainee, trainee: User, client: Client
) -> None:
    client.force_login(trainee)

    page = client.get(reverse("training:groups", args=[finished.pk])).text

    assert ("draggable" in page, WHY in page) == (False, False)
