"""Brings measures that were taken over before up to date with the next version of the old ledger, in bulk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from luoshi.common import clock, history
from luoshi.common.errors import StaleFormError
from luoshi.common.rules import require
from luoshi.common.versions import next_version
from luoshi.common.writing import renewal
from luoshi.ledger.actions.door import change_of, facts_of, refresh_light
from luoshi.ledger.actions.reviewing import set_due
from luoshi.ledger.actions.taking_over import STATES, NamedPart, can_be_at_work, measure_of, parts_of, reports_of
from luoshi.ledger.models import Measure, Part, Report
from luoshi.ledger.queries.histories import never_acted_on
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import AT_REST, DONE, DRAFT, DueSource
from luoshi.units.queries.calendar import working_calendar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.ledger.actions.taking_over import OldMeasure
    from luoshi.units.working_days import WorkingCalendar

OLD_VERBS = ("measure.take_over", "measure.renew", "measure.names_settled")
"""What comes of the import itself: as long as nothing else is in its history, the old ledger leads a measure."""
_TAKEN = ("state", "claimed", "standing_wanted", "accountable", "sign_by", "next_report_on", "suspended_from")
_TAKEN_ONCE = ("assigned_on", "closed_on")


def with_all_that_is_compared(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Measures with what a row is compared with, by a bounded number of queries."""
    return measures.select_related("plan__owner", "plan__profile").prefetch_related(
        "milestones", "parts__unit", "reports"
    )


def led_by_old(measures: Mapping[int, Measure]) -> set[int]:
    """The numbers of those measures that nobody has acted on since they were taken over."""
    return never_acted_on(measures, but=OLD_VERBS)


def news_of(measure: Measure, row: OldMeasure, *, is_led: bool) -> tuple[str, ...]:
    """What a row says anew: text, state, due, units, progress; of what is done and was acted on, nothing."""
    if not is_led and measure.state in DONE | AT_REST:
        return ()
    words = (row.text, row.aim or measure.aim, row.headings[:400] or measure.headings)
    found = ["text"] if words != (measure.text, measure.aim, measure.headings) else []
    if _moves_date(measure, row, is_led=is_led):
        found.append("due")
    if is_led:
        found += [name for name, is_new in _old_facts(measure, row).items() if is_new]
    return tuple(found)


def renew(rows: Mapping[int, OldMeasure], *, by: User, workbook: str) -> list[Measure]:
    """Bring the measures (by their primary keys) up to date; the caller opens the transaction.

    Words are taken as they now stand. As long as nobody has acted on a measure here, the old ledger leads it, and
    state, units, progress and report follow too; afterwards these go on in the ledger itself. A date in force is
    moved by an extension only.
    """
    wanted = with_all_that_is_compared(Measure.objects.select_for_update(of=("self",)).order_by("pk"))
    measures = {measure.pk: measure for measure in wanted.filter(pk__in=list(rows))}
    if len(measures) != len(rows):
        raise StaleFormError(by="", at=None)
    led, now, days = led_by_old(measures), clock.now(), working_calendar()
    changed, changes, with_parts, with_reports = [], [], {}, {}
    for pk, measure in measures.items():
        require(RULES, "measure.edit", by, measure)
        news, before = news_of(measure, rows[pk], is_led=pk in led), facts_of(measure)
        if not news:
            continue
        said = _said(measure, rows[pk])
        _take_words(measure, rows[pk], is_led=pk in led)
        if "state" in news or "units" in news:
            _take_facts(measure, said, by=by, now=now, days=days)
            with_parts[measure] = said
        if "progress" in news:
            with_reports[measure] = said
        refresh_light(measure, days=days)
        next_version(measure)
        changed.append(measure)
        changes.append(change_of(measure, "measure.renew", before=before, workbook=workbook))
    renewal(Measure, changed).run()
    _write_parts(with_parts, by=by, now=now)
    _write_reports(with_reports, by=by, now=now)
    history.record_many(changes, by=by)
    return changed


def _old_facts(measure: Measure, row: OldMeasure) -> dict[str, bool]:
    """Which facts of a row differ from a measure that the old ledger leads; what a row does not say does not differ."""
    named = [(part.unit.pk if part.unit else None, part.printed[:120], part.role) for part in _different(row).parts]
    parts = [(part.unit_id, part.printed, part.role) for part in measure.parts.all()]
    has_unit = can_be_at_work(row) if row.parts else bool(measure.accountable_id)
    state_moves = row.state in STATES and row.state != measure.state and (has_unit or row.state in DONE)
    claims = bool(row.claimed) and measure.state not in DRAFT | DONE and row.claimed != measure.claimed
    reports = list(measure.reports.all())
    is_told = any(report.done == row.progress or not report.from_workbook for report in reports)
    return {
        "state": state_moves or claims,
        # A name that stands for several units, such as 各县（区）, has been settled by hand.
        "units": bool(named) and all(unit for unit, _printed, _role in named) and named != parts,
        "progress": bool(row.progress) and has_unit and row.state not in DRAFT and not is_told,
    }


def _different(row: OldMeasure) -> OldMeasure:
    """The row with every unit named once, as its parts are made."""
    seen: set[int] = set()
    parts = []
    for part in row.parts:
        if part.unit and part.unit.pk in seen:
            continue
        seen |= {part.unit.pk} if part.unit else set()
        parts.append(part)
    return replace(row, parts=tuple(parts))


def _moves_date(measure: Measure, row: OldMeasure, *, is_led: bool) -> bool:
    may_move = measure.state in DRAFT or (is_led and measure.due_on is None)
    return may_move and row.due_on is not None and row.due_on != measure.due_on


def _take_words(measure: Measure, row: OldMeasure, *, is_led: bool) -> None:
    measure.text, measure.aim = row.text, row.aim or measure.aim
    measure.headings = row.headings[:400] or measure.headings
    if row.due_on and _moves_date(measure, row, is_led=is_led):
        set_due(measure, row.due_on, DueSource.HAND)


def _take_facts(measure: Measure, said: OldMeasure, *, by: User, now: datetime, days: WorkingCalendar) -> None:
    """State, accountable unit and claimed progress as the old ledger has them now."""
    fresh = measure_of(measure.plan, said, measure.number, by=by, now=now, days=days)
    measure.state_since = measure.state_since if fresh.state == measure.state else now
    for name in _TAKEN:
        setattr(measure, name, getattr(fresh, name))
    for name in _TAKEN_ONCE:
        setattr(measure, name, getattr(measure, name) or getattr(fresh, name))
    if measure.state not in DONE:
        measure.closed_on = None


def _said(measure: Measure, row: OldMeasure) -> OldMeasure:
    """The row with what it leaves out as it stands in the ledger."""
    parts = row.parts or tuple(NamedPart(part.unit, part.printed, part.role) for part in measure.parts.all())
    return replace(row, parts=parts, claimed=row.claimed or measure.claimed, due_on=row.due_on or measure.due_on)


def _write_parts(said: Mapping[Measure, OldMeasure], *, by: User, now: datetime) -> None:
    Part.objects.filter(measure__in=said).delete()
    Part.objects.bulk_create([part for measure, row in said.items() for part in parts_of(measure, row, by=by, now=now)])


def _write_reports(said: Mapping[Measure, OldMeasure], *, by: User, now: datetime) -> None:
    """What the old ledger says of the progress; an earlier word of the same cycle makes way."""
    reports = reports_of(list(said), list(said.values()), by=by, now=now)
    cycles = {report.cycle_on for report in reports}
    Report.objects.filter(measure__in=said, cycle_on__in=cycles, from_workbook=True).delete()
    Report.objects.bulk_create(reports)
