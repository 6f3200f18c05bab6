"""The burden meter: what a step asks is counted and shown before it is sent."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.common.burden import Burden
from luoshi.ledger.actions.reporting import Words
from luoshi.ledger.models import AcceptancePoint, Plan
from luoshi.ledger.queries.burden import REPORT_FIELDS, burden_of
from luoshi.ledger.states import Cycle, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure


def test_a_report_has_as_many_boxes_as_the_meter_counts() -> None:
    assert tuple(field.name for field in fields(Words)) == REPORT_FIELDS


@pytest.mark.parametrize(
    ("cycle", "times"), [(Cycle.NONE, 1), (Cycle.MONTHLY, 12), (Cycle.QUARTERLY, 4), (Cycle.HALF_YEARLY, 2)]
)
def test_assigning_asks_for_a_report_each_cycle(
    cycle: Cycle, times: int, measure_in: Callable[..., Measure], plan: Plan
) -> None:
    Plan.objects.update(cycle=cycle)
    measures = [measure_in(State.IN_REVIEW), measure_in(State.IN_REVIEW)]
    for measure in measures:
        measure.plan.refresh_from_db()
    AcceptancePoint.objects.create(measure=measures[0], text="验收单", wants_evidence=True)

    asked = burden_of(measures, "assign")

    assert asked == Burden(requests=2, units=1, fields=4, times=times, files=1)
    assert (asked.boxes, asked.boxes_a_year) == (8, 8 * times)


def test_urging_asks_for_one_answer_and_closing_for_nothing(measure_in: Callable[..., Measure]) -> None:
    measures = [measure_in(State.IN_PROGRESS)]

    assert burden_of(measures, "urge") == Burden(requests=1, units=1, fields=1)
    assert burden_of(measures, "close") is None


def test_the_meter_stands_on_the_review_page(
    client: Client, measure_in: Callable[..., Measure], office_head: User, plan: Plan
) -> None:
    measure_in(State.IN_REVIEW)
    client.force_login(office_head)

    page = client.get(reverse("ledger:review", args=[plan.pk])).text

    assert "向1个单位提出1件，每件最多填4栏，一次共4栏；按报告周期一年12次，共48栏。" in page


def test_the_meter_stands_where_many_are_urged(
    client: Client, measure_in: Callable[..., Measure], supervisor: User
) -> None:
    measures = [measure_in(State.IN_PROGRESS), measure_in(State.IN_PROGRESS)]
    client.force_login(supervisor)

    page = client.post(reverse("ledger:bulk"), {"verb": "urge", "pk": [measure.pk for measure in measures]}).text

    assert "向1个单位提出2件，每件最多填1栏，一次共2栏。" in page


def test_the_settings_of_a_plan_show_what_each_cycle_asks(
    client: Client, measure_in: Callable[..., Measure], supervisor: User, plan: Plan
) -> None:
    for state in (State.IN_REVIEW, State.IN_PROGRESS, State.SIGNED_OFF):
        measure_in(state)
    client.force_login(supervisor)

    page = client.get(reverse("ledger:plan_settings", args=[plan.pk])).text

    assert "1个单位、2项措施，每份报告最多填4栏。" in page
    assert ("每月：一年12次，共96栏" in page, "每季度首月：一年4次，共32栏" in page) == (True, True)
