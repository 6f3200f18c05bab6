"""Posts: who may act as what, when; delegation, handover; people and their administrator."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.common import history, words
from luoshi.common.errors import MissingRightError, UnmetConditionError
from luoshi.common.narration import Changed, told
from luoshi.notices.kinds import sentence_of
from luoshi.notices.models import Notice
from luoshi.units.actions import people as people_actions
from luoshi.units.actions import posts as actions
from luoshi.units.actions import units as units_actions
from luoshi.units.duties import duties_on
from luoshi.units.models import Alias, Delegation, Field, Post, Unit
from luoshi.units.queries.people import people_in, people_visible_to
from luoshi.units.rules import RULES
from luoshi.units.states import Role
from tests.conftest import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User

DAY = timedelta(days=1)


def roles_on(user: User, day: date) -> set[str]:
    return {duty.role for duty in duties_on(user, day).all}


@pytest.mark.parametrize(("days", "roles"), [(-1, set()), (0, {"verifier"}), (10, {"verifier"}), (11, set())])
def test_a_post_holds_from_its_first_to_its_last_day(
    person: Callable[..., User], office: Unit, today: date, days: int, roles: set[str]
) -> None:
    user = person("temp")
    Post.objects.create(user=user, unit=office, role=Role.VERIFIER, starts_on=today, ends_on=today + 10 * DAY)

    assert roles_on(user, today + days * DAY) == roles


@pytest.mark.parametrize(("days", "roles"), [(-1, set()), (0, {"liaison"}), (3, {"liaison"}), (4, set())])
def test_a_delegation_holds_for_its_time(
    liaison: User, stranger: User, today: date, days: int, roles: set[str]
) -> None:
    post = liaison.posts.get()
    delegation = Delegation(post=post, user=stranger, starts_on=today, ends_on=today + 3 * DAY, reason="外出学习")
    actions.delegate(delegation, by=liaison)

    duties = duties_on(stranger, today + days * DAY)

    assert {duty.role for duty in duties.all} == roles
    assert {duty.acting_for for duty in duties.all} <= {liaison.pk}


def test_a_delegation_ends_with_its_post(liaison: User, stranger: User, administrator: User, today: date) -> None:
    post = liaison.posts.get()
    actions.delegate(
        Delegation(post=post, user=stranger, starts_on=today, ends_on=today + 30 * DAY, reason="外出"), by=liaison
    )

    actions.end_post(post, last_day=today, by=administrator)

    assert roles_on(stranger, today + DAY) == set()


def test_a_delegation_can_be_taken_back_at_once(liaison: User, stranger: User, today: date) -> None:
    delegation = Delegation(
        post=liaison.posts.get(), user=stranger, starts_on=today, ends_on=today + DAY, reason="外出"
    )
    actions.delegate(delegation, by=liaison)

    actions.end_delegation(delegation, by=liaison)

    assert roles_on(stranger, today) == set()


def test_a_handover_leaves_no_gap_and_no_overlap(liaison: User, stranger: User, bureau: Unit, today: date) -> None:
    actions.hand_over(liaison.posts.get(), to=stranger, on=today, by=liaison)

    holders = [list(people_in(Role.LIAISON, unit=bureau, day=day)) for day in (today - DAY, today)]

    assert holders == [[liaison], [stranger]]


def test_a_handover_stands_in_three_histories(liaison: User, stranger: User, bureau: Unit, today: date) -> None:
    actions.hand_over(liaison.posts.get(), to=stranger, on=today, by=liaison)

    verbs = [[entry.verb for entry in history.entries_of(subject)] for subject in (liaison, stranger)]

    assert verbs == [["post.add", "post.end", "post.hand_over"], ["post.add"]]


@pytest.mark.parametrize(
    ("by", "role", "place", "is_allowed"),
    [
        ("office_head", Role.SUPERVISOR, "city", True),
        ("office_head", Role.VERIFIER, "office", True),  # the office of the head's own place
        ("office_head", Role.SUPERVISOR, "county", False),  # another place has a head of its own
        ("office_head", Role.VERIFIER, "county_bureau", False),
        ("office_head", Role.SUPERVISOR, "bureau", False),
        ("office_head", Role.OFFICE_HEAD, "city", False),
        ("office_head", Role.LEADER, "city", False),
        ("office_head", Role.AUDITOR, "city", False),
        ("office_head", Role.ADMINISTRATOR, "city", False),
        ("office_head", Role.LIAISON, "bureau", False),
        ("unit_head", Role.LIAISON, "bureau", True),
        ("unit_head", Role.UNIT_HEAD, "bureau", False),
        ("unit_head", Role.LIAISON, "county_bureau", False),
        ("supervisor", Role.SUPERVISOR, "city", False),
        ("administrator", Role.OFFICE_HEAD, "city", True),
    ],
)
@pytest.mark.parametrize("verb", ["post.hand_over", "post.delegate"])
def test_whoever_answers_for_the_work_passes_a_colleagues_post_on(
    verb: str,
    by: str,
    role: str,
    place: str,
    is_allowed: bool,
    person: Callable[..., User],
    units: dict[str, Unit],
    request: pytest.FixtureRequest,
) -> None:
    colleague = person("bingjia", units[place], role)

    assert RULES[verb](request.getfixturevalue(by), colleague.posts.get()) == is_allowed


def test_a_colleague_who_is_gone_is_replaced_and_the_successor_told(
    office_head: User, supervisor: User, stranger: User, city: Unit, today: date
) -> None:
    actions.hand_over(supervisor.posts.get(), to=stranger, on=today, by=office_head)

    told_of = {notice.user: sentence_of(notice) for notice in Notice.objects.all()}
    assert told_of == {
        stranger: f"{office_head}把“{city}”督办员移交给您，自{today}起；此前由{supervisor}担任",
        supervisor: f"{office_head}把您担任的“{city}”督办员移交给{stranger}，自{today}起",
    }
    assert (roles_on(stranger, today), roles_on(supervisor, today)) == ({"supervisor"}, set())


def test_the_last_administrator_stays(administrator: User, today: date) -> None:
    post = administrator.posts.get()

    with pytest.raises(UnmetConditionError, match="管理员"):
        actions.end_post(post, last_day=today, by=administrator)
    with pytest.raises(UnmetConditionError, match="管理员"):
        people_actions.change_person(administrator, by=administrator, is_active=False)


def test_one_of_two_administrators_may_go(administrator: User, stranger: User, city: Unit, today: date) -> None:
    actions.add_post(Post(user=stranger, unit=city, role=Role.ADMINISTRATOR, starts_on=today), by=administrator)

    actions.end_post(administrator.posts.get(), last_day=today, by=stranger)

    assert roles_on(administrator, today + DAY) == set()


@pytest.mark.parametrize(
    ("role", "is_allowed"),
    [(Role.LIAISON, True), (Role.TRAINEE, True), (Role.UNIT_HEAD, False), (Role.ADMINISTRATOR, False)],
)
def test_a_head_fills_only_posts_inside_the_unit(
    unit_head: User, stranger: User, bureau: Unit, today: date, role: str, is_allowed: bool
) -> None:
    post = Post(user=stranger, unit=bureau, role=role, starts_on=today)

    if is_allowed:
        actions.add_post(post, by=unit_head)
    else:
        with pytest.raises(MissingRightError):
            actions.add_post(post, by=unit_head)

    assert Post.objects.filter(user=stranger).exists() == is_allowed


def test_nobody_is_given_the_same_post_twice(liaison: User, bureau: Unit, administrator: User, today: date) -> None:
    with pytest.raises(UnmetConditionError, match="已担任"):
        actions.add_post(Post(user=liaison, unit=bureau, role=Role.LIAISON, starts_on=today), by=administrator)


def test_a_county_does_not_get_at_people_of_higher_rank(
    county_administrator: User, administrator: User, county: Unit, today: date
) -> None:
    actions.add_post(Post(user=administrator, unit=county, role=Role.LIAISON, starts_on=today), by=administrator)

    with pytest.raises(MissingRightError):
        people_actions.reset_password(administrator, by=county_administrator)


@pytest.mark.parametrize("way", ["acting", "from tomorrow"])
def test_nor_at_people_who_act_above_it_or_will(
    way: str,
    county_administrator: User,
    county_liaison: User,
    administrator: User,
    leader: User,
    city: Unit,
    today: date,
) -> None:
    if way == "acting":
        days = {"starts_on": today, "ends_on": today + DAY}
        actions.delegate(Delegation(post=leader.posts.get(), user=county_liaison, reason="出差", **days), by=leader)
    else:
        post = Post(user=county_liaison, unit=city, role=Role.OFFICE_HEAD, starts_on=today + DAY)
        actions.add_post(post, by=administrator)

    with pytest.raises(MissingRightError):
        people_actions.reset_password(county_liaison, by=county_administrator)


def test_a_county_gives_nobody_a_field_of_the_city(
    county_administrator: User, county_liaison: User, county: Unit, field: Field, today: date, client: Client
) -> None:
    values = {"user": county_liaison.username, "role": Role.LEADER, "field": field.pk, "starts_on": today.isoformat()}
    client.force_login(county_administrator)

    post = Post(user=county_liaison, unit=county, role=Role.LEADER, field=field, starts_on=today)

    page = client.post(reverse("units:add_post", args=[county.pk]), values)

    assert "field" in page.context["form"].errors
    with pytest.raises(MissingRightError):
        actions.add_post(post, by=county_administrator)


def test_a_county_names_nothing_for_everybody(
    county_administrator: User, county_bureau: Unit, administrator: User, client: Client, today: date
) -> None:
    client.force_login(county_administrator)

    client.post(reverse("units:add_alias", args=[county_bureau.pk]), {"text": "市教体局", "is_everywhere": "on"})

    assert Alias.objects.get(text="市教体局").scope == county_bureau.parent
    with pytest.raises(MissingRightError):
        units_actions.add_alias(county_bureau, "市教育体育局", by=county_administrator, is_everywhere=True)


def test_a_first_password_opens_once_and_has_to_be_changed(administrator: User) -> None:
    person, password = people_actions.add_person(username="New.Person", name="新人", by=administrator)

    assert (person.username, person.check_password(password), person.must_change_password) == ("new.person", True, True)


def test_a_new_password_ends_old_sessions(liaison: User, administrator: User) -> None:
    before = liaison.get_session_auth_hash()

    people_actions.reset_password(liaison, by=administrator)

    liaison.refresh_from_db()
    assert liaison.get_session_auth_hash() != before


SEES = {
    "administrator": set(ROLES),
    "office_head": set(ROLES) - {"stranger"},
    "supervisor": set(ROLES) - {"stranger"},
    "leader": set(ROLES) - {"stranger"},
    "auditor": set(ROLES) - {"stranger"},
    "unit_head": {"unit_head", "liaison", "trainee"},
    "liaison": {"unit_head", "liaison", "trainee"},
    "county_liaison": {"county_liaison"},
    "county_administrator": {"county_administrator", "county_liaison", "stranger"},
    "verifier": {"verifier"},
    "class_head": {"class_head"},
    "trainee": {"trainee"},
    "stranger": {"stranger"},
}


@pytest.mark.parametrize("who", ROLES)
def test_everybody_sees_the_people_in_reach(who: str, people: dict[str, User]) -> None:
    seen = set(people_visible_to(people[who]).values_list("username", flat=True))

    assert seen == SEES[who]


def test_a_changed_field_keeps_its_history(field: Field, office: Unit, administrator: User) -> None:
    actions.change_field(field, name="教育体育", units=[office], seen=1, by=administrator)

    entry = history.entries_of(field).last()
    assert entry is not None
    assert entry.before == {"name": "教育", "units": ["市教育局"]}
    assert entry.after == {"name": "教育体育", "units": ["市政府督查室"]}


def test_the_history_speaks_in_words(bureau: Unit, liaison: User, administrator: User) -> None:
    units_actions.change_unit(bureau, seen=None, by=administrator, level=4)

    added, changed = history.entries_of(bureau).filter(verb__in=["post.add", "unit.change"])

    assert words.sentence_of(added) == "林晓自2026-01-01起任“市教育局”联络员"
    (shown,) = told([changed])
    assert shown.changes == (Changed("层级", "市级", "县区级"),)
