"""Many rows in few statements: every kind of value arrives as the framework would have written it, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.common.writing import insertion, renewal
from luoshi.ledger.actions.plans import built_in_profile
from luoshi.ledger.models import Measure, Plan
from luoshi.ledger.states import Matter, State

if TYPE_CHECKING:
    from luoshi.units.models import Unit

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
DAY = date(2026, 12, 31)


@pytest.fixture
def rows(office: Unit) -> list[Measure]:
    """Two measures that hold every kind of value, the second as little as possible."""
    plan = Plan.objects.create(owner=office, name="方案", code="W", profile=built_in_profile(Matter.PLAN))
    full = Measure(
        plan=plan,
        number=1,
        code="W-1",
        text="推进“%s”建设",
        doubts=["no_lead"],
        due_on=DAY,
        first_due_on=DAY,
        state_since=AT,
    )
    return [full, Measure(plan=plan, number=2, code="W-2", text="", state_since=AT, state=State.SIGNED)]


def kept() -> list[tuple[object, ...]]:
    names = ("code", "text", "doubts", "due_on", "state_since", "state", "standing_wanted", "field", "claimed")
    return list(Measure.objects.order_by("number").values_list(*names))


def test_rows_arrive_as_they_were(rows: list[Measure]) -> None:
    insertion(Measure, rows).run()

    assert kept() == [
        ("W-1", "推进“%s”建设", ["no_lead"], DAY, AT, "proposed", False, None, 0),
        ("W-2", "", [], None, AT, "signed", False, None, 0),
    ]


def test_rows_are_renewed_by_the_attributes_named_and_by_all(rows: list[Measure], office: Unit) -> None:
    measures = Measure.objects.bulk_create(rows)
    for measure in measures:
        measure.claimed, measure.due_on, measure.text = 40, None, "unsaid"
        measure.doubts, measure.standing_wanted, measure.accountable = ["two_dates"], True, office

    renewal(Measure, measures, names={"claimed", "due_on", "doubts", "standing_wanted", "accountable_id"}).run()
    some = kept()
    renewal(Measure, measures).run()

    assert [row[1:4] + row[6:] for row in some] == [
        ("推进“%s”建设", ["two_dates"], None, True, None, 40),
        ("", ["two_dates"], None, True, None, 40),
    ]
    assert [row[1] for row in kept()] == ["unsaid", "unsaid"]
    assert Measure.objects.filter(accountable=office).count() == 2


def test_many_rows_are_one_statement(rows: list[Measure]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        insertion(Measure, rows).run()
        insertion(Measure, []).run()

    assert len(asked) == 1
