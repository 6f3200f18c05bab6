"""Every role against every address of the library: what opens, what is refused, and that no address is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.urls import reverse

from luoshi.ledger.actions.plans import make_plan
from luoshi.ledger.models import Source
from luoshi.library import urls
from luoshi.library.actions import links
from luoshi.library.models import Change, Link
from luoshi.library.states import LinkKind
from tests.conftest import ROLES
from tests.library.conftest import PLAN
from tests.test_rights import Address

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.units.models import Unit

EVERYBODY = frozenset(ROLES)
WORKERS = EVERYBODY - {"stranger"}
KEEPERS = frozenset({"administrator", "office_head", "supervisor", "class_head"})
KEEPERS_ANYWHERE = KEEPERS | {"county_administrator"}
CITY = frozenset({"administrator", "office_head", "supervisor", "leader", "class_head", "auditor"})
"""Whose posts stand in the city itself: they see what the bureau keeps."""
BUREAU = frozenset({"unit_head", "liaison", "trainee"})

ADDRESSES = (
    Address("library:documents", WORKERS),
    Address("library:search", WORKERS),
    Address("library:options", EVERYBODY),  # offers only what one sees
    Address("library:upload", KEEPERS_ANYWHERE),
    # of the city's office: everybody in and under the city reads it, who keeps the library changes it
    Address("library:document", WORKERS, "city_document"),
    Address("library:original", WORKERS, "city_document"),
    Address("library:history", WORKERS, "city_document"),
    Address("library:change", KEEPERS, "city_document"),
    Address("library:purge", frozenset({"administrator", "office_head"}), "city_document"),
    Address("library:add_link", KEEPERS, "city_document"),
    Address("library:confirm_link", KEEPERS, "offered", "post"),
    Address("library:drop_link", KEEPERS, "offered", "post"),
    Address("library:changes", WORKERS, "confirmed"),
    Address("ledger:clause_measures", WORKERS, "clause"),
    Address("ledger:clause_counts", WORKERS, "city_document"),
    # of the bureau: nobody of another unit beside or below it
    Address("library:document", CITY | BUREAU, "bureau_document"),
    Address("library:original", CITY | BUREAU, "bureau_document"),
    Address("library:history", CITY | BUREAU, "bureau_document"),
    Address("library:change", KEEPERS, "bureau_document"),
    Address("library:purge", frozenset({"administrator", "office_head"}), "bureau_document"),
    Address("library:add_link", KEEPERS, "bureau_document"),
    Address("library:confirm_link", KEEPERS, "bureau_link", "post"),
    Address("library:drop_link", KEEPERS, "bureau_link", "post"),
    Address("library:changes", CITY | BUREAU, "bureau_change"),
    Address("ledger:clause_measures", CITY | BUREAU, "bureau_clause"),
    Address("ledger:clause_counts", CITY | BUREAU, "bureau_document"),
    # suspect sources of the office's plan
    Address("ledger:suspects", WORKERS - {"administrator", "county_administrator", "class_head", "trainee"}),
    Address("ledger:confirm_suspect", frozenset({"office_head", "supervisor"}), "suspect", "post"),
    Address("ledger:follow_suspect", frozenset({"office_head", "supervisor"}), "suspect", "post"),
)


@pytest.fixture
def supervisor(city: Unit, person: Callable[..., User]) -> User:
    """The city's, as in the table of all roles."""
    return person("supervisor", city, "supervisor")


@pytest.fixture
def office_head(city: Unit, person: Callable[..., User]) -> User:
    return person("office_head", city, "office_head")


@pytest.fixture
def objects(
    office: Unit, bureau: Unit, people: dict[str, User], take_in: Callable[..., Document], today: object
) -> dict[str, Any]:
    """One object of the city's office and one of the bureau for every kind of address."""
    by = people["administrator"]
    plan = take_in(by=by)
    ledger = make_plan(plan, owner=office, by=people["supervisor"])
    new = take_in(PLAN.replace("30公里", "50公里"), name="new.txt", by=by, supersedes=plan)
    own = take_in(PLAN.replace("7号", "8号"), name="own.txt", owner=bureau, by=by)
    later = take_in(PLAN.replace("7号", "9号"), name="later.txt", owner=bureau, by=by)
    assert ledger.measures.count() == 3
    return {
        "": None,
        "city_document": plan.pk,
        "offered": Link.objects.get(source=plan).pk,
        "confirmed": Link.objects.get(source=new, target=plan).pk,
        "clause": plan.clauses.get(path="一").pk,
        "bureau_document": own.pk,
        "bureau_link": Link.objects.get(source=own).pk,
        "bureau_change": links.add_link(later, kind=LinkKind.SUPERSEDES, target=own, by=by).pk,
        "bureau_clause": own.clauses.get(path="一").pk,
        "suspect": Source.objects.get(is_suspect=True).pk,
    }


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: f"{address.name}-{address.object}")
def test_an_address_opens_for_its_roles_only(
    address: Address, client: Client, objects: dict[str, Any], people: dict[str, User]
) -> None:
    argument = objects[address.object]
    url = reverse(address.name, args=[] if argument is None else [argument])

    opened = {role for role in ROLES if _opens(client, people[role], address.method, url)}

    assert opened == address.opens_for


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: f"{address.name}-{address.object}")
def test_nothing_opens_before_signing_in(address: Address, client: Client, objects: dict[str, Any]) -> None:
    argument = objects[address.object]
    url = reverse(address.name, args=[] if argument is None else [argument])

    response = getattr(client, address.method)(url)

    assert response.headers["Location"].startswith(reverse("account_login"))


def test_no_address_is_forgotten() -> None:
    listed = {address.name for address in ADDRESSES}

    assert {f"library:{pattern.name}" for pattern in urls.urlpatterns} - listed == set()


def _opens(client: Client, user: User, method: str, url: str) -> bool:
    """Whether the answer is anything but a refusal; what was done is undone, so that the next role finds it so."""
    client.force_login(user)
    with transaction.atomic():
        change = Change.objects.filter(new_start__isnull=False).values_list("pk", flat=True).first()
        response = getattr(client, method)(url, {"change": change} if method == "post" else {})
        if response.streaming:
            b"".join(response.streaming_content)  # read to the end, so that the file is closed
        transaction.set_rollback(True)
    assert response.status_code < 500, url
    return response.status_code not in {403, 404}
