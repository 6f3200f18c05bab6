"""Writes of sessions, their passages and the lecturer library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luoshi.common import files, history, uploads
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.training.actions.door import enter, tell_change
from luoshi.training.models import Lecturer, Material, Passage, RemovedSession, Session
from luoshi.training.rules import RULES
from luoshi.training.timetable import learning_hours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.training.models import TrainingClass
    from luoshi.units.models import Unit

FIELDS = ("form", "title", "starts_at", "ends_at", "hours", "room", "speaker", "outline", "question")
SPEAKER_FIELDS = ("name", "organisation", "title", "topics", "user")


@transaction.atomic
def add_session(
    training_class: TrainingClass, *, by: User, documents: Sequence[Document] = (), **values: Any
) -> Session:
    """A new session within the days of the class (values: see FIELDS); hours follow from the times if not said."""
    training_class = enter(training_class, "session.change", by=by)
    session = put_session(training_class, by=by, documents=documents, **values)
    tell_change(training_class, session=session.title)
    return session


@transaction.atomic(savepoint=False)
def put_session(
    training_class: TrainingClass, *, by: User, documents: Sequence[Document] = (), **values: Any
) -> Session:
    """Write a new session down; the caller has checked the right, holds the lock and tells the trainees."""
    session = Session(training_class=training_class, **_with_hours(values))
    _check_times(session)
    session.save()
    _set_documents(session, documents)
    history.record(session, "session.add", by=by, after=history.snapshot(session, FIELDS))
    history.record(training_class, "class.session_add", by=by, params={"session": session.title})
    return session


@transaction.atomic
def change_session(
    session: Session, *, seen: int | None, by: User, documents: Sequence[Document] | None = None, **values: Any
) -> Session:
    """Change a session (values: see FIELDS); trainees are told if time, place or subject differ."""
    training_class = enter(session.training_class, "session.change", by=by)
    session = lock(Session.objects.select_related("training_class__owner"), session.pk)
    check_version(session, seen)
    if alter_session(session, by=by, documents=documents, **values):
        tell_change(training_class, session=session.title)
    return session


@transaction.atomic(savepoint=False)
def alter_session(session: Session, *, by: User, documents: Sequence[Document] | None = None, **values: Any) -> bool:
    """Write a change down; the caller has done what `put_session` asks for. Whether the trainees have to know."""
    before = history.snapshot(session, FIELDS)
    for name, value in _with_hours(values).items():
        setattr(session, name, value)
    _check_times(session)
    if documents is not None:
        _set_documents(session, documents)
    after = history.snapshot(session, FIELDS)
    if before != after:
        next_version(session)
        session.save()
        history.record_change(session, "session.change", by=by, before=before, after=after)
        history.record(session.training_class, "class.session_change", by=by, params={"session": session.title})
    return any(before[name] != after[name] for name in ("starts_at", "ends_at", "room", "title", "speaker"))


@transaction.atomic
def remove_session(session: Session, *, by: User) -> None:
    """Take a session out of the timetable; not once something of it has been written down."""
    training_class = enter(session.training_class, "session.change", by=by)
    if any(rows.exists() for rows in (session.absences, session.pieces, session.outcomes, session.questions)):
        raise UnmetConditionError("session_in_use", _("这节课已有缺席登记、讨论记录或提问，不能删除。"))
    facts = history.snapshot(session, FIELDS)
    history.record(training_class, "class.session_remove", by=by, before=facts, params={"session": session.title})
    tell_change(training_class, session=session.title)
    RemovedSession.objects.create(
        training_class=training_class,
        number=session.pk,
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        version=session.version + 1,
    )
    session.delete()


@transaction.atomic
def add_material(session: Session, upload: UploadedFile[bytes], *, by: User) -> Material:
    """Keep slides or papers with a session."""
    enter(session.training_class, "session.change", by=by)
    stored = files.store_upload(upload, kinds=uploads.EVIDENCE)
    material = Material.objects.create(session=session, file=stored, name=(upload.name or "")[:200], added_by=by)
    history.record(session, "session.material_add", by=by, params={"name": material.name})
    return material


@transaction.atomic
def remove_material(material: Material, *, by: User) -> None:
    enter(material.session.training_class, "session.change", by=by)
    history.record(material.session, "session.material_remove", by=by, params={"name": material.name})
    material.delete()


@transaction.atomic
def add_lecturer(owner: Unit, *, by: User, **values: Any) -> Lecturer:
    """A new name in the lecturer library of a unit (values: see SPEAKER_FIELDS)."""
    require(RULES, "lecturer.keep", by, owner)
    return keep_lecturer(owner, by=by, **values)


@transaction.atomic(savepoint=False)
def keep_lecturer(owner: Unit, *, by: User, **values: Any) -> Lecturer:
    """Write a lecturer down; the caller has checked the right."""
    lecturer = Lecturer(owner=owner, **values)
    _save_named(lecturer)
    history.record(lecturer, "lecturer.add", by=by, after=history.snapshot(lecturer, SPEAKER_FIELDS))
    return lecturer


@transaction.atomic
def change_lecturer(lecturer: Lecturer, *, seen: int | None, by: User, **values: Any) -> Lecturer:
    require(RULES, "lecturer.keep", by, lecturer.owner)
    lecturer = lock(Lecturer.objects.select_related("owner"), lecturer.pk)
    check_version(lecturer, seen)
    before = history.snapshot(lecturer, SPEAKER_FIELDS)
    for name in SPEAKER_FIELDS:
        setattr(lecturer, name, values.get(name, getattr(lecturer, name)))
    after = history.snapshot(lecturer, SPEAKER_FIELDS)
    if before != after:
        next_version(lecturer)
        _save_named(lecturer)
        history.record_change(lecturer, "lecturer.change", by=by, before=before, after=after)
    return lecturer


def _with_hours(values: dict[str, Any]) -> dict[str, Any]:
    if values.get("hours") is None and "starts_at" in values and values["starts_at"] < values["ends_at"]:
        values = values | {"hours": learning_hours(values["starts_at"], values["ends_at"])}
    return values


def _check_times(session: Session) -> None:
    if session.ends_at <= session.starts_at:
        raise UnmetConditionError("session_times", _("结束时间应当晚于开始时间。"))
    days = [timezone.localdate(moment) for moment in (session.starts_at, session.ends_at)]
    training_class = session.training_class
    if any(not training_class.starts_on <= day <= training_class.ends_on for day in days):
        raise UnmetConditionError("session_outside", _("时间不在培训班的起止日期之内。"))


def _set_documents(session: Session, documents: Sequence[Document]) -> None:
    """Whole documents to be read; passages that were chosen within them stay."""
    wanted = {document.pk for document in documents}
    session.passages.exclude(document__in=wanted).delete()
    held = set(session.passages.values_list("document_id", flat=True))
    missing = [document for document in documents if document.pk not in held]
    Passage.objects.bulk_create(Passage(session=session, document=document) for document in missing)


def _save_named(lecturer: Lecturer) -> None:
    try:
        with transaction.atomic():
            lecturer.save()
    except IntegrityError as error:
        raise UnmetConditionError("lecturer_taken", _("师资库中已有“%(name)s”。") % {"name": lecturer}) from error
