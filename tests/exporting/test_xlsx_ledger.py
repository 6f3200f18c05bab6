"""The .xlsx ledger: what a clerk would keep, read again by another library and through its XML."""

from __future__ import annotations

import re
import tempfile
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from luoshi.engine.document import Fact, Span
from luoshi.engine.findings import Breakdown, Comparator, Deadline, IndicatorValue
from luoshi.exporting.facts import Failure
from luoshi.exporting.portions import portion_of
from luoshi.exporting.xlsx_ledger import XlsxLedger
from luoshi.wording import activate
from tests.breakdowns import a_breakdown, a_measure, an_indicator

if TYPE_CHECKING:
    from pathlib import Path

HEAD = [
    "序号",
    "条款",
    "所属部分",
    "具体措施任务",
    "牵头单位",
    "责任单位",
    "配合单位",
    "责任领导",
    "责任人",
    "完成时限",
    "长期坚持/周期",
    "目标",
    "备注",
]
OFF_PAPER = ["待核事项", "原文位置", "编号"]


def written(*breakdowns: Breakdown, many: bool = False, failures: tuple[Failure, ...] = (), **options: Any) -> bytes:
    stream = BytesIO()
    ledger = XlsxLedger(stream, many=many, **options)
    for breakdown in breakdowns:
        ledger.add(portion_of(breakdown, "xlsx", many=many))
    for failure in failures:
        ledger.add_failure(failure)
    ledger.close()
    return stream.getvalue()


def sheet(content: bytes, name: str = "任务台账") -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(name).to_python()


def part(content: bytes, name: str = "xl/worksheets/sheet1.xml") -> str:
    with ZipFile(BytesIO(content)) as book:
        return book.read(name).decode()


def test_ledger_has_one_row_a_measure() -> None:
    head, row = sheet(written(a_breakdown(a_measure())))

    assert head == HEAD + OFF_PAPER
    assert row[:7] == [
        1,
        "一/(一)",
        "主要任务",
        "疏浚河道。年底前疏浚河道12公里，并持续推进。",
        "市水务局",
        "市住建局",
        "市财政局、市审计局",
    ]
    assert row[7:] == [
        *["", "", date(2026, 12, 31), "持续推进", "疏浚河道12公里", ""],
        *["有不止一个完成时限，请核对以哪个为准", "第3页 第23—45字", "a1b2c3d4e5"],
    ]


def test_several_dates_stay_text() -> None:
    dates = tuple(Deadline(date(year, 12, 31), "底", Span(0, 1), "due.before") for year in (2027, 2026))

    row = sheet(written(a_breakdown(a_measure(deadlines=dates))))[1]

    assert row[9] == "2026-12-31\n2027-12-31"


@pytest.mark.parametrize("many", [False, True])
def test_sheet_is_set_up_for_screen_and_paper(many: bool) -> None:
    content = written(a_breakdown(a_measure(), a_measure()), many=many)
    xml, book = part(content), part(content, "xl/workbook.xml")
    last, on_paper = ("Q", "N") if many else ("P", "M")

    assert re.search(r'<pane xSplit="\d" ySplit="1" topLeftCell="[A-Z]2"[^>]*state="frozen"/>', xml)
    assert f'<autoFilter ref="A1:{last}3"/>' in xml
    assert 'paperSize="9"' in xml
    assert 'orientation="landscape"' in xml
    assert '<pageSetUpPr fitToPage="1"/>' in xml
    assert 'fitToHeight="0"' in xml
    assert "'任务台账'!$1:$1" in book.replace("任务台账!", "'任务台账'!")
    assert f"$A$1:${on_paper}$3" in book
    assert "<oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter>" in xml
    assert "<oddHeader>&amp;C&amp;14 滨川市河道整治行动方案</oddHeader>" in xml


def test_long_and_odd_titles_fit_the_page_head() -> None:
    title = Fact("2026年A&B" + "很长的标题" * 60, Span(0, 1), "facts.title")

    xml = part(written(a_breakdown(a_measure(), title=title)))

    head = re.search("<oddHeader>(.*)</oddHeader>", xml)
    assert head is not None
    assert head.group(1).startswith("&amp;C&amp;14 2026年A&amp;&amp;B很长的标题")
    assert len(head.group(1)) < 255


