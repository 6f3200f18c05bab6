"""Import of people: keep the workbook, do all of what it says or nothing; first passwords for whom it brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.accounts.models import User
from luoshi.common import clock, files, history, uploads
from luoshi.common.errors import IllegalMoveError, StaleFormError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.units.actions import people
from luoshi.units.actions.posts import install_many
from luoshi.units.models import Field, PeopleImport, Post, Unit
from luoshi.units.queries.people import with_posts
from luoshi.units.queries.staff import never_signed_in, plan_of, rows_of
from luoshi.units.rules import RULES
from luoshi.units.states import ImportState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.core.files.uploadedfile import UploadedFile

    from luoshi.units.staff import StaffPlan, StaffStep
    from luoshi.units.staff_rows import StaffRow

# A first password is 74 bits of chance, which no number of rounds makes safer, and is replaced at the first sign-in:
# few rounds let hundreds of people be given one in a second.
ROUNDS = 5_000


def start_people_import(upload: UploadedFile[bytes], *, top: Unit, by: User) -> PeopleImport:
    """Keep a workbook of people for the units below (and with) `top`; refused at once if it cannot be read."""
    require(RULES, "person.import", by, top)
    stored = files.store_upload(upload, kinds=uploads.WORKBOOKS)
    made = PeopleImport(file=stored, name=(upload.name or "")[:200], top=top, by=by, at=clock.now())
    plan_of(made, by=by)
    made.save()
    return made


def apply_people_import(people_import: PeopleImport, *, digest: str, by: User) -> StaffPlan:
    """Do what was shown (`digest` of the plan). People who are not in the workbook stay as they are.

    New people cannot sign in with a password until `give_first_passwords` has given them one.
    """
    require(RULES, "person.import", by, people_import.top)
    return _apply(people_import, rows_of(people_import), digest=digest, by=by)


@transaction.atomic
def _apply(people_import: PeopleImport, rows: list[StaffRow], *, digest: str, by: User) -> StaffPlan:
    people_import = lock(PeopleImport.objects.select_related("top", "file"), people_import.pk)
    if people_import.state != ImportState.OPEN:
        raise IllegalMoveError("import_done", _("这次导入已经处理过了。"))
    plan = plan_of(people_import, by=by, rows=rows)
    if plan.digest != digest:
        raise StaleFormError(by="", at=None)
    if plan.wrong_count:
        raise UnmetConditionError(
            "rows_wrong", _("表中有%(count)s行有误，请改正后重新上传。") % {"count": plan.wrong_count}
        )
    new = [User(username=step.username, **step.values) for step in plan.of("new")]
    entered = {person.username: person for person in people.enter_many(new, by=by)}
    known = {step.username: User.objects.get(pk=step.pk or 0) for step in plan.of("changed")}
    for step in plan.of("changed"):
        if step.values:
            people.change_person(known[step.username], by=by, **step.values)
    install_many(_posts_of(plan.steps, {**entered, **known}), by=by)
    people_import.entered.set(entered.values())
    PeopleImport.objects.filter(pk=people_import.pk).update(state=ImportState.APPLIED)
    return plan


@transaction.atomic
def drop_people_import(people_import: PeopleImport, *, by: User) -> None:
    """Give an import up; nothing has happened."""
    require(RULES, "person.import", by, people_import.top)
    PeopleImport.objects.filter(pk=people_import.pk, state=ImportState.OPEN).update(state=ImportState.DROPPED)


@transaction.atomic
def give_first_passwords(people_import: PeopleImport, *, by: User) -> list[tuple[User, str]]:
    """New first passwords, returned once, for those who were brought in and have never signed in.

    Asked again it gives others, so that a lost page harms nobody; who has been here keeps the own password.
    """
    require(RULES, "person.import", by, people_import.top)
    may_reset = RULES["person.reset_password"]
    locked = with_posts(User.objects.select_for_update().filter(pk__in=never_signed_in(people_import).values("pk")))
    waiting = [person for person in locked if may_reset(by, person)]
    given = [(person, people.first_password()) for person in waiting]
    for person, password in given:
        person.password = _quick_hash(password)
        person.must_change_password = True
    User.objects.bulk_update(waiting, ["password", "must_change_password"], batch_size=history.CHUNK)
    history.record_many([history.Change(person, "user.reset_password") for person in waiting], by=by)
    return given


def _quick_hash(password: str) -> str:
    """The password as it is kept; the first sign-in makes the usual number of rounds of it."""
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), iterations=ROUNDS)
    return make_password(password)


def _posts_of(steps: Iterable[StaffStep], by_username: Mapping[str, User]) -> list[Post]:
    """The posts that the steps fill, from today on."""
    wanted = [(by_username[step.username], post) for step in steps for post in step.posts]
    units = Unit.objects.in_bulk({post.place.unit for _person, post in wanted})
    fields = Field.objects.in_bulk({post.place.field for _person, post in wanted if post.place.field})
    return [
        Post(
            user=person,
            unit=units[post.place.unit],
            role=post.place.role,
            field=fields.get(post.place.field or 0),
            title=post.title,
            starts_on=clock.today(),
        )
        for person, post in wanted
    ]
