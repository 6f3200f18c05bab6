"""White space and line breaks as a browser shows them, word lists, facts tables."""

from __future__ import annotations

import re

import pytest

from luoshi.engine.lexicon import load_table
from luoshi.engine.reading.around import is_furniture_line
from luoshi.engine.reading.html.words import tidy
from tests.engine.reading.html.pages_of import blocks_of, read_html


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("  各县\n  要修桥。 ", "各县要修桥。"),
        ("\u3000\u3000各县要修桥。", "各县要修桥。"),
        ("\u00a0\u00a0市公安局\u00a0\u00a0市财政局", "市公安局  市财政局"),
        ("甲　乙", "甲　乙"),
        ("to\n be", "to be"),
        ("张三 李四", "张三 李四"),
        ("修\u200b桥\ufeff", "修桥"),
        ("\t \n", ""),
    ],
)
def test_white_space_is_as_a_browser_shows_it(words: str, expected: str) -> None:
    assert tidy(words) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>修桥。<br><br/>护路。</p>", ["修桥。", "护路。"]),
        ("<div>修桥。<div>护路。</div>植树。</div>", ["修桥。", "护路。", "植树。"]),
        ("<p>修<b>桥</b><i>护</i>路。<o:p></o:p></p>", ["修桥护路。"]),
        ("<p>修桥。<p>护路。", ["修桥。", "护路。"]),
        ("<p><span style='display:block'>修桥。</span><span>护路。</span></p>", ["修桥。", "护路。"]),
        ("<pre>修桥。\n护路。</pre>", ["修桥。", "护路。"]),
        ("<p>修桥<script>x</script>护<!-- 路 -->路。</p>", ["修桥护路。"]),
        ("修桥。<hr>护路。", ["修桥。", "护路。"]),
        ("<p>修桥。</p><p hidden>护路。</p><p style='DISPLAY: none'>植树。</p>", ["修桥。"]),
    ],
)
def test_lines_break_where_a_browser_breaks_them(page: str, expected: list[str]) -> None:
    assert blocks_of(read_html(f"<html><body>{page}</body></html>")) == expected


@pytest.mark.parametrize(
    "facts",
    [
        (
            "<table><tr><td>索引号</td><td>A-1</td><td>文号</td><td>云政发〔2024〕1号</td></tr>"
            "<tr><td>发文机关</td><td>云川市</td><td>公开方式</td><td>主动公开</td></tr></table>"
        ),
        "<div><p>索 引 号：A-1　文　　号：云政发〔2024〕1号</p><p>发文机关：云川市</p><p>公开方式：主动公开</p></div>",
        (
            "<dl><dt>【索引号】</dt><dd>A-1</dd><dt>【文号】</dt><dd>云政发〔2024〕1号</dd>"
            "<dt>【发文机关】</dt><dd>云川市</dd><dt>【公开方式】</dt><dd>主动公开</dd></dl>"
        ),
    ],
)
def test_facts_stand_at_the_head(facts: str) -> None:
    content = read_html(f"<html><body><div>{facts}</div><div id=zoom><p>各县：</p><p>修桥，护路。</p></div></body>")

    assert blocks_of(content) == [
        "索引号：A-1",
        "文号：云政发〔2024〕1号",
        "发文机关：云川市",
        "各县：",
        "修桥，护路。",
    ]
    assert content.apart == ("公开方式：主动公开",)


def test_list_of_documents_is_no_facts_table() -> None:
    rows = "".join(
        f"<tr><td>{number}</td><td>办法{number}</td><td>云政发〔2001〕{number}号</td></tr>" for number in (1, 2)
    )
    table = f"<table><tr><td>序号</td><td>文件名称</td><td>发文字号</td></tr>{rows}</table>"

    blocks = blocks_of(read_html(f"<html><body><p>废止下列文件。</p>{table}<p>特此通知。</p></body></html>"))

    assert blocks[0] == "废止下列文件。"
    assert blocks[1].startswith("[0,0 序号][0,1 文件名称][0,2 发文字号][1,0 1]")


@pytest.mark.parametrize(
    "row", [row for row in load_table("page_furniture") if row[1] != "site_start"], ids=lambda row: row[0]
)
def test_furniture_words_are_told(row: tuple[str, ...]) -> None:
    words, place = row

    assert is_furniture_line(f"{words}某某" if place == "start" else f"某某 {words}")
    assert not is_furniture_line(f"{words}{'某' * 100}")


@pytest.mark.parametrize(
    ("table", "kinds"), [("page_facts", {"keep", "apart"}), ("page_hints", {"edge", "furniture", "content"})]
)
def test_word_lists_are_in_order(table: str, kinds: set[str]) -> None:
    rows = load_table(table)

    assert {row[1] for row in rows} == kinds
    assert len({row[0] for row in rows}) == len(rows)
    assert all(re.fullmatch(r"[\u4e00-\u9fff]+|[a-z_]+", row[0]) for row in rows)
