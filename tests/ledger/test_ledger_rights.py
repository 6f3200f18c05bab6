"""Every role against every address of the ledger's pages: what opens, what is refused, and that none is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.urls import reverse

from luoshi.common import clock, files
from luoshi.ledger import plan_urls, urls
from luoshi.ledger.models import LedgerExport, SavedView
from luoshi.ledger.queries.passing import sight_of
from luoshi.ledger.states import State
from luoshi.library.models import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.models import Unit

ROLES = ("supervisor", "office_head", "leader", "unit_head", "liaison", "verifier", "auditor", "stranger", "nobody")
OFFICE = frozenset({"supervisor", "office_head"})
DECIDERS = frozenset({"office_head", "leader"})
UNIT = frozenset({"unit_head", "liaison"})
SEERS = OFFICE | UNIT | {"leader", "verifier", "auditor"}
"""Who sees the measure."""
WORKERS = SEERS | {"stranger"}
"""Who sees the ledger at all."""
ELSEWHERE = frozenset(
    {"clause_measures", "clause_counts", "unit_lights", "suspects", "confirm_suspect", "follow_suspect"}
)
"""Addresses of other pages, tried with those."""


@dataclass(frozen=True)
class Address:
    """One address: which object it names, how it is asked, and for whom it opens; the rest get 403 or 404."""

    name: str
    opens_for: frozenset[str]
    object: str = "measure"
    method: str = "get"


ADDRESSES = (
    Address("ledger", WORKERS, ""),
    Address("xlsx", WORKERS, ""),
    Address("csv", WORKERS, ""),
    Address("whole", WORKERS, ""),
    Address("export", frozenset({"supervisor"}), "export"),
    Address("export_file", frozenset({"supervisor"}), "export"),
    Address("chart", WORKERS, ""),
    Address("chart_xlsx", WORKERS, ""),
    Address("columns", WORKERS, "", "post"),
    Address("save_view", WORKERS, "", "post"),
    Address("remove_view", frozenset({"supervisor"}), "view", "post"),
    Address("bulk", frozenset(), "", "post"),  # an empty selection is refused whoever asks
    Address("options", frozenset(ROLES), ""),  # offers only what one sees
    Address("measure", SEERS),
    Address("history", SEERS),
    Address("steps", SEERS),
    Address("change", OFFICE),
    Address("share", OFFICE | UNIT),
    Address("comment", OFFICE | UNIT | {"leader", "verifier"}, method="post"),
    Address("settle_source", OFFICE, "source", "post"),
    Address("report", UNIT | OFFICE),  # the office records what came on paper
    Address("report_draft", UNIT, method="post"),
    Address("reports", UNIT | {"stranger"}, ""),
    Address("release_reports", UNIT | {"stranger"}, "", "post"),
    Address("release_report", frozenset({"unit_head"}), "waiting", "post"),
    Address("return_report", OFFICE, "report"),
    Address("mask_report", OFFICE | UNIT, "report", "post"),
    Address("add_part", OFFICE),
    Address("sign_part", UNIT, "part"),
    Address("remove_part", OFFICE, "part", "post"),
    Address("add_point", OFFICE),
    Address("change_point", OFFICE, "point"),
    Address("remove_point", OFFICE, "point", "post"),
    Address("add_milestone", OFFICE | UNIT),
    Address("milestones", OFFICE | UNIT),
    Address("change_milestone", OFFICE | UNIT, "milestone"),
    Address("tick_milestone", OFFICE | UNIT, "milestone", "post"),
    Address("remove_milestone", OFFICE | UNIT, "milestone", "post"),
    Address("add_evidence", UNIT),
    Address("evidence", SEERS, "evidence"),
    Address("preview_evidence", SEERS, "evidence"),
    Address("purge_evidence", frozenset({"office_head"}), "evidence"),
    Address("scan", SEERS, "approval"),
    Address("obstacles", WORKERS, ""),
    Address("answer_obstacle", OFFICE | {"leader"}, "obstacle"),
    Address("pass_obstacle", OFFICE | {"leader"}, "obstacle"),
    Address("settle_obstacle", OFFICE | UNIT, "obstacle", "post"),
    Address("extensions", WORKERS, ""),
    Address("decide_extension", OFFICE | {"leader"}, "extension"),  # the supervisor records what came on paper
    Address("verifications", OFFICE | {"verifier"}, ""),
    Address("verify", frozenset({"verifier"}), "verification"),
    Address("assignment_slips", WORKERS, ""),
    Address("urging_slips", WORKERS, ""),
    Address("urging_slip", SEERS, "slip"),
    Address("answer_slip", UNIT, "slip"),
)


@pytest.fixture
def nobody(person: Callable[..., User]) -> User:
    """Somebody who can sign in and has no post."""
    return person("luguo")


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, User]:
    return {role: request.getfixturevalue(role) for role in ROLES}


@pytest.fixture
def objects(
    measure_in: Callable[..., Measure], bureau: Unit, office: Unit, supervisor: User, verifier: User, today: date
) -> dict[str, int]:
    """One object of the bureau's measure for every kind of address."""
    now = clock.now()
    measure = measure_in(State.IN_PROGRESS, next_report_on=date(2026, 11, 28))
    document = Document.objects.create(owner=office, title="实施意见", name="意见.docx", uploaded_at=now)
    stored = files.store(BytesIO("佐证".encode()), kind="text")
    made = {
        "measure": measure,
        "export": LedgerExport.objects.create(
            by=supervisor, at=now, kind="csv", state="done", file=stored, sight=sight_of(supervisor)
        ),
        "view": SavedView.objects.create(owner=supervisor, name="超期"),
        "source": measure.sources.create(document=document, quote="x", start=0, end=1, digest="0"),
        "waiting": measure.reports.create(unit=bureau, cycle_on=date(2026, 9, 28), done="x", state="waiting"),
        "report": measure.reports.create(unit=bureau, cycle_on=date(2026, 10, 28), done="x", state="submitted"),
        "part": measure.parts.get(),
        "point": measure.points.create(text="完成"),
        "milestone": measure.milestones.create(name="开工", due_on=today),
        "evidence": measure.evidence.create(unit=bureau, file=stored, name="佐证.txt", at=now),
        "approval": measure.paper_approvals.create(
            verb="assign", approver="沈主任", approved_on=today, scan=stored, recorded_by=supervisor, recorded_at=now
        ),
        "obstacle": measure.obstacles.create(unit=bureau, text="难", raised_at=now),
        "extension": measure.extensions.create(
            unit=bureau, due_before=today, due_wanted=date(2027, 1, 1), reason="雨", asked_at=now
        ),
        "verification": measure.verifications.create(verifier=verifier, appointed_at=now),
        "slip": measure.slips.create(unit=bureau, colour="red", text="催", at=now),
    }
    return {name: row.pk for name, row in made.items()}


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_an_address_opens_for_its_roles_only(
    address: Address, client: Client, objects: dict[str, int], people: dict[str, User]
) -> None:
    url = reverse(f"ledger:{address.name}", args=[objects[address.object]] if address.object else [])

    opened = {role for role in ROLES if _opens(client, people[role], address.method, url)}

    assert opened == address.opens_for


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_nothing_opens_before_signing_in(address: Address, client: Client, objects: dict[str, int]) -> None:
    url = reverse(f"ledger:{address.name}", args=[objects[address.object]] if address.object else [])

    response = getattr(client, address.method)(url)

    assert response.headers["Location"].startswith(reverse("account_login"))


def test_no_address_is_forgotten() -> None:
    listed = {address.name for address in ADDRESSES} | {"step"}  # each step is tried with the table of verbs

    others = ELSEWHERE | {pattern.name for pattern in plan_urls.patterns}
    mine = {pattern.name for pattern in urls.urlpatterns if not pattern.name.startswith(("workbook", "ledger_import"))}

    assert mine - others - listed == set()


def _opens(client: Client, user: User, method: str, url: str) -> bool:
    """Whether the answer is anything but a refusal; what was done is undone, so that the next role finds it so."""
    client.force_login(user)
    with transaction.atomic():
        response: Any = getattr(client, method)(url)
        for close in response._resource_closers:  # `close` itself would tell the end of the request, and the connection
            close()
        transaction.set_rollback(True)
    assert response.status_code < 500, url
    return response.status_code not in {403, 404}
