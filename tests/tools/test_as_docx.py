"""The maker of .docx files: what it makes reads back as the text it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.engine.document import Content, Paragraph
from luoshi.engine.reading.docx import DocxReader
from luoshi.engine.reading.source import Source
from tests.benchmark import REASON, benchmark_texts
from tests.tools.as_docx import as_docx, find_marker

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """某市人民政府关于做好清洁取暖工作的通知
一、总体要求
坚持因地制宜。
二、重点任务
（一）管网改造
1.更换老旧管道。
2.检测锅炉。
（1）逐台登记。
①拍照留存。
（二）加强巡查。每月巡查一次。
1.落实专人。
5.补贴到户。
三、工作要求
(一)明确责任。
二、重复的序号
第一条　为规范管理，制定本办法。
第二章　职责
第三条　本办法自印发之日起施行。"""


def _read(text: str) -> Content:
    return DocxReader().read(Source("made.docx", as_docx(text)))


def _bare(text: str) -> list[str]:
    return [bare for line in text.splitlines() if (bare := "".join(line.split()))]


def test_what_is_made_reads_back_as_the_same_lines() -> None:
    assert _bare(_read(TEXT).text) == _bare(TEXT)


def test_every_number_is_automatic() -> None:
    content = _read(TEXT)

    labels = [block.label for block in content.blocks if isinstance(block, Paragraph)]
    assert [bool(label) for label in labels] == [find_marker(line) is not None for line in TEXT.splitlines()]


def test_headings_carry_their_level() -> None:
    content = _read(TEXT)

    headings = [(block.span.of(content.text), block.level) for block in content.blocks if isinstance(block, Paragraph)]
    assert [pair for pair in headings if pair[1]] == [
        ("一、总体要求", 1),
        ("二、重点任务", 1),
        ("（一）管网改造", 2),
        ("三、工作要求", 1),
        ("二、重复的序号", 1),
        ("第二章 职责", 1),
    ]


@pytest.mark.skipif(not benchmark_texts(), reason=REASON)
@pytest.mark.parametrize("path", benchmark_texts(), ids=lambda path: path.stem)
def test_a_real_document_reads_back_as_the_same_lines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert _bare(_read(text).text) == _bare(text)
