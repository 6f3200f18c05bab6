"""From the request to the archive: verification by somebody else, closing, signing off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock, next_version
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import Paper, enter, facts_of, leave, need, need_reason
from luoshi.ledger.actions.truths import refresh_truths
from luoshi.ledger.models import AcceptancePoint, Measure, Verification
from luoshi.ledger.queries.measures import forget_sights
from luoshi.ledger.rules import RULES, belongs_to_accountable, registered_it
from luoshi.ledger.states import OPEN, Grade, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from luoshi.accounts.models import User


@transaction.atomic
def return_close(measure: Measure, *, by: User, reason: str, paper: Paper | None = None) -> Measure:
    """Not done yet: back to work, with what is missing."""
    measure = enter(measure, "return_close", by=by, paper=paper)
    before, note = facts_of(measure), need_reason(reason)
    telling.tell_unit(measure, measure.accountable, "measure.returned", reason=note)
    return leave(measure, "return_close", by=by, before=before, note=note, paper=paper)


@transaction.atomic
def appoint_verifier(measure: Measure, *, verifier: User, by: User, exception_reason: str = "") -> Verification:
    """Name who looks: not of the accountable unit, not who registered the measure, unless an exception says why."""
    measure = enter(measure, "appoint_verifier", by=by)
    before = facts_of(measure)
    verification = _appointed(measure, verifier, by=by, exception_reason=exception_reason, is_spot_check=False)
    leave(measure, "appoint_verifier", by=by, before=before, verifier=str(verifier), exception=exception_reason)
    return verification


@transaction.atomic
def spot_check(measure: Measure, *, verifier: User, by: User, exception_reason: str = "") -> Verification:
    """Have somebody look at any time; the state stays."""
    require(RULES, "spot_check", by, measure)
    measure = lock(Measure.objects.select_related("plan__owner", "accountable"), measure.pk)
    if measure.state not in OPEN:
        raise IllegalMoveError("not_open", _("这项措施目前不在办理中，不能抽查。"))
    if measure.verifications.filter(verifier=verifier, is_spot_check=True, found_at=None).exists():
        raise UnmetConditionError("asked_already", _("已经请这位核查人抽查，等他提交意见即可。"))
    verification = _appointed(measure, verifier, by=by, exception_reason=exception_reason, is_spot_check=True)
    history.record(measure, "measure.spot_check", by=by, params={"verifier": str(verifier)})
    return verification


@transaction.atomic
def record_finding(
    verification: Verification,
    *,
    by: User,
    finding: str,
    grade: str,
    points: Mapping[int, str] | None = None,
) -> Verification:
    """What the verifier has found: words, a grade, and point by point what is fulfilled."""
    require(RULES, "verify", by, verification)
    measure = lock(
        Measure.objects.select_related("plan__owner", "plan__profile", "accountable"), verification.measure_id
    )
    verification = lock(Verification.objects.all(), verification.pk)
    if verification.verifier_id != by.pk:
        raise UnmetConditionError("other_verifier", _("这次核查由其他人负责。"))
    if verification.accepted_at is not None:
        raise IllegalMoveError("accepted_already", _("这次核查已有结论，核查意见不能再改。"))
    if measure.state not in (OPEN if verification.is_spot_check else {State.VERIFYING}):
        raise IllegalMoveError("not_verifying", _("这项措施现在不在核查中，请刷新页面查看最新情况。"))
    verification.finding = need(finding, "finding_missing", _("请写明核查意见。"))
    verification.grade = Grade(grade)
    verification.found_at = clock.now()
    if verification.is_spot_check:  # it asks for no decision
        verification.accepted_at = verification.found_at
    next_version(verification)
    verification.save()
    before = facts_of(measure)
    _find_points(measure, points or {}, by=by)
    refresh_truths(measure)
    leave(measure, "finding", by=by, before=before, grade=str(verification.grade))
    telling.tell_office(measure, "measure.found", grade=str(verification.get_grade_display()))
    return verification


@transaction.atomic
def return_verification(measure: Measure, *, by: User, reason: str) -> Measure:
    """The verification shows that it is not done: back to work."""
    measure = enter(measure, "return_verification", by=by)
    before, note = facts_of(measure), need_reason(reason)
    measure.verifications.filter(is_spot_check=False, accepted_at=None).update(accepted_at=clock.now())
    telling.tell_unit(measure, measure.accountable, "measure.returned", reason=note)
    return leave(measure, "return_verification", by=by, before=before, note=note)


@transaction.atomic
def close(measure: Measure, *, by: User, grade: str = "") -> Measure:
    """Accept the verifier's finding; the grade is the verifier's unless another is given."""
    measure = enter(measure, "close", by=by)
    before = facts_of(measure)
    found = measure.verifications.filter(is_spot_check=False, accepted_at=None).exclude(found_at=None).first()
    if found is None:
        raise UnmetConditionError("no_finding", _("核查人还没有提交核查意见，暂不能办结。"))
    Verification.objects.filter(pk=found.pk).update(accepted_at=clock.now())
    measure.grade = Grade(grade or found.grade)
    measure.closed_on = clock.today()
    telling.tell_units(measure, "measure.closed")
    return leave(measure, "close", by=by, before=before)


@transaction.atomic
def sign_off(measure: Measure, *, by: User, paper: Paper | None = None) -> Measure:
    """Strike it from the list; a parent only when all its children are."""
    measure = enter(measure, "sign_off", by=by, paper=paper)
    before = facts_of(measure)
    done = (State.SIGNED_OFF, State.ARCHIVED, State.WITHDRAWN, State.MERGED)
    if measure.children.exclude(state__in=done).exists():
        raise UnmetConditionError("children_open", _("还有分解到下级的措施没有销号，上级措施暂不能销号。"))
    return leave(measure, "sign_off", by=by, before=before, paper=paper)


@transaction.atomic
def archive(measure: Measure, *, by: User) -> Measure:
    """Put away; it stays readable."""
    measure = enter(measure, "archive", by=by)
    return leave(measure, "archive", by=by, before=facts_of(measure))


def _appointed(
    measure: Measure, verifier: User, *, by: User, exception_reason: str, is_spot_check: bool
) -> Verification:
    if belongs_to_accountable(verifier, measure):
        raise UnmetConditionError("own_unit", _("核查人不能来自主责单位，请另选一位。"))
    if registered_it(verifier, measure) and not exception_reason.strip():
        raise UnmetConditionError(
            "registered_it", _("核查人就是登记这项措施的督办员。请另选一位；确无他人时请写明例外理由。")
        )
    verification = Verification.objects.create(
        measure=measure,
        verifier=verifier,
        is_spot_check=is_spot_check,
        exception_reason=exception_reason.strip(),
        appointed_by=by,
        appointed_at=clock.now(),
    )
    forget_sights(verifier)
    telling.tell_person(measure, verifier, "measure.verifier_appointed")
    return verification


def _find_points(measure: Measure, points: Mapping[int, str], *, by: User) -> None:
    now = clock.now()
    for point in AcceptancePoint.objects.filter(measure=measure, pk__in=points):
        point.finding, point.found_by, point.found_at = points[point.pk], by, now
        next_version(point)
        point.save()
