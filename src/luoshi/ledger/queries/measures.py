"""Reads of measures: who sees which, their light, their filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from luoshi.ledger.models import Measure, Part, Plan, Verification
from luoshi.ledger.states import AT_REST, DRAFT, OPEN, Light
from luoshi.units.duties import duties_of
from luoshi.units.queries.units import subtrees
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User

OVERSEERS = (Role.OFFICE_HEAD, Role.SUPERVISOR, Role.AUDITOR)
UNIT_PEOPLE = (Role.LIAISON, Role.UNIT_HEAD)


def plans_visible_to(user: User) -> QuerySet[Plan]:
    """The plans of the units one oversees or leads, and those in which the own unit has a part."""
    duties = duties_of(user)
    condition = subtrees(duties.unit_paths(*OVERSEERS, Role.LEADER), prefix="owner__")
    through_measures = measures_visible_to(user).filter(plan=OuterRef("pk"))
    return Plan.objects.filter(condition | Q(Exists(through_measures)))


def words_of(user: User, codes: Collection[str]) -> dict[str, str]:
    """What the measures of these codes ask for, of those that a person sees."""
    return dict(measures_visible_to(user).filter(code__in=codes).values_list("code", "text"))


def measures_visible_to(user: User) -> QuerySet[Measure]:
    """What one person sees.

    The office and the auditor: the plans of their unit and below. A leader: the fields led, or everything of the
    unit where the post names no field. A unit: the measures in which it or its subtree has a part, once they are
    assigned, and what it has handed on to others. A verifier: what he was appointed to.
    """
    duties = duties_of(user)
    condition = subtrees(duties.unit_paths(*OVERSEERS), prefix="plan__owner__")
    if fields := duties.field_ids():
        condition |= Q(field__in=fields)
    whole = [duty.unit_path for duty in duties.of(Role.LEADER) if duty.field_id is None]
    condition |= subtrees(whole, prefix="plan__owner__")
    if tops := duties.unit_paths(*UNIT_PEOPLE):
        # Numbers to look among, not a question per measure: a unit's part of a long ledger is found by index.
        own = Part.objects.filter(subtrees(tops, prefix="unit__"))
        condition |= Q(pk__in=own.values("measure")) & ~Q(state__in=DRAFT)
        handed_on = Measure.objects.filter(parent__accountable__in=duties.unit_ids(*UNIT_PEOPLE))
        condition |= Q(pk__in=handed_on.values("pk"))
    if user.pk:
        condition |= Q(pk__in=Verification.objects.filter(verifier=user.pk).values("measure"))
    return Measure.objects.filter(condition)


def with_light(measures: QuerySet[Measure], today: date) -> QuerySet[Measure]:
    """Measures with `light`, the colour of the day."""
    return measures.annotate(
        light=Case(
            When(state__in=AT_REST, then=Value(Light.GREY.value)),
            When(in_light(Light.RED, today), then=Value(Light.RED.value)),
            When(in_light(Light.YELLOW, today), then=Value(Light.YELLOW.value)),
            default=Value(Light.GREEN.value),
            output_field=CharField(),
        )
    )


def in_light(light: str, today: date) -> Q:
    """The condition for measures of one colour on a day; the four never overlap and leave none out."""
    red = Q(state__in=OPEN, red_on__lte=today)
    yellow = Q(state__in=OPEN, yellow_on__lte=today) & ~Q(red_on__lte=today, red_on__isnull=False)
    grey = Q(state__in=AT_REST)
    if light == Light.RED:
        return red
    if light == Light.YELLOW:
        return yellow
    return grey if light == Light.GREY else ~(red | yellow | grey)
