"""API of study: classes and their sessions, the roster, the own reflection and commitments, transfer in numbers."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Router, Schema
from ninja.pagination import paginate

from luoshi.accounts.http import signed_in
from luoshi.common.api_days import Day
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.training.actions import commitments as commitment_actions
from luoshi.training.actions import follow_ups as follow_up_actions
from luoshi.training.actions import from_discussions, linking
from luoshi.training.actions import reflections as reflection_actions
from luoshi.training.models import (
    Commitment,
    FollowUp,
    Outcome,
    Question,
    Reflection,
    Session,
    Trainee,
    TrainingClass,
)
from luoshi.training.queries import classes as queries
from luoshi.training.queries import commitments as commitment_queries
from luoshi.training.queries import discussions as discussion_queries
from luoshi.training.queries.follow_ups import follow_ups_visible_to, waiting_follow_ups
from luoshi.training.queries.near_measures import measures_for
from luoshi.training.queries.reflections import own_reflection
from luoshi.training.queries.transfer import LEAST_PEOPLE, Line, transfer_of
from luoshi.training.rules import RULES
from luoshi.training.states import ClassState, CommitmentState, FollowUpDay, ReflectionState, SessionForm, Told
from luoshi.units.queries.units import units_visible_to

router = Router(tags=["study"])
LARGEST = 2**31
LONGEST = 100_000


class NumberIn(Schema):
    """The number in an address."""

    pk: int = Field(..., ge=1, le=LARGEST)


class ClassOut(Schema):
    """A training class."""

    id: int
    owner_id: int
    title: str
    theme: str
    place: str
    starts_on: date
    ends_on: date
    state: ClassState
    version: int


class SessionOut(Schema):
    """A session of a class; `hours` are learning hours."""

    id: int
    form: SessionForm
    title: str
    starts_at: datetime
    ends_at: datetime
    hours: float
    room: str
    speaker: str
    question: str

    @staticmethod
    def resolve_speaker(session: Session) -> str:
        return session.speaker.name if session.speaker else ""


class TraineeOut(Schema):
    """Somebody on the roster: no absences, no hours, nothing of what was written."""

    id: int
    name: str
    unit: str
    group: str

    @staticmethod
    def resolve_unit(trainee: Trainee) -> str:
        return trainee.unit_text

    @staticmethod
    def resolve_group(trainee: Trainee) -> str:
        return trainee.group.name if trainee.group else ""


class PartIn(Schema):
    """A headed part of a reflection."""

    heading: str = Field("", max_length=200)
    text: str = Field("", max_length=LONGEST)


class ReflectionIn(Schema):
    """What is to be kept; `version` is the one that was written on."""

    title: str = Field("", max_length=200)
    parts: list[PartIn] = Field(..., max_length=60)
    version: int | None = Field(None, ge=1, le=LARGEST)


class ReflectionOut(Schema):
    """One's own reflection."""

    id: int
    title: str
    parts: list[PartIn]
    state: ReflectionState
    handed_in_at: datetime | None
    version: int


class CommitmentIn(Schema):
    """In which words a commitment is taken up; what is left out stays as it is."""

    what: str | None = Field(None, max_length=2000)
    due_on: Day | None = None
    due_text: str | None = Field(None, max_length=60)
    with_whom: str | None = Field(None, max_length=200)
    seen_by: str | None = Field(None, max_length=300)
    version: int | None = Field(None, ge=1, le=LARGEST)


class CommitmentOut(Schema):
    """One of one's own commitments; `start` and `end` count in the reflection's text."""

    id: int
    reflection_id: int | None
    question_id: int | None
    outcome_id: int | None
    unit_id: int | None
    sentence: str
    start: int
    end: int
    what: str
    due_on: date | None
    due_text: str
    with_whom: str
    seen_by: str
    state: CommitmentState
    is_orphaned: bool
    measure_id: int | None
    version: int


class CommitIn(Schema):
    """What comes of a question or an outcome; put to a trainee or a unit, or, with neither, taken on by oneself."""

    what: str = Field(..., min_length=1, max_length=2000)
    due_on: Day | None = None
    with_whom: str = Field("", max_length=200)
    seen_by: str = Field("", max_length=300)
    trainee_id: int | None = Field(None, ge=1, le=LARGEST)
    unit_id: int | None = Field(None, ge=1, le=LARGEST)


class LinkIn(Schema):
    """To which measure, and that the sentence may be shown with it; without a measure a new one is proposed."""

    measure_id: int | None = Field(None, ge=1, le=LARGEST)
    agreed: bool = False


class FollowUpOut(Schema):
    """A question that waits for an answer."""

    id: int
    commitment_id: int
    day: FollowUpDay
    due_on: date
    version: int


