"""Every role against every address of plans, drafts, review and matters: what opens, what is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.urls import reverse

from luoshi.ledger import plan_urls
from luoshi.ledger.actions.plans import make_plan
from luoshi.ledger.actions.profiles import copy_profile
from luoshi.ledger.actions.serving import add_value, serve
from luoshi.ledger.actions.submitting import submit_plan
from luoshi.ledger.models import ClockProfile, Part
from luoshi.library.actions.documents import add_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

ROLES = (
    "supervisor",
    "office_head",
    "county_supervisor",
    "leader",
    "unit_head",
    "liaison",
    "verifier",
    "auditor",
    "stranger",
    "nobody",
)
OFFICE = frozenset({"supervisor", "office_head"})
OFFICES = OFFICE | {"county_supervisor"}
READERS = OFFICE | {"leader", "auditor"}
"""The leader reads the text, and of the drafts those of the own field."""
WORKERS = frozenset(ROLES) - {"nobody"}
TEXT = """滨川市2027年民生工作方案
各县（区）人民政府：
一、重点任务
（一）新建学校。年底前新建3所小学。（牵头单位：市教育局；配合单位：市工信局）
（二）疏浚河道。年底前清理河道30公里。（牵头单位：市教育局）
滨川市人民政府
2027年3月2日
"""


@dataclass(frozen=True)
class Address:
    """One address: which object it names, how it is asked, and for whom it opens; the rest get 403 or 404."""

    name: str
    opens_for: frozenset[str]
    object: str = "plan"
    method: str = "get"
    sent: dict[str, Any] = field(default_factory=dict)


ADDRESSES = (
    Address("plans", WORKERS, ""),
    Address("new_plan", OFFICES, ""),
    Address("make_plan", OFFICES, "document", "post"),
    Address("document_plan", frozenset(ROLES), "document"),  # shows nothing to those who may not
    Address("plan", READERS),
    Address("archive_plan", frozenset({"office_head"}), method="post"),
    Address("plan_settings", OFFICE),
    Address("breakdown", READERS),
    Address("draft_rows", READERS),
    Address("plan_text", READERS),
    Address("preparation", READERS),
    Address("draft_changes", READERS),
    Address("alike", READERS),
    Address("accept_suggestions", OFFICE, method="post"),
    Address("confirm_parts", OFFICE, method="post"),
    Address("give_rest", OFFICE),
    Address("plan_names", OFFICE),
    Address("add_draft", OFFICE, method="post", sent={"start": 0, "end": 4}),
    Address("add_local", OFFICE),
    Address("join_drafts", OFFICE, method="post"),
    Address("submit_plan", OFFICE, method="post"),
    Address("review", OFFICE | {"leader"}),
    Address("assign_plan", OFFICE | {"leader"}, method="post"),
    Address("return_plan", OFFICE | {"leader"}, method="post"),
    Address("add_indicator", OFFICE),
    Address("change_indicator", OFFICE, "indicator"),
    Address("remove_indicator", OFFICE, "indicator", "post"),
    Address("indicator", READERS, "indicator"),
    Address("serve_indicator", OFFICE, "indicator", "post"),
    Address("choose_indicators", OFFICE, "draft"),
    Address("remove_contribution", OFFICE, "contribution", "post"),
    Address("add_reached_value", OFFICE, "indicator"),
    Address("take_reached_value", OFFICE, "indicator", "post"),
    Address("remove_reached_value", OFFICE, "value", "post"),
    Address("draft", OFFICE | {"auditor"}, "draft"),
    Address("edit_draft", OFFICE, "draft"),
    Address("split_draft", OFFICE, "draft"),
    Address("drop_draft", OFFICE, "draft"),
    Address("look_over", OFFICE, "draft", "post"),
    Address("take_hint", OFFICE, "draft", "post", {"hint": "field"}),
    Address("add_draft_part", OFFICE, "draft"),
    Address("draft_part", OFFICE, "part"),
    Address("change_draft_part", OFFICE, "part", "post", {"step": "support"}),
    Address("name_draft_part", OFFICE, "unknown", "post"),
    Address("new_matter", OFFICES, ""),
    Address("profiles", OFFICES, ""),
    Address("copy_profile", OFFICES, "built_in", "post"),
    Address("change_profile", OFFICE, "profile"),
    Address("remove_profile", OFFICE, "profile", "post"),
)


@pytest.fixture
def county_supervisor(person: Callable[..., User], county: Unit) -> User:
    """Runs the office of a county: has nothing to do with the city's plan."""
    return person("xianduban", county, "supervisor")


