"""Who was away from a session, entered by the class head; every correction stays in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import UnmetConditionError
from luoshi.training.actions.door import enter
from luoshi.training.models import Absence
from luoshi.training.queries.classes import trainees_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from luoshi.accounts.models import User
    from luoshi.training.models import Session


@transaction.atomic
def enter_absences(session: Session, reasons: Mapping[int, str], *, by: User) -> int:
    """Set who was away (trainee → reason) from a session, whole; returns how many entries changed."""
    training_class = enter(session.training_class, "absence.enter", by=by)
    names = dict(trainees_of(training_class).values_list("pk", "name"))
    wanted = {number: reason.strip() for number, reason in reasons.items() if number in names}
    if any(not reason for reason in wanted.values()):
        raise UnmetConditionError("reason_missing", _("请为每名缺席学员填写事由。"))
    held = {absence.trainee_id: absence for absence in session.absences.filter(trainee__in=names)}
    entries: list[tuple[str, int, str, str]] = []
    for number, reason in wanted.items():
        old = held[number].reason if number in held else ""
        if old != reason:
            values = {"reason": reason[:120], "entered_by": by, "entered_at": clock.now()}
            Absence.objects.update_or_create(session=session, trainee_id=number, defaults=values)
            entries.append(("absence.change" if old else "absence.enter", number, old, reason))
    for number in held.keys() - wanted.keys():
        held[number].delete()
        entries.append(("absence.remove", number, held[number].reason, ""))
    changes = [
        history.Change(session, verb, {"reason": old}, {"reason": new}, {"name": names[number]})
        for verb, number, old, new in entries
    ]
    if changes:
        history.record_many(changes, by=by)
    return len(changes)
