"""Breakdowns made by hand, for tests of what is done with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from luoshi.engine.document import Document, Fact, Paragraph, Span
from luoshi.engine.findings import (
    Breakdown,
    Comparator,
    Deadline,
    Doubt,
    Indicator,
    IndicatorValue,
    Measure,
    Role,
    Target,
    TimeWord,
    UnitPart,
)

PLAN = """滨川市河道整治行动方案
一、主要任务
（一）疏浚河道。年底前疏浚河道12公里，并持续推进。（牵头单位：市水务局，责任单位：市住建局；配合单位：市财政局、市审计局）
滨川市人民政府
2026年3月2日
"""
NOWHERE = Span(0, 1)


def a_document(**changes: Any) -> Document:
    document = Document(
        name="河道方案.docx",
        format="docx",
        digest="0" * 64,
        text=PLAN,
        blocks=(Paragraph(Span(0, 11)), Paragraph(Span(12, 18)), Paragraph(Span(19, len(PLAN) - 20), page=3)),
        title=Fact("滨川市河道整治行动方案", Span(0, 11), "facts.title"),
        doc_number=Fact("滨政发〔2026〕5号", NOWHERE, "facts.number"),
        issuers=(Fact("滨川市人民政府", NOWHERE, "facts.issuer"),),
        signed_on=date(2026, 3, 2),
        reader="docx/1",
    )
    return replace(document, **changes)


def a_measure(text: str = "疏浚河道。年底前疏浚河道12公里，并持续推进。", **changes: Any) -> Measure:
    measure = Measure(
        id="a1b2c3d4e5",
        clause="一/(一)",
        headings=("主要任务",),
        text=text,
        span=Span(22, 45),
        rule="measure.annotated",
        digest="1" * 64,
        annotations=(Span(45, 80),),
        parts=(
            UnitPart("市水务局", Role.LEAD, Span(51, 55), "unit.label"),
            UnitPart("市住建局", Role.RESPONSIBLE, Span(61, 65), "unit.label", "滨川市住房和城乡建设局"),
            UnitPart("市财政局", Role.SUPPORT, Span(71, 75), "unit.label"),
            UnitPart("市审计局", Role.SUPPORT, Span(76, 80), "unit.label"),
        ),
        deadlines=(Deadline(date(2026, 12, 31), "年底前", Span(27, 30), "due.before"),),
        ongoing=(TimeWord("持续推进", Span(40, 44), "time.ongoing"),),
        targets=(Target("疏浚河道12公里", 12, "公里", Comparator.EQUAL, Span(30, 38), "target.made"),),
        confidence=0.8,
        doubts=(Doubt.TWO_DATES,),
    )
    return replace(measure, **changes)


def an_indicator(**changes: Any) -> Indicator:
    indicator = Indicator(
        name="城市供水普及率",
        unit="%",
        span=Span(0, 4),
        rule="indicator.table",
        baseline=IndicatorValue("97.5", NOWHERE, 97.5, year=2025),
        targets=(IndicatorValue("99", NOWHERE, 99, Comparator.AT_LEAST, 2027),),
        clause="一",
        nature="预期性",
    )
    return replace(indicator, **changes)


def a_breakdown(*measures: Measure, indicators: tuple[Indicator, ...] = (), **changes: Any) -> Breakdown:
    return Breakdown(a_document(**changes), measures, indicators)
