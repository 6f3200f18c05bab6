"""Typeset documents read back: the same paragraphs, each with its place on the page."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from tests.benchmark import REASON, benchmark_texts
from tests.engine.reading.pdf.typeset import paragraphs_of, read_pdf, typeset
from tests.tools.as_pdf import RUNNING_HEAD, as_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from luoshi.engine.document import Content

TEXT = """云川市人民政府办公室关于印发云川市内河航道管护三年行动方案（2024—2026年）的通知
云政办发〔2024〕6号
各镇人民政府，市政府各部门：
《云川市内河航道管护三年行动方案》已经市政府同意，现印发给你们，请认真组织实施。
云川市人民政府办公室
2024年3月18日
云川市内河航道管护三年行动方案（2024—2026年）
一、总体目标
到2026年，全市四级以上航道通航保证率达到98%以上，新增5G岸电设施30套，建成API数据接口12个。
二、重点任务
（一）清理碍航物。2024年底前，清理碍航物300处。（市交通运输局牵头，各镇配合）
1．开展普查。2024年6月底前完成。
2．分类处置。#“_*$"符号照排。
"""


def bare(words: str) -> str:
    return "".join(words.split())


def lines_of(text: str) -> list[str]:
    return [bare(line) for line in text.splitlines() if line.strip()]


def share_kept(expected: list[str], content: Content) -> float:
    read = [bare(words) for words in paragraphs_of(content)]
    same = SequenceMatcher(None, expected, read, autojunk=False).get_matching_blocks()
    return sum(block.size for block in same) / len(expected)


def test_document_reads_back_line_by_line() -> None:
    content = read_pdf(as_pdf(TEXT * 3))

    assert [bare(words) for words in paragraphs_of(content)] == lines_of(TEXT * 3)
    assert content.apart[:2] == (RUNNING_HEAD, "—1—")


@pytest.mark.parametrize("path", benchmark_texts() or [None], ids=lambda path: path.stem if path else "none")
def test_real_document_reads_back_line_by_line(path: Path | None) -> None:
    if path is None:
        pytest.skip(REASON)
    text = path.read_text(encoding="utf-8")

    assert share_kept(lines_of(text), read_pdf(as_pdf(text))) >= 0.99


def said(page: pypdfium2.PdfTextPage, offset: int) -> str:
    """What a character of a page says, the way the reader writes it."""
    char = chr(pypdfium2.raw.FPDFText_GetUnicode(page, offset))
    return unicodedata.normalize("NFKC", char) if "\ufb00" <= char <= "\ufb06" or "⼀" <= char <= "⿕" else char


@pytest.mark.parametrize(
    "data",
    [as_pdf(TEXT * 2), typeset("#table(columns: (2cm, 9cm), [1], [office 与航道，到2025年底])\n" * 30)],
    ids=["document", "tables"],
)
def test_every_origin_says_the_same_on_its_page(data: bytes) -> None:
    content = read_pdf(data)

    document = pypdfium2.PdfDocument(data)
    for origin in content.origins:
        page = document[origin.page - 1].get_textpage()
        words = origin.span.of(content.text)
        said_there = "".join(said(page, origin.offset + step) for step in range(len(words)))
        assert said_there[: len(words)] == words
    covered = {at for origin in content.origins for at in range(origin.span.start, origin.span.end)}
    assert [char for at, char in enumerate(content.text) if at not in covered and not char.isspace()] == []
    document.close()
