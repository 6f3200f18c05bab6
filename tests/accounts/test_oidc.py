"""Sign-in by the organisation's own service: for people who are entered here, and for nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore

from luoshi.accounts.adapters import KnownPeopleOnly
from luoshi.accounts.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.test import RequestFactory
    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture
def request_from_service(rf: RequestFactory, settings: SettingsWrapper) -> HttpRequest:
    app: dict[str, object] = {"provider_id": "oidc", "name": "统一认证", "client_id": "luoshi", "secret": "s"}
    app["settings"] = {"server_url": "https://sso.example"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    request = rf.get("/account/oidc/oidc/login/callback/")
    request.session = SessionStore()
    request.user = User()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # where the framework keeps them
    return request


def told_by_the_service(**claims: str) -> SocialLogin:
    return SocialLogin(user=User(), account=SocialAccount(provider="oidc", uid="42", extra_data={"userinfo": claims}))


@pytest.mark.parametrize(
    ("claims", "is_joined"),
    [
        ({"preferred_username": "liaison"}, True),
        ({"preferred_username": "LIAISON"}, True),
        ({"preferred_username": "somebody"}, False),
        ({"preferred_username": ""}, False),
        ({"email": "liaison@luoshi.example"}, False),
    ],
)
def test_a_known_name_is_joined_to_its_person(
    request_from_service: HttpRequest, liaison: User, claims: dict[str, str], is_joined: bool
) -> None:
    login = told_by_the_service(**claims)

    KnownPeopleOnly(request_from_service).pre_social_login(request_from_service, login)

    assert (SocialAccount.objects.filter(user=liaison).exists(), login.is_existing) == (is_joined, is_joined)


def test_who_takes_the_name_over_at_the_service_is_somebody_else(
    request_from_service: HttpRequest, liaison: User
) -> None:
    SocialAccount.objects.create(user=liaison, provider="oidc", uid="41")

    KnownPeopleOnly(request_from_service).pre_social_login(
        request_from_service, told_by_the_service(preferred_username="liaison")
    )

    assert [one.uid for one in SocialAccount.objects.all()] == ["41"]


def test_somebody_locked_out_is_not_joined(request_from_service: HttpRequest, liaison: User) -> None:
    User.objects.update(is_active=False)

    KnownPeopleOnly(request_from_service).pre_social_login(
        request_from_service, told_by_the_service(preferred_username="liaison")
    )

    assert not SocialAccount.objects.exists()


def test_nobody_signs_up_by_the_service(request_from_service: HttpRequest) -> None:
    adapter = KnownPeopleOnly(request_from_service)

    assert not adapter.is_open_for_signup(request_from_service, told_by_the_service())
