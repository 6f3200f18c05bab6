"""Who heads a class: by the post in force, not by having been named once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from luoshi.common import history
from luoshi.common.errors import UnmetConditionError
from luoshi.training.actions import reflections as actions
from luoshi.training.actions.classes import add_class, change_class
from luoshi.training.queries import reflections as queries
from luoshi.training.queries.classes import classes_visible_to, documents_studied_by, heads_of
from luoshi.training.rules import RULES
from luoshi.units.actions.posts import hand_over, install
from luoshi.units.duties import forget_duties
from luoshi.units.models import Delegation, Post
from luoshi.units.states import Role
from tests.training.conftest import FIRST, LAST

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.training.models import Reflection, Trainee, TrainingClass
    from luoshi.units.models import Unit


@pytest.fixture
def handed_in(enrolled: Trainee, trainee: User) -> Reflection:
    made = actions.open_own(enrolled.training_class, by=trainee)
    made = actions.save(
        made, title="学习心得", parts=[{"heading": "", "text": "逐项核对。"}], seen=made.version, by=trainee
    )
    return actions.hand_in(made, by=trainee)


def moved(person: User, to: Unit, role: str, today: date) -> User:
    """The person after a change of office."""
    Post.objects.filter(user=person).update(ends_on=today - timedelta(days=1))
    install(Post(user=person, unit=to, role=role, starts_on=today), by=None)
    forget_duties(person)
    return person


def test_who_has_changed_office_reads_nothing_more(
    handed_in: Reflection, class_head: User, bureau: Unit, today: date, client: Client
) -> None:
    left = moved(class_head, bureau, Role.LIAISON, today)
    client.force_login(left)

    rows = (queries.reflections_visible_to(left), queries.classes_headed_by(left), classes_visible_to(left))

    assert [found.exists() for found in rows] == [False, False, False]
    assert [RULES[verb](left, handed_in) for verb in ("reflection.read", "reflection.comment")] == [False, False]
    assert not documents_studied_by(left).exists()
    assert client.get(f"/training/reflections/{handed_in.pk}/").status_code == 404


def test_the_named_head_may_serve_below_the_owner(
    handed_in: Reflection, class_head: User, bureau: Unit, today: date
) -> None:
    """A class of the city, led by the class head of the party school."""
    moved(class_head, bureau, Role.CLASS_HEAD, today)

    assert queries.reflections_visible_to(class_head).get() == handed_in
    assert RULES["reflection.read"](class_head, handed_in)


def test_who_stands_in_reads_only_for_that_time(
    handed_in: Reflection, class_head: User, liaison: User, today: date
) -> None:
    post = class_head.posts.get()
    acting = Delegation.objects.create(post=post, user=liaison, starts_on=today, ends_on=today)
    during = queries.reflections_visible_to(liaison).exists()
    Delegation.objects.filter(pk=acting.pk).update(
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)
    )
    forget_duties(liaison)

    assert (during, queries.reflections_visible_to(liaison).exists()) == (True, False)


def test_a_class_goes_with_the_post_of_its_head(
    training_class: TrainingClass, class_head: User, liaison: User, administrator: User, today: date
) -> None:
    post = class_head.posts.get()
    Post.objects.filter(pk=post.pk).update(starts_on=today - timedelta(days=9))

    hand_over(post, to=liaison, on=today, by=administrator)

    training_class.refresh_from_db()
    assert training_class.class_head == liaison
    assert history.entries_of(training_class).last().verb == "class.change"  # type: ignore[union-attr]  # there is one


def test_who_is_told_for_a_class_without_a_head(
    training_class: TrainingClass, class_head: User, office_head: User, bureau: Unit, today: date
) -> None:
    before = heads_of(training_class)
    moved(class_head, bureau, Role.LIAISON, today)
    training_class.refresh_from_db()

    assert (before, heads_of(training_class)) == ([class_head], [office_head])


def test_only_a_class_head_is_named(
    training_class: TrainingClass, city: Unit, office_head: User, liaison: User
) -> None:
    with pytest.raises(UnmetConditionError, match="不担任主办单位"):
        change_class(training_class, seen=None, by=office_head, documents=[], class_head=liaison)
    with pytest.raises(UnmetConditionError, match="不担任主办单位"):
        add_class(city, title="班", starts_on=FIRST, ends_on=LAST, class_head=liaison, by=office_head)


def test_the_page_says_that_a_head_is_missing(
    training_class: TrainingClass, class_head: User, office_head: User, bureau: Unit, today: date, client: Client
) -> None:
    client.force_login(office_head)
    before = client.get(f"/training/{training_class.pk}/").content.decode()
    moved(class_head, bureau, Role.LIAISON, today)

    after = client.get(f"/training/{training_class.pk}/").content.decode()

    assert ["已不担任班主任" in page for page in (before, after)] == [False, True]


@pytest.fixture
def make_convener(enrolled: Trainee) -> Callable[[str], object]:
    from luoshi.training.models import Group

    def make(state: str) -> Group:
        enrolled.state = state
        enrolled.save()
        return Group.objects.create(training_class=enrolled.training_class, name="第1组", convener=enrolled)

    return make


@pytest.mark.parametrize(("state", "convenes"), [("enrolled", True), ("withdrawn", False), ("replaced", False)])
def test_a_convener_who_left_convenes_no_more(
    state: str, convenes: bool, make_convener: Callable[[str], object], trainee: User
) -> None:
    assert RULES["outcome.of_group"](trainee, make_convener(state)) is convenes
