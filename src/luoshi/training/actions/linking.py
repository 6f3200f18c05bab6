"""A commitment becomes work: linked to a measure that there is, or proposed to the office as a new one.

From then on its sentence, and nothing else of the reflection, is shown with the measure; the author agrees to that
first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.ledger.actions.matters import propose_matter
from luoshi.ledger.models import Measure
from luoshi.ledger.states import Matter
from luoshi.training.actions.commitments import WITH_AUTHOR
from luoshi.training.queries.near_measures import measures_for, office_for
from luoshi.training.rules import RULES
from luoshi.training.states import CommitmentState

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.training.models import Commitment
    from luoshi.units.models import Unit

NOT_OFFERED = _("这项措施不在可以关联的范围内。")


@transaction.atomic
def link(
    commitment: Commitment, measure: Measure, *, by: User, has_agreed: bool, seen: int | None = None
) -> Commitment:
    """The commitment is carried out with a measure that there is."""
    commitment = _enter(commitment, by=by, has_agreed=has_agreed, seen=seen)
    if not measures_for(commitment, by).filter(pk=measure.pk).exists():
        raise UnmetConditionError("not_offered", NOT_OFFERED)
    return _join(commitment, lock(Measure.objects.all(), measure.pk), "link", by=by)


@transaction.atomic
def propose(
    commitment: Commitment,
    *,
    by: User,
    has_agreed: bool,
    unit: Unit | None = None,
    due_on: date | None = None,
    seen: int | None = None,
) -> Commitment:
    """Put it before the supervision office as a new measure; the trainee's unit leads unless another is named."""
    commitment = _enter(commitment, by=by, has_agreed=has_agreed, seen=seen)
    lead = unit or commitment.home
    if lead is None:
        raise UnmetConditionError("unit_missing", _("名册中没有登记您的单位，请选择由哪个单位承办。"))
    office = office_for(lead)
    if office is None:
        raise UnmetConditionError("office_missing", _("还没有负责督办这个单位的督查室，请联系系统管理员。"))
    measure = propose_matter(
        office,
        matter=Matter.COMMITMENT,
        text=commitment.what,
        unit=lead,
        by=by,
        due_on=due_on or commitment.due_on,
        field=commitment.field,
        origin=_("“%(title)s”学员承诺") % {"title": commitment.training_class.title},
    )
    return _join(commitment, measure, "propose", by=by)


@transaction.atomic
def unlink(commitment: Commitment, *, by: User, seen: int | None = None) -> Commitment:
    """Take the sentence back from the measure; the measure itself goes its own way."""
    locked = lock(WITH_AUTHOR.select_related("measure"), commitment.pk)
    require(RULES, "commitment.change", by, locked)
    check_version(locked, seen)
    measure = locked.measure
    if measure is None:
        raise IllegalMoveError("not_linked", _("这一项没有与措施关联。"))
    locked.measure = locked.linked_at = locked.linked_by = None
    next_version(locked)
    locked.save()
    history.record(locked, "commitment.unlink", by=by, before={"measure": measure.pk}, after={"measure": None})
    history.record(lock(Measure.objects.all(), measure.pk), "measure.commitment_gone", by=by)
    return locked


def _enter(commitment: Commitment, *, by: User, has_agreed: bool, seen: int | None) -> Commitment:
    locked = lock(WITH_AUTHOR.select_related("trainee__field", "measure"), commitment.pk)
    require(RULES, "commitment.change", by, locked)
    check_version(locked, seen)
    if locked.state != CommitmentState.ACCEPTED:
        raise IllegalMoveError("not_accepted", _("这一项还没有采纳，请先采纳。"))
    if locked.measure_id is not None:
        raise IllegalMoveError("linked_already", _("这一项已与措施关联。"))
    if not has_agreed:
        sentence = _("这句话会显示在措施页面上，请先勾选同意。心得的其他内容不会显示。")
        raise UnmetConditionError("not_agreed", sentence)
    return locked


def _join(commitment: Commitment, measure: Measure, verb: str, *, by: User) -> Commitment:
    commitment.measure, commitment.linked_at, commitment.linked_by = measure, clock.now(), by
    next_version(commitment)
    commitment.save()
    told = {"code": measure.code}
    history.record(commitment, f"commitment.{verb}", by=by, after={"measure": measure.pk}, params=told)
    title = commitment.training_class.title
    history.record(measure, "measure.commitment", by=by, params={"class": title})
    return commitment