def test_rows_are_high_enough_and_never_too_high() -> None:
    texts = ("短", "河道疏浚" * 30, "河道疏浚" * 2_000)

    xml = part(written(a_breakdown(*(a_measure(text) for text in texts))))

    heights = [float(height) for height in re.findall(r'<row r="\d+"[^>]*? ht="([\d.]+)"', xml)]
    assert heights[1] < heights[2] < heights[3] <= 409
    assert heights[2] >= 5 * 14.25


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "=1+1"),
        ("+86", "+86"),
        ("-建设", "-建设"),
        ('@SUM(1)|cmd"', '@SUM(1)|cmd"'),
        ("a\x00\x07\x1bb", "ab"),
        ("<r><t>x</t></r>", "<r><t>x</t></r>"),
        ("_x000D_和_x0041_", "_x000D_和_x0041_"),
        ("]]> & <b>", "]]> & <b>"),
        ("a\ud800", "a\ufffd"),
    ],
)
def test_hostile_cells_come_out_as_text(text: str, shown: str, many: bool) -> None:
    content = written(a_breakdown(a_measure(text)), many=many)

    assert "<f>" not in part(content)
    assert sheet(content)[1][4 if many else 3].strip() == shown


def test_cell_like_a_formula_is_marked_as_text_for_good() -> None:
    assert 'quotePrefix="1"' in part(written(a_breakdown(a_measure("=1+1"))), "xl/styles.xml")


def test_overlong_text_is_cut_and_says_so() -> None:
    text = sheet(written(a_breakdown(a_measure("长" * 40_000))))[1][3]

    assert (len(text), text[-1]) == (32_767, "…")


def test_facts_stand_on_the_second_sheet() -> None:
    facts = dict(row[:2] for row in sheet(written(a_breakdown(a_measure())), "文件信息"))

    assert facts["标题"] == "滨川市河道整治行动方案"
    assert facts["成文日期"] == date(2026, 3, 2)
    assert (facts["措施数"], facts["有待核事项"], facts["文件摘要（SHA-256）"]) == (1, 1, "0" * 64)


def test_document_that_asks_for_nothing_says_so() -> None:
    content = written(a_breakdown())

    assert sheet(content) == [HEAD + OFF_PAPER]
    assert dict(row[:2] for row in sheet(content, "文件信息"))["说明"] == "没有发现要求办理的事项，台账为空。"


def test_indicators_stand_on_the_third_sheet() -> None:
    head, row = sheet(written(a_breakdown(indicators=(an_indicator(),))), "指标")

    assert dict(zip(head, row, strict=True)) == {
        "序号": 1,
        "指标": "城市供水普及率",
        "计量单位": "%",
        "基期值": "2025年：97.5",
        "目标值": "2027年：不少于 99",
        "性质": "预期性",
        "条款": "一",
        "原文位置": "第1—4字",
    }


def test_many_documents_share_a_ledger_and_failures_are_named() -> None:
    failure = Failure("坏.pdf", "damaged", "打不开。")

    content = written(
        a_breakdown(a_measure(), name="甲.docx"), a_breakdown(name="乙.docx"), many=True, failures=(failure,)
    )

    assert [row[:2] for row in sheet(content)] == [["序号", "来源文件"], [1, "甲.docx"]]
    facts = sheet(content, "文件信息")
    remark = facts[0].index("说明")
    assert [(row[0], row[remark]) for row in facts[1:]] == [
        ("甲.docx", ""),
        ("乙.docx", "没有发现要求办理的事项，台账为空。"),
        ("坏.pdf", "打不开。"),
    ]


@pytest.mark.parametrize("many", [False, True])
def test_same_breakdowns_give_the_same_bytes(many: bool) -> None:
    breakdown = a_breakdown(a_measure(), a_measure("=1"), indicators=(an_indicator(),))

    assert written(breakdown, many=many) == written(breakdown, many=many)


def test_full_sheet_goes_on_on_another() -> None:
    content = written(a_breakdown(*[a_measure()] * 5), many=True, rows=3)

    assert [len(sheet(content, name)) for name in ("任务台账", "任务台账 2", "任务台账 3")] == [3, 3, 2]


def test_nothing_stays_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    written(a_breakdown(a_measure()), many=True)
    abandoned = XlsxLedger(BytesIO(), many=True)
    abandoned.add(portion_of(a_breakdown(a_measure()), "xlsx", many=True))
    abandoned.abandon()

    assert list(tmp_path.iterdir()) == []


def test_sheets_speak_english() -> None:
    activate("en")

    names = CalamineWorkbook.from_filelike(BytesIO(written(a_breakdown(a_measure())))).sheet_names
    activate("zh")

    assert names == ["Ledger", "Documents", "Indicators"]


def test_bound_that_the_words_tell_is_not_told_twice() -> None:
    said = IndicatorValue("达到96%以上", Span(0, 4), 96, Comparator.AT_LEAST, 2026)

    head, row = sheet(written(a_breakdown(indicators=(an_indicator(targets=(said,)),))), "指标")

    assert row[head.index("目标值")] == "2026年：达到96%以上"
