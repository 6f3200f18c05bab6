"""Where a printed list of units is to be split, and how cut names are completed."""

from __future__ import annotations

import pytest

from luoshi.engine.annotations.units import is_unit, split_units


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("市教育局、市财政局", ["市教育局", "市财政局"]),
        ("科技教育司、应急管理站", ["科技教育司", "应急管理站"]),
        ("市教育局，市财政局；市水利局", ["市教育局", "市财政局", "市水利局"]),
        ("各市、州、县人民政府", ["各市、州、县人民政府"]),
        ("各市、县〔市、区〕政府", ["各市、县〔市、区〕政府"]),
        ("各旗、县、区政府，高新区管委会", ["各旗、县、区政府", "高新区管委会"]),
        ("东河示范区、西原新区管委会", ["东河示范区", "西原新区管委会"]),
        ("各设区市政府、云溪市政府，东河示范区、西原新区管委会", ["各设区市政府", "云溪市政府", "东河示范区", "西原新区管委会"]),
        ("各区（开发区）、市教育局", ["各区（开发区）", "市教育局"]),
        ("各市、县（市、区）商务局", ["各市、县（市、区）商务局"]),
        ("省发展改革委、省财政厅等省级相关部门", ["省发展改革委", "省财政厅"]),
        ("市民政局、市残联等有关单位", ["市民政局", "市残联"]),
        ("省教育厅等部门及各市（州）人民政府", ["省教育厅", "各市（州）人民政府"]),
        ("国家发展改革委会同有关部门", ["国家发展改革委", "有关部门"]),
        ("工业和信息化部、文化和旅游部", ["工业和信息化部", "文化和旅游部"]),
        ("市住房和城乡建设局和各区人民政府", ["市住房和城乡建设局", "各区人民政府"]),
        ("市委组织部、市委宣传部和市直机关工委", ["市委组织部", "市委宣传部", "市直机关工委"]),
        ("农业农村部和工业和信息化部", ["农业农村部", "工业和信息化部"]),
        ("各级党委和政府", ["各级党委和政府"]),
        ("市高等教育考试院", ["市高等教育考试院"]),
        ("省委教育工委（省教育厅）、省科协", ["省委教育工委（省教育厅）", "省科协"]),
        ("县委办公室 、 县政府办公室。", ["县委办公室", "县政府办公室"]),
        ("省教育厅，各盟行政公署、市人民政府", ["省教育厅", "各盟行政公署、市人民政府"]),
        ("各级党委、政府、市教育局", ["各级党委、政府", "市教育局"]),
        ("市教育局，各区、县级市", ["市教育局", "各区、县级市"]),
        ("各市、县、区，市教育局", ["各市、县、区", "市教育局"]),
        ("各区、各镇、有关街道", ["各区", "各镇", "有关街道"]),
        ("市教育局 市财政局　各县区政府", ["市教育局", "市财政局", "各县区政府"]),
        ("市级有关部门\n各县、区人民政府", ["市级有关部门", "各县、区人民政府"]),
        ("各省辖市、省直管县（市）政府", ["各省辖市、省直管县（市）政府"]),
        ("市林业局、各区政府〈含高新区、临港区，下同〉", ["市林业局", "各区政府〈含高新区、临港区，下同〉"]),
    ],
)  # fmt: skip
def test_list_is_split_at_the_right_places(printed: str, names: list[str]) -> None:
    units = split_units(printed)

    assert [unit.name for unit in units] == names
    assert [printed[unit.start : unit.end] for unit in units] == names


@pytest.mark.parametrize(
    ("printed", "full_names"),
    [
        ("市住建局、审批服务局", [None, "市审批服务局"]),
        ("市水利局、林业局〈含森防站〉", [None, "市林业局〈含森防站〉"]),
        ("市林业局、云溪农学院、临港海事分局", [None, None, None]),
        ("省教育厅、财政厅、人力资源社会保障厅", [None, "省财政厅", "省人力资源社会保障厅"]),
        ("区商务委、市场监管局", [None, "区市场监管局"]),
        ("工业和信息化部、发展改革委", [None, None]),
        ("市教育局、国家统计局滨川调查队", [None, None]),
        ("市教育局、各县（区）政府", [None, None]),
    ],
)
def test_cut_name_is_completed(printed: str, full_names: list[str | None]) -> None:
    assert [unit.full_name for unit in split_units(printed)] == full_names


@pytest.mark.parametrize(
    "name", ["市教育局", "各市、县人民政府", "相关街镇", "河长办", "市场监管总局", "各地区", "省委宣传部"]
)
def test_name_of_a_unit_is_told(name: str) -> None:
    assert is_unit(name)


@pytest.mark.parametrize("name", ["含服务中心", "以下简称专班", "一期", "年底前完成", "企业直接申报", ""])
def test_other_words_are_no_unit(name: str) -> None:
    assert not is_unit(name)


def test_long_list_of_separators_ends() -> None:
    units = split_units("、，" * 200_000 + "市教育局")

    assert [unit.name for unit in units] == ["市教育局"]


def test_name_broken_by_a_line_end_is_one() -> None:
    printed = "县水利局、县应\n急管理局、各乡镇人\n民政府"

    units = split_units(printed)

    assert [unit.name for unit in units] == ["县水利局", "县应急管理局", "各乡镇人民政府"]
    assert printed[units[1].start : units[1].end] == "县应\n急管理局"


def test_label_is_no_unit() -> None:
    assert [is_unit(name) for name in ("责任单位", "牵头部门", "各责任单位")] == [False, False, True]
