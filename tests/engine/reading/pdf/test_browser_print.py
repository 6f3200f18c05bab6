"""PDFs that a browser makes when somebody prints a page: boxes as tight as the ink, lines not broken at quotation marks."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.engine.reading.pdf.typeset import paragraphs_of, read_pdf

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
STYLE = "body{font:16px 'Noto Serif CJK SC';line-height:1.8}p{text-indent:2em;margin:0}"
PARAGRAPHS = [
    "一、重点任务",
    "（一）进一步压实责任。统一登记、一人一档，一月一调度——由一名领导牵头。",
    *(
        "通" * room
        + '过“河道一张图"“泵站一键通”等应用，推动“12345”热线“一号响应”，汛期前全部接入"一网统管"平台（0.5分）。'
        for room in range(1, 42)
    ),
]

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")


def test_printed_page_keeps_its_paragraphs(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    words = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{words}", encoding="utf-8")
    printed = tmp_path / "page.pdf"
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path}/profile", f"--print-to-pdf={printed}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    assert paragraphs_of(read_pdf(printed.read_bytes())) == PARAGRAPHS
