"""From a file to a draft that could be handed in: taking it in, and accepting everything that is suggested."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import next_version
from luoshi.ledger.actions.door import change_of, facts_of
from luoshi.ledger.actions.naming import NameChoice, all_areas, give_rest, settle_names
from luoshi.ledger.actions.parts import confirm_parts
from luoshi.ledger.actions.plans import Defaults, make_plan, set_defaults
from luoshi.ledger.models import Measure, Plan
from luoshi.ledger.queries.breakdown import rows_of
from luoshi.ledger.queries.names import Meaning, UnknownName, unknown_names
from luoshi.ledger.queries.plans import suggested_due
from luoshi.ledger.rules import RULES
from luoshi.library.actions.documents import add_document
from luoshi.library.causes import sentence_for
from luoshi.library.models import Document
from luoshi.library.states import ReadingState

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.units.models import Unit


def plan_from_file(file: BinaryIO, *, name: str, size: int, owner: Unit, by: User) -> Plan:
    """Take a file into the library and break it down at once; a file that is known already leads to its plan.

    One that cannot be read is kept in the library and refused here, with what to do.
    """
    require(RULES, "plan.add", by, owner)
    document = _known(file, owner) or add_document(file, name=name, size=size, owner=owner, by=by)
    plan = Plan.objects.filter(document=document, owner=owner).first()
    return plan or plan_from_document(document, owner=owner, by=by)


def plan_from_document(document: Document, *, owner: Unit, by: User) -> Plan:
    """Break a document of the library down, if its text could be read."""
    if document.state != ReadingState.READY:
        raise UnmetConditionError(
            "document_unread",
            _("“%(title)s”已存入文件库，但不能拆解：%(why)s")
            % {"title": document.title, "why": sentence_for(document)},
        )
    return make_plan(document, owner=owner, by=by)


@transaction.atomic
def accept_suggestions(plan: Plan, *, by: User) -> Plan:
    """Everything that is suggested, in one step: names, a unit for what names none, fields, accountable units, the end
    date. What somebody has set already stays."""
    require(RULES, "plan.change", by, plan)
    settle_names(plan, _choices(plan, unknown_names(plan)), by=by)
    give_rest(plan, plan.owner, by=by)
    _accept_fields(plan, by=by)
    confirm_parts(plan, by=by)
    plan.refresh_from_db()
    if plan.default_due_on is not None or plan.profile.done_days is not None:
        return plan
    defaults = Defaults(
        default_due_on=suggested_due(plan, clock.today()),
        cycle=plan.cycle,
        cycle_day=plan.cycle_day,
        profile=plan.profile,
        head_signs_reports=plan.head_signs_reports,
    )
    return set_defaults(plan, defaults, seen=plan.version, by=by)


def _choices(plan: Plan, names: list[UnknownName]) -> list[NameChoice]:
    """What the proposals say; a name left alone is no choice."""
    areas = all_areas(plan) if any(name.proposal is Meaning.AREAS for name in names) else ()
    made = {
        Meaning.UNIT: lambda name: NameChoice(name.printed, units=(name.unit,)),
        Meaning.NEW: lambda name: NameChoice(name.printed, new_name=name.new_name),
        Meaning.AREAS: lambda name: NameChoice(name.printed, units=areas),
    }
    return [made[name.proposal](name) for name in names if name.proposal in made]


def _accept_fields(plan: Plan, *, by: User) -> None:
    rows = [row for row in rows_of(plan, by) if row.is_draft and row.hint.field]
    changes = []
    for row in rows:
        before = facts_of(row.measure)
        row.measure.field = row.hint.field
        next_version(row.measure)
        changes.append(change_of(row.measure, "measure.edit", before=before))
    Measure.objects.bulk_update([row.measure for row in rows], ["field", "version"], batch_size=200)
    history.record_many(changes, by=by)


def _known(file: BinaryIO, owner: Unit) -> Document | None:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any open binary file will do
    file.seek(0)
    return Document.objects.filter(owner=owner, file__sha256=digest).first()
