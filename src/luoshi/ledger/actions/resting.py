"""Suspension, withdrawal, merging, and measures that stand without an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common.errors import UnmetConditionError
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import Paper, enter, facts_of, leave, need_reason
from luoshi.ledger.actions.reviewing import set_due
from luoshi.ledger.states import DONE, OPEN, DueSource, State

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure


@transaction.atomic
def suspend(measure: Measure, *, by: User, reason: str, paper: Paper | None = None) -> Measure:
    """Stop the clocks for a time, with a reason; everybody still sees it."""
    measure = enter(measure, "suspend", by=by, paper=paper)
    before, note = facts_of(measure), need_reason(reason)
    measure.suspended_from = measure.state
    telling.tell_units(measure, "measure.suspended", reason=note)
    return leave(measure, "suspend", by=by, before=before, note=note, paper=paper)


@transaction.atomic
def resume(measure: Measure, *, by: User, note: str = "", paper: Paper | None = None) -> Measure:
    """Go on where it stopped."""
    measure = enter(measure, "resume", by=by, paper=paper)
    before = facts_of(measure)
    telling.tell_units(measure, "measure.resumed")
    return leave(measure, "resume", by=by, before=before, note=note, paper=paper)


@transaction.atomic
def withdraw(measure: Measure, *, by: User, reason: str, paper: Paper | None = None) -> Measure:
    """No longer asked for; stays visible for ever."""
    measure = enter(measure, "withdraw", by=by, paper=paper)
    before, note = facts_of(measure), need_reason(reason)
    _check_shares(measure)
    telling.tell_units(measure, "measure.withdrawn", reason=note)
    return leave(measure, "withdraw", by=by, before=before, note=note, paper=paper)


@transaction.atomic
def merge(measure: Measure, *, into: Measure, by: User, reason: str, paper: Paper | None = None) -> Measure:
    """Carry on as part of another measure that is still open; its units are told."""
    measure = enter(measure, "merge", by=by, paper=paper)
    before, note = facts_of(measure), need_reason(reason)
    _check_shares(measure)
    if into.pk == measure.pk or into.state not in OPEN:
        raise UnmetConditionError("merge_target", _("请选择另一项还在办理的措施作为并入对象。"))
    measure.merged_into = into
    telling.tell_units(measure, "measure.merged", into=into.code, reason=note)
    return leave(measure, "merge", by=by, before=before, note=note, paper=paper, into=into.code)


@transaction.atomic
def keep(measure: Measure, *, by: User, reason: str = "") -> Measure:
    """Let it stand without an end date; its report cycle goes on."""
    measure = enter(measure, "keep", by=by)
    before = facts_of(measure)
    measure.standing_wanted = True
    return leave(measure, "keep", by=by, before=before, note=reason.strip())


@transaction.atomic
def end_standing(measure: Measure, *, due_on: date, by: User, reason: str, paper: Paper | None = None) -> Measure:
    """Give a standing measure an end date."""
    measure = enter(measure, "end_standing", by=by, paper=paper)
    before, note = facts_of(measure), need_reason(reason)
    measure.standing_wanted = False
    set_due(measure, due_on, DueSource.HAND)
    telling.tell_units(measure, "measure.standing_ended", due_on=due_on.isoformat())
    return leave(measure, "end_standing", by=by, before=before, note=note, paper=paper)


def _check_shares(measure: Measure) -> None:
    """What units still work at cannot lose the measure above it."""
    ended = DONE | {State.WITHDRAWN, State.MERGED}
    if measure.children.exclude(state__in=ended).exists():
        raise UnmetConditionError("children_open", _("分解到下级的措施还在办理，请先处理下级措施。"))
