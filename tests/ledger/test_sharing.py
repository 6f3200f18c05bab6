"""Breaking a measure down: who may hand on what to whom, who supervises the shares, what the measure above shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from luoshi.common import clock
from luoshi.common.errors import IllegalMoveError, MissingRightError, UnmetConditionError
from luoshi.ledger.actions import checking, parts, resting, unit_steps
from luoshi.ledger.actions.sharing import share_out
from luoshi.ledger.models import Measure, Plan
from luoshi.ledger.queries.filters import LedgerFilter
from luoshi.ledger.queries.ledger import columns_of, lines_of
from luoshi.ledger.queries.measures import measures_visible_to, with_light
from luoshi.ledger.queries.shares import family_of, likely_sharers, sharers_of
from luoshi.ledger.states import MOVES, Grade, State
from luoshi.library.models import Document
from luoshi.units.actions.units import plant
from luoshi.units.states import Role
from tests.ledger.test_moves import MAY, act

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit


@pytest.fixture
def neighbour(city: Unit) -> Unit:
    return plant(city, by=None, name="市水利局")


@pytest.fixture
def county_liaison(county_bureau: Unit, person: Callable[..., User]) -> User:
    return person("xianlianluo", county_bureau, Role.LIAISON)


def test_the_accountable_unit_hands_on_shares_that_are_assigned_at_once(
    measure_in: Callable[..., Measure], liaison: User, county_bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    measure.sources.create(document=_document(measure), quote="新建3所小学", start=3, end=9, digest="d")

    (share,) = share_out(measure, units=[county_bureau], by=liaison, text="新建1所小学。", due_on=date(2026, 10, 31))

    share.refresh_from_db()
    assert (share.state, share.accountable, share.text, share.code) == (
        State.ASSIGNED,
        county_bureau,
        "新建1所小学。",
        "2026-01-001-1",
    )
    assert (share.due_on, share.first_due_on) == (date(2026, 10, 31), date(2026, 10, 31))
    assert share.sign_by is not None
    assert share.sources.get().quote == "新建3所小学"
    assert share.parts.get().is_accountable


def test_shares_stand_in_a_plan_of_their_own(
    measure_in: Callable[..., Measure], liaison: User, county_bureau: Unit, plan: Plan
) -> None:
    first, second = measure_in(State.SIGNED), measure_in(State.IN_PROGRESS)

    made = [*share_out(first, units=[county_bureau], by=liaison), *share_out(second, units=[county_bureau], by=liaison)]

    plan.refresh_from_db()
    assert {share.plan for share in made} == {plan.shares}
    assert plan.measures.count() == 2


@pytest.mark.parametrize(
    ("who", "to", "expected"),
    [
        ("liaison", "county_bureau", None),
        ("liaison", "neighbour", UnmetConditionError),
        ("liaison", "bureau", UnmetConditionError),
        ("liaison", "city", UnmetConditionError),
        ("unit_head", "county_bureau", None),
        ("supervisor", "neighbour", None),
        ("supervisor", "city", UnmetConditionError),
        ("leader", "county_bureau", MissingRightError),
        ("verifier", "county_bureau", MissingRightError),
        ("auditor", "county_bureau", MissingRightError),
        ("stranger", "county_bureau", MissingRightError),
    ],
)
def test_nobody_hands_on_to_units_that_are_not_below(
    who: str,
    to: str,
    expected: type[Exception] | None,
    measure_in: Callable[..., Measure],
    neighbour: Unit,
    request: pytest.FixtureRequest,
) -> None:
    measure, by, unit = measure_in(State.IN_PROGRESS), request.getfixturevalue(who), request.getfixturevalue(to)

    if expected is None:
        assert len(share_out(measure, units=[unit], by=by)) == 1
    else:
        with pytest.raises(expected):
            share_out(measure, units=[unit], by=by)


@pytest.mark.parametrize("state", sorted(set(State) - {"assigned", "signed", "in_progress", "standing"}))
def test_only_what_is_at_work_is_broken_down(
    state: State, measure_in: Callable[..., Measure], supervisor: User, county_bureau: Unit
) -> None:
    with pytest.raises(IllegalMoveError):
        share_out(measure_in(state), units=[county_bureau], by=supervisor)


def test_a_share_is_never_due_later_and_given_once(
    measure_in: Callable[..., Measure], liaison: User, county_bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS)

    with pytest.raises(UnmetConditionError, match="不能晚于"):
        share_out(measure, units=[county_bureau], by=liaison, due_on=date(2027, 1, 1))
    share_out(measure, units=[county_bureau], by=liaison)
    with pytest.raises(UnmetConditionError, match="已经分到"):
        share_out(measure, units=[county_bureau], by=liaison)


def test_departments_see_their_counterparts_first(
    measure_in: Callable[..., Measure], liaison: User, county_bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    open_to = sharers_of(measure, liaison)

    likely = likely_sharers(measure, open_to)

    assert likely == [county_bureau]


def test_whoever_handed_a_share_on_supervises_it(
    measure_in: Callable[..., Measure],
    liaison: User,
    unit_head: User,
    county_liaison: User,
    verifier: User,
    county_bureau: Unit,
    neighbour: Unit,
) -> None:
    (share,) = share_out(measure_in(State.IN_PROGRESS), units=[county_bureau], by=liaison)
    assert share in measures_visible_to(liaison)

    with pytest.raises(MissingRightError):
        unit_steps.sign(share, by=liaison)
    with pytest.raises(UnmetConditionError, match="不是下级单位"):
        parts.reassign(share, unit=neighbour, by=liaison, reason="换一个单位")
    unit_steps.sign(share, by=county_liaison)
    unit_steps.start(share, by=county_liaison)
    unit_steps.request_close(share, by=county_liaison, note="已完成")
    with pytest.raises(MissingRightError):
        checking.appoint_verifier(share, verifier=verifier, by=county_liaison)
    verification = checking.appoint_verifier(share, verifier=verifier, by=unit_head)
    checking.record_finding(verification, by=verifier, finding="属实。", grade=Grade.COMPLETE)
    checking.close(share, by=unit_head)
    checking.sign_off(share, by=unit_head)

    share.refresh_from_db()
    assert share.state == State.SIGNED_OFF


def test_the_measure_above_waits_for_its_shares(
    measure_in: Callable[..., Measure], liaison: User, leader: User, county_bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    (share,) = share_out(measure, units=[county_bureau], by=liaison)

    for refused in (
        lambda: unit_steps.request_close(measure, by=liaison, note="已完成"),
        lambda: resting.withdraw(measure, by=leader, reason="取消"),
    ):
        with pytest.raises(UnmetConditionError, match="下级"):
            refused()
    Measure.objects.filter(pk=measure.pk).update(state=State.CLOSED)
    with pytest.raises(UnmetConditionError, match="下级"):
        checking.sign_off(measure, by=leader)
    Measure.objects.filter(pk=share.pk).update(state=State.SIGNED_OFF)
    checking.sign_off(measure, by=leader)

    measure.refresh_from_db()
    assert measure.state == State.SIGNED_OFF


def test_a_measure_shows_its_own_light_and_that_of_its_shares(
    measure_in: Callable[..., Measure], supervisor: User, county_bureau: Unit, neighbour: Unit, today: date
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    late, good = share_out(measure, units=[county_bureau, neighbour], by=supervisor)
    Measure.objects.filter(pk=late.pk).update(red_on=today, claimed=20)
    Measure.objects.filter(pk=good.pk).update(claimed=60)

    family = family_of(measure, supervisor, today)
    rows = with_light(Measure.objects.filter(pk=measure.pk), today)
    (line,) = lines_of(rows, columns_of(supervisor), user=supervisor, wanted=LedgerFilter(), groups={}, none_label="无")

    assert ([child.light for child in family.children], family.green, family.claimed) == (["red", "green"], 1, 40)
    assert line.brood is not None
    assert (line.measure.light, line.brood.all, line.brood.green) == ("green", 2, 1)  # type: ignore[attr-defined]  # annotated


def test_the_page_hands_shares_on(
    client: Client, measure_in: Callable[..., Measure], liaison: User, county_bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    client.force_login(liaison)
    page = client.get(f"/ledger/measures/{measure.pk}/share/")

    answer = client.post(
        f"/ledger/measures/{measure.pk}/share/",
        {
            "other": f"{county_bureau} #{county_bureau.pk}",
            "text": measure.text,
            "due_on": "2026-12-31",
            "version": measure.version,
        },
    )
    shown = client.get(f"/ledger/measures/{measure.pk}/").content.decode()

    assert (page.status_code, answer.status_code) == (200, 302)
    assert "分解到下级1项，其中1项绿灯" in shown


def test_the_report_above_starts_from_what_the_shares_claim(
    client: Client, measure_in: Callable[..., Measure], liaison: User, county_bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS, next_report_on=clock.today())
    (share,) = share_out(measure, units=[county_bureau], by=liaison)
    Measure.objects.filter(pk=share.pk).update(claimed=35)
    client.force_login(liaison)

    page = client.get(f"/ledger/measures/{measure.pk}/report/")

    assert page.context["form"].initial["claimed"] == 35
    assert "下级已报的不用再填" in page.content.decode()


def _document(measure: Measure) -> Document:
    return Document.objects.create(owner=measure.plan.owner, title="意见", name="意见.docx", uploaded_at=clock.now())


@pytest.mark.parametrize("verb", MOVES)
def test_every_step_of_a_share_is_open_to_whoever_handed_it_on_as_to_an_office(
    verb: str,
    measure_in: Callable[..., Measure],
    liaison: User,
    unit_head: User,
    verifier: User,
    county_bureau: Unit,
    county: Unit,
) -> None:
    (share,) = share_out(measure_in(State.IN_PROGRESS), units=[county_bureau], by=liaison)
    into, wrong = measure_in(State.IN_PROGRESS), []
    rights = {"liaison": {"supervisor"}, "unit_head": {"supervisor", "office_head"}}

    for state in sorted(MOVES[verb].sources):
        for who, person in (("liaison", liaison), ("unit_head", unit_head)):
            with transaction.atomic():
                Measure.objects.filter(pk=share.pk).update(state=state, suspended_from=State.IN_PROGRESS)
                share.refresh_from_db()
                if state == State.VERIFYING:
                    _found(share, verifier)
                may = bool(rights[who] & MAY[verb])
                try:
                    act(verb, share, person, verifier=verifier, other=county, into=into)
                    got = True
                except MissingRightError:
                    got = False
                transaction.set_rollback(True)
            if got != may:
                wrong.append(f"{verb} from {state} by {who}: {got} instead of {may}")

    assert wrong == []


def test_plan_and_its_shares_lead_to_each_other(
    client: Client, measure_in: Callable[..., Measure], supervisor: User, county_bureau: Unit, plan: Plan
) -> None:
    (share,) = share_out(measure_in(State.IN_PROGRESS), units=[county_bureau], by=supervisor)
    client.force_login(supervisor)

    above = client.get(f"/ledger/plans/{plan.pk}/").content.decode()
    below = client.get(f"/ledger/plans/{share.plan_id}/").content.decode()

    assert f"?plan={share.plan_id}" in above
    assert f"/ledger/plans/{plan.pk}/" in below


def _found(share: Measure, verifier: User) -> None:
    share.verifications.create(
        verifier=verifier,
        appointed_at=share.state_since,
        finding="属实。",
        grade=Grade.COMPLETE,
        found_at=share.state_since,
    )
