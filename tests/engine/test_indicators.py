"""Indicators in goals sections, in tables, and in tables flattened to lines."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.engine.document import Cell, Document, Fact, Paragraph, Span, Table
from luoshi.engine.findings import Comparator, Indicator
from luoshi.engine.indicators import find_indicators

Row = tuple[str, str, float | None, list[tuple[float | None, int | None]]]


def of_lines(*lines: str, title: str = "某市养老服务行动方案", signed_on: date | None = date(2021, 9, 2)) -> Document:
    """A document of paragraphs, one a line."""
    spans, at = [], 0
    for line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return Document(
        "plan.txt",
        "txt",
        "",
        "\n".join(lines),
        tuple(map(Paragraph, spans)),
        title=Fact(title, Span(0, 0), "title"),
        signed_on=signed_on,
    )


def of_table(*rows: tuple[str, ...], signed_on: date | None = date(2021, 9, 2)) -> Document:
    """A document that is one table."""
    cells, words, at = [], [], 0
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            cells.append(Cell(Span(at, at + len(text)), row, column))
            words.append(text)
            at += len(text) + 1
    text = "\n".join(words)
    table = Table(Span(0, len(text)), tuple(cells))
    return Document("plan.docx", "docx", "", text, (table,), signed_on=signed_on)


def goals(document: Document) -> tuple[Indicator, ...]:
    return find_indicators(document, (Span(0, len(document.text)),))


def short(indicators: tuple[Indicator, ...]) -> list[Row]:
    return [
        (
            found.name,
            found.unit,
            found.baseline.value if found.baseline else None,
            [(v.value, v.year) for v in found.targets],
        )
        for found in indicators
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("到2025年，养老床位护理型占比达到60%。", [("养老床位护理型占比", "%", None, [(60, 2025)])]),
        ("到2025年，常住人口城镇化率达到72%以上。", [("常住人口城镇化率", "%", None, [(72, 2025)])]),
        ("力争到2025年，社区食堂覆盖率达到90%。", [("社区食堂覆盖率", "%", None, [(90, 2025)])]),
        ("到“十四五”末，全市养老床位突破5万张。", [("全市养老床位", "张", None, [(50000, 2025)])]),
        ("到2025年，数字经济规模超过2万亿元。", [("数字经济规模", "元", None, [(2e12, 2025)])]),
        ("到2025年，覆盖率由2020年的80%提高到95%。", [("覆盖率", "%", 80, [(95, 2025)])]),
        ("到2025年，覆盖率达到95%以上（2020年为80%）。", [("覆盖率", "%", 80, [(95, 2025)])]),
        (
            "到2025年，覆盖率达到95%以上（2024年达到80%）。",
            [("覆盖率", "%", None, [(95, 2025), (80, 2024)])],
        ),
        ("到2025年，平均办理时间从10个工作日压缩至3个工作日以内。", [("平均办理时间", "个工作日", 10, [(3, 2025)])]),
        ("到2025年，单位产值能耗下降13.5%。", [("单位产值能耗下降", "%", None, [(13.5, 2025)])]),
        ("到2025年，研发经费投入年均增长10%以上。", [("研发经费投入年均增长", "%", None, [(10, 2025)])]),
        ("到2025年，森林覆盖率稳定在32%左右。", [("森林覆盖率", "%", None, [(32, 2025)])]),
        ("到2025年，建成社区食堂200家。", [("建成社区食堂", "家", None, [(200, 2025)])]),
        ("到2025年，建成200家社区食堂。", [("建成社区食堂", "家", None, [(200, 2025)])]),
        ("到2025年，培育50家左右链主企业。", [("培育链主企业", "家", None, [(50, 2025)])]),
        ("到2025年，行政村通达率100%。", [("行政村通达率", "%", None, [(100, 2025)])]),
        (
            "到2023年，床位达到3万张；到2025年，床位达到5万张。",
            [("床位", "张", None, [(30000, 2023), (50000, 2025)])],
        ),
        (
            "到2025年，城市、农村覆盖率分别达到95%和80%。",
            [("城市、农村覆盖率", "%", None, [(95, 2025)]), ("城市、农村覆盖率", "%", None, [(80, 2025)])],
        ),
        (
            "到2025年，新增冷库50座、冷藏车300辆。",
            [("新增冷库", "座", None, [(50, 2025)]), ("冷藏车", "辆", None, [(300, 2025)])],
        ),
        (
            "到2025年，建成10个县级站、20个乡级站。",
            [("建成县级站", "个", None, [(10, 2025)]), ("乡级站", "个", None, [(20, 2025)])],
        ),
        ("到2025年，体系更加健全，服务更加便捷。", []),
        ("截至2020年底，全市已建成社区食堂20家。", []),
    ],
)
def test_indicators_in_prose(sentence: str, expected: list[Row]) -> None:
    assert short(goals(of_lines(sentence))) == expected


def test_the_year_of_the_first_paragraph_governs_those_that_follow() -> None:
    document = of_lines("到2024年，体系更加健全。", "——能力更强。养老床位达到5万张。", "——服务更优。覆盖率达到90%。")

    found = goals(document)

    assert [value.year for indicator in found for value in indicator.targets] == [2024, 2024]


def test_the_year_of_the_plan_stands_in_where_no_sentence_tells_one() -> None:
    document = of_lines("主要目标：全市养老床位达到5万张。", title="某市养老服务行动方案（2021—2023年）")

    assert short(goals(document)) == [("全市养老床位", "张", None, [(50000, 2023)])]


def test_prose_outside_the_goals_gives_no_indicator() -> None:
    document = of_lines("新建泵站10座。到2025年，覆盖率达到90%。")

    assert find_indicators(document, ()) == ()


def test_an_indicator_tells_where_name_and_values_stand() -> None:
    document = of_lines("一、总体要求", "到2025年，覆盖率由2020年的80%提高到95%以上。")

    (found,) = goals(document)

    assert found.baseline is not None
    assert (found.baseline.span.of(document.text), found.baseline.year) == ("80%", 2020)
    assert found.targets[0].span.of(document.text) == "提高到95%以上"
    assert found.targets[0].comparator is Comparator.AT_LEAST


TABLE = (
    ("序号", "指标名称", "单位", "2020年", "2025年", "属性"),
    ("1", "养老床位", "万张", "3.2", "5", "预期性"),
    ("2", "护理型床位占比", "%", "45", "≥60", "约束性"),
    ("3", "新增改造户数", "户", "—", "[12000]", "预期性"),
)


def test_indicators_of_a_table() -> None:
    found = find_indicators(of_table(*TABLE), ())

    assert short(found) == [
        ("养老床位", "万张", 3.2, [(5, 2025)]),
        ("护理型床位占比", "%", 45, [(60, 2025)]),
        ("新增改造户数", "户", None, [(12000, 2025)]),
    ]
    assert [indicator.nature for indicator in found] == ["预期性", "约束性", "预期性"]
    assert found[1].targets[0].comparator is Comparator.AT_LEAST


def test_a_cell_may_tell_its_own_year() -> None:
    rows = (("序号", "指标名称", "单位", "基期值", "目标值"), ("1", "森林覆盖率", "%", "2025年：43", "2030年：45"))

    (found,) = find_indicators(of_table(*rows), ())

    assert [(value.value, value.year) for value in found.targets] == [(45, 2030)]
    assert found.baseline is not None
    assert (found.baseline.value, found.baseline.year) == (43, 2025)


def test_indicators_of_a_flattened_table() -> None:
    document = of_lines("某市主要指标", *(cell for row in TABLE for cell in row), "二、重点任务")

    found = find_indicators(document, ())

    assert short(found) == short(find_indicators(of_table(*TABLE), ()))
    assert [indicator.nature for indicator in found] == ["预期性", "约束性", "预期性"]


def test_a_flattened_table_with_groups_and_names_over_two_lines() -> None:
    lines = (
        "类别",
        "序号",
        "指标",
        "单位",
        "2025年",
        "设施",
        "建设",
        "1",
        "新建站点",
        "（含改建）",
        "个",
        ">100",
        "2",
        "管网",
        "公里",
        "30",
    )

    found = find_indicators(of_lines(*lines), ())

    assert short(found) == [("新建站点（含改建）", "个", None, [(100, 2025)]), ("管网", "公里", None, [(30, 2025)])]


def test_a_flattened_table_without_numbers_and_with_the_unit_in_the_name() -> None:
    lines = ("指标", "2020年实际", "2025年目标", "城镇化率（%）", "60", "65", "粮食产量（万吨）", "300", "320左右")

    found = find_indicators(of_lines(*lines), ())

    assert short(found) == [("城镇化率", "%", 60, [(65, 2025)]), ("粮食产量", "万吨", 300, [(320, 2025)])]


@pytest.mark.parametrize(
    ("heads", "cells", "expected"),
    [
        (("2023年", "2024年", "2025年"), ("10", "20", "30"), (None, [(10, 2023), (20, 2024), (30, 2025)])),
        (("2020年", "2023年", "2025年"), ("10", "20", "30"), (10, [(20, 2023), (30, 2025)])),
        (("基期值", "目标值"), ("10", "30"), (10, [(30, None)])),
        (("2021年现状", "2025年目标"), ("10", "30"), (10, [(30, 2025)])),
        (("2020年", "2025年", "年均增速"), ("10", "30", "8"), (10, [(30, 2025)])),
        (("2025年", "2030年"), ("完成国家下达任务", "30"), (None, [(None, 2025), (30, 2030)])),
    ],
)
def test_the_heads_tell_baseline_and_targets(
    heads: tuple[str, ...], cells: tuple[str, ...], expected: tuple[float | None, list[tuple[float | None, int | None]]]
) -> None:
    document = of_table(("序号", "指标", "单位", *heads), ("1", "站点", "个", *cells))

    (found,) = short(find_indicators(document, ()))

    assert found[2:] == expected


def test_what_is_printed_twice_counts_once() -> None:
    sentence = "到2025年，养老床位达到5万张。"

    assert len(goals(of_lines(sentence, "……", sentence))) == 1


@pytest.mark.parametrize(
    "cell",
    [
        "2027年：120；2030年：150",
        "120（2027年）、150（2030年）",
        "2027年达到120，2030年达到150",
        "2027年 120\n2030年 150",
    ],
)
def test_cell_with_several_years_is_read_with_all_its_values(cell: str) -> None:
    document = of_table(
        ("指标", "单位", "2025年", "目标值"), ("公路里程", "公里", "100", cell), signed_on=date(2026, 1, 5)
    )

    assert short(goals(document)) == [("公路里程", "公里", 100, [(120, 2027), (150, 2030)])]