class AnswerIn(Schema):
    """How it goes."""

    told: Told
    text: str = Field("", max_length=1000)
    version: int | None = Field(None, ge=1, le=LARGEST)


class LineOut(Schema):
    """A row of numbers, in the order offered, accepted, linked, evidenced, verified; over time by day."""

    label: str
    numbers: list[int | None]


class TransferOut(Schema):
    """What became of a class; empty where so few have commitments that a number would point to a person."""

    days: list[int]
    total: list[int | None]
    over_time: list[LineOut]
    by_field: list[LineOut]
    by_level: list[LineOut]


@router.get("/classes", response=list[ClassOut], summary="Classes that one sees")
@paginate
def list_classes(request: HttpRequest) -> QuerySet[TrainingClass]:
    """One's own classes, and those that one runs or oversees."""
    return queries.classes_visible_to(signed_in(request)).order_by("-starts_on", "-pk")


@router.get("/classes/{pk}", response=ClassOut, summary="One class")
def read_class(request: HttpRequest, address: Path[NumberIn]) -> TrainingClass:
    """A class that one sees."""
    return get_object_or_404(queries.classes_visible_to(signed_in(request)), pk=address.pk)


@router.get("/classes/{pk}/sessions", response=list[SessionOut], summary="The timetable of a class")
def list_sessions(request: HttpRequest, address: Path[NumberIn]) -> QuerySet[Session]:
    """The sessions in order of time."""
    return queries.sessions_of(get_object_or_404(queries.classes_visible_to(signed_in(request)), pk=address.pk))


@router.get("/classes/{pk}/trainees", response=list[TraineeOut], summary="The roster, as far as one sees it")
def list_trainees(request: HttpRequest, address: Path[NumberIn]) -> QuerySet[Trainee]:
    """The whole roster for who runs or oversees the class, oneself for a trainee."""
    user = signed_in(request)
    shown = get_object_or_404(queries.classes_visible_to(user), pk=address.pk)
    return queries.trainees_visible_to(user).filter(training_class=shown, state="enrolled").order_by("pk")


@router.get("/classes/{pk}/transfer", response=TransferOut, summary="What became of a class")
def read_transfer(request: HttpRequest, address: Path[NumberIn]) -> dict[str, Any]:
    """Numbers by class, field and level of unit, never by person."""
    user = signed_in(request)
    shown = get_object_or_404(queries.classes_visible_to(user), pk=address.pk)
    require(RULES, "class.transfer", user, shown)
    numbers = transfer_of(shown)
    days = [day for day, _on, _passed in numbers.days]
    if numbers.people < LEAST_PEOPLE and not RULES["class.change"](user, shown):
        return {"days": days, "total": [], "over_time": [], "by_field": [], "by_level": []}
    parts = {name: [_line(line) for line in getattr(numbers, name)] for name in ("by_field", "by_level")}
    parts["over_time"] = [_line(line) | {"numbers": _line(line)["numbers"][: len(days)]} for line in numbers.over_time]
    return {"days": days, "total": _line(numbers.total)["numbers"], **parts}


@router.get("/classes/{pk}/reflection", response=ReflectionOut, summary="One's own reflection of a class")
def read_reflection(request: HttpRequest, address: Path[NumberIn]) -> Reflection:
    """What one has written; 404 before it was begun."""
    return _own(request, address.pk)


@router.post("/classes/{pk}/reflection", response=ReflectionOut, summary="Begin or save one's own reflection")
def save_reflection(request: HttpRequest, address: Path[NumberIn], sent: ReflectionIn) -> Reflection:
    """Keep what was written, as the editor does."""
    user = signed_in(request)
    shown = get_object_or_404(queries.classes_visible_to(user), pk=address.pk)
    reflection = reflection_actions.open_own(shown, by=user)
    parts = [part.dict() for part in sent.parts]
    return reflection_actions.save(reflection, title=sent.title, parts=parts, seen=sent.version, by=user)


@router.post("/classes/{pk}/reflection/hand-in", response=ReflectionOut, summary="Hand one's own reflection in")
def hand_in_reflection(request: HttpRequest, address: Path[NumberIn]) -> Reflection:
    """Give it to the class head as it stands."""
    return reflection_actions.hand_in(_own(request, address.pk), by=signed_in(request))


@router.get("/commitments", response=list[CommitmentOut], summary="One's own commitments")
@paginate
def list_commitments(request: HttpRequest) -> QuerySet[Commitment]:
    """Offered, accepted and dropped, of all classes; those of one's units, too."""
    user = signed_in(request)
    own = commitment_queries.commitments_visible_to(user)
    mine = Q(trainee__user=user) | commitment_queries.of_own_units(user)
    return own.filter(mine).order_by("reflection", "start", "pk")


