"""Tables without any line, cells set from the top, in the middle or from the bottom, more or less apart."""

from __future__ import annotations

from functools import cache

import pytest

from luoshi.engine import break_down, read_bytes
from luoshi.engine.findings import Role
from tests.engine.reading.pdf.typeset import typeset

HEADER = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]
ROWS = [
    ["1", "完善园区道路管网，新建道路3.5公里，改造雨污管网8公里，建成污水处理站1座", "建设局", "财政局", "2026年9月底"],
    ["2", "引进亿元以上项目12个", "投资促进局", "发展改革局", "2026年12月底"],
    ["3", "开展企业用工帮扶，组织招聘会24场", "人力资源社会保障局", "教育局、总工会", "2026年6月底"],
    [
        "4",
        "推行“拿地即开工”模式，建立项目审批代办员制度",
        "行政审批局",
        "自然资源局、建设局、生态环境局",
        "2026年8月底",
    ],
]
PLAIN = [*HEADER, *(words for row in ROWS for words in row)]
GROUPED = [*HEADER, "colspan: 5|一、夯实基础", *ROWS[0], *ROWS[1], "colspan: 5|二、优化服务", *ROWS[2], *ROWS[3]]
MERGED = [
    *HEADER,
    *ROWS[0][:2],
    "rowspan: 2|建设局",
    *ROWS[0][3:],
    *ROWS[1][:2],
    *ROWS[1][3:],
    *ROWS[2][:2],
    "rowspan: 2|行政审批局",
    *ROWS[2][3:],
    *ROWS[3][:2],
    *ROWS[3][3:],
]
TABLES = {"plain": PLAIN, "grouped": GROUPED, "merged": MERGED}
ROOM = {"wide": "5pt", "close": "(x: 5pt, y: 0pt)", "narrow": "(x: 3pt, y: 2pt)", "usual": "(x: 5pt, y: 3.2pt)"}

MIXED = f"(center + horizon, left + top{', center + horizon' * 3})"
"""The words of the task from the top, all else in the middle."""

Ledger = list[tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]


def ledger_of(cells: list[str], *, stroke: str, align: str, inset: str) -> Ledger:
    body = ", ".join(_cell(words) for words in cells)
    source = (
        "#set text(size: 10.5pt)\n#set par(justify: false, leading: 0.65em)\n"
        f"#table(columns: (1fr, 5fr, 2.4fr, 2.4fr, 2.4fr), stroke: {stroke}, align: {align}, inset: {inset}, {body})"
    )
    breakdown = break_down(read_bytes(typeset(source), name="table.pdf"))
    return [
        (
            measure.clause,
            "".join(measure.text.split()),
            tuple(measure.units(Role.LEAD)),
            tuple(measure.units(Role.SUPPORT)),
            tuple(day.isoformat() for day in measure.due),
        )
        for measure in breakdown.measures
    ]


def _cell(words: str) -> str:
    reach, _, inner = words.rpartition("|")
    return f"table.cell({reach})[{inner}]" if reach else f"[{inner}]"


@cache
def ruled(name: str) -> Ledger:
    return ledger_of(TABLES[name], stroke="0.5pt", align="horizon", inset="5pt")


@pytest.mark.parametrize("room", ROOM)
@pytest.mark.parametrize("align", ["top", "horizon", "center + horizon", "bottom + center", MIXED])
def test_table_is_read_however_its_cells_are_aligned(align: str, room: str) -> None:
    found = ledger_of(PLAIN, stroke="none", align=align, inset=ROOM[room])

    assert found == ruled("plain")
    assert len(found) == len(ROWS)


@pytest.mark.parametrize("room", ["wide", "usual"])
@pytest.mark.parametrize("align", ["top", "horizon"])
@pytest.mark.parametrize("name", ["grouped", "merged"])
def test_group_rows_and_merged_units_are_read(name: str, align: str, room: str) -> None:
    found = ledger_of(TABLES[name], stroke="none", align=align, inset=ROOM[room])

    assert found == ruled(name)
    assert len(found) == len(ROWS)
