"""Who may do what with plans and measures: one table of small predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from luoshi.common.rules import Rules, predicate
from luoshi.ledger.models import (
    Comment,
    Evidence,
    Extension,
    Indicator,
    Measure,
    Obstacle,
    Part,
    Plan,
    Report,
    SavedView,
    UrgingSlip,
    Verification,
)
from luoshi.ledger.states import DRAFT
from luoshi.units.duties import duties_of
from luoshi.units.states import Role

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

OFFICE = (Role.OFFICE_HEAD, Role.SUPERVISOR)
UNIT_PEOPLE = (Role.LIAISON, Role.UNIT_HEAD)


def plan_of(subject: Any) -> Plan:
    """The plan that a subject is or belongs to."""
    if isinstance(subject, Plan):
        return subject
    if isinstance(subject, Indicator):
        return subject.plan
    return measure_of(subject).plan


def measure_of(subject: Any) -> Measure:
    """The measure that a subject is or hangs on."""
    if isinstance(subject, Measure):
        return subject
    hanging: Part | Report | Obstacle | Extension | UrgingSlip | Verification | Evidence | Comment = subject
    return hanging.measure


def _shared_it_out(user: User, subject: Any, *roles: str) -> bool:
    """Acts for the unit that broke the measure above down: it supervises what it has handed on."""
    if isinstance(subject, Plan | Indicator):
        return False
    above = measure_of(subject).parent
    return above is not None and above.accountable_id in duties_of(user).unit_ids(*roles)


@predicate
def is_of_office(user: User, subject: Any) -> bool:
    """Supervisor or head of the office that runs the plan, or of one above it."""
    return duties_of(user).covers(plan_of(subject).owner.path, *OFFICE)


@predicate
def supervises(user: User, subject: Any) -> bool:
    """Supervisor or head of the office that runs the plan, or of one above it; or whoever handed the share on."""
    return is_of_office(user, subject) or _shared_it_out(user, subject, *UNIT_PEOPLE)


@predicate
def supervises_unit(user: User, unit: Unit) -> bool:
    return duties_of(user).covers(unit.path, *OFFICE)


@predicate
def heads_office(user: User, subject: Any) -> bool:
    """Head of the office that runs the plan; of a share also the head of the unit that handed it on."""
    is_head = duties_of(user).covers(plan_of(subject).owner.path, Role.OFFICE_HEAD)
    return is_head or _shared_it_out(user, subject, Role.UNIT_HEAD)


@predicate
def audits(user: User, subject: Any) -> bool:
    """Auditor of the plan's unit or of one above it."""
    return duties_of(user).covers(plan_of(subject).owner.path, Role.AUDITOR)


@predicate
def leads(user: User, subject: Any) -> bool:
    """Leader of the measure's field, or a leader of the plan's unit whose post names no field."""
    plan = plan_of(subject)
    field_id = None if isinstance(subject, Plan) else measure_of(subject).field_id
    return any(
        (duty.field_id is None and (plan.owner.path or "").startswith(duty.unit_path))
        or (field_id is not None and duty.field_id == field_id)
        for duty in duties_of(user).of(Role.LEADER)
    )


@predicate
def leads_there(user: User, subject: Any) -> bool:
    """Leader of any field, or of all, in the plan's unit or above it."""
    return duties_of(user).covers(plan_of(subject).owner.path, Role.LEADER)


@predicate
def acts_for_accountable(user: User, subject: Any) -> bool:
    """Liaison or head of the accountable unit."""
    accountable_id = measure_of(subject).accountable_id
    return accountable_id is not None and accountable_id in duties_of(user).unit_ids(*UNIT_PEOPLE)


@predicate
def heads_accountable(user: User, subject: Any) -> bool:
    accountable_id = measure_of(subject).accountable_id
    return accountable_id is not None and accountable_id in duties_of(user).unit_ids(Role.UNIT_HEAD)


@predicate
def acts_for_unit(user: User, subject: Part | Report | Obstacle | UrgingSlip | Evidence) -> bool:
    """Liaison or head of the unit that the subject belongs to."""
    return subject.unit_id is not None and subject.unit_id in duties_of(user).unit_ids(*UNIT_PEOPLE)


@predicate
def heads_unit(user: User, subject: Report) -> bool:
    return subject.unit_id in duties_of(user).unit_ids(Role.UNIT_HEAD)


@predicate
def has_part(user: User, subject: Any) -> bool:
    """Liaison or head of any unit with a part in the measure."""
    own = duties_of(user).unit_ids(*UNIT_PEOPLE)
    return bool(own) and any(part.unit_id in own for part in measure_of(subject).parts.all())


