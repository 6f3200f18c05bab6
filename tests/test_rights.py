"""Every role against every address: what opens, what is refused, and that no address is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from luoshi.accounts.models import Token
from luoshi.common import clock
from luoshi.desk.models import Voice
from luoshi.desk.waiting import KINDS
from luoshi.notices.models import Notice
from luoshi.units.models import Alias, Delegation, PeopleImport, UnitImport
from tests.conftest import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.units.models import Field, Unit

EVERYBODY = frozenset(ROLES)
WORKERS = EVERYBODY - {"stranger"}
ADMINISTRATOR = frozenset({"administrator"})
ADMINISTRATORS = frozenset({"administrator", "county_administrator"})
OVERSEERS = frozenset({"administrator", "county_administrator", "office_head", "auditor"})
SEES_PEOPLE = WORKERS - {"class_head", "trainee"}


@dataclass(frozen=True)
class Address:
    """One address: how it is asked, which object it names, and for whom it opens; the rest get 403 or 404."""

    name: str
    opens_for: frozenset[str]
    object: str = ""
    method: str = "get"


ADDRESSES = (
    Address("desk:home", EVERYBODY),
    Address("desk:voices", EVERYBODY),
    Address("desk:answer_voice", ADMINISTRATOR | {"office_head"}, "voice", "post"),
    Address("desk:waiting", EVERYBODY, "kind"),
    Address("accounts:own", EVERYBODY),
    Address("accounts:tokens", EVERYBODY),
    Address("accounts:revoke_token", frozenset({"liaison"}), "token", "post"),
    Address("accounts:language", EVERYBODY, method="post"),
    Address("accounts:theme", EVERYBODY, method="post"),
    Address("notices:inbox", EVERYBODY),
    Address("notices:read_all", EVERYBODY, method="post"),
    Address("notices:open", frozenset({"liaison"}), "notice", "post"),
    Address("notices:preference", EVERYBODY),
    Address("units:tree", WORKERS),
    Address("units:options", EVERYBODY),  # offers nothing to strangers
    Address("units:unit", WORKERS, "bureau"),
    Address("units:children", WORKERS, "bureau"),
    Address("units:add", ADMINISTRATOR, "bureau"),
    Address("units:change", ADMINISTRATOR, "bureau"),
    Address("units:move", ADMINISTRATOR, "bureau"),
    Address("units:close", ADMINISTRATOR, "empty_unit", "post"),
    Address("units:reopen", ADMINISTRATOR, "closed_unit", "post"),
    Address("units:history", OVERSEERS | {"unit_head"}, "bureau"),
    Address("units:add_alias", ADMINISTRATOR, "bureau", "post"),
    Address("units:remove_alias", ADMINISTRATOR, "alias", "post"),
    Address("units:add_post", ADMINISTRATOR | {"unit_head"}, "bureau"),
    Address("units:end_post", ADMINISTRATOR | {"unit_head"}, "post"),
    Address("units:hand_over", ADMINISTRATOR | {"liaison", "unit_head"}, "post"),
    Address("units:delegate", ADMINISTRATOR | {"liaison", "unit_head"}, "post"),
    Address("units:end_delegation", ADMINISTRATOR | {"liaison", "unit_head"}, "delegation", "post"),
    Address("units:people", SEES_PEOPLE),
    Address("units:add_person", ADMINISTRATORS),
    Address("units:people_options", EVERYBODY),  # offers only people whom one sees
    Address(
        "units:person",
        frozenset({"administrator", "office_head", "supervisor", "leader", "auditor", "unit_head", "liaison"}),
        "liaison",
    ),
    Address("units:change_person", ADMINISTRATOR, "liaison"),
    Address("units:remove_second_factors", ADMINISTRATOR, "liaison", "post"),
    Address("units:reset_password", ADMINISTRATOR, "liaison", "post"),
    Address("units:start_people_import", ADMINISTRATOR, "bureau"),
    Address("units:export_people", ADMINISTRATOR, "bureau"),
    Address("units:people_template", EVERYBODY),
    Address("units:people_import", ADMINISTRATOR, "people_import"),
    Address("units:apply_people_import", ADMINISTRATOR, "people_import", "post"),
    Address("units:drop_people_import", ADMINISTRATOR, "people_import", "post"),
    Address("units:first_passwords", ADMINISTRATOR, "people_import", "post"),
    Address("units:fields", WORKERS),
    Address("units:add_field", ADMINISTRATOR, "city"),
    Address("units:change_field", ADMINISTRATOR, "field"),
    Address("units:calendar_now", EVERYBODY),
    Address("units:calendar", WORKERS, "year"),
    Address("units:declare_entered", ADMINISTRATOR, "year", "post"),
    Address("units:clear_day", ADMINISTRATOR, "day", "post"),
    Address("units:start_import", ADMINISTRATOR, "bureau"),
    Address("units:export", WORKERS, "bureau"),
    Address("units:import_template", EVERYBODY),
    Address("units:import", ADMINISTRATOR, "unit_import"),
    Address("units:apply_import", ADMINISTRATOR, "unit_import", "post"),
    Address("units:drop_import", ADMINISTRATOR, "unit_import", "post"),
)
NAMESPACES = frozenset(address.name.split(":")[0] for address in ADDRESSES)


@pytest.fixture
def objects(
    city: Unit,
    bureau: Unit,
    field: Field,
    liaison: User,
    unit_import: UnitImport,
    people_import: PeopleImport,
    today: object,
) -> dict[str, Any]:
    """One object of the city's bureau for every kind of address."""
    from luoshi.units.actions.units import plant

    now = clock.now()
    post = liaison.posts.get()
    closed = plant(city, by=None, name="撤销的局")
    type(closed).objects.filter(pk=closed.pk).update(closed_on=clock.today())
    return {
        "": None,
        "city": city.pk,
        "bureau": bureau.pk,
        "empty_unit": plant(city, by=None, name="空的局").pk,
        "closed_unit": closed.pk,
        "field": field.pk,
        "liaison": liaison.pk,
        "post": post.pk,
        "year": 2026,
        "kind": KINDS[0].code,
        "voice": Voice.objects.create(text="填报太多", by=liaison, unit=bureau, at=now).pk,
        "day": clock.today(),
        "unit_import": unit_import.pk,
        "people_import": people_import.pk,
        "alias": Alias.objects.create(unit=bureau, scope=city, text="教育局").pk,
        "delegation": Delegation.objects.create(
            post=post, user=liaison, starts_on=clock.today(), ends_on=clock.today(), reason="休假"
        ).pk,
        "token": Token.objects.create(user=liaison, name="统计", digest="0", created_at=now, expires_at=now).pk,
        "notice": Notice.objects.create(user=liaison, code="x", url="/", created_at=now).pk,
    }


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_an_address_opens_for_its_roles_only(
    address: Address, client: Client, objects: dict[str, Any], people: dict[str, User]
) -> None:
    argument = objects[address.object]
    url = reverse(address.name, args=[] if argument is None else [argument])

    opened = {role for role in ROLES if _opens(client, people[role], address.method, url)}

    assert opened == address.opens_for


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_nothing_but_language_and_theme_opens_before_signing_in(
    address: Address, client: Client, objects: dict[str, Any]
) -> None:
    argument = objects[address.object]
    url = reverse(address.name, args=[] if argument is None else [argument])

    response = getattr(client, address.method)(url)

    is_free = address.name in {"accounts:language", "accounts:theme"}
    assert response.headers["Location"].startswith(reverse("account_login")) != is_free


def test_no_address_is_forgotten() -> None:
    listed = {address.name for address in ADDRESSES}

    assert {name for name in _names(get_resolver()) if name.split(":")[0] in NAMESPACES} - listed == set()


def _opens(client: Client, user: User, method: str, url: str) -> bool:
    """Whether the answer is anything but a refusal; what was done is undone, so that the next role finds it so."""
    from django.db import transaction

    client.force_login(user)
    with transaction.atomic():
        response = getattr(client, method)(url)
        transaction.set_rollback(True)
    assert response.status_code < 500, url
    assert "no-store" in response["Cache-Control"], url
    return response.status_code not in {403, 404}


def _names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            yield from _names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
