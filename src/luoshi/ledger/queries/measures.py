"""Reads of measures: who sees which, their light, their filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from luoshi.ledger.models import Measure, Part, Plan, Verification
from luoshi.ledger.states import AT_REST, DRAFT, OPEN, Light
from luoshi.units.duties import duties_of
from luoshi.units.queries.units import held_subtrees
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.units.duties import Duties

OVERSEERS = (Role.OFFICE_HEAD, Role.SUPERVISOR, Role.AUDITOR)
UNIT_PEOPLE = (Role.LIAISON, Role.UNIT_HEAD)


def plans_visible_to(user: User) -> QuerySet[Plan]:
    """The plans of the units one oversees or leads, and those in which the own unit has a part."""
    duties = duties_of(user)
    condition = held_subtrees(duties, duties.unit_paths(*OVERSEERS, Role.LEADER), prefix="owner__")
    if fields := duties.field_ids():
        condition |= Q(Exists(Measure.objects.filter(field__in=fields, plan=OuterRef("pk"))))
    if single := _seen_singly(user):
        # The plans of these measures, not a question per plan: they are few beside the plans of a province.
        condition |= Q(pk__in=Measure.objects.filter(single).order_by().values("plan"))
    return Plan.objects.filter(condition)


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
    # The plans first: an index of measures serves them whole and in order, where a join would look at every row.
    condition = Q(plan__in=Plan.objects.filter(_seen_by_plan(duties, prefix="owner__"))) if sees_plans(user) else Q()
    if fields := duties.field_ids():
        condition |= Q(field__in=fields)
    condition |= _seen_singly(user)
    return Measure.objects.filter(condition) if condition else Measure.objects.none()


def measures_seen_singly(user: User) -> QuerySet[Measure]:
    """Of what a person sees, what is seen beside whole plans and fields: as one of those who carry out, or verify."""
    condition = _seen_singly(user)
    return Measure.objects.filter(condition) if condition else Measure.objects.none()


def sees_plans(user: User) -> bool:
    """Whether a person sees every measure of some plans: their number has no bounds."""
    duties = duties_of(user)
    return duties.holds(*OVERSEERS) or any(duty.field_id is None for duty in duties.of(Role.LEADER))


def forget_sights(user: User) -> None:
    """Ask again what a person sees singly: called by actions that appoint, or hand on, within one request."""
    user.__dict__.pop("_sights", None)


def _seen_by_plan(duties: Duties, *, prefix: str) -> Q:
    """The plans of which a person sees every measure; `prefix` leads to the plan's owner."""
    whole = tuple(duty.unit_path for duty in duties.of(Role.LEADER) if duty.field_id is None)
    return held_subtrees(duties, (*duties.unit_paths(*OVERSEERS), *whole), prefix=prefix)


def _seen_singly(user: User) -> Q:
    """What a person sees beside whole plans and fields: measures with a part of the own unit, handed on, to verify."""
    duties = duties_of(user)
    condition = Q()
    tops, units = duties.unit_paths(*UNIT_PEOPLE), duties.unit_ids(*UNIT_PEOPLE)
    if tops:
        # Numbers to look among, not a question per measure: a unit's part of a long ledger is found by index.
        own = Part.objects.filter(held_subtrees(duties, tops, prefix="unit__"))
        condition |= Q(pk__in=own.values("measure")) & ~Q(state__in=DRAFT)
    handed_on, appointed = _sights_of(user, duties)
    if handed_on:
        condition |= Q(pk__in=Measure.objects.filter(parent__accountable__in=units).values("pk"))
    if appointed:
        condition |= Q(pk__in=Verification.objects.filter(verifier=user.pk).values("measure"))
    return condition


def _sights_of(user: User, duties: Duties) -> tuple[bool, bool]:
    """Whether a person has handed anything on, and was appointed to verify what is not seen anyway.

    Hardly anybody was: to ask every query for it would keep the database from the index that serves all others. Kept
    on the user object for as long as the request, as the duties are.
    """
    known = user.__dict__.get("_sights")
    if known is None or known[0] is not duties:
        shares = Measure.objects.filter(parent__accountable__in=duties.unit_ids(*UNIT_PEOPLE))
        appointed = Verification.objects.filter(verifier=user.pk) if user.pk else Verification.objects.none()
        seen_anyway = _seen_by_plan(duties, prefix="measure__plan__owner__")
        known = (duties, shares.exists(), appointed.exclude(seen_anyway).exists())
        user.__dict__["_sights"] = known
    return known[1], known[2]


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
    yellow = Q(yellow_on__lte=today) & Q(state__in=OPEN) & ~Q(red_on__lte=today, red_on__isnull=False)
    grey = Q(state__in=AT_REST)
    if light == Light.RED:
        return red
    if light == Light.YELLOW:
        return yellow
    return grey if light == Light.GREY else ~(red | yellow | grey)


def still_late(today: date) -> Q:
    """Open after the first due date; an extension does not take this away."""
    return Q(first_due_on__lt=today) & Q(state__in=OPEN)


def closed_late() -> Q:
    """Closed after the first due date."""
    return Q(closed_on__gt=F("first_due_on"))
