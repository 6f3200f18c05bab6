"""Registers across measures: obstacles, extensions, verifications, slips; who sees and answers what."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.common import clock
from luoshi.common.errors import Difference
from luoshi.ledger.actions.extending import ask_extension
from luoshi.ledger.actions.urging import urge
from luoshi.ledger.models import Obstacle, PaperApproval, UrgingSlip, Verification
from luoshi.ledger.queries import slips
from luoshi.ledger.states import Decision, Grade, PointFinding, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.models import Unit


@pytest.fixture
def obstacle(measure_in: Callable[..., Measure], bureau: Unit, today: date) -> Obstacle:
    return Obstacle.objects.create(
        measure=measure_in(State.IN_PROGRESS), unit=bureau, text="用地手续未批。", raised_at=clock.now()
    )


def test_obstacle_is_passed_answered_and_settled(
    obstacle: Obstacle, client: Client, supervisor: User, leader: User, liaison: User
) -> None:
    client.force_login(supervisor)
    client.post(reverse("ledger:pass_obstacle", args=[obstacle.pk]), {"to": leader.pk})
    client.force_login(leader)
    mine = [row["obstacle"] for row in client.get(reverse("ledger:obstacles"), {"which": "mine"}).context["rows"]]
    client.post(reverse("ledger:answer_obstacle", args=[obstacle.pk]), {"answer": "本周协调。"})
    client.force_login(liaison)
    client.post(reverse("ledger:settle_obstacle", args=[obstacle.pk]))

    obstacle.refresh_from_db()
    assert (mine, obstacle.answer, obstacle.settled_at is not None) == ([obstacle], "本周协调。", True)
    assert client.get(reverse("ledger:obstacles")).context["rows"] == []


def test_the_later_of_two_answers_is_told_of_the_earlier_and_loses_nothing(
    obstacle: Obstacle, client: Client, supervisor: User, leader: User
) -> None:
    url = reverse("ledger:answer_obstacle", args=[obstacle.pk])
    client.force_login(supervisor)
    opened = client.get(url).context["form"]["version"].value()
    client.force_login(leader)
    client.post(url, {"answer": "本周协调。", "version": opened})
    client.force_login(supervisor)

    stale = client.post(url, {"answer": "下周上会。", "version": opened}).context["form"]

    obstacle.refresh_from_db()
    assert obstacle.answer == "本周协调。"
    assert (stale.stale.by, stale["answer"].value()) == (str(leader), "下周上会。")
    assert stale.stale.differences == (Difference("answer", "", "本周协调。"),)
    client.post(url, {"answer": "下周上会。", "version": stale["version"].value()})
    obstacle.refresh_from_db()
    assert (obstacle.answer, obstacle.answered_by) == ("下周上会。", supervisor)


def test_an_obstacle_passed_meanwhile_tells_to_whom(
    obstacle: Obstacle, client: Client, supervisor: User, leader: User, office_head: User
) -> None:
    url = reverse("ledger:pass_obstacle", args=[obstacle.pk])
    client.force_login(supervisor)
    client.post(url, {"to": leader.pk, "version": 1})

    stale = client.post(url, {"to": office_head.pk, "version": 1}).context["form"].stale

    assert stale.differences == (Difference("owner", "", str(leader)),)


def test_a_slip_is_answered_once_and_the_second_sees_the_answer(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, liaison: User, unit_head: User
) -> None:
    slip = urge(measure_in(State.IN_PROGRESS), by=supervisor, text="请加快")
    url = reverse("ledger:answer_slip", args=[slip.pk])
    client.force_login(liaison)
    client.post(url, {"answer": "月底补齐。"})
    client.force_login(unit_head)

    form = client.post(url, {"answer": "已在办。"}).context["form"]

    slip.refresh_from_db()
    assert (slip.answer, form["answer"].value()) == ("月底补齐。", "已在办。")
    assert form.non_field_errors() == [f"{liaison}已经回复：月底补齐。"]


@pytest.mark.parametrize(("role", "status"), [("liaison", 403), ("auditor", 403), ("stranger", 404), ("leader", 200)])
def test_obstacle_is_answered_by_the_office_or_a_leader(
    role: str, status: int, obstacle: Obstacle, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))

    assert client.get(reverse("ledger:answer_obstacle", args=[obstacle.pk])).status_code == status


@pytest.mark.parametrize(
    "name", ["obstacles", "extensions", "verifications", "assignment_slips", "urging_slips", "profiles"]
)
def test_register_asks_the_same_number_of_queries_for_one_and_for_thirty_rows(
    name: str,
    measure_in: Callable[..., Measure],
    bureau: Unit,
    client: Client,
    office_head: User,
    verifier: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    def add() -> None:
        measure, now = measure_in(State.IN_PROGRESS), clock.now()
        measure.obstacles.create(unit=bureau, text="难", raised_at=now, owner=verifier)
        measure.verifications.create(verifier=verifier, appointed_at=now)
        measure.extensions.create(
            unit=bureau, due_before=date(2026, 12, 31), due_wanted=date(2027, 1, 31), reason="雨", asked_at=now
        )

    client.force_login(office_head)
    add()
    url = reverse(f"ledger:{name}")
    client.get(url)
    with django_assert_max_num_queries(40) as one:
        client.get(url)
    for _number in range(29):
        add()

    with django_assert_max_num_queries(40) as thirty:
        client.get(url)

    assert len(thirty) == len(one)


def test_extension_is_decided_by_the_head_and_the_first_date_stays(
    measure_in: Callable[..., Measure], client: Client, liaison: User, office_head: User, today: date
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    extension = ask_extension(measure, due_wanted=date(2027, 3, 31), reason="汛期影响", by=liaison)
    url = reverse("ledger:decide_extension", args=[extension.pk])

    client.force_login(liaison)
    refused = client.post(url, {"granted": "1"})
    client.force_login(office_head)
    without_reason = client.post(url, {"granted": "0"})
    client.post(url, {"granted": "1", "answer": "同意"})

    measure.refresh_from_db()
    assert (refused.status_code, without_reason.context["form"].non_field_errors()) == (403, ["请写明理由。"])
    assert (measure.due_on, measure.first_due_on) == (date(2027, 3, 31), date(2026, 12, 31))


def test_extension_decided_on_paper_is_recorded_by_the_supervisor(
    measure_in: Callable[..., Measure], client: Client, liaison: User, supervisor: User, today: date
) -> None:
    extension = ask_extension(measure_in(State.IN_PROGRESS), due_wanted=date(2027, 3, 31), reason="雨", by=liaison)
    client.force_login(supervisor)
    url = reverse("ledger:decide_extension", args=[extension.pk])

    client.post(url, {"granted": "1", "approver": "沈主任", "approved_on": "2026-11-22"})

    extension.refresh_from_db()
    assert (extension.decision, PaperApproval.objects.get().approver) == (Decision.GRANTED, "沈主任")


def test_verifier_finds_point_by_point(
    measure_in: Callable[..., Measure], client: Client, verifier: User, office_head: User
) -> None:
    measure = measure_in(State.VERIFYING)
    first, second = measure.points.create(text="建成"), measure.points.create(text="招生")
    verification = Verification.objects.create(measure=measure, verifier=verifier, appointed_at=clock.now())
    url = reverse("ledger:verify", args=[verification.pk])
    client.force_login(office_head)
    refused = client.get(url)
    client.force_login(verifier)

    missing = client.post(url, {"finding": "属实", "grade": Grade.LIMITED})
    client.post(
        url,
        {
            "finding": "建成未招生。",
            "grade": Grade.LIMITED,
            f"point_{first.pk}": PointFinding.FULFILLED,
            f"point_{second.pk}": PointFinding.UNFULFILLED,
        },
    )

    measure.refresh_from_db()
    assert (refused.status_code, len(missing.context["form"].errors)) == (403, 2)
    assert (measure.verified, measure.verifications.get().grade) == (50, Grade.LIMITED)


def test_assignment_slips_have_one_page_a_unit(
    measure_in: Callable[..., Measure], county: Unit, client: Client, supervisor: User
) -> None:
    for values in ({}, {}, {"accountable": county}):
        measure_in(State.ASSIGNED, **values)
    measure_in(State.PROPOSED)
    client.force_login(supervisor)

    slips = client.get(reverse("ledger:assignment_slips")).context["slips"]
    one = client.get(reverse("ledger:assignment_slips"), {"unit": county.pk}).context["slips"]

    assert {slip.unit.name: (len(slip.measures), len(slip.joined)) for slip in slips} == {
        "市教育局": (2, 1),
        "青山县": (1, 0),
    }
    assert [slip.unit.name for slip in one if slip.measures] == ["青山县"]


def test_assignment_slips_leave_out_what_is_done_unless_it_is_asked_for(
    measure_in: Callable[..., Measure], client: Client, supervisor: User
) -> None:
    for state in (State.SIGNED, State.CLOSED, State.WITHDRAWN):
        measure_in(state)
    client.force_login(supervisor)

    usual = client.get(reverse("ledger:assignment_slips")).context["slips"]
    asked = client.get(reverse("ledger:assignment_slips"), {"state": "closed"}).context["slips"]

    assert [[measure.state for measure in slip.measures] for slip in (*usual, *asked)] == [["signed"], ["closed"]]


def test_more_than_one_print_takes_is_refused_with_what_to_do(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slips, "PRINTED_AT_MOST", 2)
    client.force_login(supervisor)
    answers = []

    for _number in range(3):
        measure_in(State.ASSIGNED)
        answers.append(client.get(reverse("ledger:assignment_slips")))

    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert "符合条件的超过2项" in answers[-1].content.decode()


def test_urging_slip_is_printed_in_its_colour_and_answered(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, liaison: User, today: date
) -> None:
    measure = measure_in(State.IN_PROGRESS, red_on=date(2026, 11, 1))
    slip = urge(measure, by=supervisor, text="请加快进度。")
    client.force_login(liaison)

    page = client.get(reverse("ledger:urging_slips")).content.decode()
    client.post(reverse("ledger:answer_slip", args=[slip.pk]), {"answer": "月底前补齐。"})

    assert ("ls-sheet is-red" in page, UrgingSlip.objects.get().answer) == (True, "月底前补齐。")
    assert client.get(reverse("ledger:urging_slips")).context["slips"] == []
    assert client.get(reverse("ledger:urging_slip", args=[slip.pk])).status_code == 200
