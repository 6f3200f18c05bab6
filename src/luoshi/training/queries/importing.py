"""What an uploaded timetable or roster would do to a class, row by row; nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luoshi.accounts.models import User
from luoshi.common import clock, files
from luoshi.training import roster, timetable
from luoshi.training.class_facts import read_facts
from luoshi.training.queries.classes import trainees_of
from luoshi.training.states import ImportKind, SessionForm
from luoshi.training.tables import read_file, rows_of
from luoshi.units.models import Field, Post
from luoshi.units.queries.units import resolve_many

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from luoshi.common.models import StoredFile
    from luoshi.training.class_facts import ClassFacts
    from luoshi.training.models import ClassImport, TrainingClass
    from luoshi.training.roster import Enrolment
    from luoshi.training.timetable import Lesson
    from luoshi.units.queries.units import Resolution

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"


@dataclass(frozen=True)
class Step:
    """What one row would do; `values` are those of the action, `shown` the cells of the preview."""

    line: int
    kind: str
    shown: tuple[str, ...]
    values: dict[str, Any] = field(default_factory=dict)
    pk: int | None = None
    speaker: tuple[str, str] = ("", "")
    group_name: str = ""
    fault: _StrOrPromise = ""


def steps_of(class_import: ClassImport) -> list[Step]:
    """Every row of the file against the class as it stands; raises UnmetConditionError if it cannot be read."""
    is_timetable = class_import.kind == ImportKind.TIMETABLE
    words = timetable if is_timetable else roster
    with files.open_stored(class_import.file) as file:
        document = read_file(file, name=class_import.name)
    rows = rows_of(document, columns=words.COLUMNS, needed=words.NEEDED, joined=words.JOINED)
    training_class = class_import.training_class
    if not is_timetable:
        return _trainee_steps(roster.read_enrolments(rows), training_class)
    first, last = training_class.starts_on, training_class.ends_on
    zone = timezone.get_default_timezone()
    return _session_steps(timetable.read_lessons(rows, first=first, last=last, zone=zone), training_class)


def class_facts_of(stored: StoredFile, *, name: str) -> ClassFacts:
    """What a timetable says of its class; raises UnmetConditionError if it is none."""
    with files.open_stored(stored) as file:
        document = read_file(file, name=name)
    rows = rows_of(document, columns=timetable.COLUMNS, needed=timetable.NEEDED, joined=timetable.JOINED)
    return read_facts(document.text, rows, today=clock.today())


def _session_steps(lessons: list[Lesson], training_class: TrainingClass) -> list[Step]:
    held = {(one.starts_at, one.title): one for one in training_class.sessions.select_related("speaker")}
    steps = []
    for lesson in lessons:
        if lesson.fault or lesson.starts_at is None or lesson.ends_at is None:
            steps.append(Step(lesson.line, WRONG, ("", "", lesson.title, "", ""), fault=lesson.fault))
            continue
        names = ("form", "title", "starts_at", "ends_at", "room", "question", "outline")
        values = {name: getattr(lesson, name) for name in names}
        old = held.get((lesson.starts_at, lesson.title))
        kind = NEW
        if old is not None:
            same = all(getattr(old, name) == value for name, value in values.items())
            kind = SAME if same and (old.speaker.name if old.speaker else "") == lesson.speaker else CHANGED
        speaker = (lesson.speaker, lesson.organisation)
        steps.append(Step(lesson.line, kind, _shown(lesson), values, old.pk if old else None, speaker))
    return steps


def _shown(lesson: Lesson) -> tuple[str, ...]:
    if lesson.starts_at is None or lesson.ends_at is None:
        return ()
    when = f"{lesson.starts_at:%m-%d %H:%M}–{lesson.ends_at:%H:%M}"
    return (when, str(SessionForm(lesson.form).label), lesson.title, lesson.speaker, lesson.room)


def _trainee_steps(rows: list[Enrolment], training_class: TrainingClass) -> list[Step]:
    units = resolve_many({row.unit_name for row in rows if row.unit_name}, within=training_class.owner)
    fields = {one.name: one for one in Field.objects.filter(name__in={row.field_name for row in rows})}
    accounts = _Accounts(rows)
    held = {(one.name, one.unit_text) for one in trainees_of(training_class)}
    held |= {(one.name, one.unit.name) for one in trainees_of(training_class) if one.unit}
    return [_trainee_step(row, units, fields, accounts, held) for row in rows]


def _trainee_step(
    row: Enrolment,
    units: dict[str, Resolution],
    fields: dict[str, Field],
    accounts: _Accounts,
    held: set[tuple[str, str]],
) -> Step:
    unit = units[row.unit_name].unit if row.unit_name else None
    user = accounts.find(row, unit.pk if unit else None)
    fault = row.fault
    if row.username and user is None:
        fault = _("没有登录名为“%(name)s”的人员。") % {"name": row.username}
    shown = (row.name, row.unit_name, row.post_title, row.group_name, user.username if user else "")
    is_held = bool({(row.name, row.unit_name), (row.name, unit.name if unit else row.unit_name)} & held)
    kind = WRONG if fault else SAME if is_held else NEW
    values = {
        "name": row.name,
        "user": user,
        "unit": unit,
        "unit_name": "" if unit and unit.name == row.unit_name else row.unit_name,
        "post_title": row.post_title,
        "field": fields.get(row.field_name) or accounts.field_of(unit.pk if unit else None),
    }
    return Step(row.line, kind, shown, values, group_name=row.group_name, fault=fault)


class _Accounts:
    """The accounts that a roster may mean: by the name to sign in with, or by name and unit if only one fits."""

    def __init__(self, rows: list[Enrolment]) -> None:
        names = {row.name for row in rows}
        active = User.objects.filter(is_active=True)
        self.by_username = {one.username: one for one in active.filter(username__in={row.username for row in rows})}
        self.by_place: dict[tuple[str, int], set[User]] = defaultdict(set)
        posts = Post.objects.on(clock.today()).filter(user__name__in=names, user__is_active=True)
        for post in posts.select_related("user"):
            self.by_place[post.user.name, post.unit_id].add(post.user)
        self.fields: dict[int, set[Field]] = defaultdict(set)
        for one in Field.objects.prefetch_related("units"):
            for unit in one.units.all():
                self.fields[unit.pk].add(one)

    def find(self, row: Enrolment, unit: int | None) -> User | None:
        if row.username:
            return self.by_username.get(row.username)
        fitting = self.by_place.get((row.name, unit or 0), set())
        return next(iter(fitting)) if len(fitting) == 1 else None

    def field_of(self, unit: int | None) -> Field | None:
        """The field to which the unit belongs, if it is one."""
        found = self.fields.get(unit or 0, set())
        return next(iter(found)) if len(found) == 1 else None
