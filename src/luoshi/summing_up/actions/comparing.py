"""Compares returned workbooks with the ledger: what each row would change, what conflicts, what is not allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from luoshi.common import clock
from luoshi.ledger.actions.door import Returned
from luoshi.ledger.actions.gathering import GatheringPen
from luoshi.ledger.actions.reporting import cycle_of
from luoshi.ledger.rules import RULES as LEDGER_RULES
from luoshi.ledger.rules import UNIT_PEOPLE
from luoshi.ledger.states import ReportState
from luoshi.summing_up.actions.registering import Row, plan_steps, plan_tick, register
from luoshi.summing_up.queries.batches import (
    concerns,
    concerns_milestone,
    news_since,
    parts_by_code,
    parts_by_pk,
    visible_among,
)
from luoshi.summing_up.sheets.columns import HEADINGS
from luoshi.summing_up.sheets.tokens import BrokenTokenError, read_milestone_token, read_token
from luoshi.summing_up.sheets.values import as_date
from luoshi.summing_up.sheets.wishes import read_wishes
from luoshi.summing_up.states import Choice, Outcome
from luoshi.units.duties import duties_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from luoshi.accounts.models import User
    from luoshi.common.models import Entry
    from luoshi.ledger.models import Part, Report
    from luoshi.summing_up.models import WorkbookChange
    from luoshi.summing_up.sheets.reading import ReturnedRow

_SHOWN = {
    "refuse": ("refuse_reason",),
    "sign": ("promised",),
    "report": ("done", "claimed", "obstacle", "asked_for"),
    "extension": ("due_wanted", "extension_reason"),
    "close": ("close_note",),
    "milestone": ("reached_on",),
}
"""The cells that each step shows as old and new."""


@dataclass(frozen=True)
class Comparison:
    """All rows of a batch against the ledger; `pen` holds everything that those which may go would write."""

    pen: GatheringPen
    going: int


def identify(change: WorkbookChange, row: ReturnedRow) -> None:
    """Read the id of a row into its fields; a changed one is a fault, and a milestone has nothing else to go by."""
    if not row.token and not row.is_milestone:
        return
    try:
        if row.is_milestone:
            _identify_milestone(change, row.token)
        else:
            found = read_token(row.token)
            change.part_id, change.seen, change.cycle_on = found.part, found.version, found.cycle_on
    except BrokenTokenError:
        change.fault = _("系统编号缺失或被改动，认不出是哪一项任务。请重新下载填报表。")


def _identify_milestone(change: WorkbookChange, token: str) -> None:
    """Whose milestone; the day that stood in the row when it went out is not asked for."""
    found = read_milestone_token(token)
    change.milestone, change.part_id, change.seen = found.milestone, found.part, found.version
    if found.stood and as_date(change.wanted.get("reached_on", "")) == found.stood:
        change.wanted = {}


def find_parts(changes: Sequence[WorkbookChange], *, by: User, units: Mapping[int, str]) -> None:
    """Give every row its part: by the id, or where the id is gone by code and unit (`units`: name per file)."""
    known = parts_by_pk({change.part_id for change in changes if change.part_id})
    lost = [change for change in changes if not change.part_id and not change.fault]
    by_code = parts_by_code(by, {change.code for change in lost}) if lost else {}
    own = duties_of(by).unit_ids(*UNIT_PEOPLE)
    for change in lost:
        parts = by_code.get(change.code, [])
        meant = [part for part in parts if part.unit and part.unit.name == units.get(change.file_id)]
        meant = meant or [part for part in parts if part.unit_id in own]
        if len(meant) == 1:
            change.part, change.cycle_on = meant[0], cycle_of(meant[0].measure, clock.today())
        known |= {part.pk: part for part in meant}
    for change in changes:
        part = known.get(change.part_id or 0)
        change.part_id = part.pk if part else None
        change.measure_id = part.measure_id if part else None
        if part is None and not change.fault:
            change.fault = _("没有找到这项任务，可能已改派、撤销，或不在您的范围之内。")


def compare(changes: Sequence[WorkbookChange], *, by: User, tick: Callable[[int], None]) -> Comparison:
    """Work out every row anew: its outcome, steps, news and fault; nothing is written."""
    fresh = [change for change in changes if change.measure_id and change.part_id]
    cycles = {change.cycle_on for change in fresh if change.cycle_on}
    pen = GatheringPen({change.measure_id or 0 for change in fresh}, cycles=cycles)
    visible = visible_among(by, {change.measure_id or 0 for change in fresh})
    news = news_since(_seen(fresh))
    rows: dict[int, Row] = {}
    for change in changes:
        if (row := _row(change, pen, visible, news, by=by)) is not None:
            rows[id(change)] = row
    _settle_doubles(changes, rows)
    register([rows[id(change)] for change in changes if _goes(change, rows)], pen, by=by, tick=tick)
    for change in changes:
        if row := rows.get(id(change)):
            _tell(change, row)
    return Comparison(pen, sum(1 for change in changes if will_go(change)))


def will_go(change: WorkbookChange) -> bool:
    """Whether applying the batch would register the row."""
    taken = change.outcome == Outcome.CONFLICT and change.choice == Choice.TAKE
    return change.outcome == Outcome.CHANGE or taken


def _seen(changes: Sequence[WorkbookChange]) -> dict[int, int]:
    """The oldest version of each measure that any of the rows goes by."""
    seen: dict[int, int] = {}
    for change in changes:
        if change.seen is not None and change.measure_id:
            seen[change.measure_id] = min(change.seen, seen.get(change.measure_id, change.seen))
    return seen


def _row(
    change: WorkbookChange,
    pen: GatheringPen,
    visible: frozenset[int],
    news: Mapping[int, Sequence[Entry]],
    *,
    by: User,
) -> Row | None:
    """The row with its steps; None where it cannot even be read, then with its fault told."""
    if change.part_id is None or change.measure_id is None:
        _refuse(change, change.fault)
        return None
    part = pen.parts.get(change.part_id)
    if part is None or change.measure_id not in visible:
        _refuse(change, _("没有找到这项任务，可能已改派、撤销，或不在您的范围之内。"))
        return None
    if not _may(by, part):
        _refuse(change, _("这是“%(unit)s”的任务，您只能上传本单位的填报表。") % {"unit": part.unit})
        return None
    wishes, fault = read_wishes(change.wanted)
    change.code, change.fault = part.measure.code, ""
    newer = [entry for entry in news.get(part.measure_id, ()) if (entry.version or 0) > (change.seen or 0)]
    row = Row(part, wishes, change.cycle_on, Returned(change.file.name, change.file.batch_id))
    if change.milestone:
        row.milestone = pen.milestones.get(change.milestone)
        plan_tick(row)
        change.news = [entry.pk for entry in newer if row.milestone and concerns_milestone(entry, row.milestone)]
    else:
        plan_steps(row, pen, is_old=bool(newer) or change.seen is None)
        change.news = [entry.pk for entry in newer if concerns(entry, str(part.unit))]
    row.fault = fault or row.fault
    change.steps = _told_steps(row, pen)
    return row


def _may(user: User, part: Part) -> bool:
    return LEDGER_RULES["record_paper"](user, part) or LEDGER_RULES["part.sign"](user, part)


def _refuse(change: WorkbookChange, fault: str) -> None:
    change.outcome, change.fault, change.steps, change.news = Outcome.FAULT, fault, [], []


def _settle_doubles(changes: Sequence[WorkbookChange], rows: Mapping[int, Row]) -> None:
    """One part, or one milestone, in two rows: the same words count once, different words not at all."""
    first: dict[tuple[int, int | None], WorkbookChange] = {}
    for change in changes:
        row = rows.get(id(change))
        if row is None or not (row.steps or row.fault):
            continue
        other = first.setdefault((row.part.pk, change.milestone), change)
        if other is change:
            continue
        if change.wanted == other.wanted:
            row.steps, row.fault = [], ""
        else:
            row.fault, rows[id(other)].fault = _twice(other), _twice(change)


def _twice(other: WorkbookChange) -> str:
    place = {"file": other.file.name, "line": other.line}
    if other.milestone:
        return _("与“%(file)s”第%(line)s行是同一个时间节点而日期不同，请只留一份。") % place
    return _("与“%(file)s”第%(line)s行是同一项任务而内容不同，请只留一份。") % place


def _goes(change: WorkbookChange, rows: Mapping[int, Row]) -> bool:
    """Rows whose steps are tried: all but those for which the ledger's state was chosen."""
    row = rows.get(id(change))
    return row is not None and bool(row.steps) and not row.fault and change.choice != Choice.KEEP


