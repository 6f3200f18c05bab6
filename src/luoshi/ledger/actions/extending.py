"""Extensions: asked for before the due date, decided by others; the first due date is never overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.versions import lock, next_version
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import Paper, Record, enter, facts_of, leave, need_reason
from luoshi.ledger.actions.pen import AT_ONCE, Pen, step
from luoshi.ledger.models import Extension
from luoshi.ledger.states import AT_WORK, Decision, DueSource

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure


@step
def ask_extension(
    measure: Measure,
    *,
    due_wanted: date,
    reason: str,
    by: User,
    paper: Record | None = None,
    pen: Pen = AT_ONCE,
) -> Extension:
    """Ask for a later date while the date in force has not passed yet."""
    measure = enter(measure, "extension.ask", by=by, paper=paper, pen=pen)
    before, note = facts_of(measure), need_reason(reason)
    if measure.state not in AT_WORK or measure.due_on is None or measure.accountable is None:
        raise IllegalMoveError("nothing_to_extend", _("这项措施现在没有可以延期的完成时限。"))
    if clock.today() > measure.due_on:
        raise UnmetConditionError("too_late", _("已超过完成时限，不能再申请延期。请先说明情况，由督查室处理。"))
    if due_wanted <= measure.due_on:
        raise UnmetConditionError("not_later", _("申请的日期应晚于现在的完成时限。"))
    if any(asked.decision == Decision.OPEN for asked in measure.extensions.all()):
        raise UnmetConditionError("asked_already", _("已有一份延期申请在等待决定。"))
    extension = Extension(
        measure=measure,
        unit=measure.accountable,
        due_before=measure.due_on,
        due_wanted=due_wanted,
        reason=note,
        asked_by=by,
        asked_at=clock.now(),
    )
    pen.save(extension)
    pen.tell_office(measure, "extension.asked", due_wanted=due_wanted.isoformat())
    until = due_wanted.isoformat()
    leave(measure, "extension_ask", by=by, before=before, note=note, paper=paper, pen=pen, due_wanted=until)
    return extension


@transaction.atomic
def decide_extension(
    extension: Extension, *, granted: bool, by: User, answer: str = "", paper: Paper | None = None
) -> Extension:
    """Grant or deny; the date in force moves, the first date stays, and late by the first date stays visible."""
    measure = enter(extension.measure, "extension.decide", by=by, paper=paper)
    before = facts_of(measure)
    extension = lock(Extension.objects.all(), extension.pk)
    check_undecided(extension)
    if not granted:
        need_reason(answer)
    extension.decision = Decision.GRANTED if granted else Decision.DENIED
    extension.decided_by, extension.decided_at, extension.answer = by, clock.now(), answer.strip()
    next_version(extension)
    extension.save()
    if granted:
        measure.due_on, measure.due_source = extension.due_wanted, DueSource.HAND
    verb = "extension_grant" if granted else "extension_deny"
    telling.tell_unit(measure, measure.accountable, f"extension.{extension.decision}")
    leave(measure, verb, by=by, before=before, note=extension.answer, paper=paper)
    return extension


def check_undecided(extension: Extension) -> None:
    """Refuse a second decision."""
    if extension.decision != Decision.OPEN:
        raise IllegalMoveError("decided_already", _("这份延期申请已经有了决定。"))
