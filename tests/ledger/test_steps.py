"""Steps: what is offered to whom, the form of each, approval on paper, many measures at once."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luoshi.ledger.actions.steps import ACTS, BulkRefusedError, take_all, try_out
from luoshi.ledger.models import Measure, PaperApproval, Verification
from luoshi.ledger.queries.offers import offers_for
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import MOVES, State
from luoshi.ledger.verbs import STEPS
from luoshi.notices.models import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

PAPER = {"on_paper": "on", "approver": "沈市长", "approved_on": "2026-11-20"}


def test_every_move_has_its_step_and_every_step_its_action() -> None:
    assert set(MOVES) <= set(STEPS)
    assert set(ACTS) == set(STEPS)
    assert {step.rule for step in STEPS.values()} <= set(RULES)


@pytest.mark.parametrize("verb", STEPS)
def test_step_asks_for_what_its_action_takes(verb: str) -> None:
    taken = inspect.signature(ACTS[verb]).parameters

    assert set(STEPS[verb].takes) <= set(taken)
    assert STEPS[verb].on_paper == ("paper" in taken)


@pytest.mark.parametrize(
    ("state", "role", "verbs"),
    [
        (State.PROPOSED, "supervisor", {"submit", "drop"}),
        (State.IN_REVIEW, "liaison", set()),
        (State.ASSIGNED, "liaison", {"sign", "refuse", "ask_extension"}),
        (State.IN_PROGRESS, "liaison", {"request_close", "ask_extension"}),
        (State.CLOSE_REQUESTED, "office_head", {"appoint_verifier", "return_close", "urge", "spot_check"}),
        (State.CLOSED, "leader", {"sign_off"}),
        (State.IN_PROGRESS, "auditor", set()),
        (State.IN_PROGRESS, "stranger", set()),
    ],
)
def test_offers_are_what_right_and_state_allow(
    state: State, role: str, verbs: set[str], measure_in: Callable[..., Measure], request: pytest.FixtureRequest
) -> None:
    measure, user = measure_in(state), request.getfixturevalue(role)

    assert {offer.step.verb for offer in offers_for(user, measure) if not offer.by_paper} == verbs


def test_closing_is_offered_once_there_is_a_finding(
    measure_in: Callable[..., Measure], office_head: User, verifier: User
) -> None:
    measure = measure_in(State.VERIFYING)
    found = Verification.objects.create(measure=measure, verifier=verifier, appointed_at=measure.state_since)

    before = {offer.step.verb for offer in offers_for(office_head, measure)}
    Verification.objects.filter(pk=found.pk).update(found_at=measure.state_since)
    after = {offer.step.verb for offer in offers_for(office_head, Measure.objects.get(pk=measure.pk))}

    assert after - before == {"close"}


@pytest.mark.parametrize("verb", STEPS)
def test_form_of_every_step_opens_and_asks_for_what_is_missing(
    verb: str, measure_in: Callable[..., Measure], client: Client, request: pytest.FixtureRequest, today: object
) -> None:
    step = STEPS[verb]
    measure = measure_in(next(iter(sorted(step.sources))))
    client.force_login(_who_may(request, step.rule, measure))
    url = reverse("ledger:step", args=[measure.pk, verb])

    page = client.get(url)
    empty = client.post(url, {})

    assert page.status_code == 200
    assert list(page.context["form"].fields)[: len(step.takes)] == [
        name for name in page.context["form"].field_order if name in step.takes
    ]
    if step.needs:
        assert set(empty.context["form"].errors) == set(step.needs)


def test_step_is_taken_and_leads_back_to_the_measure(
    measure_in: Callable[..., Measure], client: Client, liaison: User
) -> None:
    measure = measure_in(State.ASSIGNED)
    client.force_login(liaison)

    response = client.post(reverse("ledger:step", args=[measure.pk, "sign"]), {"person": "林晓"})

    measure.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, reverse("ledger:measure", args=[measure.pk]))
    assert (measure.state, measure.parts.get().person) == (State.SIGNED, "林晓")


def test_step_in_a_dialog_refreshes_the_page_below(
    measure_in: Callable[..., Measure], client: Client, liaison: User
) -> None:
    client.force_login(liaison)
    url = reverse("ledger:step", args=[measure_in(State.ASSIGNED).pk, "sign"])

    shown = client.get(url, headers={"HX-Request": "true"})
    done = client.post(url, {}, headers={"HX-Request": "true"})

    assert "<html" not in shown.content.decode()
    assert done["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("role", "state", "status"),
    [
        ("liaison", State.ASSIGNED, 403),
        ("office_head", State.SIGNED, 409),
        ("stranger", State.IN_REVIEW, 404),
        ("office_head", State.IN_REVIEW, 200),
    ],
)
def test_wrong_person_and_wrong_state_are_refused(
    role: str,
    state: State,
    status: int,
    measure_in: Callable[..., Measure],
    client: Client,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(role))

    response = client.get(reverse("ledger:step", args=[measure_in(state).pk, "assign"]))

    assert response.status_code == status


def test_unknown_step_is_not_found(measure_in: Callable[..., Measure], client: Client, office_head: User) -> None:
    client.force_login(office_head)

    assert client.get(reverse("ledger:step", args=[measure_in().pk, "explode"])).status_code == 404


def test_supervisor_records_an_approval_on_paper(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, today: object
) -> None:
    measure = measure_in(State.IN_REVIEW)
    client.force_login(supervisor)
    scan = SimpleUploadedFile("批示.pdf", b"%PDF-1.4\n%%EOF\n")
    url = reverse("ledger:step", args=[measure.pk, "assign"])

    missing = client.post(url, {})
    client.post(url, {**PAPER, "scan": scan})

    measure.refresh_from_db()
    approval = PaperApproval.objects.get()
    assert set(missing.context["form"].errors) == {"approver", "approved_on"}
    assert (measure.state, approval.approver, approval.verb) == (State.ASSIGNED, "沈市长", "assign")
    assert approval.scan is not None
    shown = client.get(reverse("ledger:scan", args=[approval.pk]))
    assert b"".join(shown.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a streamed answer
    assert shown.status_code == 200


def test_scan_of_a_wrong_kind_is_refused_in_the_form(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, today: object
) -> None:
    measure = measure_in(State.IN_REVIEW)
    client.force_login(supervisor)
    scan = SimpleUploadedFile("批示.exe", b"MZ\x90\x00\x03\x00")

    response = client.post(reverse("ledger:step", args=[measure.pk, "assign"]), {**PAPER, "scan": scan})

    measure.refresh_from_db()
    assert (measure.state, bool(response.context["form"].non_field_errors())) == (State.IN_REVIEW, True)


def test_approval_on_paper_is_no_way_round_for_a_unit(
    measure_in: Callable[..., Measure], client: Client, liaison: User, today: object
) -> None:
    measure = measure_in(State.ASSIGNED)
    client.force_login(liaison)

    client.post(reverse("ledger:step", args=[measure.pk, "sign"]), PAPER)

    assert PaperApproval.objects.count() == 0


def test_trial_changes_nothing_and_tells_the_reasons_of_the_action(
    measure_in: Callable[..., Measure], office_head: User, liaison: User
) -> None:
    fine, stale, ownerless = measure_in(State.IN_REVIEW), measure_in(State.SIGNED), measure_in(State.IN_REVIEW)
    Measure.objects.filter(pk=ownerless.pk).update(accountable=None)

    verdicts = try_out([fine, stale, ownerless], "assign", by=office_head, values={})

    assert [verdict.can_go for verdict in verdicts] == [True, False, False]
    assert "还没有确定主责单位" in verdicts[2].sentence
    assert set(Measure.objects.values_list("state", flat=True)) == {State.IN_REVIEW, State.SIGNED}
    assert Notice.objects.count() == 0


def test_bulk_step_is_all_or_nothing(measure_in: Callable[..., Measure], liaison: User) -> None:
    measures = [measure_in(State.ASSIGNED), measure_in(State.SIGNED), measure_in(State.ASSIGNED)]

    with pytest.raises(BulkRefusedError):
        take_all(measures, "sign", by=liaison, values={})

    assert [Measure.objects.get(pk=measure.pk).state for measure in measures] == [
        State.ASSIGNED,
        State.SIGNED,
        State.ASSIGNED,
    ]


def test_bulk_page_shows_what_cannot_go_before_anything_happens(
    measure_in: Callable[..., Measure], client: Client, office_head: User, liaison: User
) -> None:
    measures = [measure_in(State.IN_REVIEW), measure_in(State.IN_REVIEW), measure_in(State.SIGNED)]
    client.force_login(office_head)
    pks = [measure.pk for measure in measures]

    page = client.post(reverse("ledger:bulk"), {"verb": "assign", "pk": pks, "query": "state=in_review"})
    ready = [verdict.measure.pk for verdict in page.context["ready"]]
    done = client.post(
        reverse("ledger:bulk"), {"verb": "assign", "pk": ready, "query": "state=in_review", "confirmed": "1"}
    )

    assert (ready, [verdict.measure.pk for verdict in page.context["refused"]]) == (pks[:2], pks[2:])
    assert done["Location"] == f"{reverse('ledger:ledger')}?state=in_review"
    assert Measure.objects.filter(state=State.ASSIGNED).count() == 2
    assert Notice.objects.filter(user=liaison).count() == 1  # once, not once a measure


def test_bulk_step_over_a_filter_takes_all_its_pages(
    measure_in: Callable[..., Measure], client: Client, supervisor: User
) -> None:
    for _number in range(60):
        measure_in(State.PROPOSED)
    measure_in(State.IN_PROGRESS)
    client.force_login(supervisor)
    sent = {"verb": "submit", "all": "1", "query": "state=proposed"}

    page = client.post(reverse("ledger:bulk"), sent)
    client.post(reverse("ledger:bulk"), {**sent, "confirmed": "1"})

    assert len(page.context["ready"]) == 60
    assert Measure.objects.filter(state=State.IN_REVIEW).count() == 60


def test_bulk_step_touches_only_what_one_sees(
    measure_in: Callable[..., Measure], client: Client, stranger: User, bureau: Unit
) -> None:
    measure = measure_in(State.ASSIGNED)
    client.force_login(stranger)

    client.post(reverse("ledger:bulk"), {"verb": "sign", "pk": [measure.pk], "confirmed": "1"})

    measure.refresh_from_db()
    assert measure.state == State.ASSIGNED


@pytest.mark.parametrize("sent", [{}, {"verb": "merge", "pk": [1]}, {"verb": "sign", "pk": ["x"]}, {"verb": "sign"}])
def test_bulk_step_with_nonsense_does_nothing(sent: dict[str, object], client: Client, supervisor: User) -> None:
    client.force_login(supervisor)

    assert client.post(reverse("ledger:bulk"), sent).status_code in {302, 404}


def test_bulk_step_with_a_missing_reason_asks_for_it(
    measure_in: Callable[..., Measure], client: Client, leader: User
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    client.force_login(leader)

    page = client.post(reverse("ledger:bulk"), {"verb": "suspend", "pk": [measure.pk], "confirmed": "1"})

    measure.refresh_from_db()
    assert (measure.state, set(page.context["form"].errors)) == (State.IN_PROGRESS, {"reason"})


def test_picking_a_measure_offers_only_what_one_sees(
    measure_in: Callable[..., Measure], client: Client, leader: User, stranger: User
) -> None:
    measure_in(State.IN_PROGRESS)
    url = reverse("ledger:options")

    offered = []
    for person in (leader, stranger):
        client.force_login(person)
        offered.append("2026-01-001" in client.get(url, {"q": "小学"}).content.decode())

    assert offered == [True, False]


def _who_may(request: pytest.FixtureRequest, rule: str, measure: Measure) -> User:
    for role in ("supervisor", "office_head", "leader", "liaison", "verifier"):
        user: User = request.getfixturevalue(role)
        if role == "verifier":
            Verification.objects.create(measure=measure, verifier=user, appointed_at=measure.state_since)
        if RULES[rule](user, measure):
            return user
    raise AssertionError(rule)
