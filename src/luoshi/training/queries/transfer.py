"""What became of a class: commitments that became work, were evidenced, verified, over time; never by person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock
from luoshi.common.numbers import whole
from luoshi.ledger.models import AcceptancePoint, Contribution, Evidence
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.states import PointFinding
from luoshi.training.models import Commitment, FollowUp
from luoshi.training.queries.commitments import commitments_visible_to
from luoshi.training.states import HANDED_IN, CommitmentState, FollowUpDay, Told, TraineeState
from luoshi.units.models import Field
from luoshi.units.states import Level

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from luoshi.accounts.models import User
    from luoshi.training.models import TrainingClass

LEAST_PEOPLE = 5
"""A cell in which fewer people have commitments would point to a person."""
STAGES: dict[str, _StrOrPromise] = {
    "offered": _("心得和讨论中的打算"),
    "accepted": _("本人采纳"),
    "linked": _("转为措施"),
    "evidenced": _("已有佐证"),
    "verified": _("经过核实"),
}
OVER_TIME = ("linked", "evidenced", "verified")
K = TypeVar("K")
PERSON = "trainee"
CLASS = "training_class"
INDICATOR = "indicator-"


@dataclass(frozen=True)
class Cell:
    """A number with the list that it counts; `count` is None while its day has not come, `day` is None for now."""

    stage: str
    count: int | None
    day: int | None = None


@dataclass(frozen=True)
class Line:
    """One row of numbers; `key` names the part of the class that they count."""

    label: _StrOrPromise
    cells: tuple[Cell, ...]
    key: str = ""


@dataclass(frozen=True)
class Slice:
    """A part of a class that is large enough to be shown, with the condition that picks its commitments."""

    key: str
    label: _StrOrPromise
    condition: Q
    people: int


@dataclass(frozen=True)
class Transfer:
    """The numbers of one class; `is_hidden`: too few people have commitments for anybody but the class head."""

    total: Line
    over_time: tuple[Line, ...]
    told: tuple[Line, ...]
    by_field: tuple[Line, ...]
    by_level: tuple[Line, ...]
    people: int
    days_since: int
    days: tuple[tuple[int, date, bool], ...]

    @property
    def is_small(self) -> bool:
        return self.people < LEAST_PEOPLE


def counted_in(training_class: TrainingClass) -> QuerySet[Commitment]:
    """What the class has handed in or discussed: commitments of reflections that are still private count nowhere."""
    return _handed_in().filter(training_class=training_class)


def _handed_in() -> QuerySet[Commitment]:
    return Commitment.objects.filter(
        Q(trainee=None) | Q(trainee__state=TraineeState.ENROLLED),
        Q(reflection=None) | Q(reflection__state__in=HANDED_IN),
    ).annotate(level=Coalesce("trainee__unit__level", "unit__level"))


def in_stage(stage: str, by: date | None = None) -> Q:
    """The condition for a stage, as things stand or as they stood at the end of a day.

    Evidence and findings from before somebody took it up are no effect of the class: a measure that a commitment
    joined late brings none of its past along. Evidence and findings count from the day of the link on.
    """
    if stage == "offered":
        return Q()
    reached = Q(state=CommitmentState.ACCEPTED) & _until("accepted_at", by)
    if stage == "accepted":
        return reached
    reached &= ~Q(measure=None) & _until("linked_at", by)
    if stage == "linked":
        return reached
    since = OuterRef("accepted_at")
    if stage == "evidenced":
        shown = Evidence.objects.filter(_until("at", by), measure=OuterRef("measure"), purged_reason="", at__gte=since)
        return reached & Q(Exists(shown))
    found = AcceptancePoint.objects.filter(
        _until("found_at", by), measure=OuterRef("measure"), finding=PointFinding.FULFILLED, found_at__gte=since
    )
    return reached & Q(Exists(found))


def _until(name: str, by: date | None) -> Q:
    return Q(**{f"{name}__date__lte": by}) if by else Q()


def told_on(day: int, told: str) -> Q:
    """Commitments of which was said, so many days after the class, how they go."""
    return Q(Exists(FollowUp.objects.filter(commitment=OuterRef("pk"), day=day, told=told)))


def is_too_small(training_class: TrainingClass) -> bool:
    """Whether so few have commitments that a number would point to a person."""
    accepted = counted_in(training_class).filter(in_stage("accepted"))
    return len(accepted.order_by().values(PERSON).distinct()[:LEAST_PEOPLE]) < LEAST_PEOPLE


def transfer_of(training_class: TrainingClass) -> Transfer:
    """All numbers of a class, with a bounded number of queries."""
    rows, today = counted_in(training_class), clock.today()
    days = tuple((day, training_class.ends_on + timedelta(days=day)) for day in FollowUpDay.values)
    accepted = rows.filter(state=CommitmentState.ACCEPTED)
    people = accepted.aggregate(people=Count(PERSON, distinct=True))["people"]
    return Transfer(
        total=_line(rows, _("全班")),
        over_time=_over_time(rows, days, today),
        days_since=(today - training_class.ends_on).days,
        told=_told(rows, days),
        by_field=_lines(rows, fields_of(training_class)),
        by_level=_lines(rows, levels_of(training_class)),
        people=people,
        days=tuple((day, on, on <= today) for day, on in days),
    )


def with_numbers(classes: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
    """Classes with the number of commitments in each stage, with one query."""
    people = _number(in_stage("accepted"), of=PERSON, distinct=True)
    return classes.annotate(
        in_people=_or_zero(people),
        **{f"in_{stage}": _or_zero(_number(in_stage(stage))) for stage in STAGES},
    ).order_by("-starts_on", "-pk")


def _number(condition: Q, *, of: str = "pk", distinct: bool = False) -> QuerySet[Commitment, Any]:
    """A count within the class of the outer query, also where it is zero."""
    rows = _handed_in().filter(condition, **{CLASS: OuterRef("pk")}).order_by().annotate(one=Value(1)).values("one")
    return rows.annotate(number=Count(of, distinct=distinct)).values("number")


def _or_zero(number: QuerySet[Commitment, Any]) -> Coalesce:
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def stage_name(stage: str) -> _StrOrPromise:
    """What a number counts."""
    told = stage.removeprefix("told_")
    return STAGES[stage] if stage in STAGES else Told(told).label


def fields_of(training_class: TrainingClass) -> list[Slice]:
    """The portfolio fields of those who have commitments, small ones together."""
    names: dict[object, _StrOrPromise] = {one.pk: one.name for one in Field.objects.all()}
    return _slices(training_class, "field", names | {None: _("未登记领域")})


def levels_of(training_class: TrainingClass) -> list[Slice]:
    """The levels of the units from which those with commitments come, small ones together."""
    names: dict[object, _StrOrPromise] = {level.value: level.label for level in Level}
    return _slices(training_class, "level", names | {None: _("未登记单位")})


_PATHS = {"field": f"{PERSON}__field", "level": "level"}


def _slices(training_class: TrainingClass, kind: str, names: dict[object, _StrOrPromise]) -> list[Slice]:
    path = _PATHS[kind]
    accepted = counted_in(training_class).filter(state=CommitmentState.ACCEPTED)
    people = dict(accepted.order_by().values_list(path).annotate(people=Count(PERSON, distinct=True)))
    order = [value for value in names if value in people]
    large, small = together(order, people)
    slices = [Slice(f"{kind}-{at}", names[value], _is(path, [value]), people[value]) for at, value in enumerate(large)]
    if small:
        count = sum(people[value] for value in small)
        slices.append(Slice(f"{kind}-rest", _("其他（合并）"), _is(path, small), count))
    return slices if sum(one.people for one in slices) >= LEAST_PEOPLE else []


def together(order: list[K], people: dict[K, int]) -> tuple[list[K], list[K]]:
    """Which cells are shown by themselves, and which only together, so that none can be worked out from the total.

    >>> together(["教育", "农业", "水利"], {"教育": 9, "农业": 3, "水利": 6})
    (['教育'], ['农业', '水利'])
    """
    small = [one for one in order if people[one] < LEAST_PEOPLE]
    large = [one for one in order if people[one] >= LEAST_PEOPLE]
    while small and large and (sum(people[one] for one in small) < LEAST_PEOPLE):
        least = min(large, key=lambda one: people[one])
        large.remove(least)
        small.append(least)
    return large, small


def _is(path: str, values: list[object]) -> Q:
    known = [value for value in values if value is not None]
    condition = Q(**{f"{path}__in": known})
    return condition | Q(**{path: None}) if None in values else condition


def _line(rows: QuerySet[Commitment], label: _StrOrPromise, key: str = "") -> Line:
    counts = rows.aggregate(**{stage: Count("pk", filter=in_stage(stage)) for stage in STAGES})
    return Line(label, tuple(Cell(stage, counts[stage]) for stage in STAGES), key)


def _lines(rows: QuerySet[Commitment], slices: list[Slice]) -> tuple[Line, ...]:
    """The stages of several parts with one query."""
    wanted = {(one.key, stage): one.condition & in_stage(stage) for one in slices for stage in STAGES}
    names = {key: f"n{at}" for at, key in enumerate(wanted)}
    counts = rows.aggregate(**{names[key]: Count("pk", filter=condition) for key, condition in wanted.items()})
    return tuple(
        Line(one.label, tuple(Cell(stage, counts[names[one.key, stage]]) for stage in STAGES), one.key)
        for one in slices
    )


def _over_time(rows: QuerySet[Commitment], days: tuple[tuple[int, date], ...], today: date) -> tuple[Line, ...]:
    """The stages at each day that has come, and last as they stand now: the same as in the total."""
    moments = [(day, on) for day, on in days if on <= today]
    wanted: list[tuple[int | None, date | None]] = [*moments, (None, None)]
    counts = rows.aggregate(
        **{f"{stage}_{day}": Count("pk", filter=in_stage(stage, on)) for stage in OVER_TIME for day, on in wanted}
    )
    columns: list[int | None] = [*(day for day, _on in days), None]
    return tuple(
        Line(STAGES[stage], tuple(Cell(stage, counts.get(f"{stage}_{day}"), day) for day in columns))
        for stage in OVER_TIME
    )


def _told(rows: QuerySet[Commitment], days: tuple[tuple[int, date], ...]) -> tuple[Line, ...]:
    """What was said of the commitments; of a day with fewer than five answers nothing."""
    counts = rows.aggregate(
        **{f"{told}_{day}": Count("pk", filter=told_on(day, told)) for told in Told.values for day, _on in days}
    )
    enough = {day for day, _on in days if sum(counts[f"{told}_{day}"] for told in Told.values) >= LEAST_PEOPLE}
    return tuple(
        Line(
            told.label,
            tuple(
                Cell(f"told_{told.value}", counts[f"{told}_{day}"] if day in enough else None, day) for day, _on in days
            ),
        )
        for told in Told
    )


@dataclass(frozen=True)
class Row:
    """One commitment in a list behind a number; `what` is empty where the viewer may not read it.

    `is_open`: the viewer sees the page of the measure.
    """

    what: str
    code: str = ""
    measure_id: int | None = None
    state: str = ""
    evidenced: int = 0
    verified: int = 0
    is_open: bool = False


def rows_behind(
    training_class: TrainingClass, stage: str, *, day: int | None = None, key: str = ""
) -> QuerySet[Commitment] | None:
    """Exactly the commitments that a number counts; None for what is no number of the page."""
    rows = counted_in(training_class)
    if day is not None and day not in FollowUpDay.values:
        return None
    if key:
        condition = _of_indicator(key) if key.startswith(INDICATOR) else _of_slice(training_class, key)
        if condition is None:
            return None
        rows = rows.filter(condition)
    told = stage.removeprefix("told_")
    if stage in STAGES:
        on = training_class.ends_on + timedelta(days=day) if day is not None else None
        return rows.filter(in_stage(stage, on)).order_by("measure__code", "pk")
    return rows.filter(told_on(day, told)).order_by("measure__code", "pk") if told in Told.values and day else None


def _of_slice(training_class: TrainingClass, key: str) -> Q | None:
    slices = [*fields_of(training_class), *levels_of(training_class)]
    return next((one.condition for one in slices if one.key == key), None)


def _of_indicator(key: str) -> Q | None:
    """The commitments whose measures serve an indicator; None where no measure serves it."""
    serving = Contribution.objects.filter(indicator=whole(key.removeprefix(INDICATOR)))
    return Q(measure__in=serving.values("measure")) if serving.exists() else None


def rows_for(commitments: Iterable[Commitment], user: User) -> list[Row]:
    """What the viewer reads of them: the class head what was accepted, everybody else what is shared with a measure."""
    shown = list(commitments)
    readable = set(commitments_visible_to(user).filter(pk__in=[one.pk for one in shown]).values_list("pk", flat=True))
    wanted = [one.measure_id for one in shown if one.measure_id]
    seen = set(measures_visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))
    return [_row(one, may_read=one.pk in readable or one.measure_id is not None, seen=seen) for one in shown]


def _row(one: Commitment, *, may_read: bool, seen: set[int]) -> Row:
    measure = one.measure
    what = one.what if may_read else ""
    if measure is None:
        return Row(what)
    facts = (measure.code, measure.pk, measure.get_state_display(), measure.evidenced, measure.verified)
    return Row(what, *facts, is_open=measure.pk in seen)
