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
from luoshi.training.models import Lecturer, Session
from luoshi.training.queries.classes import lecturers_of, trainees_of
from luoshi.training.queries.planning import clashes_with
from luoshi.training.states import ImportKind, SessionForm
from luoshi.training.tables import no_header, read_file, rows_of
from luoshi.training.week_grid import find_weeks, is_week_header
from luoshi.training.week_lessons import read_week
from luoshi.units.models import Field, Post
from luoshi.units.queries.units import resolve_many

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from luoshi.common.models import StoredFile
    from luoshi.training.class_facts import ClassFacts
    from luoshi.training.models import ClassImport, TrainingClass
    from luoshi.training.queries.planning import ShownClash
    from luoshi.training.roster import Enrolment
    from luoshi.training.tables import Row, TableFile, TableSheet
    from luoshi.training.timetable import Lesson
    from luoshi.units.queries.units import Resolution

NEW, CHANGED, SAME, WRONG, ASIDE = "new", "changed", "same", "wrong", "aside"
"""What a row does; WRONG stops all of an import, ASIDE is left out of it and told."""


@dataclass(frozen=True)
class Step:
    """What one row or cell would do; `values` are those of the action, `shown` the cells of the preview."""

    place: str
    kind: str
    shown: tuple[str, ...]
    values: dict[str, Any] = field(default_factory=dict)
    pk: int | None = None
    speaker: tuple[str, str] = ("", "")
    group_name: str = ""
    fault: _StrOrPromise = ""


def file_of(class_import: ClassImport) -> TableFile:
    """What the file holds, which stays the same: an action reads it before it makes anybody wait."""
    with files.open_stored(class_import.file) as file:
        return read_file(file, name=class_import.name)


def steps_of(class_import: ClassImport, read: TableFile | None = None) -> list[Step]:
    """Every row of the file against the class as it stands; raises UnmetConditionError if it cannot be read."""
    read = read or file_of(class_import)
    training_class = class_import.training_class
    if class_import.kind == ImportKind.TIMETABLE:
        return _session_steps(_lessons(read, training_class), training_class)
    rows = [row for sheet in read.sheets for row in rows_of(sheet, columns=roster.COLUMNS, needed=roster.NEEDED)]
    if not rows:
        raise no_header(roster.COLUMNS, roster.NEEDED)
    return _trainee_steps(roster.read_enrolments(rows), training_class)


def clashes_among(steps: list[Step], training_class: TrainingClass, *, seen_by: User) -> list[ShownClash]:
    """What would clash if the sessions of a timetable were kept."""
    speakers = {one.name: one for one in lecturers_of(training_class).order_by("-pk")}
    planned = []
    for step in steps:
        if step.kind in {NEW, CHANGED, SAME}:
            name = step.speaker[0]
            # A name that is no lecturer yet has a number of its own, so that it can clash with itself.
            speaker = speakers.setdefault(name, Lecturer(pk=-len(speakers) - 1, name=name)) if name else None
            planned.append(Session(pk=step.pk, training_class=training_class, speaker=speaker, **step.values))
    return clashes_with(training_class, planned, seen_by=seen_by)


def class_facts_of(stored: StoredFile, *, name: str) -> ClassFacts:
    """What a timetable says of its class; raises UnmetConditionError if it is none."""
    with files.open_stored(stored) as file:
        read = read_file(file, name=name)
    days = [name for sheet in read.sheets for name in _days(sheet)]
    if not days:
        raise no_header(timetable.COLUMNS, timetable.NEEDED)
    return read_facts(read.text, days, today=clock.today())


def _lessons(read: TableFile, training_class: TrainingClass) -> list[Lesson]:
    """The sessions of every table, be it a list of them or a week with days as columns."""
    first, last = training_class.starts_on, training_class.ends_on
    zone = timezone.get_default_timezone()
    found: list[Lesson] = []
    for sheet in read.sheets:
        if rows := _listed(sheet):
            found += timetable.read_lessons(rows, first=first, last=last, zone=zone)
            continue
        for week in find_weeks(sheet):
            found += read_week(week, first=first, last=last, zone=zone)
    if not found:
        raise no_header(timetable.COLUMNS, timetable.NEEDED)
    return found


def _listed(sheet: TableSheet) -> list[Row]:
    if any(is_week_header(row) for row in sheet.squares):
        return []
    return rows_of(sheet, columns=timetable.COLUMNS, needed=timetable.NEEDED, joined=timetable.JOINED, band="day")


def _days(sheet: TableSheet) -> list[str]:
    if rows := _listed(sheet):
        return [f"{row.get('day')} {row.get('time')}" for row in rows]
    return [name for week in find_weeks(sheet) for name in week.days.values()]


def _session_steps(lessons: list[Lesson], training_class: TrainingClass) -> list[Step]:
    held = {(one.starts_at, one.title): one for one in training_class.sessions.select_related("speaker")}
    steps = []
    for lesson in lessons:
        if lesson.fault or lesson.starts_at is None or lesson.ends_at is None:
            kind = ASIDE if lesson.is_aside else WRONG
            steps.append(Step(lesson.place, kind, ("", "", lesson.title, "", ""), fault=lesson.fault))
            continue
        names = ("form", "title", "starts_at", "ends_at", "room", "question", "outline")
        values = {name: getattr(lesson, name) for name in names}
        old = held.get((lesson.starts_at, lesson.title))
        kind = NEW
        if old is not None:
            same = all(getattr(old, name) == value for name, value in values.items())
            kind = SAME if same and (old.speaker.name if old.speaker else "") == lesson.speaker else CHANGED
        speaker = (lesson.speaker, lesson.organisation)
        steps.append(Step(lesson.place, kind, _shown(lesson), values, old.pk if old else None, speaker))
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
    shown = (row.name[:60], row.unit_name[:120], row.post_title[:60], row.group_name, user.username if user else "")
    is_held = bool({(row.name, row.unit_name), (row.name, unit.name if unit else row.unit_name)} & held)
    kind = ASIDE if row.is_aside else WRONG if fault else SAME if is_held else NEW
    values = {
        "name": row.name,
        "user": user,
        "unit": unit,
        "unit_name": "" if unit and unit.name == row.unit_name else row.unit_name,
        "post_title": row.post_title,
        "field": fields.get(row.field_name) or accounts.field_of(unit.pk if unit else None),
    }
    return Step(row.place, kind, shown, values, group_name=row.group_name, fault=fault)


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
