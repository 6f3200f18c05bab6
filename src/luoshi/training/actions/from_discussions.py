"""What a class discussed becomes a commitment: a question or an outcome, taken on by oneself or put to somebody.

Nobody commits another: what is put to a trainee or a unit waits until they accept it themselves. The words are the
class's own; the history holds their digest all the same, because what somebody intends is his.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.notices.actions import notify
from luoshi.training.actions.commitments import FACTS, WITH_AUTHOR
from luoshi.training.models import Commitment, Outcome, Question, Trainee
from luoshi.training.queries.follow_ups import people_behind
from luoshi.training.rules import RULES
from luoshi.training.states import CommitmentState, TraineeState

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

LONGEST = 2_000
MOST = 200
"""Commitments of one question or outcome: more are a mistake."""


@transaction.atomic
def take_on(origin: Question | Outcome, *, what: str, by: User, **facts: Any) -> Commitment:
    """A trainee of the class takes a question or outcome up himself (facts: see commitments.FACTS)."""
    require(RULES, "commitment.take_on", by, origin)
    enrolled = Trainee.objects.filter(user=by, state=TraineeState.ENROLLED)
    trainee = enrolled.get(training_class=origin.session.training_class_id)
    made = _new(origin, what, trainee=trainee, unit=None, by=by, facts=facts)
    made.state, made.accepted_at = CommitmentState.ACCEPTED, clock.now()
    made.save()
    history.record(made, "commitment.take_on", by=by, after=_told(made), params=_origin(made))
    return made


@transaction.atomic
def put_to(
    origin: Question | Outcome,
    *,
    what: str,
    by: User,
    trainee: Trainee | None = None,
    unit: Unit | None = None,
    **facts: Any,
) -> Commitment:
    """Put it to one trainee of the class or to one unit, who accept it or do not (facts: see commitments.FACTS)."""
    require(RULES, "commitment.put", by, origin)
    if (trainee is None) == (unit is None):
        raise UnmetConditionError("one_of_two", _("请选择一名学员或一个单位，只选其一。"))
    if trainee is not None and not _is_enrolled(trainee, origin):
        raise UnmetConditionError("other_class", _("这名学员不在本班。"))
    if unit is not None and unit.closed_on is not None:
        raise UnmetConditionError("unit_closed", _("这个单位已经撤销，请选择别的单位。"))
    made = _new(origin, what, trainee=trainee, unit=unit, by=by, facts=facts)
    told = people_behind(made)
    if not told:
        raise UnmetConditionError("nobody_there", _("还没有登记这个单位的联络员，没有人能确认，请先联系系统管理员。"))
    made.save()
    history.record(made, "commitment.put", by=by, after=_told(made), params=_origin(made))
    params = {"class": made.training_class.title, "session": origin.session.title}
    notify(told, "training.commitment_put", url=reverse("training:follow_ups"), params=params)
    return made


@transaction.atomic
def take_back(commitment: Commitment, *, by: User) -> None:
    """What was put to somebody and not yet decided on is taken back."""
    locked = lock(WITH_AUTHOR, commitment.pk)
    require(RULES, "commitment.take_back", by, locked)
    if locked.state != CommitmentState.OFFERED:
        raise IllegalMoveError("decided", _("对方已经作出决定，不能收回。"))
    history.record(locked, "commitment.take_back", by=by, before=_told(locked))
    locked.delete()


def _is_enrolled(trainee: Trainee, origin: Question | Outcome) -> bool:
    return trainee.training_class_id == origin.session.training_class_id and trainee.state == TraineeState.ENROLLED


def _new(
    origin: Question | Outcome,
    what: str,
    *,
    trainee: Trainee | None,
    unit: Unit | None,
    by: User,
    facts: dict[str, Any],
) -> Commitment:
    """A commitment that is not saved yet; the same thing is not put to the same person or unit twice."""
    held = _locked(origin)
    if isinstance(held, Outcome) and held.handed_over_at is None:
        raise UnmetConditionError("draft", _("成果提交全班以后，才能认领。"))
    words = what.strip()
    if not words:
        raise UnmetConditionError("what_missing", _("请写明做什么。"))
    if len(words) > LONGEST:
        raise UnmetConditionError("too_long", _("最多%(most)s字。") % {"most": LONGEST})
    rows = held.commitments.exclude(state=CommitmentState.DROPPED)
    if rows.filter(trainee=trainee, unit=unit).exists():
        raise UnmetConditionError("put_already", _("这件事已经由对方认领或正等对方确认。"))
    if rows.count() >= MOST:
        raise UnmetConditionError("too_many", _("这件事的承诺事项已达上限。"))
    made = Commitment(training_class=held.session.training_class, trainee=trainee, unit=unit, offered_by=by)
    made.question = held if isinstance(held, Question) else None
    made.outcome = held if isinstance(held, Outcome) else None
    made.sentence, made.start, made.end, made.what = held.text[:LONGEST], 0, 0, words
    for name in FACTS[1:]:
        setattr(made, name, facts.get(name) or getattr(made, name))
    return made


def _locked(origin: Question | Outcome) -> Question | Outcome:
    if isinstance(origin, Question):
        return lock(Question.objects.select_related("session__training_class__owner"), origin.pk)
    return lock(Outcome.objects.select_related("session__training_class__owner"), origin.pk)


def _told(commitment: Commitment) -> dict[str, Any]:
    words = {name: history.digest(getattr(commitment, name)) for name in ("what", "with_whom", "seen_by")}
    return history.snapshot(commitment, ("state", "due_on", "trainee", "unit")) | words


def _origin(commitment: Commitment) -> dict[str, str]:
    return {"session": commitment.session.title if commitment.session else ""}
