"""The .csv ledger: opens in Excel by double click, and runs nothing."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from luoshi.exporting.ledgers import ledger_into
from luoshi.exporting.portions import portion_of
from tests.breakdowns import a_breakdown, a_measure

if TYPE_CHECKING:
    from luoshi.engine.findings import Breakdown


def written(*breakdowns: Breakdown, many: bool = False) -> bytes:
    stream = BytesIO()
    ledger = ledger_into(stream, "csv", many=many)
    for breakdown in breakdowns:
        ledger.add(portion_of(breakdown, "csv", many=many))
    ledger.close()
    return stream.getvalue()


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_has_mark_and_windows_line_ends() -> None:
    content = written(a_breakdown(a_measure()))

    assert content.startswith(b"\xef\xbb\xbf" + "序号,条款,".encode())
    assert content.count(b"\r\n") == 2
    assert content.endswith(b"\r\n")


def test_csv_says_what_the_measure_says() -> None:
    head, row = rows(written(a_breakdown(a_measure())))

    assert dict(zip(head, row, strict=True)) == {
        "序号": "1",
        "条款": "一/(一)",
        "所属部分": "主要任务",
        "具体措施任务": "疏浚河道。年底前疏浚河道12公里，并持续推进。",
        "牵头单位": "市水务局",
        "责任单位": "市住建局",
        "配合单位": "市财政局、市审计局",
        "责任领导": "",
        "责任人": "",
        "完成时限": "2026-12-31",
        "长期坚持/周期": "持续推进",
        "目标": "疏浚河道12公里",
        "备注": "",
        "待核事项": "有不止一个完成时限，请核对以哪个为准",
        "原文位置": "第3页 第23—45字",
        "编号": "a1b2c3d4e5",
    }


def test_csv_of_many_documents_names_them() -> None:
    content = written(a_breakdown(a_measure(), name="甲.docx"), a_breakdown(a_measure(), name="乙.docx"), many=True)

    assert [row[:2] for row in rows(content)] == [["序号", "来源文件"], ["1", "甲.docx"], ["1", "乙.docx"]]


def test_csv_guards_against_formulas() -> None:
    hostile = a_measure('=HYPERLINK("http://x","点")', clause="-1", headings=("@标题",))

    _head, row = rows(written(a_breakdown(hostile)))

    assert row[1:4] == ["'-1", "'@标题", '\'=HYPERLINK("http://x","点")']
