"""The tree of units: adding, changing, moving, closing; two editors; names and aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.common import history
from luoshi.common.errors import Difference, IllegalMoveError, MissingRightError, StaleFormError, UnmetConditionError
from luoshi.units.actions import units as actions
from luoshi.units.models import Unit
from luoshi.units.queries import units as queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User


def test_a_subtree_is_the_unit_and_all_below(city: Unit, bureau: Unit, county: Unit, county_bureau: Unit) -> None:
    found = Unit.objects.filter(queries.subtree(county.path))

    assert set(found) == {county, county_bureau}


def test_ancestors_lead_down_from_the_root(city: Unit, county: Unit, county_bureau: Unit) -> None:
    assert queries.ancestors_of(county_bureau) == [city, county]


def test_a_moved_unit_takes_everything_along(
    county: Unit, county_bureau: Unit, bureau: Unit, administrator: User
) -> None:
    actions.move_unit(county, bureau, by=administrator)

    assert set(Unit.objects.filter(queries.subtree(bureau.path))) == {bureau, county, county_bureau}


def test_a_unit_cannot_move_below_itself(county: Unit, county_bureau: Unit, administrator: User) -> None:
    with pytest.raises(IllegalMoveError):
        actions.move_unit(county, county_bureau, by=administrator)


def test_two_children_of_one_name_are_refused(city: Unit, bureau: Unit, administrator: User) -> None:
    with pytest.raises(UnmetConditionError, match="市教育局"):
        actions.add_unit(city, name="市教育局", by=administrator)


def test_the_tree_ends_at_its_depth(city: Unit, administrator: User) -> None:
    unit = city
    for _level in range(11):
        unit = actions.add_unit(unit, name="下级", by=administrator)

    with pytest.raises(UnmetConditionError, match="12"):
        actions.add_unit(unit, name="下级", by=administrator)


def test_the_second_editor_sees_what_changed(bureau: Unit, administrator: User) -> None:
    actions.change_unit(bureau, seen=1, by=administrator, name="市教育和体育局")

    with pytest.raises(StaleFormError, match="周明") as stale:
        actions.change_unit(bureau, seen=1, by=administrator, code="X1")

    assert stale.value.differences == (Difference("name", "市教育局", "市教育和体育局"),)
    assert (stale.value.version, Unit.objects.get(pk=bureau.pk).code) == (2, "")


def test_a_renamed_unit_is_still_understood_under_its_old_name(bureau: Unit, county: Unit, administrator: User) -> None:
    actions.change_unit(bureau, seen=1, by=administrator, name="市教育和体育局")

    meant = [queries.resolve(text, within=county).unit for text in ("市教育局", "市教育和体育局")]

    assert meant == [bureau, bureau]


def test_a_unit_may_take_its_old_name_back(bureau: Unit, administrator: User) -> None:
    for name in ("市教育和体育局", "市教育局"):
        actions.change_unit(bureau, seen=None, by=administrator, name=name)

    assert [alias.text for alias in bureau.aliases.all()] == ["市教育和体育局"]


def test_saving_without_a_change_records_nothing(bureau: Unit, administrator: User) -> None:
    actions.change_unit(bureau, seen=1, by=administrator, name=bureau.name)

    assert [entry.verb for entry in history.entries_of(bureau)] == ["unit.add"]


@pytest.mark.parametrize("who", ["county_administrator", "office_head", "supervisor", "liaison"])
def test_only_an_administrator_above_may_change_a_unit(who: str, bureau: Unit, request: pytest.FixtureRequest) -> None:
    with pytest.raises(MissingRightError, match="无权"):
        actions.change_unit(bureau, seen=None, by=request.getfixturevalue(who), name="别的")


def test_an_administrator_of_a_county_works_below_the_county(county_bureau: Unit, county_administrator: User) -> None:
    changed = actions.change_unit(county_bureau, seen=None, by=county_administrator, name="县教体局")

    assert changed.name == "县教体局"


def test_a_county_takes_nothing_from_elsewhere(bureau: Unit, county: Unit, county_administrator: User) -> None:
    with pytest.raises(MissingRightError):
        actions.move_unit(bureau, county, by=county_administrator)


def test_a_unit_with_people_is_not_closed(bureau: Unit, liaison: User, administrator: User) -> None:
    with pytest.raises(UnmetConditionError, match="职责"):
        actions.close_unit(bureau, by=administrator)


def test_a_closed_unit_can_be_reopened(bureau: Unit, administrator: User) -> None:
    actions.close_unit(bureau, by=administrator)

    reopened = actions.reopen_unit(bureau, by=administrator)

    assert (reopened.is_open, [e.verb for e in history.entries_of(bureau)][-2:]) == (
        True,
        ["unit.close", "unit.reopen"],
    )


@pytest.mark.parametrize(
    ("text", "within", "meant"),
    [
        ("教育局", "city", "bureau"),
        ("教育局", "bureau", "bureau"),
        ("教育局", "county", "county_bureau"),
        ("教育局", "county_bureau", "county_bureau"),
        ("县教育局", "county", "county_bureau"),
        ("县教育局", "city", "county_bureau"),
        ("市教育局", "county", "bureau"),
        ("督查办", "county", "office"),
        ("青山县", "bureau", "county"),
        ("滨川市", "county", "city"),
        ("环保局", "city", None),
    ],
)
def test_a_name_means_the_nearest_unit(
    text: str,
    within: str,
    meant: str | None,
    people: dict[str, User],
    units: dict[str, Unit],
) -> None:
    by = people["administrator"]
    actions.add_alias(units["bureau"], "教育局", by=by)
    actions.add_alias(units["county_bureau"], "教育局", by=by)
    actions.add_alias(units["office"], "督查办", by=by, is_everywhere=True)

    resolution = queries.resolve(text, within=units[within])

    assert resolution.unit == (units[meant] if meant else None)


def test_a_name_that_means_several_units_names_them(city: Unit, county: Unit, administrator: User) -> None:
    other = actions.add_unit(city, name="绿水县", by=administrator)
    two = [actions.add_unit(above, name="林业站", by=administrator) for above in (county, other)]

    resolution = queries.resolve("林业站", within=city)

    assert (resolution.unit, set(resolution.candidates)) == (None, set(two))


def test_many_names_take_two_queries(
    city: Unit, bureau: Unit, django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(2):  # type: ignore[attr-defined]  # a context manager
        queries.resolve_many([f"局{n}" for n in range(100)] + ["市教育局"], within=city)


@pytest.mark.parametrize(("text", "match"), [("教育局", "别名"), ("青山县", "名称"), ("市教育局", "名称")])
def test_an_alias_means_one_unit(text: str, match: str, bureau: Unit, county: Unit, administrator: User) -> None:
    actions.add_alias(bureau, "教育局", by=administrator)

    with pytest.raises(UnmetConditionError, match=match):
        actions.add_alias(bureau, text, by=administrator)
