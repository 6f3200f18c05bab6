"""What the units do between assignment and closing: sign, confirm a part, refuse, start, ask for closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock, next_version
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import Paper, enter, facts_of, leave, need_reason
from luoshi.ledger.models import Measure, Part
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import AT_WORK, State

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User


@transaction.atomic
def sign(
    measure: Measure,
    *,
    by: User,
    promised_on: date | None = None,
    person: str = "",
    seen: int | None = None,
    paper: Paper | None = None,
) -> Measure:
    """The accountable unit takes the measure up; a standing one begins to stand."""
    measure = enter(measure, "sign", by=by, seen=seen, paper=paper)
    before = facts_of(measure)
    part = lock(Part.objects.filter(measure=measure), measure.parts.get(is_accountable=True).pk)
    _sign_part(part, by=by, promised_on=promised_on, person=person)
    telling.tell_office(measure, "measure.signed", by_unit=str(part.unit))
    measure = leave(measure, "sign", by=by, before=before, paper=paper)
    if measure.standing_wanted:
        return leave(measure, "keep", by=by, before=facts_of(measure))
    return measure


@transaction.atomic
def sign_part(
    part: Part, *, by: User, promised_on: date | None = None, note: str = "", paper: Paper | None = None
) -> Part:
    """Another unit confirms its part, and by when."""
    require(RULES, "record_paper" if paper else "part.sign", by, part)
    part = lock(Part.objects.select_related("measure__plan__owner", "unit"), part.pk)
    if part.measure.state not in AT_WORK:
        raise IllegalMoveError("not_at_work", _("这项措施目前不在办理中，不需要确认。"))
    if part.is_accountable:
        raise UnmetConditionError("accountable_signs", _("主责单位请用“签收”。"))
    part.note = note
    _sign_part(part, by=by, promised_on=promised_on, person="")
    telling.tell_unit(part.measure, part.measure.accountable, "measure.part_signed", by_unit=str(part.unit))
    return part


@transaction.atomic
def refuse(measure: Measure, *, by: User, reason: str, suggestion: str = "", paper: Paper | None = None) -> Measure:
    """The unit does not take it up: back to review, with reason and, if it likes, whose matter it is."""
    measure = enter(measure, "refuse", by=by, paper=paper)
    before = facts_of(measure)
    note = need_reason(reason)
    measure.bounces += 1
    measure.sign_by = None
    telling.tell_office(measure, "measure.refused", by_unit=str(measure.accountable), reason=note)
    return leave(measure, "refuse", by=by, before=before, note=note, paper=paper, suggestion=suggestion)


@transaction.atomic
def start(measure: Measure, *, by: User, paper: Paper | None = None) -> Measure:
    """Work has begun: steps are laid down (the first report starts a measure too)."""
    measure = enter(measure, "start", by=by, paper=paper)
    return leave(measure, "start", by=by, before=facts_of(measure), paper=paper)


@transaction.atomic
def request_close(
    measure: Measure, *, by: User, note: str, seen: int | None = None, paper: Paper | None = None
) -> Measure:
    """The unit holds that it is done; points that ask for evidence must have some, children must be done."""
    measure = enter(measure, "request_close", by=by, seen=seen, paper=paper)
    before = facts_of(measure)
    _check_evidence(measure)
    open_children = measure.children.exclude(
        state__in=(State.CLOSED, State.SIGNED_OFF, State.ARCHIVED, State.WITHDRAWN, State.MERGED)
    )
    if open_children.exists():
        raise UnmetConditionError("children_open", _("还有分解到下级的措施没有办结，请先办结下级措施。"))
    telling.tell_office(measure, "measure.close_requested", by_unit=str(measure.accountable))
    return leave(measure, "request_close", by=by, before=before, note=note.strip(), paper=paper)


def _sign_part(part: Part, *, by: User, promised_on: date | None, person: str) -> None:
    if part.signed_at:
        raise IllegalMoveError("signed_already", _("这一部分已经签收过了。"))
    part.signed_at, part.signed_by = clock.now(), by
    part.promised_on = promised_on
    part.person = person or part.person
    next_version(part)
    part.save()
    history.record(
        part.measure,
        "part.sign",
        by=by,
        params={
            "unit": str(part.unit),
            "promised_on": promised_on.isoformat() if promised_on else "",
            "note": part.note,
        },
    )


def _check_evidence(measure: Measure) -> None:
    missing = [
        point.text
        for point in measure.points.prefetch_related("evidence")
        if point.wants_evidence and not point.evidence.all()
    ]
    if missing:
        raise UnmetConditionError(
            "evidence_missing", _("验收要点“%(point)s”需要佐证材料，请先上传或填写链接。") % {"point": missing[0]}
        )
