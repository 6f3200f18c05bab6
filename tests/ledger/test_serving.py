"""Which measures serve an indicator and which values it has reached: offered, said by a person, kept with the source."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.common import clock, history
from luoshi.common.errors import MissingRightError, UnmetConditionError
from luoshi.ledger.actions.indicators import remove_indicator
from luoshi.ledger.actions.serving import add_value, remove_value, serve, take_value, unserve
from luoshi.ledger.models import Contribution, Indicator, Report
from luoshi.ledger.queries.indicators import (
    indicators_visible_to,
    latest_values,
    offered_indicators,
    offered_measures,
    offered_values,
)
from luoshi.ledger.states import ReportState, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure, Plan

SAID = "农村自来水普及率93.2%，比年初提高1.7个百分点。"


@pytest.fixture
def indicator(plan: Plan) -> Indicator:
    return Indicator.objects.create(
        plan=plan, position=1, name="农村自来水普及率", unit_of_measure="%", values=[{"value": 94.0, "text": "94"}]
    )


@pytest.fixture
def measure(measure_in: Callable[..., Measure]) -> Measure:
    return measure_in(State.IN_PROGRESS, text="关停小水厂，农村自来水普及率达到94%。")


@pytest.fixture
def report(measure: Measure) -> Report:
    return _report(measure, date(2026, 9, 28))


def _report(measure: Measure, day: date) -> Report:
    assert measure.accountable
    return Report.objects.create(
        measure=measure, unit=measure.accountable, cycle_on=day, state=ReportState.SUBMITTED, done=SAID
    )


def verbs(subject: object) -> list[str]:
    return [entry.verb for entry in history.entries_of(subject).order_by("number")]  # type: ignore[arg-type]  # any row


def test_a_measure_and_an_indicator_are_offered_to_each_other(
    indicator: Indicator, measure: Measure, measure_in: Callable[..., Measure], supervisor: User
) -> None:
    measure_in(text="年底前新建3所小学。")

    assert [one.measure for one in offered_measures(indicator, supervisor)] == [measure]
    assert [one.indicator for one in offered_indicators(measure, supervisor)] == [indicator]
    serve(indicator, [measure], by=supervisor)
    assert (offered_measures(indicator, supervisor), offered_indicators(measure, supervisor)) == ([], [])


def test_what_serves_is_said_once_and_can_be_taken_back(
    indicator: Indicator, measure: Measure, supervisor: User
) -> None:
    assert [serve(indicator, [measure], by=supervisor) for _ in range(2)] == [1, 0]
    unserve(Contribution.objects.get(), by=supervisor)

    assert not Contribution.objects.exists()
    assert (verbs(measure), verbs(indicator)) == (
        ["measure.serve", "measure.unserve"],
        ["indicator.serve", "indicator.unserve"],
    )


def test_a_value_is_taken_from_a_report_that_tells_it(
    indicator: Indicator, measure: Measure, report: Report, supervisor: User
) -> None:
    serve(indicator, [measure], by=supervisor)
    (offered,) = offered_values(indicator, supervisor, [])

    value = take_value(indicator, offered.report, text=offered.text, by=supervisor)

    assert (value.text, value.as_of, value.report, value.source) == (
        "93.2%",
        report.cycle_on,
        report,
        "2026-01-001 2026-09-28",
    )
    assert take_value(indicator, report, text="93.2%", by=supervisor) == value  # sent twice
    assert offered_values(indicator, supervisor, [value]) == []
    assert verbs(indicator)[-1] == "indicator.value"


def test_a_value_must_stand_in_a_report_that_is_out_and_of_a_measure_that_serves(
    indicator: Indicator, measure: Measure, report: Report, supervisor: User
) -> None:
    with pytest.raises(UnmetConditionError, match="没有登记为支撑"):
        take_value(indicator, report, text="93.2%", by=supervisor)
    serve(indicator, [measure], by=supervisor)
    with pytest.raises(UnmetConditionError, match="没有这个数值"):
        take_value(indicator, report, text="99%", by=supervisor)
    report.state = ReportState.RETURNED
    with pytest.raises(UnmetConditionError, match="没有报出或已被退回"):
        take_value(indicator, report, text="93.2%", by=supervisor)


def test_the_latest_value_is_that_of_the_latest_day_whose_report_still_stands(
    indicator: Indicator, measure: Measure, report: Report, supervisor: User, today: date
) -> None:
    serve(indicator, [measure], by=supervisor)
    older = add_value(indicator, text="92%", as_of=report.cycle_on - timedelta(days=90), source="公报", by=supervisor)
    newer = take_value(indicator, report, text="93.2%", by=supervisor)

    assert latest_values([indicator]) == {indicator.pk: newer}
    Report.objects.update(state=ReportState.RETURNED)
    assert latest_values([indicator]) == {indicator.pk: older}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"source": " "}, "来源"), ({"text": " "}, "实际值"), ({"as_of": date(2099, 1, 1)}, "晚于今天")],
)
def test_a_value_needs_number_source_and_a_day_that_has_come(
    given: dict[str, object], sentence: str, indicator: Indicator, supervisor: User
) -> None:
    facts: dict[str, object] = {"text": "92%", "as_of": date(2026, 1, 1), "source": "公报"}

    with pytest.raises(UnmetConditionError, match=sentence):
        add_value(indicator, by=supervisor, **(facts | given))  # type: ignore[arg-type]  # a table of facts


def test_a_value_taken_back_stays_in_the_history(indicator: Indicator, supervisor: User, today: date) -> None:
    remove_value(add_value(indicator, text="92%", as_of=today, source="公报", by=supervisor), by=supervisor)

    assert (indicator.reached.count(), verbs(indicator)) == (0, ["indicator.value", "indicator.value_remove"])


def test_only_the_office_says_so(indicator: Indicator, measure: Measure, liaison: User, leader: User) -> None:
    for person in (liaison, leader):
        with pytest.raises(MissingRightError):
            serve(indicator, [measure], by=person)
        with pytest.raises(MissingRightError):
            add_value(indicator, text="1", as_of=clock.today(), source="公报", by=person)


def test_a_unit_sees_the_indicator_that_its_measure_serves(
    indicator: Indicator, measure: Measure, liaison: User, supervisor: User, client: Client
) -> None:
    serve(indicator, [measure], by=supervisor)
    client.force_login(liaison)

    page = client.get(reverse("ledger:indicator", args=[indicator.pk])).content.decode()

    assert indicator in indicators_visible_to(liaison)
    assert ("农村自来水普及率" in page, "按措施编号登记" in page) == (True, False)


def test_an_indicator_that_goes_leaves_its_measures(indicator: Indicator, measure: Measure, supervisor: User) -> None:
    serve(indicator, [measure], by=supervisor)

    remove_indicator(indicator, by=supervisor)

    assert verbs(measure)[-1] == "measure.unserve"


def test_from_the_page_of_the_measure_and_back_to_it(
    indicator: Indicator, measure: Measure, supervisor: User, client: Client
) -> None:
    client.force_login(supervisor)
    page = reverse("ledger:measure", args=[measure.pk])
    assert "同一数量“94%”" in client.get(page).content.decode()

    sent = client.post(
        reverse("ledger:serve_indicator", args=[indicator.pk]), {"measure": measure.pk, "from_measure": measure.pk}
    )

    assert (sent.headers["Location"], measure.contributions.count()) == (page, 1)
    Contribution.objects.all().delete()
    client.post(reverse("ledger:choose_indicators", args=[measure.pk]), {"indicators": [indicator.pk]})
    assert measure.contributions.count() == 1


def test_a_measure_is_named_by_its_code(
    indicator: Indicator, measure: Measure, supervisor: User, client: Client
) -> None:
    client.force_login(supervisor)
    address = reverse("ledger:serve_indicator", args=[indicator.pk])

    for code in ("2026-01-999", "\x00", measure.code):
        client.post(address, {"code": code})

    assert [one.measure for one in Contribution.objects.all()] == [measure]


def test_the_page_takes_the_same_queries_for_one_and_for_thirty(
    indicator: Indicator, measure_in: Callable[..., Measure], supervisor: User, client: Client
) -> None:
    client.force_login(supervisor)
    address = reverse("ledger:indicator", args=[indicator.pk])

    def count(rows: int) -> int:
        measures = [measure_in(State.IN_PROGRESS, text="提高农村自来水普及率。") for _ in range(rows)]
        serve(indicator, measures, by=supervisor)
        for measure in measures:
            report = _report(measure, date(2026, 9, 28))
            take_value(indicator, report, text="93.2%", by=supervisor)
            _report(measure, date(2026, 10, 28))
            measure_in(State.IN_PROGRESS, text="农村自来水普及率达到94%。")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    assert count(1) == count(29) <= 20
