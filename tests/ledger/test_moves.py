"""Every state, every verb, every role: who may take which step from where, in one table."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from luoshi.common.errors import IllegalMoveError, MissingRightError, UnmetConditionError
from luoshi.common.models import StoredFile
from luoshi.ledger.actions import checking, parts, resting, reviewing, unit_steps
from luoshi.ledger.actions.evidencing import add_file, add_link, purge_evidence
from luoshi.ledger.actions.extending import ask_extension
from luoshi.ledger.actions.reporting import Words, submit_report
from luoshi.ledger.actions.urging import urge
from luoshi.ledger.models import AcceptancePoint, Measure, Verification
from luoshi.ledger.states import AT_WORK, MOVES, OPEN, Grade, State
from luoshi.ledger.verbs import STEPS
from luoshi.units.actions.units import plant

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

ROLES = (
    "supervisor",
    "office_head",
    "leader",
    "liaison",
    "unit_head",
    "verifier",
    "class_head",
    "trainee",
    "auditor",
    "administrator",
    "stranger",
)
DECIDES = {"office_head", "leader"}
OFFICE = {"supervisor", "office_head"}
UNIT = {"liaison", "unit_head"}
MAY = {
    "submit": OFFICE,
    "return_review": DECIDES,
    "drop": OFFICE,
    "assign": DECIDES,
    "refuse": UNIT,
    "reassign": OFFICE | {"leader"},
    "sign": UNIT,
    "start": UNIT,
    "keep": OFFICE,
    "end_standing": DECIDES,
    "request_close": UNIT,
    "return_close": OFFICE | {"leader"},
    "appoint_verifier": {"office_head"},
    "return_verification": {"office_head", "verifier"},
    "close": {"office_head"},
    "sign_off": DECIDES,
    "archive": OFFICE,
    "suspend": {"leader"},
    "resume": {"leader"},
    "withdraw": {"leader"},
    "merge": {"leader"},
}
"""field.md section 2: which role takes which step."""
BESIDE = {
    "ask_extension": (UNIT, AT_WORK),
    "urge": (OFFICE, OPEN),
    "spot_check": ({"office_head"}, OPEN),
    "report": (UNIT, AT_WORK - {State.ASSIGNED}),
    "add_evidence": (UNIT, OPEN),
    "find": ({"verifier"}, {State.VERIFYING}),
}
"""Steps that leave the state as it is: who takes them, and where."""


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, User]:
    return {role: request.getfixturevalue(role) for role in ROLES}


@pytest.fixture
def other(city: Unit) -> Unit:
    return plant(city, by=None, name="市水利局")


def act(verb: str, measure: Measure, by: User, *, verifier: User, other: Unit, into: Measure) -> object:
    """Take one step with all that it needs."""
    steps: dict[str, Callable[[], object]] = {
        "submit": lambda: reviewing.submit(measure, by=by),
        "return_review": lambda: reviewing.return_review(measure, by=by, reason="请补充日期"),
        "drop": lambda: reviewing.drop(measure, by=by, reason="重复"),
        "assign": lambda: reviewing.assign(measure, by=by),
        "refuse": lambda: unit_steps.refuse(measure, by=by, reason="不属本单位职责"),
        "reassign": lambda: parts.reassign(measure, unit=other, by=by, reason="职责调整"),
        "sign": lambda: unit_steps.sign(measure, by=by),
        "start": lambda: unit_steps.start(measure, by=by),
        "keep": lambda: resting.keep(measure, by=by),
        "end_standing": lambda: resting.end_standing(measure, due_on=date(2027, 6, 30), by=by, reason="阶段完成"),
        "request_close": lambda: unit_steps.request_close(measure, by=by, note="已完成"),
        "return_close": lambda: checking.return_close(measure, by=by, reason="缺佐证"),
        "appoint_verifier": lambda: checking.appoint_verifier(measure, verifier=verifier, by=by),
        "return_verification": lambda: checking.return_verification(measure, by=by, reason="未达到"),
        "close": lambda: checking.close(measure, by=by),
        "sign_off": lambda: checking.sign_off(measure, by=by),
        "archive": lambda: checking.archive(measure, by=by),
        "suspend": lambda: resting.suspend(measure, by=by, reason="上级政策调整"),
        "resume": lambda: resting.resume(measure, by=by),
        "withdraw": lambda: resting.withdraw(measure, by=by, reason="任务取消"),
        "merge": lambda: resting.merge(measure, into=into, by=by, reason="内容相同"),
        "ask_extension": lambda: ask_extension(measure, due_wanted=date(2027, 3, 31), reason="汛期影响", by=by),
        "urge": lambda: urge(measure, by=by, text="请报进展。"),
        "spot_check": lambda: checking.spot_check(measure, verifier=verifier, by=by),
        "report": lambda: submit_report(measure, unit, Words(claimed=10, done="已开工。"), by=by),
        "add_evidence": lambda: add_link(measure, unit, "https://example.cn/1", name="公示", by=by),
        "find": lambda: checking.record_finding(
            measure.verifications.get(), by=by, finding="属实。", grade=Grade.COMPLETE
        ),
    }
    unit = measure.accountable
    assert unit
    return steps[verb]()


def prepared(measure_in: Callable[..., Measure], state: State, verifier: User, *, appointed: bool = False) -> Measure:
    """A measure in a state; with a finding where one must be there."""
    measure = measure_in(state, assigned_on=date(2026, 11, 2))
    if state == State.VERIFYING or appointed:
        Verification.objects.create(
            measure=measure,
            verifier=verifier,
            appointed_at=measure.state_since,
            finding="现场核实，3所小学均已开学。",
            grade=Grade.COMPLETE,
            found_at=measure.state_since,
        )
    return measure


@pytest.mark.parametrize("verb", MOVES)
def test_step_is_taken_by_whom_and_from_where_the_table_says(
    verb: str, measure_in: Callable[..., Measure], people: dict[str, User], verifier: User, other: Unit
) -> None:
    wrong: list[str] = []

    for state in State:
        for role in ROLES:
            measure = prepared(measure_in, state, verifier)
            may = role in MAY[verb] and not (role == "verifier" and state != State.VERIFYING)
            legal = state in MOVES[verb].sources
            expected = None if may and legal else IllegalMoveError if may else MissingRightError
            into = measure_in(State.IN_PROGRESS) if verb == "merge" else measure
            try:
                act(verb, measure, people[role], verifier=verifier, other=other, into=into)
                got = None
            except (IllegalMoveError, MissingRightError) as error:
                got = type(error)
            if got is not expected:
                wrong.append(f"{verb} from {state} by {role}: {got} instead of {expected}")

    assert wrong == []


@pytest.mark.parametrize("verb", BESIDE)
def test_step_beside_the_states_is_taken_by_whom_and_where_the_table_says(
    verb: str, measure_in: Callable[..., Measure], people: dict[str, User], verifier: User, other: Unit, today: date
) -> None:
    roles, states = BESIDE[verb]
    wrong: list[str] = []

    for state in State:
        for role in ROLES:
            measure = prepared(measure_in, state, verifier, appointed=verb == "find")
            legal = state in states
            expected = None if role in roles and legal else IllegalMoveError if role in roles else MissingRightError
            try:
                act(verb, measure, people[role], verifier=verifier, other=other, into=measure)
                got = None
            except (IllegalMoveError, MissingRightError) as error:
                got = type(error)
            # Who has not the right hears of that, or that the step is not open to anybody now.
            if got is not expected and not (expected is MissingRightError and not legal and got is IllegalMoveError):
                wrong.append(f"{verb} in {state} by {role}: {got} instead of {expected}")

    assert wrong == []


def test_every_verb_stands_in_the_table() -> None:
    assert set(MAY) == set(MOVES)
    assert set(STEPS) - set(MOVES) <= set(BESIDE)


def test_a_finding_that_was_decided_on_is_not_written_anew(
    measure_in: Callable[..., Measure], people: dict[str, User], verifier: User
) -> None:
    measure = measure_in(State.CLOSE_REQUESTED)
    first = checking.appoint_verifier(measure, verifier=verifier, by=people["office_head"])
    checking.record_finding(first, by=verifier, finding="只建成两所。", grade=Grade.LIMITED)
    checking.return_verification(measure, by=people["office_head"], reason="尚缺一所")
    unit_steps.request_close(measure, by=people["liaison"], note="第三所已开学。")
    checking.appoint_verifier(measure, verifier=verifier, by=people["office_head"])

    with pytest.raises(IllegalMoveError, match="已有结论"):
        checking.record_finding(first, by=verifier, finding="三所都已建成。", grade=Grade.COMPLETE)

    first.refresh_from_db()
    assert (first.finding, first.grade) == ("只建成两所。", Grade.LIMITED)


def test_evidence_that_was_purged_is_none(
    measure_in: Callable[..., Measure], people: dict[str, User], bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    point = AcceptancePoint.objects.create(measure=measure, text="竣工验收", wants_evidence=True)
    kept = add_file(
        measure, bureau, BytesIO("竣工报告".encode()), name="报告.txt", size=12, by=people["liaison"], point=point
    )
    purge_evidence(kept, by=people["office_head"], reason="误传")

    with pytest.raises(UnmetConditionError, match="佐证材料"):
        unit_steps.request_close(measure, by=people["liaison"], note="已竣工。")

    assert not StoredFile.objects.exists()


def test_nobody_is_urged_who_has_no_part(
    measure_in: Callable[..., Measure], people: dict[str, User], county_bureau: Unit
) -> None:
    with pytest.raises(UnmetConditionError, match="责任分工"):
        urge(measure_in(State.IN_PROGRESS), by=people["supervisor"], text="请报进展。", unit=county_bureau)


def test_whole_life_from_proposed_to_archived(
    measure_in: Callable[..., Measure], people: dict[str, User], verifier: User
) -> None:
    measure = measure_in(State.PROPOSED)

    reviewing.submit(measure, by=people["supervisor"])
    reviewing.assign(measure, by=people["office_head"])
    unit_steps.sign(measure, by=people["liaison"])
    unit_steps.start(measure, by=people["liaison"])
    unit_steps.request_close(measure, by=people["liaison"], note="3所小学均已开学。")
    verification = checking.appoint_verifier(measure, verifier=verifier, by=people["office_head"])
    checking.record_finding(verification, by=verifier, finding="现场核实属实。", grade=Grade.COMPLETE)
    checking.close(measure, by=people["office_head"])
    checking.sign_off(measure, by=people["leader"])
    checking.archive(measure, by=people["supervisor"])

    measure.refresh_from_db()
    assert (measure.state, measure.grade) == (State.ARCHIVED, Grade.COMPLETE)
