"""Which steps a person may take with a measure right now: right and state together, for buttons and menus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.ledger.rules import RULES
from luoshi.ledger.states import AT_WORK, State
from luoshi.ledger.verbs import STEPS, Step

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.models import Unit

_NOT_FIRST = frozenset(
    {
        "urge",
        "spot_check",
        "ask_extension",
        "reassign",
        "keep",
        "refuse",
        "merge",
        "suspend",
        "withdraw",
        "drop",
        "return_review",
        "return_close",
        "return_verification",
    }
)
"""Steps that lead back or are possible most of the time, and therefore never the one that a row puts forward."""


@dataclass(frozen=True)
class Offer:
    """A step that may be taken: `may_record` as decided on paper too, `by_paper` in no other way by this person."""

    step: Step
    by_paper: bool = False
    may_record: bool = False

    @property
    def leads_on(self) -> bool:
        """Whether this is what the measure waits for."""
        return not self.by_paper and self.step.verb not in _NOT_FIRST


def offers_for(user: User, measure: Measure) -> list[Offer]:
    """The steps in the order of the table; asks nothing of the database if parts and verifications are at hand."""
    offers = []
    for step in STEPS.values():
        if measure.state not in step.sources or not _is_ready(step, measure):
            continue
        if offer := allowed(user, measure, step):
            offers.append(offer)
    return offers


def allowed(user: User, measure: Measure, step: Step) -> Offer | None:
    """The step as this person's rights let him or her take it, whatever the state; None if they do not."""
    may = RULES[step.rule](user, measure)
    may_record = step.on_paper and RULES["record_paper"](user, measure)
    return Offer(step, by_paper=not may, may_record=may_record) if may or may_record else None


@dataclass(frozen=True)
class ReportingUnits:
    """For which units a person may report on a measure; `by_paper` where he or she only records what came on paper."""

    units: tuple[Unit, ...]
    by_paper: bool = False


def reporting_units(user: User, measure: Measure) -> ReportingUnits | None:
    """For which units the person may report now, the accountable one first; None for none."""
    if measure.state not in AT_WORK - {State.ASSIGNED}:
        return None
    parts = [part for part in measure.parts.all() if part.unit_id]
    parts.sort(key=lambda part: not part.is_accountable)
    own = tuple(part.unit for part in parts if part.unit and RULES["report.write"](user, part))
    if own:
        return ReportingUnits(own)
    if parts and RULES["record_paper"](user, measure):
        return ReportingUnits(tuple(part.unit for part in parts if part.unit), by_paper=True)
    return None


def _is_ready(step: Step, measure: Measure) -> bool:
    """Leaves out buttons that could only lead to a refusal; the action checks the same and more."""
    if step.verb == "close":
        return any(found.found_at and not found.is_spot_check for found in measure.verifications.all())
    if step.verb == "ask_extension":
        return measure.due_on is not None
    if step.verb == "reassign" and measure.state == State.IN_REVIEW:
        return measure.assigned_on is not None  # it has come back by refusal
    return True
