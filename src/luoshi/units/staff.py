"""A workbook of people against those who are there: new, changed, the same or wrong; nothing is written here."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from luoshi.common.choices import choice_named
from luoshi.common.errors import UnmetConditionError
from luoshi.common.pinyin import sort_key
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from luoshi.units.staff_rows import StaffRow

USERNAME = re.compile(r"[a-z0-9_-]{1,60}")
LONGEST = {"name": 60, "title": 60, "phone": 40, "email": 254}
FACTS = ("phone", "email")


@dataclass(frozen=True)
class Place:
    """A post as a row names it; `field` is a number or None."""

    unit: int
    role: str
    field: int | None = None


@dataclass(frozen=True)
class Person:
    """Somebody who is there, as the comparison needs it; whoever is out of reach is known by the sign-in name only."""

    pk: int
    username: str
    name: str
    phone: str
    email: str
    may_see: bool
    may_change: bool
    places: frozenset[Place]


@dataclass(frozen=True)
class NewPost:
    """A post that the import would fill, with the words to show."""

    place: Place
    title: str
    unit_name: str
    role_name: str
    field_name: str


@dataclass(frozen=True)
class StaffStep:
    """What the rows of one person would do; a row that cannot be taken is a step of its own."""

    lines: tuple[int, ...]
    name: str
    kind: str  # new, changed, same, wrong
    username: str = ""
    is_guessed: bool = False
    pk: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    posts: tuple[NewPost, ...] = ()
    namesakes: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class StaffPlan:
    """The whole comparison; `digest` tells whether people or units have changed since it was shown."""

    steps: tuple[StaffStep, ...]

    def of(self, *kinds: str) -> list[StaffStep]:
        """The steps of these kinds, in the order of the sheet."""
        return [step for step in self.steps if step.kind in kinds]

    @property
    def wrong_count(self) -> int:
        """How many rows have to be mended before anything can be imported."""
        return len(self.of("wrong"))

    @property
    def digest(self) -> str:
        facts = [
            (s.lines, s.kind, s.pk, s.username, sorted(s.values.items()), [repr(post) for post in s.posts])
            for s in self.steps
        ]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class House:
    """What rows are compared with: how a unit's name is understood, fields, people, and every sign-in name taken."""

    unit_of: Callable[[str], tuple[int, str]]  # the unit's number and name; raises UnmetConditionError
    field_of: Callable[[str, int], tuple[int, str]]
    people: Sequence[Person]
    usernames: frozenset[str]


def compare(rows: Sequence[StaffRow], house: House) -> StaffPlan:
    """Every row against the house; rows of the same person are taken together."""
    return StaffPlan(_Comparison(house, rows).steps())


