"""Asks the API of study as somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from luoshi.accounts.actions import create_token
from luoshi.accounts.states import Scope

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User


class Call(Protocol):
    """Asks the API as somebody: status and body."""

    def __call__(self, user: User, method: str, path: str, sent: object = None) -> tuple[int, Any]: ...


@pytest.fixture
def call(client: Client) -> Call:
    def ask(user: User, method: str, path: str, sent: object = None) -> tuple[int, Any]:
        _token, key = create_token(user, name="测试", scope=Scope.WRITE, days=9, by=user)
        body = {"data": sent, "content_type": "application/json"} if sent is not None else {}
        answer = getattr(client, method)(f"/api/study/{path}", headers={"Authorization": f"Bearer {key}"}, **body)
        return answer.status_code, answer.json()

    return ask