def _tell(change: WorkbookChange, row: Row) -> None:
    """The outcome of a row after its steps have been tried."""
    change.fault = row.fault
    if row.fault:
        change.outcome = Outcome.FAULT
    elif not row.steps:
        change.outcome = Outcome.SAME
    elif change.news or change.seen is None:
        change.outcome = Outcome.CONFLICT
    else:
        change.outcome = Outcome.CHANGE


def _told_steps(row: Row, pen: GatheringPen) -> list[dict[str, Any]]:
    """The steps with old and new values, as the page shows them."""
    before = _standing(row, pen)
    told = []
    for verb in row.steps:
        pairs = [(name, before.get(name, ""), _text(getattr(row.wishes, name))) for name in _SHOWN[verb]]
        cells = [
            {"name": str(row.milestone or HEADINGS[name]), "before": old, "after": new}
            for name, old, new in pairs
            if new != old
        ]
        told.append({"verb": verb, "cells": cells})
    return told


def _standing(row: Row, pen: GatheringPen) -> dict[str, str]:
    """What the ledger holds now of the cells that steps show."""
    if row.milestone:
        return {"reached_on": _text(row.milestone.done_on)}
    measure, unit = row.part.measure, row.part.unit
    cycle_on = row.cycle_on or cycle_of(measure, clock.today())
    report: Report | None = pen.report(measure, unit, cycle_on) if unit else None
    standing = {
        "promised": _text(row.part.promised_on),
        "claimed": str(measure.claimed) if row.part.is_accountable else "",
        "due_wanted": _text(measure.due_on),
    }
    if report and _is_out(report):
        standing |= {"done": report.done, "obstacle": report.obstacle, "asked_for": report.asked_for}
        standing["claimed"] = str(report.claimed)
    return standing


def _is_out(report: Report) -> bool:
    """A draft, and what waits inside, is the unit's own: the page of a batch is read by the office."""
    was_out = report.state == ReportState.RETURNED and report.signed_by_id is not None
    return report.state == ReportState.SUBMITTED or was_out


def _text(value: object) -> str:
    return "" if value is None else str(value)