class _Comparison:
    """What is known while the rows are gone through."""

    def __init__(self, house: House, rows: Sequence[StaffRow]) -> None:
        self.house = house
        self.rows = rows
        self.by_username = {person.username: person for person in house.people}
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        for person in house.people:
            if person.may_see:
                self.by_name[person.name].append(person)
        self.taken = set(house.usernames) | {row.username for row in rows if row.username}
        self.named = {row.name for row in rows if row.username}  # names that stand beside a sign-in name somewhere
        self.posts: dict[int, NewPost] = {}

    def steps(self) -> tuple[StaffStep, ...]:
        wrong: list[StaffStep] = []
        groups: dict[tuple[str, ...], list[StaffRow]] = defaultdict(list)
        for row in self.rows:
            try:
                groups[self._key(row)].append(row)
            except UnmetConditionError as fault:
                wrong.append(_wrong([row], fault))
        made = [self._tried(rows) for rows in groups.values()]
        return tuple(sorted([*wrong, *made], key=lambda step: step.lines))

    def _key(self, row: StaffRow) -> tuple[str, ...]:
        """What rows of one person have in common; raises UnmetConditionError for a row that is wrong by itself."""
        _check_words(row)
        if post := self._post(row):
            self.posts[row.line] = post
        if row.username:
            return ("username", row.username)
        if post is None:
            raise UnmetConditionError("nobody", _("没有登录名，也没有单位，认不出是谁。请至少填写一项。"))
        known = self._known_by_post(row.name, post)
        return ("username", known.username) if known else ("name", row.name)

    def _known_by_post(self, name: str, post: NewPost) -> Person | None:
        """Somebody of this name who works in this unit already."""
        there = [one for one in self.by_name[name] if any(place.unit == post.place.unit for place in one.places)]
        if len(there) > 1:
            raise UnmetConditionError("namesakes", _("这个单位有几位同名人员，请填写登录名。"))
        return there[0] if there else None

    def _post(self, row: StaffRow) -> NewPost | None:
        if not row.unit and not row.role:
            return None
        if not row.unit or not row.role:
            raise UnmetConditionError("half_a_post", _("单位和职责要么都填，要么都不填。"))
        role = choice_named(row.role, Role.choices)
        if role is None:
            offered = "、".join(str(label) for label in Role.labels)
            sentence = _("职责“%(text)s”不认识，可用：%(offered)s。") % {"text": row.role[:20], "offered": offered}
            raise UnmetConditionError("unknown_role", sentence)
        unit, unit_name = self.house.unit_of(row.unit)
        if row.field and role != Role.LEADER:
            raise UnmetConditionError("field_without_leader", _("只有分管领导才有分管领域。"))
        field_pk, field_name = self.house.field_of(row.field, unit) if row.field else (None, "")
        place = Place(unit, role, field_pk)
        return NewPost(place, row.title, unit_name, str(Role(role).label), field_name)

    def _tried(self, rows: list[StaffRow]) -> StaffStep:
        try:
            return self._step(rows)
        except UnmetConditionError as fault:
            return _wrong(rows, fault)

    def _step(self, rows: list[StaffRow]) -> StaffStep:
        first = rows[0]
        if any(row.name != first.name for row in rows):
            raise UnmetConditionError("two_names", _("同一个登录名下写了不同的姓名。"))
        posts = {self.posts[row.line].place: self.posts[row.line] for row in rows if row.line in self.posts}
        values = {name: _only(name, rows) for name in FACTS}
        values = {name: value for name, value in values.items() if value}
        person = self._person(rows)
        if person is not None:
            return _change(person, rows, values, posts.values())
        units = {post.place.unit for post in posts.values()}
        if not first.username and (len(units) > 1 or first.name in self.named):
            raise UnmetConditionError(
                "which_person", _("同名的几行在不同单位：是同一人请填写相同的登录名，不是同一人请填写不同的登录名。")
            )
        username = first.username or self._free_username(first.name)
        namesakes = tuple(one.username for one in self.by_name[first.name])
        lines = tuple(row.line for row in rows)
        return StaffStep(
            lines,
            first.name,
            "new",
            username,
            is_guessed=not first.username,
            values={"name": first.name, **values},
            posts=tuple(posts.values()),
            namesakes=namesakes,
        )

    def _person(self, rows: list[StaffRow]) -> Person | None:
        """The person whom the rows mean, if he or she is there; raises UnmetConditionError if it is somebody else."""
        first = rows[0]
        username = first.username
        if not username:
            known = [self._known_by_post(row.name, self.posts[row.line]) for row in rows]
            return next((one for one in known if one), None)
        person = self.by_username.get(username)
        if person is None:
            return None
        if not person.may_see:
            raise UnmetConditionError("username_taken", _("登录名“%(name)s”已经有人使用。") % {"name": username})
        if person.name != first.name:
            sentence = _("登录名“%(username)s”是%(name)s的。请换一个登录名；如是本人改名，请先在其人员页面修改。")
            raise UnmetConditionError("other_name", sentence % {"username": username, "name": person.name})
        return person

    def _free_username(self, name: str) -> str:
        """A sign-in name made of the pinyin, with a number where it is taken."""
        base = re.sub(r"[^a-z]", "", sort_key(name))[:40]
        if not base:
            raise UnmetConditionError("no_username", _("这个姓名拼不出登录名，请填写登录名。"))
        number = 1
        while (username := base if number == 1 else f"{base}{number}") in self.taken:
            number += 1
        self.taken.add(username)
        return username


def _change(person: Person, rows: list[StaffRow], values: Mapping[str, str], posts: Iterable[NewPost]) -> StaffStep:
    """What the rows would change of somebody who is there."""
    before = {name: getattr(person, name) for name, value in values.items() if getattr(person, name) != value}
    if before and not person.may_change:
        raise UnmetConditionError(
            "not_yours_to_change", _("您不能修改%(name)s的资料，请把联系电话和邮箱留空。") % {"name": person.name}
        )
    added = tuple(post for post in posts if post.place not in person.places)
    lines = tuple(row.line for row in rows)
    kind = "changed" if before or added else "same"
    changed = {name: values[name] for name in before}
    return StaffStep(
        lines, person.name, kind, person.username, pk=person.pk, values=changed, before=before, posts=added
    )


def _check_words(row: StaffRow) -> None:
    """Whether name, sign-in name, telephone and mail have their form."""
    if not row.name:
        raise UnmetConditionError("no_name", _("没有填写姓名。"))
    for column, longest in LONGEST.items():
        if len(getattr(row, column)) > longest:
            label = {"name": _("姓名"), "title": _("职务"), "phone": _("联系电话"), "email": _("电子邮箱")}[column]
            sentence = _("%(column)s太长，最多%(count)s个字。") % {"column": label, "count": longest}
            raise UnmetConditionError("too_long", sentence)
    if row.username and not USERNAME.fullmatch(row.username):
        raise UnmetConditionError("bad_username", _("登录名只能用字母、数字、横线和下划线，最多60个字。"))
    if row.email:
        try:
            validate_email(row.email)
        except ValidationError:
            raise UnmetConditionError("bad_email", _("电子邮箱写得不对。")) from None


def _only(column: str, rows: list[StaffRow]) -> str:
    """The one value that the rows of a person give for a column."""
    given = {value for row in rows if (value := getattr(row, column))}
    if len(given) > 1:
        raise UnmetConditionError("two_values", _("同一人的几行写了不同的联系电话或邮箱。"))
    return given.pop() if given else ""


def _wrong(rows: list[StaffRow], fault: UnmetConditionError) -> StaffStep:
    lines = tuple(row.line for row in rows)
    return StaffStep(lines, rows[0].name[:60] or rows[0].username[:60], "wrong", fault=str(fault))
