"""Who may do what in the library: one table of small predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.common.rules import Rules, predicate
from luoshi.units.duties import duties_of
from luoshi.units.states import Role

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.library.models import Document, Link
    from luoshi.units.models import Unit

KEEPERS = (Role.OFFICE_HEAD, Role.SUPERVISOR, Role.CLASS_HEAD, Role.ADMINISTRATOR)


@predicate
def keeps_library_of(user: User, unit: Unit) -> bool:
    """Supervisor, head of office, class head or administrator at the unit or above it."""
    return duties_of(user).covers(unit.path, *KEEPERS)


@predicate
def keeps(user: User, document: Document) -> bool:
    return duties_of(user).covers(document.owner.path, *KEEPERS)


@predicate
def keeps_source(user: User, link: Link) -> bool:
    return duties_of(user).covers(link.source.owner.path, *KEEPERS)


@predicate
def heads_office(user: User, document: Document) -> bool:
    return duties_of(user).covers(document.owner.path, Role.OFFICE_HEAD, Role.ADMINISTRATOR)


@predicate
def has_a_post(user: User, _subject: object) -> bool:
    return bool(duties_of(user).all)


@predicate
def keeps_a_library(user: User, _subject: object) -> bool:
    return duties_of(user).holds(*KEEPERS)


RULES: Rules = {
    "document.list": has_a_post,  # no subject
    "library.keep": keeps_a_library,  # no subject
    "document.add": keeps_library_of,  # subject: the unit whose library it joins
    "document.change": keeps,
    "document.purge": heads_office,
    "link.settle": keeps_source,
    "link.add": keeps,
}
