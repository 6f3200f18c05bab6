"""API of indicators: which measures serve one, and the values that it has reached, as its page has them."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate
from pydantic import ConfigDict

from luoshi.accounts.http import signed_in
from luoshi.common.api_days import Day
from luoshi.common.errors import UnmetConditionError
from luoshi.ledger.actions import serving
from luoshi.ledger.models import Contribution, Indicator, ReachedValue
from luoshi.ledger.queries.indicators import indicators_visible_to, with_results
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.reports import reports_visible_to
from luoshi.ledger.states import ReportState

router = Router(tags=["indicators"])
LARGEST = 2**63 - 1


class WantedIn(Schema):
    """Which indicators; all that are given have to hold."""

    plan: int | None = Field(None, ge=1, le=LARGEST)
    measure: int | None = Field(None, ge=1, le=LARGEST, description="Only what this measure serves")


class ValueOut(Schema):
    """A value reached, with the place it is from; `counts` is false once its report was returned."""

    id: int
    text: str
    as_of: date
    source: str
    report_id: int | None
    counts: bool

    @staticmethod
    def resolve_counts(value: ReachedValue) -> bool:
        return value.report is None or value.report.state == ReportState.SUBMITTED


class IndicatorOut(Schema):
    """An indicator as printed in its plan, with the number of measures that serve it and its newest value."""

    id: int
    plan_id: int
    name: str
    unit_of_measure: str
    baseline: str
    baseline_year: int | None
    target: str
    target_year: int | None
    served: int = Field(description="How many measures serve it, seen by the person or not")
    latest: ValueOut | None

    @staticmethod
    def resolve_latest(indicator: Any) -> ReachedValue | None:
        return next(iter(indicator.counted), None)


class ServingOut(Schema):
    """A measure that serves the indicator."""

    id: int
    code: str
    text: str
    state: str


class IndicatorDetailOut(IndicatorOut):
    """An indicator with the measures that serve it, as far as one sees them, and all its values, newest first."""

    measures: list[ServingOut]
    reached: list[ValueOut]

    @staticmethod
    def resolve_measures(indicator: Any) -> object:
        return indicator.serving

    @staticmethod
    def resolve_reached(indicator: Indicator) -> object:
        return indicator.reached.select_related("report")


class ServeIn(Schema):
    """Measures by number."""

    model_config = ConfigDict(extra="forbid")
    measures: list[int] = Field(min_length=1, max_length=200)


class ReachedIn(Schema):
    """A value: with the report that tells it, or with its day and where it stands."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=60, description="As printed, such as 93.2%")
    report: int | None = Field(None, ge=1, le=LARGEST)
    as_of: Day | None = None
    source: str = Field("", max_length=200)


@router.get("/", response=list[IndicatorOut], summary="Indicators that one sees, with their newest values")
@paginate
def list_indicators(request: HttpRequest, wanted: Query[WantedIn]) -> object:
    user = signed_in(request)
    rows = with_results(indicators_visible_to(user))
    if wanted.plan is not None:
        rows = rows.filter(plan=wanted.plan)
    if wanted.measure is not None:
        served = Contribution.objects.filter(measure__in=measures_visible_to(user).filter(pk=wanted.measure))
        rows = rows.filter(pk__in=served.values("indicator"))
    return rows.order_by("plan", "position")


@router.get("/{int:pk}", response=IndicatorDetailOut, summary="One indicator with its measures and all its values")
def get_indicator(request: HttpRequest, pk: int) -> object:
    return _detail(request, pk)


@router.post("/{int:pk}/measures", response=IndicatorDetailOut, summary="Say which measures serve an indicator")
def serve(request: HttpRequest, pk: int, sent: ServeIn) -> object:
    user, wanted = signed_in(request), set(sent.measures)
    measures = list(measures_visible_to(user).select_related("plan__owner").filter(pk__in=wanted))
    if len(measures) != len(wanted):
        raise UnmetConditionError("measure_unknown", _("有的措施不存在，或者您看不到。"))
    serving.serve(_indicator(request, pk), measures, by=user)
    return _detail(request, pk)


@router.delete(
    "/{int:pk}/measures/{int:measure}", response=IndicatorDetailOut, summary="Take back that a measure serves it"
)
def unserve(request: HttpRequest, pk: int, measure: int) -> object:
    seen = _indicator(request, pk).contributions.filter(measure__in=measures_visible_to(signed_in(request)))
    rows = seen.select_related("indicator__plan__owner", "measure__plan__owner")
    contribution = get_object_or_404(rows, measure=measure)
    serving.unserve(contribution, by=signed_in(request))
    return _detail(request, pk)


@router.post("/{int:pk}/values", response=IndicatorDetailOut, summary="Keep a value reached, with its source")
def add_value(request: HttpRequest, pk: int, sent: ReachedIn) -> object:
    user, indicator = signed_in(request), _indicator(request, pk)
    if sent.report is not None:
        report = get_object_or_404(reports_visible_to(user).select_related("measure"), pk=sent.report)
        serving.take_value(indicator, report, text=sent.text, by=user)
    elif sent.as_of is not None:
        serving.add_value(indicator, text=sent.text, as_of=sent.as_of, source=sent.source, by=user)
    else:
        raise UnmetConditionError("day_missing", _("请写明截至日期，或者给出取值的报告。"))
    return _detail(request, pk)


@router.delete("/{int:pk}/values/{int:value}", response=IndicatorDetailOut, summary="Take a value back")
def remove_value(request: HttpRequest, pk: int, value: int) -> object:
    rows = ReachedValue.objects.select_related("indicator__plan__owner").filter(indicator=_indicator(request, pk))
    serving.remove_value(get_object_or_404(rows, pk=value), by=signed_in(request))
    return _detail(request, pk)


def _indicator(request: HttpRequest, pk: int) -> Indicator:
    return get_object_or_404(indicators_visible_to(signed_in(request)).select_related("plan__owner"), pk=pk)


def _detail(request: HttpRequest, pk: int) -> object:
    """The indicator with the measures that the person sees beside it, for the schema to read."""
    user = signed_in(request)
    shown: Any = get_object_or_404(with_results(indicators_visible_to(user)), pk=pk)
    shown.serving = measures_visible_to(user).filter(contributions__indicator=pk).order_by("code")
    return shown
