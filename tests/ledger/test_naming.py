"""Printed names become units: what is proposed, and settling a whole plan at once."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from luoshi.common.errors import MissingRightError, UnmetConditionError
from luoshi.ledger.actions.naming import NameChoice, give_rest, settle_names
from luoshi.ledger.actions.parts import confirm_parts, make_accountable
from luoshi.ledger.actions.plans import make_plan
from luoshi.ledger.queries.names import Meaning, is_short_for, place_of, unknown_names
from luoshi.library.actions.documents import add_document
from luoshi.units.actions.units import plant
from luoshi.units.models import Alias
from luoshi.units.states import Kind, Level

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure, Plan
    from luoshi.units.models import Unit

TEXT = """滨川市2026年民生工作方案
各县（区）人民政府：
一、重点任务
（一）新建学校。2026年9月底前新建3所小学。（牵头单位：市工信局、市教育局；配合单位：各有关部门）
（二）疏浚河道。清理河道30公里。（责任单位：各县（区）人民政府）
（三）便民服务。开设便民窗口12个。（牵头单位：市审批局；配合单位：市教育局）
（四）公布结果。每季度公布一次进展。
滨川市人民政府
2026年3月2日
"""


@pytest.fixture
def drafted(office: Unit, county: Unit, bureau: Unit, supervisor: User, today: object) -> Plan:
    content = TEXT.encode()
    document = add_document(BytesIO(content), name="plan.txt", size=len(content), owner=office, by=supervisor)
    return make_plan(document, owner=office, by=supervisor)


def measure_at(plan: Plan, number: int) -> Measure:
    return plan.measures.get(number=number)


@pytest.mark.parametrize(
    ("short", "full", "is_short"),
    [
        ("市发改委", "市发展和改革委员会", True),
        ("市卫健委", "滨川市卫生健康委员会", True),
        ("市工信局", "市工业和信息化局", True),
        ("市政府办", "市人民政府办公室", True),
        ("市水利局", "市水务局", False),
        ("市教育局", "市教育局", False),
        ("市委", "市委组织部", False),
    ],
)
def test_short_name_is_told_from_another_one(short: str, full: str, is_short: bool) -> None:
    assert is_short_for(short, full) == is_short


def test_names_are_proposed_as_unit_area_new_or_left_alone(drafted: Plan, city: Unit, county: Unit) -> None:
    industry = plant(city, by=None, name="市工业和信息化局")

    found = {name.printed: (name.proposal, name.unit) for name in unknown_names(drafted)}

    assert found == {
        "市工信局": (Meaning.UNIT, industry),
        "各有关部门": (Meaning.LEAVE, None),
        "各县（区）人民政府": (Meaning.AREAS, None),
        "市审批局": (Meaning.NEW, None),
    }


def test_settled_name_holds_in_every_measure_and_is_remembered(drafted: Plan, city: Unit, supervisor: User) -> None:
    industry = plant(city, by=None, name="市工业和信息化局")

    changed = settle_names(drafted, [NameChoice("市工信局", units=(industry,))], by=supervisor)

    first = measure_at(drafted, 1)
    assert (changed, first.accountable, first.version) == (1, industry, 2)
    assert list(Alias.objects.filter(unit=industry).values_list("text", "scope")) == [("市工信局", city.pk)]


def test_new_unit_joins_the_area_of_the_plan(drafted: Plan, city: Unit, supervisor: User) -> None:
    settle_names(drafted, [NameChoice("市审批局", new_name="市行政审批局")], by=supervisor)

    third = measure_at(drafted, 3)
    assert (third.accountable.name, third.accountable.parent, third.accountable.level) == (
        "市行政审批局",
        city,
        Level.CITY,
    )
    assert third.parts.get(is_accountable=True).is_assumed is False


def test_collective_name_becomes_a_part_for_every_area(
    drafted: Plan, city: Unit, county: Unit, supervisor: User
) -> None:
    second_county = plant(city, by=None, name="白石县", level=Level.COUNTY, kind=Kind.AREA)

    settle_names(drafted, [NameChoice("各县（区）人民政府", units=(county, second_county))], by=supervisor)

    second = measure_at(drafted, 2)
    assert [(part.unit, part.is_accountable, part.is_assumed) for part in second.parts.all()] == [
        (county, True, True),
        (second_county, False, False),
    ]


def test_name_that_is_no_unit_is_taken_out(drafted: Plan, bureau: Unit, supervisor: User) -> None:
    settle_names(drafted, [NameChoice("各有关部门", is_no_unit=True)], by=supervisor)

    assert [part.printed for part in measure_at(drafted, 1).parts.all()] == ["市工信局", "市教育局"]


def test_unit_named_twice_has_one_part(drafted: Plan, bureau: Unit, supervisor: User) -> None:
    settle_names(drafted, [NameChoice("市工信局", units=(bureau,))], by=supervisor)

    first = measure_at(drafted, 1)
    assert [(part.unit, part.printed) for part in first.parts.all()] == [(bureau, "市教育局"), (None, "各有关部门")]
    assert first.accountable == bureau


def test_confirmed_unit_stays_accountable_when_another_name_is_settled(
    drafted: Plan, city: Unit, bureau: Unit, supervisor: User
) -> None:
    make_accountable(measure_at(drafted, 1).parts.get(unit=bureau), by=supervisor)

    settle_names(drafted, [NameChoice("市工信局", new_name="市工业和信息化局")], by=supervisor)

    assert measure_at(drafted, 1).accountable == bureau


def test_new_unit_wants_a_name(drafted: Plan, supervisor: User) -> None:
    with pytest.raises(UnmetConditionError, match="请为“市工信局”填写单位名称"):
        settle_names(drafted, [NameChoice("市工信局", new_name=" ")], by=supervisor)


def test_stranger_may_not_settle_names(drafted: Plan, stranger: User) -> None:
    with pytest.raises(MissingRightError):
        settle_names(drafted, [NameChoice("市工信局", is_no_unit=True)], by=stranger)


def test_rest_is_given_to_one_unit(drafted: Plan, bureau: Unit, supervisor: User) -> None:
    settle_names(drafted, [NameChoice("市审批局", new_name="市行政审批局")], by=supervisor)

    given = give_rest(drafted, bureau, by=supervisor)

    assert (given, measure_at(drafted, 4).accountable, measure_at(drafted, 2).accountable) == (2, bureau, bureau)
    assert measure_at(drafted, 3).accountable.name == "市行政审批局"


def test_confirming_counts_as_a_change_of_each_measure(drafted: Plan, supervisor: User) -> None:
    before = measure_at(drafted, 1).version

    confirmed = confirm_parts(drafted, by=supervisor)

    assert (confirmed, measure_at(drafted, 1).version) == (1, before + 1)


def test_place_of_an_office_is_its_city(office: Unit, city: Unit, county_bureau: Unit, county: Unit) -> None:
    assert (place_of(office), place_of(city), place_of(county_bureau)) == (city, city, county)
