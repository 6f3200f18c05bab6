"""Whoever has lost the telephone, or the last password of all, gets in again."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from luoshi.common import history
from luoshi.units.actions import people
from tests.test_crash import PREPARE, environment, run

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User

__all__ = ["environment"]


def sign_in(client: Client, person: User) -> str:
    answer = client.post(reverse("account_login"), {"login": person.username, "password": "correct horse battery"})
    return answer["Location"]


def test_the_administrator_takes_lost_factors_away(client: Client, liaison: User, administrator: User) -> None:
    TOTP.activate(liaison, generate_totp_secret())
    page, button = reverse("units:person", args=[liaison.pk]), "解除两步验证"
    asked = sign_in(client, liaison)
    client.force_login(administrator)
    before = client.get(page).text
    after = client.post(reverse("units:remove_second_factors", args=[liaison.pk]), follow=True).text
    client.logout()

    assert (button in before, f">{button}<" in after) == (True, False)
    assert (asked, sign_in(client, liaison)) == (reverse("mfa_authenticate"), reverse("desk:home"))
    assert [entry.verb for entry in history.entries_of(liaison)][-1] == "user.remove_second_factors"


def test_where_there_is_none_that_is_said(client: Client, liaison: User, administrator: User) -> None:
    client.force_login(administrator)
    page = reverse("units:person", args=[liaison.pk])

    assert "解除两步验证" not in client.get(page).text
    answer = client.post(reverse("units:remove_second_factors", args=[liaison.pk]))
    assert (answer.status_code, "没有设置两步验证" in answer.text) == (422, True)


@pytest.mark.parametrize("is_active", [True, False])
def test_who_has_the_server_in_hand_admits(client: Client, administrator: User, *, is_active: bool) -> None:
    TOTP.activate(administrator, generate_totp_secret())
    type(administrator).objects.update(is_active=is_active)

    password = people.admit(administrator.username.upper())

    given = {"login": administrator.username, "password": password}
    assert client.post(reverse("account_login"), given)["Location"] == reverse("desk:home")
    assert (people.admit("niemand"), Authenticator.objects.count()) == (None, 0)
    told = {entry.verb: entry.actor for entry in history.entries_of(administrator)}
    assert {"user.admit", "user.reset_password", "user.remove_second_factors"} <= told.keys()
    assert told["user.admit"] is None


def test_the_command(environment: dict[str, str]) -> None:  # the fixture imported above
    def admit(name: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "luoshi", "admit", name],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    nothing = admit("admin")
    run(PREPARE, environment)
    nobody, somebody = admit("niemand"), admit("admin")

    assert (nothing[0], "还没有数据库" in nothing[1]) == (1, True)
    assert (nobody[0], "没有登录名为“niemand”的账号" in nobody[1]) == (1, True)
    assert (somebody[0], bool(re.search("新的首次登录密码：[a-z2-9]{5}(-[a-z2-9]{5}){2}", somebody[1]))) == (0, True)
