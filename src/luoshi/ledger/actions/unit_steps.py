"""What the units do between assignment and closing: sign, confirm a part, refuse, start, ask for closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.versions import next_version
from luoshi.ledger.actions.door import Record, check_right, enter, facts_of, leave, need_reason, told_of
from luoshi.ledger.actions.pen import AT_ONCE, Pen, step
from luoshi.ledger.states import AT_WORK, DONE, State

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure, Part

_SETTLED = DONE | {State.WITHDRAWN, State.MERGED}
"""States of a child that no longer keeps its parent open."""


@step
def sign(
    measure: Measure,
    *,
    by: User,
    promised_on: date | None = None,
    person: str = "",
    seen: int | None = None,
    paper: Record | None = None,
    pen: Pen = AT_ONCE,
) -> Measure:
    """The accountable unit takes the measure up; a standing one begins to stand."""
    measure = enter(measure, "sign", by=by, seen=seen, paper=paper, pen=pen)
    before = facts_of(measure)
    part = pen.part(next(part for part in measure.parts.all() if part.is_accountable))
    _sign_part(part, by=by, promised_on=promised_on, person=person, paper=paper, pen=pen)
    pen.tell_office(measure, "measure.signed", by_unit=str(part.unit))
    measure = leave(measure, "sign", by=by, before=before, paper=paper, pen=pen)
    if measure.standing_wanted:
        return leave(measure, "keep", by=by, before=facts_of(measure), pen=pen)
    return measure


def check_at_work(measure: Measure) -> None:
    """Refuse a part's own step where the whole is not at work."""
    if measure.state not in AT_WORK:
        raise IllegalMoveError("not_at_work", _("这项措施目前不在办理中，不需要确认。"))


@step
def sign_part(
    part: Part,
    *,
    by: User,
    promised_on: date | None = None,
    note: str = "",
    paper: Record | None = None,
    pen: Pen = AT_ONCE,
) -> Part:
    """Another unit confirms its part, and by when."""
    check_right("part.sign", by=by, subject=part, paper=paper)
    part = pen.part(part)
    check_at_work(part.measure)
    if part.is_accountable:
        raise UnmetConditionError("accountable_signs", _("主责单位请用“签收”。"))
    part.note = note
    _sign_part(part, by=by, promised_on=promised_on, person="", paper=paper, pen=pen)
    pen.tell_unit(part.measure, part.measure.accountable, "measure.part_signed", by_unit=str(part.unit))
    return part


@step
def refuse(
    measure: Measure,
    *,
    by: User,
    reason: str,
    suggestion: str = "",
    paper: Record | None = None,
    pen: Pen = AT_ONCE,
) -> Measure:
    """The unit does not take it up: back to review, with reason and, if it likes, whose matter it is."""
    measure = enter(measure, "refuse", by=by, paper=paper, pen=pen)
    before = facts_of(measure)
    note = need_reason(reason)
    measure.bounces += 1
    measure.sign_by = None
    pen.tell_office(measure, "measure.refused", by_unit=str(measure.accountable), reason=note)
    return leave(measure, "refuse", by=by, before=before, note=note, paper=paper, pen=pen, suggestion=suggestion)


@step
def start(measure: Measure, *, by: User, paper: Record | None = None, pen: Pen = AT_ONCE) -> Measure:
    """Work has begun: steps are laid down (the first report starts a measure too)."""
    measure = enter(measure, "start", by=by, paper=paper, pen=pen)
    return leave(measure, "start", by=by, before=facts_of(measure), paper=paper, pen=pen)


@step
def request_close(
    measure: Measure,
    *,
    by: User,
    note: str,
    seen: int | None = None,
    paper: Record | None = None,
    pen: Pen = AT_ONCE,
) -> Measure:
    """The unit holds that it is done; points that ask for evidence must have some, children must be done."""
    measure = enter(measure, "request_close", by=by, seen=seen, paper=paper, pen=pen)
    before = facts_of(measure)
    _check_evidence(measure)
    if any(child.state not in _SETTLED for child in measure.children.all()):
        raise UnmetConditionError("children_open", _("还有分解到下级的措施没有办结，请先办结下级措施。"))
    pen.tell_office(measure, "measure.close_requested", by_unit=str(measure.accountable))
    return leave(measure, "request_close", by=by, before=before, note=note.strip(), paper=paper, pen=pen)


def _sign_part(part: Part, *, by: User, promised_on: date | None, person: str, paper: Record | None, pen: Pen) -> None:
    if part.signed_at:
        raise IllegalMoveError("signed_already", _("这一部分已经签收过了。"))
    part.signed_at, part.signed_by = clock.now(), by
    part.promised_on = promised_on
    part.person = person or part.person
    next_version(part)
    pen.save(part)
    pen.record(
        part.measure,
        "part.sign",
        by=by,
        params={
            "unit": str(part.unit),
            "promised_on": promised_on.isoformat() if promised_on else "",
            "note": part.note,
            **told_of(paper),
        },
    )


def _check_evidence(measure: Measure) -> None:
    prefetch_related_objects([measure], "points__evidence")
    wanting = (point for point in measure.points.all() if point.wants_evidence)
    missing = [point.text for point in wanting if all(one.purged_reason for one in point.evidence.all())]
    if missing:
        raise UnmetConditionError(
            "evidence_missing", _("验收要点“%(point)s”需要佐证材料，请先上传或填写链接。") % {"point": missing[0]}
        )
