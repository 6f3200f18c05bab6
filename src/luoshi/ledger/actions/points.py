"""What a measure is accepted by: acceptance points, and the truths that follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.ledger.actions.door import need
from luoshi.ledger.actions.truths import refresh_truths
from luoshi.ledger.models import AcceptancePoint, Measure
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import DONE

if TYPE_CHECKING:
    from luoshi.accounts.models import User

FACTS = ("text", "wants_evidence", "is_recorded")


@transaction.atomic
def add_point(measure: Measure, *, text: str, by: User, wants_evidence: bool = False) -> AcceptancePoint:
    """Say one more thing that the measure is accepted by."""
    measure = _locked(measure, by=by)
    point = AcceptancePoint(measure=measure, position=measure.points.count(), wants_evidence=wants_evidence)
    point.text = _words(text)
    point.save()
    _keep(measure, "point.add", by=by, text=point.text)
    return point


@transaction.atomic
def change_point(
    point: AcceptancePoint,
    *,
    text: str,
    wants_evidence: bool,
    by: User,
    is_recorded: bool = False,
    seen: int | None = None,
) -> AcceptancePoint:
    """Change the words, whether evidence is asked for, or note that a record lies with the office."""
    measure = _locked(point.measure, by=by)
    point = lock(AcceptancePoint.objects.filter(measure=measure), point.pk)
    check_version(point, seen)
    point.text, point.wants_evidence, point.is_recorded = _words(text), wants_evidence, is_recorded
    next_version(point)
    point.save()
    _keep(measure, "point.change", by=by, text=point.text)
    return point


@transaction.atomic
def remove_point(point: AcceptancePoint, *, by: User) -> Measure:
    """Take a point away; one that carries evidence stays."""
    measure = _locked(point.measure, by=by)
    point = lock(AcceptancePoint.objects.filter(measure=measure), point.pk)
    if point.evidence.exists():
        raise UnmetConditionError("point_in_use", _("这个验收要点已有佐证材料，不能删除。可以修改它的文字。"))
    text = point.text
    point.delete()
    _keep(measure, "point.remove", by=by, text=text)
    return measure


def _locked(measure: Measure, *, by: User) -> Measure:
    require(RULES, "point.change", by, measure)
    measure = lock(Measure.objects.select_related("plan__owner", "plan__profile"), measure.pk)
    check_open(measure)
    return measure


def check_open(measure: Measure) -> None:
    """Refuse what comes after the closing."""
    if measure.state in DONE:
        raise IllegalMoveError("done_already", _("已经办结的措施不能再修改验收要点。"))


def _keep(measure: Measure, verb: str, *, by: User, text: str) -> None:
    refresh_truths(measure)
    next_version(measure)
    measure.save(update_fields=["evidenced", "verified", "version"])
    history.record(measure, verb, by=by, params={"text": text})


def _words(text: str) -> str:
    return need(text, "text_missing", _("请填写验收要点。"))[:300]
