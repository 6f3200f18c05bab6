"""Steps of a unit without an account, recorded from its workbook by the supervisor; a unit hands in its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from luoshi.common import history
from luoshi.common.errors import MissingRightError
from luoshi.ledger.actions.door import Returned
from luoshi.ledger.actions.extending import ask_extension
from luoshi.ledger.actions.reporting import Words, submit_report
from luoshi.ledger.actions.unit_steps import refuse, request_close, sign, sign_part
from luoshi.ledger.models import Part
from luoshi.ledger.states import PartRole, ReportState, State
from luoshi.units.actions.units import plant

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure, Plan
    from luoshi.units.models import Unit

CAME = Returned("市教育局.xlsx", batch=7)
WORDS = Words(claimed=40, done="3所小学主体结构封顶。")
STEPS: dict[str, tuple[State, Callable[..., object]]] = {
    "sign": (State.ASSIGNED, sign),
    "refuse": (State.ASSIGNED, lambda measure, **how: refuse(measure, reason="不属本单位职责", **how)),
    "report": (State.SIGNED, lambda measure, **how: submit_report(measure, measure.accountable, WORDS, **how)),
    "extension_ask": (
        State.IN_PROGRESS,
        lambda measure, **how: ask_extension(measure, due_wanted=date(2027, 3, 31), reason="雨季影响", **how),
    ),
    "request_close": (State.IN_PROGRESS, lambda measure, **how: request_close(measure, note="3所均已开学。", **how)),
}


@pytest.mark.parametrize("verb", STEPS)
@pytest.mark.parametrize("role", ["supervisor", "liaison"])
def test_a_step_from_a_workbook_is_recorded_by_the_office_or_the_unit(
    verb: str, role: str, measure_in: Callable[..., Measure], request: pytest.FixtureRequest
) -> None:
    state, act = STEPS[verb]
    by: User = request.getfixturevalue(role)
    measure = measure_in(state)

    act(measure, by=by, paper=CAME)

    entry = history.entries_of(measure).get(verb=f"measure.{verb}")
    assert (entry.actor, entry.params["workbook"], entry.params["batch"]) == (by, "市教育局.xlsx", 7)


@pytest.mark.parametrize("verb", STEPS)
@pytest.mark.parametrize("role", ["stranger", "auditor", "verifier"])
def test_nobody_else_hands_in_the_workbook_of_a_unit(
    verb: str, role: str, measure_in: Callable[..., Measure], request: pytest.FixtureRequest
) -> None:
    state, act = STEPS[verb]
    measure = measure_in(state)

    with pytest.raises(MissingRightError):
        act(measure, by=request.getfixturevalue(role), paper=CAME)


def test_a_part_is_confirmed_by_workbook(
    measure_in: Callable[..., Measure], supervisor: User, stranger: User, city: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    other = plant(city, by=None, name="市财政局")
    part = Part.objects.create(measure=measure, unit=other, printed=other.name, role=PartRole.SUPPORT, position=1)

    with pytest.raises(MissingRightError):
        sign_part(part, by=stranger, paper=CAME)
    signed = sign_part(part, by=supervisor, promised_on=date(2026, 12, 10), paper=CAME)

    assert (signed.signed_by, signed.promised_on) == (supervisor, date(2026, 12, 10))


@pytest.mark.parametrize(("role", "state"), [("supervisor", ReportState.SUBMITTED), ("liaison", ReportState.WAITING)])
def test_what_a_liaison_uploads_waits_for_the_unit_head_and_what_the_office_records_does_not(
    role: str, state: ReportState, plan: Plan, measure_in: Callable[..., Measure], request: pytest.FixtureRequest
) -> None:
    plan.head_signs_reports = True
    plan.save()
    measure = measure_in(State.IN_PROGRESS)

    report = submit_report(measure, measure.accountable, WORDS, by=request.getfixturevalue(role), paper=CAME)

    assert report.state == state


def test_a_report_is_for_the_cycle_that_its_workbook_names(
    measure_in: Callable[..., Measure], supervisor: User, bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS, next_report_on=date(2026, 12, 28))

    report = submit_report(measure, bureau, WORDS, by=supervisor, paper=CAME, cycle_on=date(2026, 11, 28))

    assert report.cycle_on == date(2026, 11, 28)
