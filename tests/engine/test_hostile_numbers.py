"""Long and broken text: every finder comes back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from luoshi.engine.deadlines import find_deadlines, find_ongoing, find_recurring
from luoshi.engine.document import Document, Paragraph, Span
from luoshi.engine.indicators import find_indicators
from luoshi.engine.targets import find_targets
from luoshi.engine.timeframe import TimeFrame, find_time_frame

if TYPE_CHECKING:
    from collections.abc import Callable

MEGABYTE = 1_000_000
FRAME = TimeFrame(date(2023, 5, 10), 2023, 2025)
PIECES = [
    "年",
    "1",
    "一",
    "2025年",
    "6月",
    "底",
    "至2025年",
    "每",
    "持续",
    "（",
    "“",
    "《",
    "百",
    "万",
    "个",
    "1个",
    "新建",
    " \n",
]
PIECES += [
    "2025",
    "十四五",
    "印发之日起",
    "提高到",
    "不少于",
    "3个，",
    "1.",
    ",1",
    "百分之",
    "2023—",
    "6月1日—",
    "。1家",
    "5G",
    "\t1",
]
FINDERS: list[Callable[[str, Span], object]] = [
    lambda text, span: find_deadlines(text, span, FRAME),
    lambda text, span: find_targets(text, span, FRAME),
    find_ongoing,
    find_recurring,
    lambda text, _: find_time_frame(text, None, text),
]


@pytest.mark.parametrize("finder", FINDERS)
@pytest.mark.parametrize("piece", PIECES)
def test_one_piece_many_times_comes_back(finder: Callable[[str, Span], object], piece: str) -> None:
    text = piece * (MEGABYTE // len(piece) // 40)

    assert finder(text, Span(0, len(text))) is not None


@pytest.mark.parametrize(
    "line", ["1", "指标", "2025年", "单位", "覆盖率达到90%。" * 20, "新建10座、" * 20, "%", "序号"]
)
def test_many_lines_in_many_goals_come_back(line: str) -> None:
    count = MEGABYTE // 20 // (len(line) + 1)
    spans = [Span(at, at + len(line)) for at in range(0, count * (len(line) + 1), len(line) + 1)]
    text = "\n".join([line] * count)
    document = Document("plan.txt", "txt", "", text, tuple(map(Paragraph, spans)))

    assert find_indicators(document, (Span(0, len(text)), *spans[:1000])) is not None
