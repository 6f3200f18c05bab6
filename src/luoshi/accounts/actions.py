"""Writes of a person's own account: facts, looks, API tokens; and what ends when somebody is shut out of it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.accounts import queries
from luoshi.accounts.models import Token, User
from luoshi.accounts.rules import RULES
from luoshi.common import clock, history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from luoshi.accounts.states import Scope

PREFIX = "ls_"
TOKENS_AT_MOST = 20
USED_EVERY = timedelta(minutes=10)
# Called with the person and who did it, in the transaction that shuts the person out: for what else opens by a secret.
on_shutting_out: list[Callable[[User, User | None], object]] = []
OWN_FIELDS = ("name", "email", "phone", "language", "theme")


@transaction.atomic
def change_own(user: User, *, by: User, **values: str) -> User:
    """Change the facts that a person keeps about him- or herself (see OWN_FIELDS)."""
    require(RULES, "user.change_own", by, user)
    user = lock(User.objects.all(), user.pk)
    before = history.snapshot(user, values)
    for name in OWN_FIELDS:
        if name in values:
            setattr(user, name, values[name])
    user.save(update_fields=list(values))
    history.record_change(user, "user.change", by=by, before=before, after=history.snapshot(user, values))
    return user


@transaction.atomic
def create_token(user: User, *, name: str, scope: Scope, days: int, by: User) -> tuple[Token, str]:
    """Make a token; the key is returned once and kept nowhere."""
    require(RULES, "token.create", by, user)
    if queries.tokens_of(user).count() >= TOKENS_AT_MOST:
        raise UnmetConditionError("too_many_tokens", _("令牌已达20个上限，请先撤销不用的。"))
    key = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    token = Token.objects.create(
        user=user,
        name=name,
        scope=scope,
        prefix=key[:10],
        digest=queries.digest_of(key),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    history.record(user, "token.create", by=by, params={"token": name, "scope": str(scope)})
    return token, key


@transaction.atomic
def revoke_token(token: Token, *, by: User) -> None:
    """Make a token useless; it stays in the table as a fact."""
    require(RULES, "token.revoke", by, token)
    revoked = Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now())
    if revoked:
        history.record(token.user, "token.revoke", by=by, params={"token": token.name})


@transaction.atomic
def shut_out(user: User, *, by: User | None) -> None:
    """Revoke every key and end every sign-in: somebody else may hold them. The caller has checked the right.

    `by` is None for who has the server itself in hand.
    """
    revoked = Token.objects.filter(user=user, revoked_at=None)
    history.record_many(
        [history.Change(user, "token.revoke", params={"token": token.name}) for token in revoked], by=by
    )
    revoked.update(revoked_at=clock.now())
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    if sessions:
        history.record(user, "user.end_sessions", by=by, params={"count": len(sessions)})
    for follow in on_shutting_out:
        follow(user, by)


@transaction.atomic
def remove_second_factors(user: User, *, by: User | None) -> int:
    """Take away the code app, recovery codes and passkeys of an account; returns how many there were.

    Their owner has lost them, or somebody else has added one. The caller has checked the right.
    """
    removed: int
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    if removed:
        history.record(user, "user.remove_second_factors", by=by, params={"count": removed})
    return removed


def note_use(token: Token, *, at: datetime) -> None:
    """Remember roughly when a token was last used: a write per request would be dearer than the fact is worth."""
    if token.last_used_at is None or at - token.last_used_at > USED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=at)