@pytest.fixture
def nobody(person: Callable[..., User]) -> User:
    return person("luguo")


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, User]:
    return {role: request.getfixturevalue(role) for role in ROLES}


@pytest.fixture
def objects(office: Unit, bureau: Unit, field: object, supervisor: User, today: date) -> dict[str, int]:
    """A plan in draft with one of everything."""
    content = TEXT.encode()
    document = add_document(BytesIO(content), name="plan.txt", size=len(content), owner=office, by=supervisor)
    plan = make_plan(document, owner=office, by=supervisor)
    built_in = ClockProfile.objects.filter(owner=None, matter="plan").get()
    indicator = plan.indicators.create(position=99, name="普及率")
    serve(indicator, plan.measures.all()[:1], by=supervisor)
    value = add_value(indicator, text="93%", as_of=today, source="公报", by=supervisor)
    return {
        "plan": plan.pk,
        "document": document.pk,
        "draft": plan.measures.order_by("number")[0].pk,
        "part": Part.objects.filter(measure__plan=plan).exclude(unit=None)[0].pk,
        "unknown": Part.objects.filter(measure__plan=plan, unit=None).get().pk,
        "indicator": indicator.pk,
        "contribution": indicator.contributions.get().pk,
        "value": value.pk,
        "built_in": built_in.pk,
        "profile": copy_profile(built_in, owner=office, by=supervisor).pk,
    }


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_an_address_opens_for_its_roles_only(
    address: Address, client: Client, objects: dict[str, int], people: dict[str, User]
) -> None:
    url = reverse(f"ledger:{address.name}", args=[objects[address.object]] if address.object else [])

    opened = {role for role in ROLES if opens(client, people[role], address, url)}

    assert opened == address.opens_for


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_nothing_opens_before_signing_in(address: Address, client: Client, objects: dict[str, int]) -> None:
    url = reverse(f"ledger:{address.name}", args=[objects[address.object]] if address.object else [])

    response = getattr(client, address.method)(url)

    assert response.headers["Location"].startswith(reverse("account_login"))


def test_no_address_is_forgotten() -> None:
    assert {pattern.name for pattern in plan_urls.patterns} == {address.name for address in ADDRESSES}


def test_leader_reviews_the_measures_of_the_own_field(
    client: Client, objects: dict[str, int], leader: User, supervisor: User, field: Any
) -> None:
    from luoshi.ledger.models import Measure, Plan

    plan = Plan.objects.get(pk=objects["plan"])
    submit_plan(plan, by=supervisor)
    first, second = Measure.objects.filter(plan=plan)
    Measure.objects.filter(pk=first.pk).update(field=field)
    client.force_login(leader)

    client.post(reverse("ledger:assign_plan", args=[plan.pk]), {"draft": [first.pk, second.pk]})

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("assigned", "in_review")


def opens(client: Client, user: User, address: Address, url: str) -> bool:
    """Whether the answer is anything but a refusal; what was done is undone, so that the next role finds it so."""
    client.force_login(user)
    with transaction.atomic():
        status = getattr(client, address.method)(url, address.sent).status_code
        transaction.set_rollback(True)
    assert status < 500, url
    return status not in {403, 404}