@router.post("/classes/{pk}/commitments", response=list[CommitmentOut], summary="Look for intentions")
def offer_commitments(request: HttpRequest, address: Path[NumberIn]) -> list[Commitment]:
    """Offer the sentences of intent of one's own reflection; what was decided stays decided."""
    return commitment_actions.offer(_own(request, address.pk), by=signed_in(request))


@router.post("/commitments/{pk}/accept", response=CommitmentOut, summary="Take a sentence up")
def accept_commitment(request: HttpRequest, address: Path[NumberIn], sent: CommitmentIn) -> Commitment:
    """As it stands, or in other words."""
    facts = sent.dict(exclude_unset=True, exclude={"version"})
    words = {name: value for name, value in facts.items() if value is not None or name == "due_on"}
    one = _commitment(request, address.pk)
    return commitment_actions.accept(one, by=signed_in(request), seen=sent.version, **words)


@router.post("/commitments/{pk}/drop", response=CommitmentOut, summary="Do not take a sentence up")
def drop_commitment(request: HttpRequest, address: Path[NumberIn]) -> Commitment:
    """It is not offered again."""
    return commitment_actions.drop(_commitment(request, address.pk), by=signed_in(request))


@router.post("/commitments/{pk}/link", response=CommitmentOut, summary="Make a commitment work")
def link_commitment(request: HttpRequest, address: Path[NumberIn], sent: LinkIn) -> Commitment:
    """Link it to a measure, or propose it as a new one."""
    user, one = signed_in(request), _commitment(request, address.pk)
    if sent.measure_id is None:
        return linking.propose(one, by=user, has_agreed=sent.agreed)
    measure = measures_for(one, user).filter(pk=sent.measure_id).first()
    if measure is None:
        raise UnmetConditionError("not_offered", linking.NOT_OFFERED)
    return linking.link(one, measure, by=user, has_agreed=sent.agreed)


@router.post("/questions/{pk}/commitments", response=CommitmentOut, summary="Make a commitment of a question")
def commit_question(request: HttpRequest, address: Path[NumberIn], sent: CommitIn) -> Commitment:
    """By oneself, or put to somebody who accepts it or does not."""
    rows = discussion_queries.questions_visible_to(signed_in(request))
    return _commit(request, get_object_or_404(rows, pk=address.pk), sent)


@router.post("/outcomes/{pk}/commitments", response=CommitmentOut, summary="Make a commitment of an outcome")
def commit_outcome(request: HttpRequest, address: Path[NumberIn], sent: CommitIn) -> Commitment:
    """By oneself, or put to somebody who accepts it or does not."""
    rows = discussion_queries.outcomes_visible_to(signed_in(request)).exclude(handed_over_at=None)
    return _commit(request, get_object_or_404(rows, pk=address.pk), sent)


@router.get("/follow-ups", response=list[FollowUpOut], summary="Questions that wait for one's answer")
def list_follow_ups(request: HttpRequest) -> QuerySet[FollowUp]:
    """What no measure has answered."""
    return waiting_follow_ups(signed_in(request))


@router.post("/follow-ups/{pk}", response=FollowUpOut, summary="Answer a question")
def answer_follow_up(request: HttpRequest, address: Path[NumberIn], sent: AnswerIn) -> FollowUp:
    """In one step."""
    user = signed_in(request)
    asked = get_object_or_404(follow_ups_visible_to(user), pk=address.pk)
    return follow_up_actions.answer(asked, told=sent.told, text=sent.text, seen=sent.version, by=user)


def _own(request: HttpRequest, pk: int) -> Reflection:
    user = signed_in(request)
    shown = get_object_or_404(queries.classes_visible_to(user), pk=pk)
    found = own_reflection(shown, user)
    if found is None:
        raise Http404
    return found


def _commitment(request: HttpRequest, pk: int) -> Commitment:
    return get_object_or_404(commitment_queries.commitments_visible_to(signed_in(request)), pk=pk)


def _commit(request: HttpRequest, origin: Question | Outcome, sent: CommitIn) -> Commitment:
    user, facts = signed_in(request), sent.dict(exclude={"trainee_id", "unit_id"})
    if sent.trainee_id is None and sent.unit_id is None:
        return from_discussions.take_on(origin, by=user, **facts)
    enrolled = Trainee.objects.filter(training_class=origin.session.training_class_id)
    trainee = get_object_or_404(enrolled, pk=sent.trainee_id) if sent.trainee_id else None
    unit = get_object_or_404(units_visible_to(user), pk=sent.unit_id) if sent.unit_id else None
    return from_discussions.put_to(origin, by=user, trainee=trainee, unit=unit, **facts)


def _line(line: Line) -> dict[str, Any]:
    return {"label": str(line.label), "numbers": [cell.count for cell in line.cells]}
