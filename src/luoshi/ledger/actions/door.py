"""The one door for state: lock, check right and move, change, recompute the light, save, write the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, next_version
from luoshi.ledger.actions.pen import AT_ONCE
from luoshi.ledger.lights import Clock, colour_days
from luoshi.ledger.models import PaperApproval
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import AT_WORK, MOVES, State, Verb
from luoshi.units.queries.calendar import working_calendar

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.common.models import StoredFile
    from luoshi.ledger.actions.pen import Pen
    from luoshi.ledger.models import Measure
    from luoshi.units.working_days import WorkingCalendar

FACTS = (
    "state",
    "due_on",
    "first_due_on",
    "due_source",
    "accountable",
    "sign_by",
    "next_report_on",
    "claimed",
    "evidenced",
    "verified",
    "judgement",
    "grade",
    "bounces",
    "merged_into",
    "field",
    "text",
    "aim",
    "standing_wanted",
)
"""What the history holds of a measure."""


@dataclass(frozen=True)
class Paper:
    """An approval given on paper: by whom, when, and the scan if there is one."""

    approver: str
    approved_on: date
    scan: StoredFile | None = None


@dataclass(frozen=True)
class Returned:
    """A step that a unit wrote into a workbook: the name of the file, and the batch with which it came back."""

    workbook: str
    batch: int


Record = Paper | Returned
"""How a step came in that somebody only records for others."""


def enter(
    measure: Measure,
    verb: str,
    *,
    by: User,
    seen: int | None = None,
    paper: Record | None = None,
    pen: Pen = AT_ONCE,
) -> Measure:
    """Lock the measure and check that this person may take this step from where the measure stands.

    With `paper` the step was decided on paper, or written into a workbook, and the supervisor only records it.
    """
    locked = pen.measure(measure)
    check_right(verb, by=by, subject=locked, paper=paper)
    check_version(locked, seen)
    move = MOVES.get(verb)
    if move and locked.state not in move.sources:
        raise IllegalMoveError(
            "illegal_move",
            _("“%(code)s”现在是“%(state)s”，不能%(verb)s。请刷新页面查看最新情况。")
            % {"code": locked.code, "state": locked.get_state_display(), "verb": Verb(verb).label},
        )
    return locked


def leave(
    measure: Measure,
    verb: str,
    *,
    by: User | None,
    before: dict[str, Any],
    note: str = "",
    paper: Record | None = None,
    days: WorkingCalendar | None = None,
    pen: Pen = AT_ONCE,
    **params: Any,
) -> Measure:
    """Take the step: state, light and version change together with the history entry."""
    move = MOVES.get(verb)
    now = clock.now()
    if move:
        measure.state = move.target or State(measure.suspended_from)
        measure.state_since = now
    refresh_light(measure, days=days or pen.days())
    next_version(measure)
    pen.save(measure)
    if isinstance(paper, Paper) and by:
        approval = PaperApproval(
            measure=measure,
            verb=verb,
            approver=paper.approver,
            approved_on=paper.approved_on,
            scan=paper.scan,
            recorded_by=by,
            recorded_at=now,
        )
        pen.save(approval)
    after = history.snapshot(measure, FACTS)
    changed = [name for name in FACTS if before.get(name) != after[name]]
    pen.record(
        measure,
        f"measure.{verb}",
        by=by,
        before={name: before.get(name) for name in changed},
        after={name: after[name] for name in changed},
        params={**params, **told_of(paper), **({"note": note} if note else {})},
    )
    return measure


def check_right(verb: str, *, by: User, subject: Any, paper: Record | None) -> None:
    """Whether the person may take the step, or record it for the unit.

    What was decided on paper only the supervisor records; a workbook is handed in by him or by the unit itself.
    """
    if isinstance(paper, Returned) and RULES["record_paper"](by, subject):
        return
    require(RULES, "record_paper" if isinstance(paper, Paper) else verb, by, subject)


def told_of(paper: Record | None) -> dict[str, str | int]:
    """What the history says of how a step came in."""
    if isinstance(paper, Paper):
        return {"approver": paper.approver, "approved_on": paper.approved_on.isoformat()}
    return {"workbook": paper.workbook, "batch": paper.batch} if paper else {}


def facts_of(measure: Measure) -> dict[str, Any]:
    """What the history compares with after the change."""
    return history.snapshot(measure, FACTS)


def change_of(measure: Measure, verb: str, *, before: dict[str, Any], **params: Any) -> history.Change:
    """The history entry of one measure among many: only what differs from before."""
    after = facts_of(measure)
    names = [name for name in FACTS if before.get(name) != after[name]]
    return history.Change(
        measure,
        verb,
        before={name: before.get(name) for name in names},
        after={name: after[name] for name in names},
        params=params,
    )


def refresh_light(measure: Measure, *, days: WorkingCalendar | None = None) -> None:
    """Recompute the days of the colours; the caller saves."""
    missed = (
        tuple(milestone.due_on for milestone in measure.milestones.all() if milestone.done_on is None)
        if measure.pk and measure.state in AT_WORK
        else ()
    )
    profile = measure.plan.profile
    measure.yellow_on, measure.red_on = colour_days(
        Clock(
            state=measure.state,
            due_on=measure.due_on,
            sign_by=measure.sign_by,
            next_report_on=measure.next_report_on,
            milestones=missed,
            warning_days=profile.warning_days,
        ),
        days or working_calendar(),
    )


def need(text: str, code: str, sentence: Any) -> str:
    """The text without white space at its ends; refused if there is nothing."""
    words = text.strip()
    if not words:
        raise UnmetConditionError(code, sentence)
    return words


def need_reason(reason: str) -> str:
    """A reason that has to be given."""
    return need(reason, "reason_missing", _("请写明理由。"))
