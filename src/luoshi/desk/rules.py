"""Who may say something, and who answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.common.rules import Rules, predicate
from luoshi.units.duties import duties_of
from luoshi.units.states import Role

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.desk.models import Voice

ANSWERERS = (Role.OFFICE_HEAD, Role.ADMINISTRATOR)


@predicate
def works_here(user: User, _subject: object) -> bool:
    return bool(duties_of(user).all)


@predicate
def answers_here(user: User, _subject: object) -> bool:
    """Heads the office or administers somewhere; whose voices these are is told by the queries."""
    return duties_of(user).holds(*ANSWERERS)


@predicate
def wrote_it(user: User, voice: Voice) -> bool:
    return voice.by_id == user.pk


RULES: Rules = {
    "voice.add": works_here,
    "voice.answer": answers_here & ~wrote_it,
}
