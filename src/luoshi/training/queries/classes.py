"""Reads of classes, their sessions, trainees and call-ups: whom they are visible to, and what a page needs of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q

from luoshi.common import clock
from luoshi.training.models import CallUp, ClassImport, Group, Lecturer, Passage, Session, Trainee, TrainingClass
from luoshi.training.rules import ANSWERERS, OVERSEERS, RUNNERS, is_in_office
from luoshi.training.states import ClassState, TraineeState
from luoshi.units.duties import duties_of
from luoshi.units.models import Unit
from luoshi.units.paths import STEP
from luoshi.units.queries.people import people_in
from luoshi.units.queries.units import subtrees

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from luoshi.accounts.models import User

ENROLLED = Q(trainees__state=TraineeState.ENROLLED)


def classes_visible_to(user: User) -> QuerySet[TrainingClass]:
    """The own classes of a trainee; those that one heads; all of a unit for those who run or oversee them."""
    takes_part = Trainee.objects.filter(training_class=OuterRef("pk"), user=user, state=TraineeState.ENROLLED)
    condition = headed_by(user) | Q(Exists(takes_part)) | _overseen_by(user)
    return TrainingClass.objects.filter(condition).select_related("owner", "class_head")


def classes_run_by(user: User) -> QuerySet[TrainingClass]:
    """The classes of which one sees the roster, absences and the report."""
    condition = headed_by(user) | _overseen_by(user)
    return TrainingClass.objects.filter(condition).select_related("owner", "class_head")


def headed_by(user: User, *, prefix: str = "") -> Q:
    """The condition for the classes of which one is the named head, while in office at, above or below the owner."""
    paths = duties_of(user).unit_paths(*RUNNERS)
    named = subtrees(paths, prefix=f"{prefix}owner__") | Q(**{f"{prefix}owner__path__in": _above(paths)})
    return Q(**{f"{prefix}class_head": user}) & named


def run_by(user: User, *, prefix: str = "") -> Q:
    """The condition for what hangs on a class that this person runs: as its head, or for its owner."""
    owned = subtrees(duties_of(user).unit_paths(*RUNNERS), prefix=f"{prefix}owner__")
    return headed_by(user, prefix=prefix) | owned


def is_headed(training_class: TrainingClass) -> bool:
    """Whether the class has a head who is still in office."""
    head = training_class.class_head
    return head is not None and is_in_office(head, training_class.owner)


def heads_of(training_class: TrainingClass) -> list[User]:
    """Who is told what concerns the head of a class: the head, or who runs the owner's classes when there is none."""
    if is_headed(training_class) and training_class.class_head:
        return [training_class.class_head]
    day = clock.today()
    found = (people_in(role, unit=training_class.owner, day=day).order_by("pk") for role in RUNNERS)
    return next((people for rows in found if (people := list(rows))), [])


def _above(paths: Iterable[str]) -> set[str]:
    """The paths of these units and of all above them."""
    return {path[:length] for path in paths for length in range(STEP, len(path) + 1, STEP)}


def _overseen_by(user: User) -> Q:
    return subtrees(duties_of(user).unit_paths(*OVERSEERS), prefix="owner__")


def owners_for(user: User) -> QuerySet[Unit]:
    """The units for which one may hold classes: those of one's own posts."""
    return Unit.objects.filter(pk__in=duties_of(user).unit_ids(*RUNNERS), closed_on=None)


