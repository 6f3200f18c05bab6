"""Writes of people by their administrator: entering, changing, locking, a new first password."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from luoshi.accounts import actions as accounts
from luoshi.accounts.models import User
from luoshi.common import clock, history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.units.queries.people import administrators_everywhere
from luoshi.units.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELDS = ("username", "name", "email", "phone", "is_active")
WORDS = "abcdefghjkmnpqrstuvwxyz23456789"  # no l, 1, o, 0: the password is copied from a slip of paper


def first_password() -> str:
    """A password for the first sign-in, easy to copy by hand: fifteen characters in groups of five."""
    return "-".join("".join(secrets.choice(WORDS) for _ in range(5)) for _ in range(3))


@transaction.atomic
def add_person(*, username: str, name: str, by: User, email: str = "", phone: str = "") -> tuple[User, str]:
    """Enter a person; the first password is returned once and has to be changed at the first sign-in."""
    require(RULES, "person.add", by)
    if User.objects.filter(username=username.lower()).exists():
        raise UnmetConditionError("username_taken", _("登录名“%(name)s”已经有人使用。") % {"name": username})
    password = first_password()
    person = User.objects.create_user(
        username, name=name, password=password, email=email, phone=phone, must_change_password=True
    )
    history.record(person, "user.add", by=by, after=history.snapshot(person, FIELDS))
    return person, password


@transaction.atomic(savepoint=False)
def enter_many(people: Sequence[User], *, by: User) -> list[User]:
    """Enter people who have no password yet, with a bounded number of queries; the caller has checked the right."""
    for person in people:
        person.must_change_password = True
    try:
        with transaction.atomic():
            made = User.objects.create_many(people)
    except IntegrityError:
        raise UnmetConditionError("username_taken", _("有登录名刚被别人使用，请重新打开预览。")) from None
    history.record_many([history.Change(one, "user.add", after=history.snapshot(one, FIELDS)) for one in made], by=by)
    return made


@transaction.atomic
def change_person(person: User, *, by: User, **values: Any) -> User:
    """Change a person's facts, or let him or her sign in no more (see FIELDS)."""
    require(RULES, "person.change", by, person)
    person = lock(User.objects.all(), person.pk)
    if values.get("is_active") is False:
        _keep_an_administrator(person)
    before = history.snapshot(person, values)
    for name in FIELDS:
        if name in values:
            setattr(person, name, values[name])
    person.username = person.username.lower()
    person.save(update_fields=[*values])
    history.record_change(person, "user.change_by_admin", by=by, before=before, after=history.snapshot(person, values))
    if not person.is_active:
        accounts.shut_out(person, by=by)
    return person


@transaction.atomic
def reset_password(person: User, *, by: User) -> str:
    """A new first password, returned once; whoever came in with the old one, or got a key by it, is out."""
    require(RULES, "person.reset_password", by, person)
    return _renew_password(lock(User.objects.all(), person.pk), by=by)


@transaction.atomic
def remove_second_factors(person: User, *, by: User) -> User:
    """For whoever has lost the telephone or the key: the password alone signs in, until a new one is set up."""
    require(RULES, "person.reset_password", by, person)
    person = lock(User.objects.all(), person.pk)
    if not accounts.remove_second_factors(person, by=by):
        raise UnmetConditionError("no_second_factor", _("这个账号没有设置两步验证。"))
    accounts.shut_out(person, by=by)
    return person


@transaction.atomic
def admit(username: str) -> str | None:
    """For who has the server in hand, where no administrator gets in any more: a new first password, returned once.

    The account may sign in, and without a second factor. None where nobody has this name.
    """
    person = User.objects.select_for_update().filter(username=username.lower()).first()
    if person is None:
        return None
    person.is_active = True
    person.save(update_fields=["is_active"])
    history.record(person, "user.admit", by=None)
    accounts.remove_second_factors(person, by=None)
    return _renew_password(person, by=None)


def _renew_password(person: User, *, by: User | None) -> str:
    password = first_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    history.record(person, "user.reset_password", by=by)
    accounts.shut_out(person, by=by)
    return password


def _keep_an_administrator(person: User) -> None:
    posts = administrators_everywhere(clock.today())
    if posts.filter(user=person).exists() and not posts.exclude(user=person).exists():
        raise UnmetConditionError("last_administrator", _("至少要保留一名系统管理员，请先指定另一人。"))
