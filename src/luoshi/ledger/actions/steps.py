"""One way to take any step of the table: pages, bulk actions and the API name a verb and hand in its values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock
from luoshi.common.errors import IllegalMoveError, RuleError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.ledger.actions import checking, extending, parts, resting, reviewing, unit_steps, urging
from luoshi.ledger.actions.door import Paper
from luoshi.ledger.actions.submitting import assign_measures
from luoshi.ledger.queries.offers import Offer, allowed
from luoshi.ledger.rules import RULES
from luoshi.ledger.verbs import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure

ACTS: dict[str, Callable[..., object]] = {
    "submit": reviewing.submit,
    "return_review": reviewing.return_review,
    "drop": reviewing.drop,
    "assign": reviewing.assign,
    "refuse": unit_steps.refuse,
    "reassign": parts.reassign,
    "sign": unit_steps.sign,
    "start": unit_steps.start,
    "keep": resting.keep,
    "end_standing": resting.end_standing,
    "request_close": unit_steps.request_close,
    "return_close": checking.return_close,
    "appoint_verifier": checking.appoint_verifier,
    "return_verification": checking.return_verification,
    "close": checking.close,
    "sign_off": checking.sign_off,
    "archive": checking.archive,
    "suspend": resting.suspend,
    "resume": resting.resume,
    "withdraw": resting.withdraw,
    "merge": resting.merge,
    "ask_extension": extending.ask_extension,
    "urge": urging.urge,
    "spot_check": checking.spot_check,
}
BULK_AT_MOST = 300
_WORDS = frozenset({"reason", "note", "text"})
_PLACEHOLDER = "—"
_TRIED_AT_ONCE = 25
"""So many measures are tried in one transaction: a long trial must not keep others from writing."""


@dataclass(frozen=True)
class Verdict:
    """Whether a measure can take a step; the sentence says why not."""

    measure: Measure
    sentence: str = ""

    @property
    def can_go(self) -> bool:
        return not self.sentence


class BulkRefusedError(UnmetConditionError):
    """Some of the measures cannot take the step, so none has; carries them with their reasons."""

    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        first = verdicts[0]
        super().__init__(
            "bulk_refused",
            _("有%(count)d项不能办理，因此一项都没有办。第一项：%(code)s，%(why)s")
            % {"count": len(verdicts), "code": first.measure.code, "why": first.sentence},
        )
        self.verdicts = tuple(verdicts)


def take(
    measure: Measure, verb: str, *, by: User, values: Mapping[str, Any] | None = None, paper: Paper | None = None
) -> object:
    """Take one step with the values that it takes; others are left aside, a missing choice is refused."""
    step = STEPS[verb]
    given = {name: value for name, value in (values or {}).items() if name in step.takes and value not in (None, "")}
    given = {name: "" for name in step.needs if name in _WORDS} | given  # the action says what is missing
    if missing := [name for name in step.needs if name not in given]:
        raise UnmetConditionError("value_missing", _("还缺少：%(names)s。") % {"names": ", ".join(missing)})
    if paper and not step.on_paper:
        raise UnmetConditionError("not_on_paper", _("这一步不能登记为纸质审批。"))
    return ACTS[verb](measure, by=by, **given, **({"paper": paper} if paper else {}))


def try_out(
    measures: Sequence[Measure], verb: str, *, by: User, values: Mapping[str, Any], by_paper: bool = False
) -> list[Verdict]:
    """What would become of a bulk step: every action is run and undone, so the reasons are those of the action.

    Words that are still to be typed are taken as given. Where the step needs a choice that has not been made yet,
    only right and state are looked at.
    """
    step = STEPS[verb]
    filled = {name: _PLACEHOLDER for name in step.needs if name in _WORDS} | dict(values)
    paper = Paper(_PLACEHOLDER, clock.today()) if by_paper else None
    if any(filled.get(name) in (None, "") for name in step.needs):
        return [_offered(measure, verb, by=by) for measure in measures]
    verdicts: list[Verdict] = []
    for start in range(0, len(measures), _TRIED_AT_ONCE):
        with transaction.atomic():
            some = measures[start : start + _TRIED_AT_ONCE]
            verdicts += [_verdict(measure, verb, by=by, values=filled, paper=paper) for measure in some]
            transaction.set_rollback(True)
    return verdicts


def bulk_offer(measures: Sequence[Measure], verb: str, *, by: User) -> Offer:
    """The step for many: on paper only where the person may take it directly with none of them."""
    offers = [offer for measure in measures if (offer := allowed(by, measure, STEPS[verb]))]
    return next((offer for offer in offers if not offer.by_paper), offers[0] if offers else Offer(STEPS[verb]))


@transaction.atomic
def take_all(
    measures: Iterable[Measure], verb: str, *, by: User, values: Mapping[str, Any], paper: Paper | None = None
) -> int:
    """Take the step with all of the measures or with none; returns with how many.

    Of an assignment every unit is told once, not once a measure.
    """
    if verb == "assign":
        return assign_measures(measures, by=by, paper=paper, note=str(values.get("note") or ""))
    verdicts = [_verdict(measure, verb, by=by, values=values, paper=paper) for measure in measures]
    if refused := [verdict for verdict in verdicts if not verdict.can_go]:
        raise BulkRefusedError(refused)
    return len(verdicts)


def _offered(measure: Measure, verb: str, *, by: User) -> Verdict:
    try:
        offer_for(measure, verb, by=by)
    except RuleError as refusal:
        return Verdict(measure, str(refusal))
    return Verdict(measure)


def _verdict(measure: Measure, verb: str, *, by: User, values: Mapping[str, Any], paper: Paper | None) -> Verdict:
    try:
        with transaction.atomic():
            take(measure, verb, by=by, values=values, paper=paper)
    except RuleError as refusal:
        return Verdict(measure, str(refusal))
    return Verdict(measure)


def offer_for(measure: Measure, verb: str, *, by: User) -> Offer:
    """The step as this person may take it now; otherwise the refusal that the action itself would give."""
    step = STEPS[verb]
    offer = allowed(by, measure, step)
    if offer is None:
        require(RULES, step.rule, by, measure)
    if offer is None or measure.state not in step.sources:
        raise IllegalMoveError(
            "illegal_move",
            _("“%(code)s”现在是“%(state)s”，不能%(verb)s。请刷新页面查看最新情况。")
            % {"code": measure.code, "state": measure.get_state_display(), "verb": step.label},
        )
    return offer
