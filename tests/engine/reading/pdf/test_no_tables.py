"""Text that only looks like a table: newsletters, signatures, lists of names, tables of contents, prose with blanks."""

from __future__ import annotations

import pytest

from tests.engine.reading.pdf.typeset import read_pdf, tables_of, typeset

PROSE = "各乡镇要把农村饮水安全摆在突出位置，加快推进管网改造，加强水质监测，确保群众喝上放心水。"

CASES = {
    "newsletter in two columns": f"#columns(2, gutter: 36pt)[{'#parbreak()'.join([PROSE] * 20)}]",
    "signature block": f"{PROSE}\n\n#align(right)[临溪市水务局#h(3em)临溪市财政局 \\ 2026年3月8日]",
    "two signatures side by side": "#grid(columns: (1fr, 1fr), row-gutter: 14pt, align: center, "
    "[甲方：临溪市水务局], [乙方：东沟镇人民政府], [负责人：], [负责人：], [2026年3月8日], [2026年3月8日])",
    "addressees": "各县（市、区）人民政府，市政府各部门、各直属机构：\n\n"
    "#grid(columns: (1fr, 1fr, 1fr), row-gutter: 14pt, "
    + ", ".join(f"[{name}]" for name in ("东沟镇", "西岭镇", "高塘镇", "平岗街道", "云川街道", "青浦街道") * 3)
    + ")",
    "table of contents": "\n\n".join(
        f"{marker}#box(width: 1fr, repeat[…]){page}"
        for marker, page in (("一、工作任务", 1), ("二、责任单位", 3), ("三、完成时限", 5), ("四、工作要求", 8))
    )
    + f"\n\n{PROSE}",
    "prose with wide blanks": f"#set par(justify: false)\n{PROSE.replace('，', '，#h(2em)')}" * 4,
    "labels one after the other": "\n\n".join(
        f"{number}．{PROSE}\n\n牵头单位：市水务局#h(3em)责任单位：各乡镇#h(3em)完成时限：2026年{number}月底"
        for number in range(1, 7)
    ),
    "words of a header in prose": "\n\n".join(
        [
            "分工表应当写明序号、工作任务、牵头单位、配合单位、完成时限。" + PROSE,
            "序号#h(3em)工作任务#h(3em)牵头单位",
            PROSE,
            PROSE,
        ]
    ),
    "form to fill in": "填报单位：#h(8em)填报时间：\n\n责任单位#h(10em)（盖章）\n\n联系人：#h(6em)电话：\n\n" + PROSE,
}


@pytest.mark.parametrize("body", CASES.values(), ids=CASES)
def test_text_is_no_table(body: str) -> None:
    content = read_pdf(typeset(body))

    assert tables_of(content) == []
