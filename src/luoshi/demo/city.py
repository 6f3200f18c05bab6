"""Builds the invented city: its tree of units with aliases, its fields, its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luoshi.accounts.models import User
from luoshi.demo.tables import rows_of
from luoshi.units.actions.posts import install_many
from luoshi.units.actions.units import plant_many
from luoshi.units.models import Alias, Field, Post, Unit
from luoshi.units.states import Kind, Level, Role

OFFICE = "滨川市委市政府督查室"
_SHAPES = {
    "city": (Level.CITY, Kind.AREA),
    "city_department": (Level.CITY, Kind.DEPARTMENT),
    "office": (Level.CITY, Kind.OFFICE),
    "county": (Level.COUNTY, Kind.AREA),
    "county_department": (Level.COUNTY, Kind.DEPARTMENT),
    "township": (Level.TOWNSHIP, Kind.AREA),
}
_SINCE = date(2026, 1, 1)


@dataclass(frozen=True)
class City:
    """What the story needs to find again."""

    root: Unit
    office: Unit
    units: dict[str, Unit]
    people: dict[str, User]
    fields: dict[str, Field]


@dataclass(frozen=True)
class Trial:
    """One row of the cast that can be tried by one click."""

    username: str
    name: str
    shown: str


def build_city() -> City:
    """The city as it stands on the first day of the story."""
    units = _plant_units()
    root, office = units["滨川市"], units[OFFICE]
    fields = _make_fields(root)
    return City(root, office, units, _fill_posts(units, fields), fields)


def one_click_people() -> list[Trial]:
    """Who can be tried on the sign-in page of the demonstration."""
    rows = rows_of("luoshi.demo", "cast.tsv")
    return [Trial(row[0], row[1], row[6]) for row in rows if len(row) > 6 and row[6]]


def _plant_units() -> dict[str, Unit]:
    """The tree, one level after the other, in the order of the table."""
    units: dict[str, Unit] = {}
    left = [row[:4] for row in rows_of("luoshi.samples", "units.tsv")[1:]]
    aliases: list[Alias] = []
    while left:
        ready = [row for row in left if not row[3] or row[3] in units]
        left = [row for row in left if row not in ready]
        seeds = [(units.get(above), _shape(name, shape)) for name, _others, shape, above in ready]
        for (name, others, *_rest), unit in zip(ready, plant_many(seeds, by=None), strict=True):
            units[name] = unit
            known = dict.fromkeys(alias for alias in others.split("、") if alias and alias != name)
            aliases += [Alias(unit=unit, scope=unit.parent, text=alias) for alias in known]
    Alias.objects.bulk_create(aliases, ignore_conflicts=True, batch_size=500)
    return units


def _shape(name: str, shape: str) -> dict[str, object]:
    level, kind = _SHAPES[shape]
    return {"name": name, "level": level, "kind": kind}


def _make_fields(root: Unit) -> dict[str, Field]:
    names = dict.fromkeys(row[2] for row in rows_of("luoshi.samples", "fields.tsv")[1:])
    return {name: Field.objects.create(owner=root, name=name, position=i) for i, name in enumerate(names)}


def _fill_posts(units: dict[str, Unit], fields: dict[str, Field]) -> dict[str, User]:
    rows = [[*row, "", "", ""][:6] for row in rows_of("luoshi.demo", "cast.tsv")]
    named = {username: name for username, name, *_rest in rows}
    made = User.objects.create_many([User(username=username, name=name) for username, name in named.items()])
    people = {person.username: person for person in made}  # one click signs in
    posts = [
        Post(
            user=people[username],
            unit=units[unit],
            role=Role(role),
            field=fields.get(field),
            title=title,
            starts_on=_SINCE,
        )
        for username, _name, unit, role, field, title in rows
        if unit  # a lecturer from outside holds no post
    ]
    install_many(posts, by=None)
    return people
