"""Reads for the import and the export of people."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

import xlsxwriter
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luoshi.accounts.models import User
from luoshi.common import clock, files
from luoshi.common.errors import UnmetConditionError
from luoshi.units import paths, staff, staff_rows
from luoshi.units.duties import duties_of
from luoshi.units.models import Field, PeopleImport, Post, Unit
from luoshi.units.queries.people import people_visible_to
from luoshi.units.queries.units import resolve_many, subtree, subtrees
from luoshi.units.rules import people_above
from luoshi.units.states import ImportState, Role

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

CHUNK = 500
T = TypeVar("T")


def people_imports_visible_to(user: User) -> QuerySet[PeopleImport]:
    """Imports under the units that one administers."""
    tops = duties_of(user).unit_paths(Role.ADMINISTRATOR)
    return PeopleImport.objects.filter(subtrees(tops, prefix="top__")).select_related("top", "by", "file")


def not_given_up(imports: QuerySet[PeopleImport]) -> QuerySet[PeopleImport]:
    """Those that wait, and those that were applied: their people may still need a first password."""
    return imports.exclude(state=ImportState.DROPPED)


def never_signed_in(people_import: PeopleImport) -> QuerySet[User]:
    """Whom the import has entered and who has not been here yet: the only ones who are given a first password by it."""
    return people_import.entered.filter(last_login=None, is_active=True)


def rows_of(people_import: PeopleImport) -> list[staff_rows.StaffRow]:
    """The rows of the workbook, which stay the same: an action reads them before it makes anybody wait."""
    with files.open_stored(people_import.file) as file:
        return staff_rows.read_staff(file)


def plan_of(people_import: PeopleImport, *, by: User, rows: list[staff_rows.StaffRow] | None = None) -> staff.StaffPlan:
    """What the workbook would do to people and posts as they stand now, done by this person."""
    rows = rows_of(people_import) if rows is None else rows
    names = _UnitNames(people_import.top, {row.unit for row in rows if row.unit})
    people = _known_people(rows, by=by)
    usernames = frozenset(User.objects.values_list("username", flat=True))
    return staff.compare(rows, staff.House(names.unit_of, names.field_of, people, usernames))


class _UnitNames:
    """What the column of units means below the top: a path (某市/教育局), a name or an alias."""

    def __init__(self, top: Unit, texts: Collection[str]) -> None:
        self.top = top
        self.units = list(Unit.objects.filter(subtree(top.path), closed_on=None).order_by("path"))
        self.full = {name: unit for unit, name in full_names(self.units)}
        self.meant = resolve_many(texts, within=top)
        self.fields = {(owner, name): pk for pk, owner, name in Field.objects.values_list("pk", "owner_id", "name")}

    def unit_of(self, text: str) -> tuple[int, str]:
        meant = self.meant[text]
        unit = self.full.get(text) or meant.unit
        if unit is not None and paths.is_within(unit.path or "", self.top.path or ""):
            return unit.pk, unit.name
        if unit is None and len(meant.candidates) > 1:
            sentence = _("“%(name)s”不止一个，请写全路径，如“某市/教育局”。")
            raise UnmetConditionError("many_units", sentence % {"name": text[:60]})
        sentence = _("“%(top)s”之下没有名为“%(name)s”的单位。请先添加单位，或改正名称。")
        raise UnmetConditionError("no_unit", sentence % {"top": self.top.name, "name": text[:60]})

    def field_of(self, text: str, unit: int) -> tuple[int, str]:
        if pk := self.fields.get((unit, text)):
            return pk, text
        raise UnmetConditionError("no_field", _("这个单位没有名为“%(name)s”的分管领域。") % {"name": text[:60]})


def full_names(units: Sequence[Unit]) -> list[tuple[Unit, str]]:
    """Every unit with its path of names (滨川市/市教育局); parents come before children."""
    names: dict[int, str] = {}
    for unit in units:
        above = names.get(unit.parent_id or 0)
        names[unit.pk] = f"{above}/{unit.name}" if above else unit.name
    return [(unit, names[unit.pk]) for unit in units]


def _known_people(rows: Sequence[staff_rows.StaffRow], *, by: User) -> list[staff.Person]:
    """Those whom the rows may mean: by sign-in name, or by name."""
    usernames, names = {row.username for row in rows if row.username}, {row.name for row in rows if row.name}
    people: dict[int, User] = {}
    for chunk in _chunks(sorted(usernames | names)):
        found = User.objects.filter(Q(username__in=usernames & set(chunk)) | Q(name__in=names & set(chunk)))
        people.update({person.pk: person for person in found})
    visible = {pk for chunk in _chunks(list(people)) for pk in _visible(chunk, by=by)}
    posts = [post for chunk in _chunks(list(people)) for post in _posts(chunk)]
    above = {pk for chunk in _chunks(list(people)) for pk in people_above(by, chunk)}
    places: dict[int, set[staff.Place]] = {}
    for post in posts:
        places.setdefault(post.user_id, set()).add(staff.Place(post.unit_id, post.role, post.field_id))
    return [
        staff.Person(
            person.pk,
            person.username,
            person.name,
            person.phone,
            person.email,
            may_see=person.pk in visible,
            may_change=person.pk not in above,
            places=frozenset(places.get(person.pk, ())),
        )
        for person in people.values()
    ]


def _visible(pks: list[int], *, by: User) -> QuerySet[User, int]:
    return people_visible_to(by).filter(pk__in=pks).values_list("pk", flat=True)


def _posts(pks: list[int]) -> QuerySet[Post]:
    return Post.objects.on(clock.today()).filter(user__in=pks).select_related("unit")


def _chunks(items: list[T]) -> list[list[T]]:
    return [items[start : start + CHUNK] for start in range(0, len(items), CHUNK)]


def staff_workbook(top: Unit | None, *, by: User) -> bytes:
    """People and posts below the top in the columns that the import reads; without a top an empty template."""
    posts = list(_posts_below(top, by=by)) if top else []
    names = {unit.pk: name for unit, name in full_names(_units_below(top))} if top else {}
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet(str(_("人员")))
        head = workbook.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        text = workbook.add_format({"num_format": "@"})
        sheet.set_column(0, len(staff_rows.LABELS) - 1, 18, text)  # a telephone number stays as it was typed
        sheet.set_column(2, 2, 34, text)
        sheet.write_row(0, 0, [str(label) for label in staff_rows.LABELS.values()], head)
        for line, post in enumerate(posts, start=1):
            cells = [post.user.name, post.user.username, names[post.unit_id], post.get_role_display()]
            cells += [post.field.name if post.field else "", post.title, post.user.phone, post.user.email]
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, str(cell), text)
        sheet.freeze_panes(1, 0)
        sheet.data_validation(1, 3, 5000, 3, {"validate": "list", "source": [str(label) for label in Role.labels]})
    return target.getvalue()


def _units_below(top: Unit) -> list[Unit]:
    return list(Unit.objects.filter(subtree(top.path), closed_on=None).order_by("path"))


def _posts_below(top: Unit, *, by: User) -> QuerySet[Post]:
    posts = Post.objects.on(clock.today()).filter(subtree(top.path, prefix="unit__"), unit__closed_on=None)
    seen = posts.filter(user__in=people_visible_to(by), user__is_active=True)
    return seen.select_related("user", "unit", "field").order_by("unit__path", "role", "pk")
