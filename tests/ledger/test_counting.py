"""Counts and sights over long ledgers: the fast ways answer what the plain ones do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from luoshi.common import clock
from luoshi.common.forms import LongSelect
from luoshi.ledger.actions import checking
from luoshi.ledger.models import Measure, Plan, Verification
from luoshi.ledger.queries.counting import count_lights, count_many_assigned, count_many_lights
from luoshi.ledger.queries.filters import late_by_first_date
from luoshi.ledger.queries.measures import measures_visible_to, plans_visible_to
from luoshi.ledger.states import DRAFT, State
from luoshi.units import duties

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User

EARLY, LATER = date(2026, 9, 30), date(2026, 10, 31)


@pytest.fixture
def measures(measure_in: Callable[..., Measure]) -> list[Measure]:
    """One measure for everything that a count tells apart, in every order of dates."""
    return [
        measure_in(State.PROPOSED),
        measure_in(State.IN_PROGRESS, yellow_on=EARLY, red_on=LATER, first_due_on=EARLY),
        measure_in(State.IN_PROGRESS, yellow_on=EARLY, red_on=None),
        measure_in(State.STANDING, yellow_on=None, red_on=EARLY, due_on=None, first_due_on=None),
        measure_in(State.SUSPENDED, yellow_on=EARLY, red_on=EARLY, first_due_on=EARLY),
        measure_in(State.CLOSED, yellow_on=EARLY, red_on=EARLY, first_due_on=EARLY, closed_on=LATER),
        measure_in(State.SIGNED_OFF, first_due_on=LATER, closed_on=EARLY),
        measure_in(State.IN_PROGRESS, first_due_on=EARLY, closed_on=LATER),  # late in both ways, counted once
    ]


def test_counts_by_index_are_those_of_one_pass(measures: list[Measure], supervisor: User, today: date) -> None:
    visible = measures_visible_to(supervisor)

    fast = count_many_lights(visible, today, by=supervisor)

    assert fast == count_lights(visible, today)
    assert fast == {"total": 8, "late": 3, "red": 2, "yellow": 1, "green": 4, "grey": 1}
    assert visible.filter(late_by_first_date(today)).count() == fast["late"]


def test_drafts_taken_off_are_drafts_left_out(measures: list[Measure], supervisor: User, today: date) -> None:
    visible = measures_visible_to(supervisor)

    fast = count_many_assigned(visible, today, by=supervisor)

    plain = count_lights(visible.exclude(state__in=DRAFT), today)
    assert fast == {name: count for name, count in plain.items() if name != "late"}
    assert (fast["total"], fast["green"]) == (7, 3)


@pytest.mark.parametrize("named_at_most", [0, 300])
def test_a_wide_subtree_is_seen_as_a_narrow_one_is(
    named_at_most: int, measures: list[Measure], people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties, "NAMED_AT_MOST", named_at_most)

    seen = {name: measures_visible_to(user).count() for name, user in people.items()}
    plans = {name: plans_visible_to(user).count() for name, user in people.items()}

    eight = ("office_head", "supervisor", "leader", "auditor")
    seven = ("unit_head", "liaison")  # drafts are not theirs yet
    assert seen == {name: 8 if name in eight else 7 if name in seven else 0 for name in people}
    assert plans == {name: 1 if name in (*eight, *seven) else 0 for name in people}


def test_an_appointment_outside_the_own_plans_is_seen_at_once(
    measure_in: Callable[..., Measure], office_head: User, stranger: User
) -> None:
    measure = measure_in(State.CLOSE_REQUESTED)
    assert list(measures_visible_to(stranger)) == []

    checking.appoint_verifier(measure, verifier=stranger, by=office_head)

    assert list(measures_visible_to(stranger)) == [measure]
    assert list(plans_visible_to(stranger)) == [measure.plan]


def test_an_appointment_within_the_own_plans_asks_nothing_more(
    measure_in: Callable[..., Measure], supervisor: User
) -> None:
    inside = measure_in(State.CLOSE_REQUESTED)
    Verification.objects.create(measure=inside, verifier=supervisor, appointed_at=clock.now())

    assert "ledger_verification" not in str(measures_visible_to(supervisor).query)


def test_a_long_list_to_choose_from_is_written_as_a_short_one() -> None:
    choices = [("", "全部"), (7, "甲<乙"), (8, "丙")]

    written = LongSelect(attrs={"class": "form-select"}, choices=choices).render("plan", "7", {"id": "id_plan"})

    assert written == (
        '<select name="plan" class="form-select" id="id_plan">\n<option value="">全部</option>\n'
        '<option value="7" selected>甲&lt;乙</option>\n<option value="8">丙</option>\n</select>'
    )


def test_the_plans_are_offered_by_name_and_chosen_by_number(
    plan: Plan, client: Client, supervisor: User, measure_in: Callable[..., Measure]
) -> None:
    measure_in(State.IN_PROGRESS)
    client.force_login(supervisor)

    answer = client.get("/ledger/", {"plan": str(plan.pk)})

    assert f'<option value="{plan.pk}" selected>{plan.name}</option>' in answer.content.decode()
    assert answer.context["page"].paginator.count == 1
