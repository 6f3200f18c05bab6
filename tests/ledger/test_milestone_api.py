"""The API of milestones: the timetable of a measure with the rights, refusals and version checks of its page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from luoshi.accounts.actions import create_token
from luoshi.accounts.states import Scope
from luoshi.common import history
from luoshi.ledger.actions.milestones import MOST
from luoshi.ledger.models import Measure, Milestone
from luoshi.ledger.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from luoshi.accounts.models import User


@pytest.fixture
def ask(client: Client, today: date) -> Callable[..., tuple[int, Any]]:
    """Ask the API as a person: GET, or the verb with a body; gives status and answer."""

    def send(user: User, url: str, verb: str = "get", scope: str = Scope.WRITE, **body: object) -> tuple[int, Any]:
        _token, key = create_token(user, name="测试", scope=scope, days=9, by=user)
        headers = {"Authorization": f"Bearer {key}"}
        sent: dict[str, Any] = {"data": body, "content_type": "application/json"} if body else {}
        answer = getattr(client, verb)(url, headers=headers, **sent)
        return answer.status_code, answer.json()

    return send


@pytest.fixture
def milestone(measure_in: Callable[..., Measure]) -> Milestone:
    """A milestone of a measure that is at work."""
    return measure_in(State.IN_PROGRESS).milestones.create(name="选址", due_on=date(2026, 12, 1))


@pytest.fixture
def url(milestone: Milestone) -> str:
    return f"/api/measures/{milestone.measure_id}/milestones"


def test_a_timetable_is_laid_down_changed_ticked_and_taken_away(
    milestone: Milestone, url: str, liaison: User, ask: Callable[..., tuple[int, Any]], today: date
) -> None:
    added = ask(liaison, url, "post", name="招标\u200b", due_on="2026-12-10")[1]
    one = f"{url}/{added['id']}"
    changed = ask(liaison, one, "put", name="公开招标", due_on="2026-11-20", version=1)[1]
    ticked = ask(liaison, f"{one}/tick", "post", is_done=True, done_on="2026-11-18", version=2)[1]
    listed = ask(liaison, url)[1]
    opened = ask(liaison, f"{one}/tick", "post", is_done=False, version=3)[1]
    left = ask(liaison, f"{one}?version=4", "delete")[1]

    assert (added["name"], added["due_on"], added["done_on"]) == ("招标", "2026-12-10", None)
    assert (changed["name"], changed["due_on"], changed["version"]) == ("公开招标", "2026-11-20", 2)
    assert (ticked["done_on"], opened["done_on"], opened["version"]) == ("2026-11-18", None, 4)
    assert [row["name"] for row in listed] == ["公开招标", "选址"]
    assert left == [{"id": milestone.pk, "name": "选址", "due_on": "2026-12-01", "done_on": None, "version": 1}]
    told = [(entry.verb, entry.after) for entry in history.entries_of(milestone.measure)]
    assert told == [
        ("milestone.add", {}),
        ("milestone.change", {}),
        ("milestone.done", {"done_on": "2026-11-18"}),
        ("milestone.reopen", {"done_on": None}),
        ("milestone.remove", {}),
    ]


def test_a_measure_comes_with_its_milestones(
    milestone: Milestone, supervisor: User, ask: Callable[..., tuple[int, Any]]
) -> None:
    answer = ask(supervisor, f"/api/measures/{milestone.measure_id}")[1]

    assert [row["id"] for row in answer["milestones"]] == [milestone.pk]


def test_what_is_ticked_again_keeps_its_day_and_leaves_no_entry(
    milestone: Milestone, url: str, liaison: User, ask: Callable[..., tuple[int, Any]]
) -> None:
    tick = f"{url}/{milestone.pk}/tick"
    ask(liaison, tick, "post", is_done=True, done_on="2026-11-18")

    again = ask(liaison, tick, "post", is_done=True)[1]

    assert (again["done_on"], again["version"]) == ("2026-11-18", 2)
    assert history.entries_of(milestone.measure).count() == 1


def test_a_milestone_changed_meanwhile_is_not_overwritten(
    milestone: Milestone, url: str, liaison: User, supervisor: User, ask: Callable[..., tuple[int, Any]]
) -> None:
    one = f"{url}/{milestone.pk}"
    ask(supervisor, one, "put", name="选址和用地", due_on="2026-12-01", version=1)

    answers = [
        ask(liaison, one, "put", name="选址", due_on="2026-12-05", version=1),
        ask(liaison, f"{one}/tick", "post", is_done=True, version=1),
        ask(liaison, f"{one}?version=1", "delete"),
    ]

    assert [(status, answer["code"]) for status, answer in answers] == [(409, "stale")] * 3
    assert str(supervisor) in answers[0][1]["detail"]
    milestone.refresh_from_db()
    assert (milestone.name, milestone.done_on, milestone.version) == ("选址和用地", None, 2)


@pytest.mark.parametrize(
    ("path", "verb", "body", "status", "code"),
    [
        ("", "post", {"name": " \u200b ", "due_on": "2026-12-10"}, 422, "name_missing"),
        ("", "post", {"name": "招标", "due_on": "9999-12-31"}, 422, "day_far"),
        ("", "post", {"name": "招标"}, 422, "malformed"),
        ("", "post", {"name": "招" * 201, "due_on": "2026-12-10"}, 422, "malformed"),
        ("", "post", {"name": "招标", "due_on": "2026-12-10", "done_on": "2026-11-01"}, 422, "malformed"),
        ("/{pk}/tick", "post", {"is_done": True, "done_on": "2026-12-01"}, 422, "day_ahead"),
        ("/{pk}/tick", "post", {"is_done": True, "done_on": "0026-12-01"}, 422, "day_far"),
        ("/{pk}/tick", "post", {"is_done": True, "done_on": "年底"}, 422, "malformed"),
        ("/999999", "delete", {}, 404, None),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_reason(
    path: str,
    verb: str,
    body: dict[str, object],
    status: int,
    code: str | None,
    milestone: Milestone,
    url: str,
    liaison: User,
    ask: Callable[..., tuple[int, Any]],
) -> None:
    answer = ask(liaison, url + path.format(pk=milestone.pk), verb, **body)

    assert (answer[0], answer[1].get("code")) == (status, code)
    assert milestone.measure.milestones.get().done_on is None


@pytest.mark.parametrize(
    ("role", "state", "reads", "writes"),
    [
        ("liaison", State.IN_PROGRESS, 200, 200),
        ("unit_head", State.IN_PROGRESS, 200, 200),
        ("supervisor", State.PROPOSED, 200, 200),
        ("liaison", State.PROPOSED, 404, 404),
        ("leader", State.IN_PROGRESS, 200, 403),
        ("auditor", State.IN_PROGRESS, 200, 403),
        ("stranger", State.IN_PROGRESS, 404, 404),
        ("supervisor", State.CLOSED, 200, 409),
    ],
)
def test_rights_are_those_of_the_page(
    role: str,
    state: str,
    reads: int,
    writes: int,
    milestone: Milestone,
    url: str,
    ask: Callable[..., tuple[int, Any]],
    request: pytest.FixtureRequest,
) -> None:
    Measure.objects.filter(pk=milestone.measure_id).update(state=state)
    user: User = request.getfixturevalue(role)
    one, words = f"{url}/{milestone.pk}", {"name": "开工", "due_on": "2026-12-20"}

    answers = [
        ask(user, one, "put", **words),
        ask(user, f"{one}/tick", "post", is_done=True),
        ask(user, url, "post", **words),
        ask(user, one, "delete"),
    ]

    assert ask(user, url)[0] == reads
    assert [status for status, _answer in answers] == [writes] * 4


def test_a_key_for_reading_changes_nothing(
    milestone: Milestone, url: str, liaison: User, ask: Callable[..., tuple[int, Any]]
) -> None:
    tick = f"{url}/{milestone.pk}/tick"

    assert ask(liaison, url, scope=Scope.READ)[0] == 200
    assert ask(liaison, tick, "post", Scope.READ, is_done=True)[0] == 403


def test_a_milestone_is_found_with_its_own_measure_only(
    milestone: Milestone,
    measure_in: Callable[..., Measure],
    liaison: User,
    ask: Callable[..., tuple[int, Any]],
) -> None:
    other = measure_in(State.IN_PROGRESS)

    assert ask(liaison, f"/api/measures/{other.pk}/milestones/{milestone.pk}", "delete")[0] == 404


def test_a_measure_holds_so_many_and_they_take_no_further_queries(
    milestone: Milestone,
    url: str,
    liaison: User,
    ask: Callable[..., tuple[int, Any]],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = [Milestone(measure=milestone.measure, name=f"第{n}步", due_on=date(2026, 12, 2)) for n in range(1, MOST)]
    with django_assert_max_num_queries(18) as one:
        ask(liaison, url)
    Milestone.objects.bulk_create(rows)

    with django_assert_max_num_queries(18) as fifty:
        listed = ask(liaison, url)[1]
    refused = ask(liaison, url, "post", name="多一步", due_on="2026-12-03")

    assert (len(listed), len(fifty)) == (MOST, len(one))
    assert (refused[0], refused[1]["code"], milestone.measure.milestones.count()) == (422, "too_many", MOST)
