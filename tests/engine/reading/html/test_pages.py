"""Whole pages of different makers, and real documents wrapped as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.engine.document import Paragraph
from luoshi.engine.reading.html import HtmlReader
from luoshi.engine.reading.source import Source
from tests.benchmark import REASON, benchmark_texts
from tests.engine.reading.html.pages_of import PAGES, blocks_of, read_html
from tests.tools.as_html import as_html

if TYPE_CHECKING:
    from pathlib import Path


def test_there_are_pages_of_many_makers() -> None:
    assert len(PAGES) >= 12


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_reads_as_its_document(path: Path) -> None:
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()

    assert blocks_of(read_html(path.read_bytes())) == expected


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_is_recognised(path: Path) -> None:
    assert HtmlReader().recognises(Source(path.name, path.read_bytes()))


@pytest.mark.parametrize("container", ["article-text", "x1", "footer-content"])
@pytest.mark.parametrize("path", benchmark_texts() or [None], ids=lambda path: path.stem if path else "none")
def test_real_document_comes_out_of_its_page_line_by_line(path: Path | None, container: str) -> None:
    if path is None:
        pytest.skip(REASON)
    text = path.read_text(encoding="utf-8")

    content = read_html(as_html(text, container=container))

    assert blocks_of(content) == [line.strip() for line in text.splitlines() if line.strip()]


def test_headings_keep_their_level() -> None:
    content = read_html(
        "<h1>行动计划方案</h1><h3>一、任务</h3><p>修桥。</p><h2><span>二、</span>保障</h2><p>护路。</p>"
    )

    assert [block.level for block in content.blocks if isinstance(block, Paragraph)] == [1, 3, None, 2, None]


def test_title_that_stands_outside_comes_first_with_level_one() -> None:
    page = "<title>关于做好桥梁养护的通知_通知_某市</title><body><h2>某市</h2><div id=zoom><p>各县：</p><p>做好养护。</p></div>"

    content = read_html(page.replace("<h2>某市</h2>", "<div><b>关于做好桥梁养护的通知</b></div>"))

    assert blocks_of(content) == ["关于做好桥梁养护的通知", "各县：", "做好养护。"]


def test_numbers_that_the_browser_counts_are_labels() -> None:
    content = read_html('<p>如下：</p><ol start="9"><li>修桥；<br>补充说明。</li><li>护路。</li></ol>')

    labels = [block.label for block in content.blocks if isinstance(block, Paragraph)]
    assert blocks_of(content) == ["如下：", "9. 修桥；", "补充说明。", "10. 护路。"]
    assert labels == [0, 3, 0, 4]


def test_what_is_left_out_at_the_head_stands_apart() -> None:
    content = read_html("<p>来源：市政府办公室 浏览次数：3</p><p>关于修桥的通知</p><p>各县要修桥。</p>")

    assert blocks_of(content) == ["关于修桥的通知", "各县要修桥。"]
    assert content.apart == ("来源：市政府办公室 浏览次数：3",)


@pytest.mark.parametrize(
    "line", ["主办单位：市教育局", "承办单位：市体育局", "责任编辑部：市报社", "数据来源于市统计局。"]
)
def test_lines_that_only_look_like_furniture_stay(line: str) -> None:
    content = read_html(f"<h1>运动会方案</h1><p>定于2024年5月举办运动会。</p><p>{line}</p>")

    assert blocks_of(content)[-1] == line