@predicate
def belongs_to_accountable(user: User, subject: Any) -> bool:
    """Holds any post in the accountable unit or below it."""
    accountable = measure_of(subject).accountable
    path = accountable.path if accountable else None
    return path is not None and any(duty.unit_path.startswith(path) for duty in duties_of(user).all)


@predicate
def registered_it(user: User, subject: Any) -> bool:
    """The supervisor who registered this measure, and therefore does not verify it."""
    return measure_of(subject).created_by_id == user.pk


@predicate
def is_appointed_verifier(user: User, subject: Any) -> bool:
    return any(
        verification.verifier_id == user.pk and verification.accepted_at is None
        for verification in measure_of(subject).verifications.all()
    )


@predicate
def is_assigned(_user: User, subject: Any) -> bool:
    """The units see a measure once it has been assigned."""
    return measure_of(subject).state not in DRAFT


@predicate
def owns_obstacle(user: User, obstacle: Obstacle) -> bool:
    return obstacle.owner_id == user.pk


@predicate
def wrote_it(user: User, subject: Comment | Evidence) -> bool:
    return subject.by_id == user.pk


@predicate
def owns_view(user: User, view: SavedView) -> bool:
    return view.owner_id == user.pk


@predicate
def works_in_office(user: User, _subject: object) -> bool:
    """Supervisor or head of an office, wherever."""
    return duties_of(user).holds(*OFFICE)


@predicate
def works_on_ledger(user: User, _subject: object) -> bool:
    """Holds a post through which measures are seen."""
    return duties_of(user).holds(*OFFICE, *UNIT_PEOPLE, Role.LEADER, Role.VERIFIER, Role.AUDITOR)


@predicate
def reports(user: User, _subject: object) -> bool:
    return duties_of(user).holds(*UNIT_PEOPLE)


@predicate
def verifies(user: User, _subject: object) -> bool:
    return duties_of(user).holds(*OFFICE, Role.VERIFIER)


_decides = heads_office | leads

RULES: Rules = {
    "ledger.see": works_on_ledger,
    "reports.see": reports,  # what the own unit has to report
    "reviews.see": works_on_ledger,  # extensions and obstacles
    "checks.see": verifies,
    "suspects.see": works_in_office,
    "view.change": owns_view,
    "plan.start": works_in_office,
    "plan.add": supervises_unit,  # subject: the unit whose plan it will be
    "plan.change": supervises,
    "indicator.serve": supervises,  # subject: the measure, and the indicator
    "indicator.value": supervises,  # subject: the indicator
    "plan.name_units": supervises,  # units that its text names: aliases, and new ones in the plan's own area
    "plan.study": supervises | leads_there | audits,  # the drafts beside the text, as far as one sees them
    "plan.review": supervises | leads_there,
    "plan.archive": heads_office,
    "profile.see": works_in_office,
    "profile.change": supervises_unit,
    "measure.add": supervises,  # subject: the plan
    "measure.edit": supervises,
    "measure.judge": supervises,
    "measure.share": supervises | acts_for_accountable,
    "measure.share_widely": is_of_office,  # to any unit of the place, not only to those below
    "record_paper": supervises,
    # the life cycle, verb by verb
    "submit": supervises,
    "return_review": _decides,
    "drop": supervises,
    "assign": _decides,
    "refuse": acts_for_accountable,
    "reassign": _decides | supervises,
    "sign": acts_for_accountable,
    "start": acts_for_accountable,
    "keep": supervises,
    "end_standing": _decides,
    "request_close": acts_for_accountable,
    "return_close": supervises | leads,
    "appoint_verifier": heads_office,
    "verify": is_appointed_verifier & ~belongs_to_accountable,
    "return_verification": is_appointed_verifier | heads_office,
    "close": heads_office,
    "sign_off": _decides,
    "archive": supervises,
    "suspend": leads,
    "resume": leads,
    "withdraw": leads,
    "merge": leads,
    # beside it
    "spot_check": heads_office,
    "part.sign": acts_for_unit,
    "part.change": supervises,
    "extension.ask": acts_for_accountable,
    "extension.decide": _decides,
    "urge": supervises,
    "slip.answer": acts_for_unit,
    "report.write": acts_for_unit,
    "report.release": heads_unit,
    "report.return": supervises,
    "report.mask": acts_for_unit | supervises,
    "evidence.add": acts_for_unit,
    "evidence.purge": heads_office,
    "obstacle.answer": owns_obstacle | supervises | leads,
    "obstacle.settle": supervises | acts_for_unit,
    "point.change": supervises,
    "milestone.change": supervises | (acts_for_accountable & is_assigned),
    "source.settle": supervises,
    "comment.add": supervises | leads | (has_part & is_assigned) | is_appointed_verifier,
}
