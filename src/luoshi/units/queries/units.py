"""Reads of the tree of units and of the names under which units are understood."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from luoshi.common import clock
from luoshi.units import paths
from luoshi.units.duties import duties_of
from luoshi.units.models import Alias, Field, Post, Unit
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.units.duties import Duties


def units_visible_to(user: User) -> QuerySet[Unit]:
    """The tree is a directory: open to everybody who has something to do here, closed to everybody else."""
    return Unit.objects.all() if duties_of(user).all else Unit.objects.none()


def fields_visible_to(user: User) -> QuerySet[Field]:
    """The fields, like the tree, are a directory."""
    return Field.objects.all() if duties_of(user).all else Field.objects.none()


def fields_administered_by(user: User) -> QuerySet[Field]:
    """The fields that the person may give to a leader."""
    return Field.objects.filter(subtrees(duties_of(user).unit_paths(Role.ADMINISTRATOR), prefix="owner__"))


def administered_tops(user: User) -> QuerySet[Unit]:
    """The units at the top of what the person administers: fields are added there, people imported."""
    return Unit.objects.filter(path__in=duties_of(user).unit_paths(Role.ADMINISTRATOR))


def subtree(path: str | None, *, prefix: str = "") -> Q:
    """The condition for a unit and everything below it; `prefix` leads to the unit (`"unit__"`)."""
    top = path or ""
    return Q(**{f"{prefix}path__gte": top, f"{prefix}path__lt": paths.next_after(top)})


def subtrees(tops: Iterable[str], *, prefix: str = "") -> Q:
    """The condition for several subtrees; for none of them, nothing."""
    condition = Q(pk__in=())
    for top in tops:
        condition |= subtree(top, prefix=prefix)
    return condition


def held_subtrees(duties: Duties, tops: tuple[str, ...], *, prefix: str) -> Q:
    """The same for units in which a person has duties, and for lists that may be long: by number where that can be."""
    numbers = duties.units_below(tops)
    return subtrees(tops, prefix=prefix) if numbers is None else Q(**{f"{prefix}in": sorted(numbers)})


def with_children_told(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Units with `has_children`, as a tree needs it to draw the arrows."""
    return units.annotate(has_children=Exists(Unit.objects.filter(parent=OuterRef("pk"), closed_on=None)))


def children_of(unit: Unit | None, units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Open units right below a unit, or the roots."""
    return with_children_told(units.filter(parent=unit, closed_on=None))


def ancestors_of(unit: Unit) -> list[Unit]:
    """The units above, from the root down."""
    return list(Unit.objects.filter(pk__in=paths.ancestor_pks(unit.path or "")).order_by("path"))


def search(units: QuerySet[Unit], text: str) -> QuerySet[Unit]:
    """Units whose name, code or alias holds the text, the nearest to the root first."""
    words = Q(name__icontains=text) | Q(code__iexact=text)
    by_alias = Exists(Alias.objects.filter(unit=OuterRef("pk"), text__icontains=text))
    return units.filter(words | Q(by_alias)).select_related("parent").order_by("level", "path")


def fields_with_counts(fields: QuerySet[Field]) -> QuerySet[Field]:
    """Fields with the number of their units and their leaders at hand."""
    return (
        fields.annotate(unit_count=Count("units", distinct=True))
        .select_related("owner")
        .prefetch_related(Prefetch("posts", Post.objects.on(clock.today()).select_related("user"), "posts_today"))
        .order_by("owner__path", "position", "pk")
    )


@dataclass(frozen=True)
class Resolution:
    """What a name in a text means: one unit, or none with the units that it could mean."""

    unit: Unit | None
    candidates: tuple[Unit, ...] = field(default=())


def resolve(text: str, *, within: Unit) -> Resolution:
    """The unit that a name means in a text of the unit `within`."""
    return resolve_many([text], within=within)[text]


def resolve_many(texts: Iterable[str], *, within: Unit) -> dict[str, Resolution]:
    """Names to units, with two queries for any number of names.

    A name is understood as it is used: looked for among the children and aliases of `within`, then one level up, and
    so on to the root; only then a single unit of that name below `within` will do. So 教育局 in a county's plan is the
    county's, in the city's plan the city's.
    """
    wanted = {text.strip() for text in texts}
    by_name: dict[str, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.filter(name__in=wanted, closed_on=None).order_by("path"):
        by_name[unit.name].append(unit)
    by_alias: dict[str, list[Alias]] = defaultdict(list)
    for alias in Alias.objects.filter(text__in=wanted, unit__closed_on=None).select_related("unit"):
        by_alias[alias.text].append(alias)
    scopes = [within.pk, *reversed(paths.ancestor_pks(within.path or ""))]
    return {text: _resolution(by_name[text.strip()], by_alias[text.strip()], within, scopes) for text in texts}


def _resolution(named: list[Unit], aliases: list[Alias], within: Unit, scopes: list[int]) -> Resolution:
    for scope in (*scopes, None):  # an alias without a scope is understood everywhere, after all others
        own = (unit for unit in named if scope is not None and scope in {unit.parent_id, unit.pk})
        other = (alias.unit for alias in aliases if alias.scope_id == scope)
        if meant := next(own, None) or next(other, None):
            return Resolution(meant)
    candidates = list(dict.fromkeys([*named, *(alias.unit for alias in aliases)]))
    below = [unit for unit in candidates if paths.is_within(unit.path or "", within.path or "")]
    if len(below) == 1:
        return Resolution(below[0])
    return Resolution(None, tuple(below or candidates))
