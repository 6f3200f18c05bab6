"""Reads of users and tokens."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from luoshi.accounts.models import Token, User
from luoshi.common import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet


def is_empty_installation() -> bool:
    """Whether nobody is there yet, so that the first administrator may be made."""
    return not User.objects.exists()


def tokens_of(user: User) -> QuerySet[Token]:
    """The person's tokens that have not been revoked, newest first."""
    return Token.objects.filter(user=user, revoked_at=None)


def digest_of(key: str) -> str:
    """What is kept of a token's key."""
    return hashlib.sha256(key.encode()).hexdigest()


def usable_token(key: str) -> Token | None:
    """The token that a program showed, if it still opens anything."""
    return Token.objects.usable(at=clock.now()).select_related("user").filter(digest=digest_of(key)).first()
