"""Which measures serve an indicator, and which values it has reached: said by a person, offered by the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.ledger.actions.door import need
from luoshi.ledger.models import Contribution, Indicator, Measure, ReachedValue, Report
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import ReportState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from luoshi.accounts.models import User


@transaction.atomic
def serve(indicator: Indicator, measures: Iterable[Measure], *, by: User) -> int:
    """Say that these measures serve the indicator; returns how many did not before."""
    require(RULES, "indicator.serve", by, indicator)
    indicator = _locked(indicator)
    known = set(indicator.contributions.values_list("measure_id", flat=True))
    new = {measure.pk: measure for measure in measures if measure.pk not in known}
    for measure in new.values():
        require(RULES, "indicator.serve", by, measure)
    Contribution.objects.bulk_create(
        Contribution(measure=measure, indicator=indicator, by=by, at=clock.now()) for measure in new.values()
    )
    changes = [
        change
        for measure in new.values()
        for change in (
            history.Change(measure, "measure.serve", params={"name": indicator.name}),
            history.Change(indicator, "indicator.serve", params={"code": measure.code}),
        )
    ]
    history.record_many(changes, by=by)
    return len(new)


@transaction.atomic
def unserve(contribution: Contribution, *, by: User) -> None:
    """Take back that a measure serves an indicator."""
    indicator, measure = contribution.indicator, contribution.measure
    require(RULES, "indicator.serve", by, indicator)
    require(RULES, "indicator.serve", by, measure)
    if Contribution.objects.filter(pk=contribution.pk).delete()[0]:
        history.record(measure, "measure.unserve", by=by, params={"name": indicator.name})
        history.record(indicator, "indicator.unserve", by=by, params={"code": measure.code})


@transaction.atomic
def take_value(indicator: Indicator, report: Report, *, text: str, by: User) -> ReachedValue:
    """Keep a value that a report of a serving measure tells; nobody is asked for it once more."""
    require(RULES, "indicator.value", by, indicator)
    indicator = _locked(indicator)
    if report.state != ReportState.SUBMITTED:
        raise UnmetConditionError("report_not_out", _("这份报告没有报出或已被退回，不能取值。"))
    if not indicator.contributions.filter(measure=report.measure_id).exists():
        raise UnmetConditionError("measure_serves_not", _("这项措施没有登记为支撑这项指标，不能从它的报告取值。"))
    if known := indicator.reached.filter(report=report).first():
        return known
    words = _need_value(text)
    if words not in report.done:
        raise UnmetConditionError("value_not_told", _("报告里没有这个数值，请核对报告原文。"))
    source = f"{report.measure.code} {report.cycle_on:%Y-%m-%d}"
    return _keep(indicator, words, report.cycle_on, source, by=by, report=report)


@transaction.atomic
def add_value(indicator: Indicator, *, text: str, as_of: date, source: str, by: User) -> ReachedValue:
    """Keep a value that stands elsewhere: a statistical bulletin, a notice of the province."""
    require(RULES, "indicator.value", by, indicator)
    indicator = _locked(indicator)
    if as_of > clock.today():
        raise UnmetConditionError("value_from_tomorrow", _("截至日期不能晚于今天。"))
    named = need(source, "source_missing", _("请写明数值的来源。"))
    return _keep(indicator, _need_value(text), as_of, named[:200], by=by)


@transaction.atomic
def remove_value(value: ReachedValue, *, by: User) -> None:
    """Take a value back; the history keeps it."""
    indicator = value.indicator
    require(RULES, "indicator.value", by, indicator)
    if ReachedValue.objects.filter(pk=value.pk).delete()[0]:
        history.record(indicator, "indicator.value_remove", by=by, params=_told(value))
        history.record(indicator.plan, "plan.indicator_value_remove", by=by, params={"name": indicator.name})


def _keep(
    indicator: Indicator, text: str, as_of: date, source: str, *, by: User, report: Report | None = None
) -> ReachedValue:
    made = ReachedValue.objects.create(
        indicator=indicator, text=text, as_of=as_of, source=source, report=report, by=by, at=clock.now()
    )
    history.record(indicator, "indicator.value", by=by, params=_told(made))
    history.record(indicator.plan, "plan.indicator_value", by=by, params={"name": indicator.name, "value": text})
    return made


def _told(value: ReachedValue) -> dict[str, str]:
    return {"value": value.text, "day": value.as_of.isoformat(), "source": value.source}


def _need_value(text: str) -> str:
    return need(text, "value_missing", _("请填写实际值。"))[:60]


def _locked(indicator: Indicator) -> Indicator:
    return lock(Indicator.objects.select_related("plan__owner"), indicator.pk)
