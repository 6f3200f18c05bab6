"""API of units: the tree, one unit, what a name means."""

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from luoshi.accounts.http import signed_in
from luoshi.units.models import Unit
from luoshi.units.queries import units as queries

router = Router(tags=["units"])
Words = Annotated[str, Field(max_length=120)]


class UnitOut(Schema):
    """A unit; `parent_id` is empty at a root."""

    id: int
    parent_id: int | None
    name: str
    level: int
    kind: str
    code: str


class ResolutionOut(Schema):
    """What a name means: one unit, or none with the units that it could mean."""

    unit: UnitOut | None
    candidates: list[UnitOut]


@router.get("/", response=list[UnitOut], summary="Units in use, from the root down")
@paginate
def list_units(request: HttpRequest, q: Words = "") -> object:
    visible = queries.units_visible_to(signed_in(request)).filter(closed_on=None)
    return queries.search(visible, q) if q else visible.order_by("path")


@router.get("/{int:pk}", response=UnitOut, summary="One unit")
def get_unit(request: HttpRequest, pk: int) -> Unit:
    return get_object_or_404(queries.units_visible_to(signed_in(request)), pk=pk)


@router.get("/{int:pk}/resolve", response=ResolutionOut, summary="What a name means in a text of this unit")
def resolve(request: HttpRequest, pk: int, name: Words) -> queries.Resolution:
    within = get_object_or_404(queries.units_visible_to(signed_in(request)), pk=pk)
    return queries.resolve(name, within=within)
