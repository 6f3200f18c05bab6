"""Who may do what with workbooks and imports: one table of small predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.common.rules import Rules, predicate
from luoshi.ledger.rules import OFFICE, UNIT_PEOPLE, supervises, supervises_unit
from luoshi.units.duties import duties_of

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.summing_up.models import Parcel, WorkbookBatch
    from luoshi.units.models import Unit


@predicate
def works_with_workbooks(user: User, _subject: object) -> bool:
    """Holds a post through which workbooks go out or come back."""
    return duties_of(user).holds(*OFFICE, *UNIT_PEOPLE)


@predicate
def is_of_office(user: User, _subject: object) -> bool:
    return duties_of(user).holds(*OFFICE)


@predicate
def acts_for(user: User, unit: Unit) -> bool:
    """Liaison or head of the unit."""
    return duties_of(user).holds_in(unit.pk, *UNIT_PEOPLE)


@predicate
def made_it(user: User, subject: Parcel | WorkbookBatch) -> bool:
    return subject.by_id == user.pk


@predicate
def is_colleague(user: User, batch: WorkbookBatch) -> bool:
    """Supervisor or head of the office for which the batch was handed in, or of one above it."""
    return duties_of(user).covers(batch.unit.path, *OFFICE)


RULES: Rules = {
    "workbooks.see": works_with_workbooks,
    "workbook.download": acts_for | is_of_office,  # subject: the unit; the rows are those that the person sees
    "parcel.make": supervises,  # subject: the plan
    "parcel.fetch": made_it,
    "batch.add": works_with_workbooks,
    "batch.change": made_it | is_colleague,
    "imports.see": is_of_office,
    "import.add": supervises_unit,  # subject: the unit whose plan it will be
}
