"""Tables of data and tables that only place things."""

from __future__ import annotations

import pytest

from tests.engine.reading.html.pages_of import blocks_of, read_html


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr>", ["[0,0 甲][0,1 乙][1,0 丙][1,1 丁]"]),
        (
            "<tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>丙</td><td>丁</td></tr>",
            ["[0,0+2x1 甲][0,1+1x2 乙][1,1 丙][1,2 丁]"],
        ),
        ("<tr><td rowspan=0>甲</td><td>乙</td></tr><tr><td>丙</td></tr>", ["[0,0+2x1 甲][0,1 乙][1,1 丙]"]),
        ("<tr><td rowspan=99>甲</td><td>乙</td></tr><tr><td>丙</td></tr>", ["[0,0+2x1 甲][0,1 乙][1,1 丙]"]),
        ("<tr><td rowspan=x colspan=''>甲</td><td>乙</td></tr>", ["[0,0 甲][0,1 乙]"]),
        ("<thead><tr><th>甲<th>乙</thead><tfoot><tr><td>丙<td>丁</tfoot>", ["[0,0 甲][0,1 乙][1,0 丙][1,1 丁]"]),
        ("<tr><td><p>甲</p><p>乙<br>丙</p></td><td>丁</td></tr>", ["[0,0 甲/乙/丙][0,1 丁]"]),
        ("<tr><td><ul><li>甲</li><li>乙</li></ul></td><td>丁</td></tr>", ["[0,0 甲/乙][0,1 丁]"]),
        ("<tr><td>甲。</td></tr><tr><td>乙。</td></tr>", ["甲。", "乙。"]),
        ("<tr><td></td><td><p>甲。</p><p>乙。</p></td></tr>", ["甲。", "乙。"]),
        ("<tr><td><h2>甲</h2></td><td>乙。</td></tr>", ["甲", "乙。"]),
        ("<tr><td>甲。<table><tr><td>乙</td><td>丙</td></tr></table></td></tr>", ["甲。", "[0,0 乙][0,1 丙]"]),
        (
            "<tr><td>图</td><td><p>甲。</p><p>乙。</p><p>丙。</p><p>丁。</p></td></tr>",
            ["图", "甲。", "乙。", "丙。", "丁。"],
        ),
        ("<tr><td> </td><td>&nbsp;</td></tr>", []),
    ],
)
def test_table_is_read(table: str, expected: list[str]) -> None:
    page = f"<html><body><p>各县要修桥。</p><table>{table}</table><p>各县要护路。</p>"

    assert blocks_of(read_html(page)) == ["各县要修桥。", *expected, "各县要护路。"]
