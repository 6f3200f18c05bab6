"""Tells which measures serve which indicators, and what their reports and the statistics tell of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from luoshi.demo.tables import rows_of
from luoshi.ledger.actions import serving
from luoshi.ledger.models import Measure
from luoshi.ledger.queries.indicators import offered_measures, offered_values

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Indicator, Plan

_STATISTICS_DAYS_AGO = 50


def last_words() -> dict[int, str]:
    """By number of the measure what its last report says of an indicator."""
    return {int(number): words for _name, how, number, words in _rows() if how == "report"}


def tell_results(plan: Plan, today: date, *, by: User) -> None:
    """The clerk takes up what is offered, adds what only somebody of the office knows, and takes values over."""
    for indicator in plan.indicators.select_related("plan__owner"):
        offered = [one.measure.pk for one in offered_measures(indicator, by)]
        named = [words for name, how, _of, words in _rows() if (name, how) == (indicator.name, "serve")]
        known = [found.pk for words in named if (found := Measure.objects.filter(text__contains=words).first())]
        measures = Measure.objects.filter(pk__in=[*offered, *known]).select_related("plan__owner").order_by("code")
        serving.serve(indicator, measures, by=by)
        _tell_values(indicator, today, by=by)


def _tell_values(indicator: Indicator, today: date, *, by: User) -> None:
    for found in offered_values(indicator, by, []):
        serving.take_value(indicator, found.report, text=found.text, by=by)
    published = today - timedelta(days=_STATISTICS_DAYS_AGO)
    for name, how, text, source in _rows():
        if (name, how) == (indicator.name, "value"):
            serving.add_value(indicator, text=text, as_of=published, source=source, by=by)


def _rows() -> list[list[str]]:
    return rows_of("luoshi.demo", "indicators.tsv")
