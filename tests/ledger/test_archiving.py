"""A plan is put away as a whole once nothing of it is left to do; then nothing is added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.common.errors import IllegalMoveError, MissingRightError, UnmetConditionError
from luoshi.ledger.actions.archiving import archive_plan, take_out_plan
from luoshi.ledger.actions.drafting import add_by_hand
from luoshi.ledger.actions.taking_over import NamedPart, OldMeasure, take_over
from luoshi.ledger.models import Plan
from luoshi.ledger.queries.plans import in_order
from luoshi.ledger.states import Matter, PartRole, PlanState, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure


@pytest.fixture
def running(plan: Plan, measure_in: Callable[..., Measure]) -> Plan:
    """A plan at work in which one measure was put away and one withdrawn."""
    for state in (State.ARCHIVED, State.WITHDRAWN):
        measure_in(state)
    plan.state = PlanState.RUNNING
    plan.save()
    return plan


def test_a_plan_goes_and_comes_back(running: Plan, office_head: User, client: Client) -> None:
    client.force_login(office_head)
    page = reverse("ledger:plan", args=[running.pk])
    went = client.post(reverse("ledger:archive_plan", args=[running.pk]), follow=True)
    came = client.post(reverse("ledger:archive_plan", args=[running.pk]), {"back": "1"}, follow=True)

    assert [answer.redirect_chain[0][0] for answer in (went, came)] == [page, page]
    assert ("取消归档" in went.text, "归档了方案" in went.text) == (True, True)
    assert ("整体归档" in came.text, "取消了方案的归档" in came.text) == (True, True)


@pytest.mark.parametrize("state", sorted(set(State) - {State.ARCHIVED, State.WITHDRAWN, State.MERGED}))
def test_what_is_left_keeps_it(
    state: State, running: Plan, measure_in: Callable[..., Measure], office_head: User, client: Client
) -> None:
    measure_in(state)
    client.force_login(office_head)

    assert "整体归档" not in client.get(reverse("ledger:plan", args=[running.pk])).text
    with pytest.raises(UnmetConditionError, match="还有1项措施没有归档"):
        archive_plan(running, by=office_head)


def test_a_register_and_a_plan_still_in_draft_stay(running: Plan, office_head: User) -> None:
    Plan.objects.update(matter=Matter.INSTRUCTION)
    with pytest.raises(UnmetConditionError, match="只有工作方案"):
        archive_plan(running, by=office_head)
    Plan.objects.update(matter=Matter.PLAN, state=PlanState.DRAFT)
    with pytest.raises(IllegalMoveError):
        archive_plan(running, by=office_head)


def test_only_the_head_of_the_office_puts_away(running: Plan, supervisor: User) -> None:
    for act in (archive_plan, take_out_plan):
        with pytest.raises(MissingRightError):
            act(running, by=supervisor)


def test_nothing_is_added_to_what_was_put_away(running: Plan, office_head: User, supervisor: User) -> None:
    archived = archive_plan(running, by=office_head)
    row = OldMeasure("疏浚河道。", (NamedPart(running.owner, "", PartRole.LEAD),))

    with pytest.raises(UnmetConditionError, match="已经归档"):
        add_by_hand(archived, text="另建一所学校。", reason="补充", by=supervisor)
    with pytest.raises(UnmetConditionError, match="已经归档"):
        take_over(archived, [row], by=supervisor, workbook="旧台账.xlsx")


def test_what_was_put_away_stands_below(running: Plan, office_head: User) -> None:
    older = Plan.objects.create(owner=running.owner, name="旧", code="2025-01", profile=running.profile)
    newest_first = list(in_order(Plan.objects.all()))
    archive_plan(running, by=office_head)

    assert newest_first == [older, running]
    Plan.objects.create(owner=running.owner, name="新", code="2027-01", profile=running.profile)
    assert list(in_order(Plan.objects.all()))[-1] == running
