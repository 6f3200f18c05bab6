"""API of milestones: the timetable of a measure, laid down, changed and ticked by the same actions as on its page."""

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from luoshi.accounts.http import signed_in
from luoshi.ledger.actions import milestones
from luoshi.ledger.models import Measure, Milestone
from luoshi.ledger.queries.measures import measures_visible_to

router = Router(tags=["milestones"])
SEEN = "Version of the milestone that was seen; refused with 409 if it was changed since"


class MilestoneOut(Schema):
    """A step with a date; `done_on` is empty until it is done."""

    id: int
    name: str
    due_on: date
    done_on: date | None
    version: int


class MilestoneIn(Schema):
    """The words and the date of a step."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    due_on: date


class ChangedMilestoneIn(MilestoneIn):
    """The same of a step that is there already."""

    version: int | None = Field(None, description=SEEN)


class TickIn(Schema):
    """Whether a step is done; without `done_on` today, or the day on which it was ticked already."""

    model_config = ConfigDict(extra="forbid")

    is_done: bool
    done_on: date | None = None
    version: int | None = Field(None, description=SEEN)


@router.get("/{int:pk}/milestones", response=list[MilestoneOut], summary="The milestones of a measure, by date")
def list_milestones(request: HttpRequest, pk: int) -> object:
    return _measure(request, pk).milestones.all()


@router.post("/{int:pk}/milestones", response=MilestoneOut, summary="Lay down a milestone")
def add_milestone(request: HttpRequest, pk: int, sent: MilestoneIn) -> Milestone:
    measure = _measure(request, pk)
    return milestones.add_milestone(measure, name=sent.name, due_on=sent.due_on, by=signed_in(request))


@router.put("/{int:pk}/milestones/{int:milestone}", response=MilestoneOut, summary="Change its words or its date")
def change_milestone(request: HttpRequest, pk: int, milestone: int, sent: ChangedMilestoneIn) -> Milestone:
    user, found = signed_in(request), _milestone(request, pk, milestone)
    return milestones.change_milestone(found, name=sent.name, due_on=sent.due_on, by=user, seen=sent.version)


@router.post("/{int:pk}/milestones/{int:milestone}/tick", response=MilestoneOut, summary="Say that it is done, or not")
def tick_milestone(request: HttpRequest, pk: int, milestone: int, sent: TickIn) -> Milestone:
    user, found = signed_in(request), _milestone(request, pk, milestone)
    return milestones.tick_milestone(found, is_done=sent.is_done, done_on=sent.done_on, by=user, seen=sent.version)


@router.delete("/{int:pk}/milestones/{int:milestone}", response=list[MilestoneOut], summary="Take a milestone away")
def remove_milestone(request: HttpRequest, pk: int, milestone: int, version: int | None = None) -> object:
    found = _milestone(request, pk, milestone)
    return milestones.remove_milestone(found, by=signed_in(request), seen=version).milestones.all()


def _measure(request: HttpRequest, pk: int) -> Measure:
    return get_object_or_404(measures_visible_to(signed_in(request)).select_related("plan__owner"), pk=pk)


def _milestone(request: HttpRequest, pk: int, milestone: int) -> Milestone:
    visible = Milestone.objects.filter(measure__in=measures_visible_to(signed_in(request)).filter(pk=pk))
    return get_object_or_404(visible.select_related("measure__plan__owner"), pk=milestone)
