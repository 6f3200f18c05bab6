"""What a document says of itself, below whatever a site or an office prints above it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from luoshi.engine import read_bytes

if TYPE_CHECKING:
    from luoshi.engine.document import Document

BODY = "一、主要任务\n（一）疏浚河道。\n"


def document(text: str) -> Document:
    """A plain text, read."""
    return read_bytes(text.encode(), name="file.txt")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("任务台账\n滨川市2026年河道治理任务台账\n", "滨川市2026年河道治理任务台账"),
        ("滨川市河道整治工作方案\n", "滨川市河道整治工作方案"),
        ("关于推广AI Agent和Smart\nBuoy的工作方案\n", "关于推广AI Agent和Smart Buoy的工作方案"),
        ("滨川市人民政府\n关于印发河道整治\n工作方案的通知\n滨政发〔2026〕5号\n", "滨川市人民政府关于印发河道整治工作方案的通知"),
        ("滨川市人民政府办公室\n关于印发促进消费若干措施的\n通  知\n", "滨川市人民政府办公室关于印发促进消费若干措施的通知"),
        ("返回首页\n滨川市人民政府关于河道整治的意见\n", "滨川市人民政府关于河道整治的意见"),
        ("首页 > 政府文件 > 方案\n滨川市河道整治方案\n", "滨川市河道整治方案"),
        ("您的位置：首页 » 通知公告\n通知公告\n滨川市河道整治方案\n", "滨川市河道整治方案"),
        ("中共滨川市委办公室文件\n滨川市教育局 滨川市财政局\n关于加强教师队伍建设的意见\n", "滨川市教育局 滨川市财政局关于加强教师队伍建设的意见"),
        ("中共滨川市委\n滨川市人民政府\n关于推进乡村建设的意见\n", "中共滨川市委 滨川市人民政府关于推进乡村建设的意见"),
        ("中共滨川市委 滨川市人民政府关于推进乡村建设的意见\n", "中共滨川市委 滨川市人民政府关于推进乡村建设的意见"),
        ("滨 川 市 人 民 政 府\n关于河道整治的通告\n", "滨川市人民政府关于河道整治的通告"),
        ("滨政发〔2026〕5号《滨川市人民政府关于河道整治的意见》\n", "滨川市人民政府关于河道整治的意见"),
        ("滨政发〔2026〕5号 滨川市人民政府关于河道整治的意见\n", "滨川市人民政府关于河道整治的意见"),
        ("标题：滨川市人民政府关于河道整治的意见\n各县区人民政府：\n", "滨川市人民政府关于河道整治的意见"),
        ("标 题: | 滨川市河道整治方案 | ||\n文 号: | 滨政发〔2026〕5号 |\n", "滨川市河道整治方案"),
        ("滨川市数字政府建设三年行动计划\n（2024—2026年）\n", "滨川市数字政府建设三年行动计划（2024—2026年）"),
        ("滨川市信访工作办法\n（试行）\n", "滨川市信访工作办法（试行）"),
        ("关于做好春运工作的通知\n（2026年1月5日）\n", "关于做好春运工作的通知"),
        ("关于印发2026年市\n《政府工作报告》确定的任务分解方案的通知\n", "关于印发2026年市《政府工作报告》确定的任务分解方案的通知"),
        ("关于印发2026年《政府工作报告》\n重点任务分工的通知\n", "关于印发2026年《政府工作报告》重点任务分工的通知"),
        ("滨湖区人民政府专题会议纪要\n〔2026〕18号\n", "滨湖区人民政府专题会议纪要"),
        ("滨川市人民政府令\n第12号\n", "滨川市人民政府令"),
        ("滨川市印发食品安全工作计划\n记者 李某\n滨川市人民政府办公室\n关于印发食品安全\n工作安排的通知\n各县区：\n", "滨川市人民政府办公室关于印发食品安全工作安排的通知"),
        ("滨川发布食品安全工作要点\n来源：某报\n滨川市关于印发食品安全工作安排的通知\n各县区：\n", "滨川市关于印发食品安全工作安排的通知"),
        ("食品安全工作要点\n来源：某报\n滨川市关于印发食品安全工作要点的通知\n各县区：\n", "滨川市关于印发食品安全工作要点的通知"),
        ("法规类型：地方性政策\n关于河道整治的通知\n", "关于河道整治的通知"),
        ("滨川市滨湖区人民政府\n滨川市滨湖区关于整治河道的若干措施\n", "滨川市滨湖区关于整治河道的若干措施"),
        ("滨政发〔2026〕5号：滨川市人民政府关于河道整治的意见\n", "滨川市人民政府关于河道整治的意见"),
        ("- 发布机构：滨川市水利局\n- 标题：滨川市水利局关于河道整治的通知\n各县区：\n", "滨川市水利局关于河道整治的通知"),
        ("2026年打击非法捕捞和\n违规采砂工作要点\n", "2026年打击非法捕捞和违规采砂工作要点"),
        ("各县区人民政府：\n现将方案印发给你们。\n滨川市人民政府\n2026年3月2日\n滨川市河道整治方案\n", "滨川市河道整治方案"),
    ],
)  # fmt: skip
def test_title_is_found_whole_and_alone(head: str, title: str) -> None:
    found = document(head + BODY).title

    assert found is not None
    assert found.value == title


@pytest.mark.parametrize(
    "head",
    [
        "各县区人民政府：\n为做好河道整治工作，现就有关事项通知如下：\n",
        "您当前的位置：政策法规\n为做好河道整治工作，提出以下意见。\n",
    ],
)
def test_document_without_title_has_none(head: str) -> None:
    assert document(head + BODY).title is None


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("关于河道整治的通知\n滨政发〔2026〕5号\n", "滨政发〔2026〕5号"),
        ("关于河道整治的通知\n滨政发[2026]5号\n", "滨政发〔2026〕5号"),
        ("关于河道整治的通知\n滨政发﹝2026﹞ 5 号\n", "滨政发〔2026〕5号"),
        ("关于河道整治的通知\n滨政发〔２０２６〕５号\n", "滨政发〔2026〕5号"),
        ("关于河道整治的通知\n（滨政办秘〔2026〕82号）\n", "滨政办秘〔2026〕82号"),
        ("关于河道整治的通知（滨政〔2026〕101号）\n", "滨政〔2026〕101号"),
        ("滨政发〔2026〕5号《滨川市人民政府关于河道整治的意见》\n", "滨政发〔2026〕5号"),
        ("滨政发〔2026〕5号关于印发河道整治方案的通知\n", "滨政发〔2026〕5号"),
        ("滨政发〔2026〕5号　签发人：李某\n关于河道整治的请示\n", "滨政发〔2026〕5号"),
        ("发文文号：滨政发[2026]54号\n关于河道整治的通知\n", "滨政发〔2026〕54号"),
        ("∙【字 号】滨政办〔2026〕1号\n关于河道整治的通知\n", "滨政办〔2026〕1号"),
        ("文 号 | 滨政办〔2026〕1号 | 发文日期 | 2026-01-30 |\n关于河道整治的通知\n", "滨政办〔2026〕1号"),
        ("发布机构 滨川市人民政府 文    号 滨政办〔2026〕1号\n关于河道整治的通知\n", "滨政办〔2026〕1号"),
        ("发文字号：\n滨政发〔2026〕7号\n关于河道整治的通知\n", "滨政发〔2026〕7号"),
        ("滨川市人民政府令\n第12号\n", "滨川市人民政府令第12号"),
        ("滨川市应急管理局公告\n2026年第3号\n", "滨川市应急管理局公告2026年第3号"),
        ("市政府专题会议纪要\n〔2026〕18号\n", "〔2026〕18号"),
        ("市政府专题会议纪要\n第18期\n", "第18期"),
        ("关于落实《意见》（国发〔2025〕3号）的通知\n", None),
        ("河道整治方案\n根据国发〔2025〕3号文件，制定本方案。\n", None),
    ],
)
def test_doc_number_is_the_documents_own(head: str, number: str | None) -> None:
    found = document(head + BODY).doc_number

    assert (found and found.value) == number


@pytest.mark.parametrize(
    ("foot", "signed"),
    [
        ("滨川市人民政府\n2026年3月2日\n", date(2026, 3, 2)),
        ("滨川市人民政府\n二〇二六年三月二日\n", date(2026, 3, 2)),
        ("滨川市人民政府\n二○二六年十二月二十一日\n", date(2026, 12, 21)),
        ("滨川市人民政府     2026年3月2日\n", date(2026, 3, 2)),
        ("滨川市人民政府\n2026年3月2日\n滨川市人民政府办公室 2026年3月5日印发\n", date(2026, 3, 2)),
        ("滨川市人民政府办公室2026年3月5日印发\n", None),
        ("2026年6月30日前完成。\n", None),
    ],
)
def test_signing_date_is_below_the_signature(foot: str, signed: date | None) -> None:
    assert document(f"滨川市河道整治方案\n{BODY}{foot}").signed_on == signed


@pytest.mark.parametrize(
    ("head", "signed"),
    [
        ("成文日期：2026-03-02\n滨川市河道整治方案\n", date(2026, 3, 2)),
        ("- 公文生成日期：2026-03-02\n滨川市河道整治方案\n", date(2026, 3, 2)),
        ("发文机关 滨川市人民政府 成文日期 2026年03月02日\n滨川市河道整治方案\n", date(2026, 3, 2)),
        ("发文日期 | 2026-03-02 16:20 |\n滨川市河道整治方案\n", date(2026, 3, 2)),
        ("• 发文日期:\n2026年03月02日 16:40\n滨川市河道整治方案\n", date(2026, 3, 2)),
        ("滨川市河道整治方案\n（2026年3月2日）\n", date(2026, 3, 2)),
        ("发布日期：2026-03-09\n滨川市河道整治方案\n", None),
    ],
)
def test_signing_date_of_the_head(head: str, signed: date | None) -> None:
    assert document(head + BODY).signed_on == signed


@pytest.mark.parametrize(
    ("foot", "issuers"),
    [
        ("滨川市人民政府\n2026年3月2日\n", ["滨川市人民政府"]),
        ("滨川市教育局 滨川市财政局\n2026年3月2日\n", ["滨川市教育局", "滨川市财政局"]),
        ("滨川市教育局\n滨川市财政局\n2026年3月2日\n", ["滨川市教育局", "滨川市财政局"]),
        ("滨川市防汛指挥部     2026年3月2日\n", ["滨川市防汛指挥部"]),
        ("滨川市水利局办公室 滨川市财政局 2026年3月2日\n", ["滨川市水利局办公室", "滨川市财政局"]),
        ("滨川市防汛指挥部\n（市水利局代章）\n2026年3月2日\n", ["滨川市防汛指挥部"]),
        ("", ["滨川市水利局"]),
    ],
)
def test_issuers_sign_above_the_date_or_begin_the_title(foot: str, issuers: list[str]) -> None:
    found = document(f"滨川市水利局关于河道整治的通知\n{BODY}{foot}").issuers

    assert [issuer.value for issuer in found] == issuers


@pytest.mark.parametrize(
    ("line", "addressees"),
    [
        ("各县（区）人民政府，市政府各部门：", "各县（区）人民政府，市政府各部门"),
        ("各区人民政府,市政府各委、办、局,各市属机构:", "各区人民政府,市政府各委、办、局,各市属机构"),
        ("现就有关事项通知各部门如下：", None),
        ("发布机构：", None),
        ("来源：滨川市人民政府 发布时间：2026-03-02 字体大小：", None),
        ("- 发布机构：市政府\n• 类别：\n各县区人民政府：", "各县区人民政府"),
    ],
)
def test_addressees_are_offices_before_a_colon(line: str, addressees: str | None) -> None:
    found = document(f"关于河道整治的通知\n{line}\n{BODY}").addressees

    assert (found and found.value) == addressees


def test_each_fact_keeps_its_place() -> None:
    found = document(f"首页 > 文件\n关于河道整治的通知\n滨政发〔2026〕5号\n{BODY}滨川市水利局\n2026年3月2日\n")

    assert found.title is not None
    assert found.doc_number is not None
    assert found.words(found.title.span) == "关于河道整治的通知"
    assert found.words(found.doc_number.span) == "滨政发〔2026〕5号"
    assert found.signed_on_span is not None
    assert found.words(found.signed_on_span) == "2026年3月2日"


@pytest.mark.parametrize(
    ("foot", "signed"),
    [
        ("滨川市人民政府2026年3月2日滨川市河道整治方案　　一、疏浚河道。", date(2026, 3, 2)),
        ("2026年3月2日　　滨川市河道整治方案　　一、疏浚河道。", date(2026, 3, 2)),
        ("附件：任务清单（共9项）滨川市经济和信息化局　滨川市自然资源局2026年3月2日（此件公开发布）", date(2026, 3, 2)),
        ("经市政府2026年3月2日研究同意。", None),
        ("滨川市人民政府2026年3月2日印发的方案继续有效。", None),
    ],
)
def test_signing_date_of_a_text_that_lost_its_line_breaks(foot: str, signed: date | None) -> None:
    sentence = "各单位要按照职责认真抓好落实，及时总结经验，确保各项工作按期完成。" * 5

    assert (
        document(f"关于河道整治的通知（滨政发〔2026〕5号）各县区人民政府：{sentence}{foot}{sentence}").signed_on
        == signed
    )


def test_facts_of_a_text_that_lost_its_line_breaks() -> None:
    sentence = "各单位要按照职责认真抓好落实，及时总结经验，确保各项工作按期完成。" * 5
    text = (
        "滨川市人民政府关于河道整治的意见滨政发〔2026〕5号各县区人民政府，市政府各部门：为做好河道整治工作，"
        f"现提出如下意见。一、疏浚河道。{sentence}二、改造管网。{sentence}滨川市人民政府2026年3月2日（此件公开发布）"
    )

    found = document(text)

    assert found.title is not None
    assert found.doc_number is not None
    assert found.title.value == "滨川市人民政府关于河道整治的意见"
    assert found.doc_number.value == "滨政发〔2026〕5号"
    assert found.words(found.doc_number.span) == "滨政发〔2026〕5号"
    assert found.signed_on == date(2026, 3, 2)