def with_counts(classes: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
    """Classes with how many sessions and trainees they have."""
    return classes.annotate(
        session_count=Count("sessions", distinct=True),
        trainee_count=Count("trainees", filter=ENROLLED, distinct=True),
    ).order_by("-starts_on", "-pk")


def sessions_visible_to(user: User) -> QuerySet[Session]:
    """The sessions of the classes that one sees, and those in which one speaks."""
    visible = classes_visible_to(user).values("pk")
    condition = Q(training_class__in=visible) | Q(speaker__user=user)
    return Session.objects.filter(condition).select_related("training_class__owner", "speaker")


def sessions_taught_by(user: User) -> QuerySet[Session]:
    """The sessions in which one speaks, the newest class first, with how many questions wait for an answer."""
    taught = Session.objects.filter(speaker__user=user).select_related("training_class")
    open_questions = Count("questions", filter=Q(questions__answer=""))
    return taught.annotate(open_questions=open_questions).order_by("-training_class__starts_on", "starts_at", "pk")


def takes_part_in_study(user: User) -> bool:
    """Whether there is a class or a session for the person to see."""
    return classes_visible_to(user).exists() or Session.objects.filter(speaker__user=user).exists()


def documents_studied_by(user: User) -> QuerySet[Any, Any]:
    """The numbers of the documents of one's own classes: as trainee, as head, as lecturer of one of its sessions."""
    takes_part = Q(trainees__user=user, trainees__state=TraineeState.ENROLLED)
    own = TrainingClass.objects.filter(takes_part | headed_by(user) | Q(sessions__speaker__user=user))
    numbers = own.order_by().values("pk")
    of_classes = TrainingClass.documents.through.objects.filter(trainingclass__in=numbers)
    of_sessions = Passage.objects.filter(session__training_class__in=numbers).order_by()
    return of_classes.values("document_id").union(of_sessions.values("document_id"))


def sessions_of(training_class: TrainingClass) -> QuerySet[Session]:
    """The sessions of a class in order of time."""
    return training_class.sessions.select_related("speaker")


def trainees_visible_to(user: User) -> QuerySet[Trainee]:
    """Oneself; all trainees of the classes that one runs or oversees."""
    run = classes_run_by(user).values("pk")
    return Trainee.objects.filter(Q(user=user) | Q(training_class__in=run)).select_related(
        "training_class__owner", "unit", "group"
    )


def trainees_sent_by(user: User) -> QuerySet[Trainee]:
    """Whom one's own units have named for a class, in the order of the roster."""
    asked = subtrees(duties_of(user).unit_paths(*ANSWERERS), prefix="unit__")
    answered = CallUp.objects.filter(training_class=OuterRef("training_class"), unit=OuterRef("unit"))
    named = Trainee.objects.filter(asked, Exists(answered.exclude(answered_at=None)), state=TraineeState.ENROLLED)
    return named.select_related("training_class__owner", "unit", "user").order_by("pk")


def trainees_of(training_class: TrainingClass) -> QuerySet[Trainee]:
    """Who is enrolled, in the order of the roster."""
    return training_class.trainees.filter(state=TraineeState.ENROLLED).select_related("unit", "group", "field", "user")


def groups_visible_to(user: User) -> QuerySet[Group]:
    """The groups of the classes that one sees."""
    visible = classes_visible_to(user).values("pk")
    return Group.objects.filter(training_class__in=visible).select_related("training_class__owner", "convener")


def lecturers_visible_to(user: User) -> QuerySet[Lecturer]:
    """The lecturer libraries of the units whose classes one runs, and of those above them."""
    paths = duties_of(user).unit_paths(*OVERSEERS)
    condition = subtrees(paths, prefix="owner__") | Q(owner__path__in=_above(paths))
    return Lecturer.objects.filter(condition).select_related("owner", "user")


def lecturers_of(training_class: TrainingClass) -> QuerySet[Lecturer]:
    """The lecturers whom a class may take: its owner's and those of the units above."""
    return Lecturer.objects.filter(owner__path__in=_above([training_class.owner.path or ""]))


def imports_visible_to(user: User) -> QuerySet[ClassImport]:
    """The imports of classes that one runs."""
    run = classes_run_by(user).values("pk")
    return ClassImport.objects.filter(training_class__in=run).select_related("training_class__owner", "file")


def call_ups_visible_to(user: User) -> QuerySet[CallUp]:
    """What one's own units are asked for, and the call-ups of the classes that one runs."""
    asked = subtrees(duties_of(user).unit_paths(*ANSWERERS), prefix="unit__")
    run = classes_run_by(user).values("pk")
    return CallUp.objects.filter(asked | Q(training_class__in=run)).select_related("training_class__owner", "unit")


def open_call_ups_of(user: User) -> QuerySet[CallUp]:
    """What one's own units are still to answer."""
    return _call_ups_to(user).filter(answered_at=None).exclude(training_class__state=ClassState.FINISHED)


def answered_call_ups_of(user: User) -> QuerySet[CallUp]:
    """What one's own units have answered for classes that have not begun: people can still be exchanged."""
    return _call_ups_to(user).exclude(answered_at=None).filter(training_class__state=ClassState.PLANNED)


def _call_ups_to(user: User) -> QuerySet[CallUp]:
    asked = subtrees(duties_of(user).unit_paths(*ANSWERERS), prefix="unit__")
    return CallUp.objects.filter(asked).select_related("training_class__owner", "unit")
