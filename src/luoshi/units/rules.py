"""Who may do what with units, people, fields and the calendar: one table of small predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from luoshi.common import clock
from luoshi.common.rules import Rules, predicate
from luoshi.units.duties import duties_of
from luoshi.units.models import Delegation, Field, PeopleImport, Post, Unit, UnitImport
from luoshi.units.paths import depth_of
from luoshi.units.states import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from luoshi.accounts.models import User

# Those who see who the people of the units below them are, and how to reach them.
SEES_PEOPLE = (
    Role.ADMINISTRATOR,
    Role.OFFICE_HEAD,
    Role.SUPERVISOR,
    Role.LEADER,
    Role.AUDITOR,
    Role.UNIT_HEAD,
    Role.LIAISON,
    Role.VERIFIER,
)


def unit_of(subject: Unit | Field | Post | Delegation | UnitImport | PeopleImport) -> Unit:
    """The unit that a subject is, or that it belongs to."""
    if isinstance(subject, Unit):
        return subject
    if isinstance(subject, Field):
        return subject.owner
    if isinstance(subject, Delegation):
        return subject.post.unit
    return subject.top if isinstance(subject, UnitImport | PeopleImport) else subject.unit


def post_of(subject: Post | Delegation) -> Post:
    """The post that a subject is, or that is delegated."""
    return subject.post if isinstance(subject, Delegation) else subject


@predicate
def administers(user: User, subject: Any) -> bool:
    """Administrator of the subject's unit or of one above it."""
    return duties_of(user).covers(unit_of(subject).path, Role.ADMINISTRATOR)


@predicate
def administers_something(user: User, _subject: object) -> bool:
    return duties_of(user).holds(Role.ADMINISTRATOR)


@predicate
def administers_everything(user: User, _subject: object) -> bool:
    """Administrator at a root of the tree: for what belongs to no single unit, like the calendar."""
    return any(depth_of(duty.unit_path) == 1 for duty in duties_of(user).of(Role.ADMINISTRATOR))


@predicate
def administers_person(user: User, person: User) -> bool:
    """Administrator above every post that the person holds, acts in or will hold: nobody gets at people of higher rank
    through one post."""
    return duties_of(user).holds(Role.ADMINISTRATOR) and person.pk not in people_above(user, [person.pk])


def people_above(user: User, people: Collection[int]) -> set[int]:
    """Those of the people who have, act in or will have a post that the person does not administer; two queries."""
    duties, today = duties_of(user), clock.today()
    lasting = Post.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), user__in=people)
    acted_in = Delegation.objects.filter(user__in=people, ends_on__gte=today)
    places = [
        *lasting.values_list("user", "unit__path"),
        *acted_in.values_list("user", "post__unit__path"),
    ]
    return {pk for pk, path in places if not duties.covers(path, Role.ADMINISTRATOR)}


@predicate
def administers_field(user: User, post: Post) -> bool:
    """A field brings the measures of its owner with it: only who administers the owner gives it to somebody."""
    return post.field is None or duties_of(user).covers(post.field.owner.path, Role.ADMINISTRATOR)


@predicate
def holds_post(user: User, post: Post) -> bool:
    return user.pk == post.user_id


@predicate
def made_delegation(user: User, delegation: Delegation) -> bool:
    return user.pk == delegation.post.user_id


@predicate
def heads_unit(user: User, subject: Any) -> bool:
    """Head of exactly this unit, who answers for its liaisons."""
    return duties_of(user).holds_in(unit_of(subject).pk, Role.UNIT_HEAD)


@predicate
def is_post_within_unit(_user: User, subject: Post | Delegation) -> bool:
    """A post that only concerns work inside the unit, and that its head may therefore fill."""
    return post_of(subject).role in {Role.LIAISON, Role.TRAINEE}


@predicate
def heads_office_of(user: User, subject: Post | Delegation) -> bool:
    """Head of the office in which the post is held: of that unit, or of the place whose office it is."""
    unit = unit_of(subject)
    heads = duties_of(user).unit_ids(Role.OFFICE_HEAD)
    return unit.pk in heads or (unit.kind == Kind.OFFICE and unit.parent_id in heads)


@predicate
def is_post_of_office(_user: User, subject: Post | Delegation) -> bool:
    """A post whose work the head of the office hands out."""
    return post_of(subject).role in {Role.SUPERVISOR, Role.VERIFIER}


@predicate
def works_here(user: User, _subject: object) -> bool:
    return bool(duties_of(user).all)


@predicate
def sees_people(user: User, _subject: object) -> bool:
    """Works with people of other units, or answers for those of the own one."""
    return duties_of(user).holds(*SEES_PEOPLE)


@predicate
def oversees(user: User, _subject: object) -> bool:
    """Administers, runs the office or audits: those who see who changed what."""
    return duties_of(user).holds(Role.ADMINISTRATOR, Role.OFFICE_HEAD, Role.AUDITOR)


_stands_over = (heads_unit & is_post_within_unit) | (heads_office_of & is_post_of_office)
"""Somebody is ill or gone: whoever answers for the work passes it on."""

RULES: Rules = {
    "unit.see": works_here,
    "unit.add": administers,  # subject: the unit above
    "unit.change": administers,
    "unit.move": administers,
    "unit.close": administers,
    "unit.alias": administers,
    "unit.alias_everywhere": administers_everything,  # other places' texts would be understood by it
    "unit.import": administers,
    "unit.history": oversees | heads_unit,
    "field.add": administers,  # subject: the unit that will own it
    "field.change": administers,
    "post.add": (administers & administers_field) | (heads_unit & is_post_within_unit),  # subject: the post to be
    "post.end": administers | (heads_unit & is_post_within_unit),
    "post.delegate": administers | holds_post | _stands_over,
    "post.hand_over": administers | holds_post | _stands_over,
    "delegation.end": administers | made_delegation | _stands_over,
    "person.list": sees_people,
    "person.add": administers_something,
    "person.import": administers,  # subject: the unit above those that the workbook names
    "person.change": administers_person,
    "person.reset_password": administers_person,
    "person.history": administers_person,
    "calendar.see": works_here,
    "calendar.change": administers_everything,
}
