"""What waits for whom on the desk, and the channel for complaints."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi import ledger
from luoshi.common import clock
from luoshi.common.errors import MissingRightError
from luoshi.desk.voices import answer, say, voices_visible_to
from luoshi.desk.waiting import KINDS, SHOWN, Kind, all_waiting, kind_of, waiting_for
from luoshi.ledger.states import OPEN, State
from luoshi.ledger.verbs import STEPS
from luoshi.units.models import Field, Unit
from tests.ledger.conftest import *  # noqa: F403 -- the people and measures of the ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure


def codes(user: User) -> list[str]:
    return [item.kind.code for item in all_waiting(user, clock.today())]


@pytest.mark.parametrize(
    ("state", "who", "expected"),
    [
        (State.PROPOSED, "supervisor", ["draft"]),
        (State.IN_REVIEW, "office_head", ["review"]),
        (State.IN_REVIEW, "leader", ["review"]),
        (State.ASSIGNED, "liaison", ["sign"]),
        (State.ASSIGNED, "stranger", []),
        (State.IN_PROGRESS, "liaison", ["report"]),
        (State.IN_PROGRESS, "auditor", []),
        (State.CLOSE_REQUESTED, "office_head", ["appoint"]),
        (State.CLOSED, "office_head", ["sign_off"]),
        (State.SIGNED_OFF, "office_head", []),
    ],
)
def test_each_step_waits_for_whom_it_is(
    state: State, who: str, expected: list[str], measure_in: Callable[..., Measure], request: pytest.FixtureRequest
) -> None:
    measure_in(state, next_report_on=date(2026, 11, 28))

    assert codes(request.getfixturevalue(who)) == expected


def test_red_measure_without_a_slip_waits_for_the_supervisor(
    measure_in: Callable[..., Measure], supervisor: User
) -> None:
    measure_in(State.IN_PROGRESS, red_on=date(2026, 11, 1))

    assert codes(supervisor) == ["urge"]


def test_red_measures_of_a_leader_s_fields_wait_for_the_leader_the_longest_overdue_first(
    measure_in: Callable[..., Measure], leader: User, field: Field, city: Unit
) -> None:
    other = Field.objects.create(owner=city, name="农业")
    late = measure_in(State.IN_PROGRESS, red_on=date(2026, 11, 20), field=field)
    latest = measure_in(State.STANDING, red_on=date(2026, 9, 1), field=field)
    verifying = measure_in(State.VERIFYING, red_on=date(2026, 11, 1), field=field)
    for state, facts in (
        (State.IN_PROGRESS, {"red_on": date(2026, 11, 1), "field": other}),
        (State.IN_PROGRESS, {"red_on": date(2026, 12, 1), "field": field}),
        (State.CLOSED, {"red_on": None, "field": field}),
    ):
        measure_in(state, **facts)

    (item,) = [item for item in all_waiting(leader, clock.today()) if item.kind.code == "red"]

    assert [measure.pk for measure in item.measures] == [latest.pk, verifying.pk, late.pk]


@pytest.mark.parametrize(("state", "is_overdue"), [(State.IN_PROGRESS, True), (State.CLOSED, False)])
def test_only_what_is_still_open_is_called_overdue(
    state: State,
    is_overdue: bool,
    measure_in: Callable[..., Measure],
    supervisor: User,
    office_head: User,
    client: Client,
) -> None:
    measure_in(state, due_on=date(2026, 10, 1), red_on=date(2026, 10, 2) if state in OPEN else None)
    client.force_login(supervisor if is_overdue else office_head, backend=settings.AUTHENTICATION_BACKENDS[0])

    page = client.get("/").text

    assert ("2026-10-01到期" in page, "2026-10-01到期，已超期" in page) == (True, is_overdue)


STEP_PAGES = [
    ("sign", State.ASSIGNED, "liaison"),
    ("report", State.IN_PROGRESS, "liaison"),
    ("review", State.IN_REVIEW, "office_head"),
    ("appoint", State.CLOSE_REQUESTED, "office_head"),
    ("sign_off", State.CLOSED, "office_head"),
    ("draft", State.PROPOSED, "supervisor"),
    ("urge", State.IN_PROGRESS, "supervisor"),
]


@pytest.mark.parametrize(("code", "state", "who"), STEP_PAGES)
def test_the_button_of_a_row_opens_the_form_of_its_step(
    code: str,
    state: State,
    who: str,
    measure_in: Callable[..., Measure],
    request: pytest.FixtureRequest,
    client: Client,
) -> None:
    measure = measure_in(state, next_report_on=date(2026, 11, 28), red_on=date(2026, 11, 1))
    kind = kind_of(code)
    assert kind is not None
    client.force_login(request.getfixturevalue(who), backend=settings.AUTHENTICATION_BACKENDS[0])

    page = client.get(kind.step_url(measure))

    assert (page.status_code, page.context["form"].is_bound) == (200, False)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.verb not in {*STEPS, "report"}], ids=lambda k: k.code)
def test_other_buttons_lead_to_a_part_of_the_measure_s_page(kind: Kind) -> None:
    page = Path(ledger.__file__).parent / "templates" / "ledger" / "measure.html"

    assert f'id="{kind.verb}-title"' in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["/", "/waiting/sign/"])
def test_desk_takes_as_many_queries_for_thirty_as_for_one(
    address: str, measure_in: Callable[..., Measure], liaison: User, client: Client
) -> None:
    client.force_login(liaison, backend=settings.AUTHENTICATION_BACKENDS[0])
    counts = []

    for wanted in (1, 30):
        while liaison.posts.get().unit.accountable_for.count() < wanted:
            measure_in(State.ASSIGNED)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_count_on_the_desk_is_the_length_of_its_list(measure_in: Callable[..., Measure], liaison: User) -> None:
    for _ in range(8):
        measure_in(State.ASSIGNED)

    (item,) = all_waiting(liaison, clock.today())

    kind = kind_of("sign")
    assert kind is not None
    assert (item.count, waiting_for(liaison, kind, clock.today()).count()) == (8, 8)


def test_complaint_is_answered_by_somebody_named(liaison: User, office_head: User, stranger: User) -> None:
    voice = say(kind="complaint", topic="burden", text="同一份材料一周内要了三次。", by=liaison)

    answer(voice, text="已取消重复报送。", is_public=False, by=office_head)

    voice.refresh_from_db()
    assert (voice.answered_by, voice.answered_as) == (office_head, "市政府督查室督查室负责人")
    assert voice in voices_visible_to(liaison)
    assert voice not in voices_visible_to(stranger)


def test_liaison_may_not_answer(liaison: User, stranger: User) -> None:
    voice = say(kind="suggestion", topic="system", text="希望能批量上传。", by=liaison)

    with pytest.raises(MissingRightError):
        answer(voice, text="好的。", is_public=True, by=stranger)


def test_the_most_urgent_are_the_same_however_many_are_looked_at(
    measure_in: Callable[..., Measure], supervisor: User, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = (20, 3, 11, 7, 15, 1, 9)
    late = [measure_in(State.IN_PROGRESS, red_on=date(2026, 10, day)) for day in days]
    first = [measure for _day, measure in sorted(zip(days, late, strict=True), key=lambda pair: pair[0])][:SHOWN]

    found = []
    for probed in (0, SHOWN, 40):
        monkeypatch.setattr("luoshi.desk.waiting.PROBED", probed)
        (item,) = all_waiting(supervisor, today)
        found.append((item.count, list(item.measures)))

    assert found == [(7, first)] * 3


@pytest.mark.parametrize(("counted", "told"), [(7, "6+"), (8, "7"), (1000, "7")])
def test_a_count_of_the_desk_stops_and_never_says_less_than_there_is(
    measure_in: Callable[..., Measure],
    supervisor: User,
    today: date,
    monkeypatch: pytest.MonkeyPatch,
    counted: int,
    told: str,
) -> None:
    for day in range(1, 8):
        measure_in(State.IN_PROGRESS, red_on=date(2026, 10, day))
    monkeypatch.setattr("luoshi.desk.waiting.COUNTED", counted)

    (item,) = all_waiting(supervisor, today)

    assert item.told == told
