"""Import of a timetable or a roster: keep the file, then do what it says in one transaction, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, files
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.training.actions.door import check_open, enter, tell_timetable
from luoshi.training.actions.sessions import alter_session, keep_lecturer, put_session
from luoshi.training.actions.trainees import enrol_many
from luoshi.training.models import ClassImport, Group, Session
from luoshi.training.queries.classes import lecturers_of
from luoshi.training.queries.importing import CHANGED, NEW, WRONG, class_facts_of, file_of, steps_of
from luoshi.training.rules import RULES
from luoshi.training.states import ImportKind, ImportState

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from luoshi.accounts.models import User
    from luoshi.common.models import StoredFile
    from luoshi.training.class_facts import ClassFacts
    from luoshi.training.models import Lecturer, TrainingClass
    from luoshi.training.queries.importing import Step
    from luoshi.training.tables import TableFile
    from luoshi.units.models import Unit

KINDS = frozenset({"xlsx", "docx"})


def start_import(training_class: TrainingClass, upload: UploadedFile[bytes], *, kind: str, by: User) -> ClassImport:
    """Keep a file for a class; refused at once if it holds no such table."""
    require(RULES, "class.import", by, training_class)
    check_open(training_class)
    stored = files.store_upload(upload, kinds=KINDS)
    made = ClassImport(
        training_class=training_class, kind=kind, file=stored, name=(upload.name or "")[:200], by=by, at=clock.now()
    )
    steps_of(made)
    with transaction.atomic():
        enter(training_class, "class.import", by=by)
        made.save()
    return made


def keep_timetable(owner: Unit, upload: UploadedFile[bytes], *, by: User) -> tuple[StoredFile, ClassFacts]:
    """Keep the timetable of a class that is still to be made, and read what it says of the class.

    A file that no class takes over is collected like every other that nothing names.
    """
    require(RULES, "class.add", by, owner)
    stored = files.store_upload(upload, kinds=KINDS)
    return stored, class_facts_of(stored, name=(upload.name or "")[:200])


@transaction.atomic
def take_timetable(training_class: TrainingClass, stored: StoredFile, *, name: str, by: User) -> ClassImport:
    """Open the import of a timetable that was kept before its class was made."""
    enter(training_class, "class.import", by=by)
    return ClassImport.objects.create(
        training_class=training_class,
        kind=ImportKind.TIMETABLE,
        file=stored,
        name=name[:200],
        by=by,
        at=clock.now(),
    )


def apply_import(class_import: ClassImport, *, by: User) -> int:
    """Do what the rows say; rows that cannot be taken stop all of it. Returns how many were new or changed."""
    require(RULES, "class.import", by, class_import.training_class)
    return _apply(class_import, file_of(class_import), by=by)


@transaction.atomic
def _apply(class_import: ClassImport, read: TableFile, *, by: User) -> int:
    training_class = enter(class_import.training_class, "class.import", by=by)
    class_import = lock(ClassImport.objects.select_related("file", "training_class__owner"), class_import.pk)
    if class_import.state != ImportState.OPEN:
        raise IllegalMoveError("import_done", _("这次导入已经处理过了。"))
    steps = steps_of(class_import, read)
    if wrong := [step for step in steps if step.kind == WRONG]:
        raise UnmetConditionError("rows_wrong", _("表中有%(count)s行有误，请改正后重新上传。") % {"count": len(wrong)})
    todo = [step for step in steps if step.kind in {NEW, CHANGED}]
    if class_import.kind == ImportKind.TIMETABLE:
        _apply_timetable(training_class, todo, by=by)
    elif todo:
        _apply_roster(training_class, todo, by=by)
    ClassImport.objects.filter(pk=class_import.pk).update(state=ImportState.APPLIED)
    return len(todo)


@transaction.atomic
def drop_import(class_import: ClassImport, *, by: User) -> None:
    """Give an import up; nothing has happened."""
    require(RULES, "class.import", by, class_import.training_class)
    ClassImport.objects.filter(pk=class_import.pk, state=ImportState.OPEN).update(state=ImportState.DROPPED)


def _apply_timetable(training_class: TrainingClass, steps: list[Step], *, by: User) -> None:
    speakers = {one.name: one for one in lecturers_of(training_class).order_by("-pk")}
    changed = 0
    for step in steps:
        values = step.values | {"speaker": _speaker(step, speakers, training_class, by=by)}
        if step.pk is None:
            put_session(training_class, by=by, **values)
            changed += 1
        else:
            held = lock(Session.objects.select_related("training_class__owner"), step.pk)
            changed += alter_session(held, by=by, **values)
    if changed:
        tell_timetable(training_class, changed)


def _speaker(step: Step, speakers: dict[str, Lecturer], training_class: TrainingClass, *, by: User) -> Lecturer | None:
    """The lecturer of that name; a new name joins the owner's library."""
    name, organisation = step.speaker
    if not name:
        return None
    if name not in speakers:
        speakers[name] = keep_lecturer(training_class.owner, by=by, name=name, organisation=organisation)
    return speakers[name]


def _apply_roster(training_class: TrainingClass, steps: list[Step], *, by: User) -> None:
    groups = {group.name: group for group in training_class.groups.all()}
    for name in dict.fromkeys(step.group_name for step in steps if step.group_name):
        if name not in groups:
            groups[name] = Group.objects.create(training_class=training_class, name=name, position=len(groups))
    rows = [step.values | {"group": groups.get(step.group_name)} for step in steps]
    enrol_many(training_class, rows, by=by)
