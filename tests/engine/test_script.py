"""Text in traditional characters is read as if it were simplified, and comes back as printed."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.engine import break_down, read_bytes
from luoshi.engine.findings import Role
from luoshi.engine.script import is_traditional, simplified

PLAN = (
    "濱川市人民政府關於印發濱川市優化營商環境工作計劃的通知\n濱政發〔2026〕5號\n各縣區人民政府：\n"
    "一、優化企業開辦\n1.壓縮開辦時間。將企業開辦時間壓縮至1個工作日以內，新建辦事窗口20個。"
    "（市市場監管局牽頭，市稅務局、各縣區政府配合，6月底前完成）\n濱川市人民政府\n2026年3月5日\n"
)


def test_a_plan_in_traditional_characters_gives_its_ledger_as_printed() -> None:
    breakdown = break_down(read_bytes(PLAN.encode(), name="plan.txt"))

    (measure,) = breakdown.measures
    assert measure.text == "壓縮開辦時間。將企業開辦時間壓縮至1個工作日以內，新建辦事窗口20個。"
    assert measure.units(Role.LEAD) == ("市市場監管局",)
    assert measure.units(Role.SUPPORT) == ("市稅務局", "各縣區政府")
    assert measure.due == (date(2026, 6, 30),)
    assert [(target.value, target.unit) for target in measure.targets] == [(1, "個工作日"), (20, "個")]
    assert breakdown.document.text == PLAN


def test_the_facts_of_a_traditional_text_are_as_printed() -> None:
    document = read_bytes(PLAN.encode(), name="plan.txt")

    facts = (document.title, document.doc_number, document.issuers[0], document.addressees)
    assert [fact.value for fact in facts if fact] == [
        "濱川市人民政府關於印發濱川市優化營商環境工作計劃的通知",
        "濱政發〔2026〕5號",
        "濱川市人民政府",
        "各縣區人民政府",
    ]


@pytest.mark.parametrize(
    "text", ["", "新建泵站10座。", "題寫“業廣惟勤”牌匾一塊，其餘從簡。" + "推进老旧小区改造。" * 40]
)
def test_an_inscription_does_not_make_a_text_traditional(text: str) -> None:
    assert not is_traditional(text)


def test_a_simplified_text_is_as_long_as_before() -> None:
    assert simplified("後臺、裏程與乾糧") == "后台、里程与干粮"
