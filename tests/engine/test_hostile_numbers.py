"""Long and broken text: every finder comes back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from luoshi.engine.deadlines import find_deadlines, find_ongoing, find_recurring
from luoshi.engine.document import Span
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
def test_a_megabyte_of_one_piece_comes_back(finder: Callable[[str, Span], object], piece: str) -> None:
    text = piece * (MEGABYTE // len(piece) // 10)

    assert finder(text, Span(0, len(text))) is not None
